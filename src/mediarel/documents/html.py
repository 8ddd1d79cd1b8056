"""A page in HTML, as it was saved: the text of its main part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.documents.pages import read_page

if TYPE_CHECKING:
    from mediarel.documents.found import DocumentText


def read(data: bytes) -> DocumentText:
    """Return the text in `data`.

    Raises RefusedError.
    """
    return read_page(data)
