"""A page that a browser saved with all it needs in one file (MHTML, RFC 2557)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.documents.found import RefusedError
from mediarel.documents.mime import charset_of, header, parse, parts_of, payload
from mediarel.documents.pages import read_page

if TYPE_CHECKING:
    from mediarel.documents.found import DocumentText


def read(data: bytes) -> DocumentText:
    """Return the text in `data`.

    Raises RefusedError.
    """
    mail = parse(data)
    page = next((part for part in parts_of(mail) if part.type == "text/html"), None)
    if page is None:
        raise RefusedError("has no page in it", "Save the page again, as HTML.")
    found = read_page(payload(page), charset_of(page.message))
    said = (
        header(page.message, "content-location"),
        header(mail, "snapshot-content-location"),
    )
    whole = (each for each in said if each.lower().startswith(("http://", "https://")))
    return found._replace(source=found.source or next(whole, None))
