"""JSON Feed: an item for each statement (jsonfeed.org, version 1.1).

What an item has no key for is in its `_mediarel`, as in an export to JSON, and so is
the date, of which `date_published` says only a whole day. Files are there alone, since
an attachment of an item must have an address.

The format keeps all but private files; `feed` reads it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import quote, urlsplit

from mediarel.formats.feed_marks import EXTENSION, ITEM_SAYS, URN, VERSION, published
from mediarel.formats.json import encode
from mediarel.formats.outward import public_files
from mediarel.formats.utf8 import Utf8Writer
from mediarel.formats.writing import USUAL_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement

_MARKS = "-._~:/?#@!$&'()*+,;=%"  # in an address as they are (RFC 3986, 2.2 and 2.3)
_URI = re.compile(
    r"[a-z]+://(?:[^%#]|%[0-9A-Fa-f]{2})+(?:#(?:[^%#]|%[0-9A-Fa-f]{2})*)?"
)


def write(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out`, with only one in memory at a time."""
    text = Utf8Writer(out)
    text.write(
        f'{{"version": {encode(VERSION)},\n'
        f'"title": {encode(options.name or USUAL_NAME)},\n'
        f"{_addresses(options)}"
        '"items": ['
    )
    before = "\n"
    for statement in statements:
        text.write(before + encode(_item(statement, options)))
        before = ",\n"
    text.write("\n]}\n")


def _addresses(options: WriteOptions) -> str:
    """Return where the feed is and where its page, as far as that is known."""
    said = (("home_page_url", options.home), ("feed_url", options.place))
    return "".join(f'"{key}": {encode(value)},\n' for key, value in said if value)


def _item(statement: Statement, options: WriteOptions) -> dict[str, Any]:
    """Return the item of a statement, without private files: a feed is for all."""
    public = public_files(statement, options.lost)
    fields = statement.replace(attachments=tuple(public)).fields()
    rest = {
        name: value for name, value in fields.items() if value and name not in ITEM_SAYS
    }
    source = next(filter(None, map(_uri, statement.sources[:1])), None)
    page = options.page_of(statement)
    said = {
        "id": URN + statement.uuid,
        "url": page or source,
        "external_url": source if page else None,
        "title": statement.title,
        "content_text": statement.text or "",
        "date_published": published(statement.date),
        "date_modified": statement.modified,
        "authors": [{"name": statement.program}],
        "tags": [*statement.tags] or None,
        "language": statement.language,
        EXTENSION: rest,
    }
    return {key: value for key, value in said.items() if value is not None}


def _uri(address: str) -> str | None:
    """Return `address` as a URI, None where it can't be one (RFC 3986)."""
    uri = quote(address, safe=_MARKS)
    try:
        parts = urlsplit(uri)
        is_one = parts.port != 0 and _URI.fullmatch(uri)
    except ValueError:  # a port that is no number
        return None
    return uri if is_one else None
