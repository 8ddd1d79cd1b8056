"""The layout of a store in its file: indented, so that a diff shows what changed."""

from __future__ import annotations

from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import msgspec

from mediarel.store.protocol import ID

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mediarel.store.protocol import Document

_TOGETHER = 500  # parts that are compared at a time, while in the processor's cache
_RAW = (bytes, memoryview, msgspec.Raw)
_BRACE = ord("{")


def encoded(document: Mapping[str, Any]) -> bytes:
    """Return `document` as it stands in the file, indented to its depth."""
    outermost = msgspec.json.format(msgspec.json.encode(document), indent=2)
    return outermost.replace(b"\n", b"\n    ")


def layout(tables: Mapping[str, Mapping[Any, Any]]) -> Iterator[Document]:
    """Yield the parts of the file, in which each document begins a line."""
    yield b"{"
    for place, (name, table) in enumerate(tables.items()):
        yield b",\n  " if place else b"\n  "
        yield msgspec.json.encode(str(name))
        if not table:
            yield b": {}"
            continue
        opening = b": {\n    "
        for key, document in table.items():
            yield b"%b%b: " % (opening, msgspec.json.encode(str(key)))
            yield document if isinstance(document, _RAW) else encoded(document)
            opening = b",\n    "
        yield b"\n  }"
    yield b"\n}\n"


def is_laid_out(tables: Mapping[str, Mapping[str, Document]], data: bytes) -> bool:
    """Tell whether `data`, from which `tables` were read, is in the layout of `layout`.

    Then it is UTF-8, has no key of a table twice, and each record is an object.
    """
    for table in tables.values():
        if not all(map(ID.fullmatch, table)):
            return False
        if set(map(itemgetter(0), table.values())) - {_BRACE}:
            return False
    place = 0
    parts = layout(tables)
    try:
        while some := b"".join(islice(parts, _TOGETHER)):
            some.decode()
            if not data.startswith(some, place):
                return False
            place += len(some)
    except UnicodeDecodeError:
        return False
    return place == len(data)
