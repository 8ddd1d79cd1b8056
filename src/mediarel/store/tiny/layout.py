"""Format the JSON of an archive file with indentation, so that diffs are readable."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from operator import itemgetter
from typing import Any

import msgspec

from mediarel.store.protocol import ID, Document

_TOGETHER = 500  # parts to compare at a time, to fit in the processor's cache
RAW = (bytes, memoryview, msgspec.Raw)
_BRACE = ord("{")


def encoded(document: Mapping[str, Any]) -> bytes:
    """Return a document as JSON, indented as in an archive file."""
    return as_laid_out(msgspec.json.encode(document))


def as_laid_out(raw: Document) -> bytes:
    """Indent the raw JSON of a document as in an archive file."""
    return msgspec.json.format(bytes(raw), indent=2).replace(b"\n", b"\n    ")


def layout(tables: Mapping[str, Mapping[Any, Any]]) -> Iterator[Document]:
    """Yield the bytes of the file, part by part. Each document begins on a new line."""
    return streamed((name, table.items()) for name, table in tables.items())


def streamed(
    tables: Iterable[tuple[str, Iterable[tuple[Any, Any]]]],
) -> Iterator[Document]:
    """Yield the same parts as `layout`.

    Each table is an iterable of its keys and documents.
    """
    yield b"{"
    for place, (name, table) in enumerate(tables):
        yield b",\n  " if place else b"\n  "
        yield msgspec.json.encode(str(name))
        opening = b": {\n    "
        end = b": {}"
        for key, document in table:
            yield b"%b%b: " % (opening, msgspec.json.encode(str(key)))
            yield document if isinstance(document, RAW) else encoded(document)
            opening = b",\n    "
            end = b"\n  }"
        yield end
    yield b"\n}\n"


def is_laid_out(tables: Mapping[str, Mapping[str, Document]], data: bytes) -> bool:
    """Return whether `data` is exactly the output of `layout` for the tables.

    If the result is True, `data` is valid UTF-8, no table has duplicate keys, and each
    record is an object.
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
