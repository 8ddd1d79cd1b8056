"""All that the file of a store holds, as this program would write it today."""

from __future__ import annotations

from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING

from mediarel.store import FORM
from mediarel.store.contents import Entry
from mediarel.store.sound import block_of, checksum, read_checksums
from mediarel.store.tiny.content import read_content
from mediarel.store.tiny.layout import as_laid_out, encoded, streamed
from mediarel.store.tiny.migrations import form_in, migrated
from mediarel.store.tiny.others import ARCHIVE
from mediarel.store.tiny.read import snapshot_of, validated_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from mediarel.store.contents import Contents
    from mediarel.store.protocol import Document, Snapshot

    TablesByName = Mapping[str, Mapping[str, Document]]

_TOGETHER = 500  # parts that are compared at a time


class FileContents:
    """What the file at `path` holds: in today's form, in our layout, in order.

    `form` is the one that the file has, `snapshot` what was read of it. It `is_ours`
    where it is laid out as we would write it; it `has_checksums` where there are any:
    else those of all statements are made.
    """

    def __init__(self, path: Path) -> None:
        data = read_content(path).data
        tables = validated_tables(path, data)
        self.form = form_in(path, tables)
        self.snapshot: Snapshot = snapshot_of("", tables)
        others = {name: dict(table) for name, table in self.snapshot.others.items()}
        others = migrated(path, {**others, "statements": {}})
        del others["statements"]
        self._others = {ARCHIVE: others.pop(ARCHIVE), **others}
        self.is_ours = False
        self.has_checksums = any(self.snapshot.checksums)
        self.is_ours = self.form == FORM and _are_in(parts_of(self), data)

    def others(self) -> TablesByName:
        """Return the tables that are not read, with `archive` first among them."""
        return {
            name: {key: self._laid_out(raw) for key, raw in table.items()}
            for name, table in self._others.items()
        }

    def statements(self) -> Iterator[tuple[int, Document]]:
        """Yield id and record of each statement, in the order of their ids."""
        for number, raw in _in_order(self.snapshot.statements):
            yield number, self._laid_out(raw)

    def entries(self) -> Iterator[Entry]:
        """Yield the entries of the history, the oldest first."""
        for number, raw in _in_order(self.snapshot.history):
            yield Entry(number, self._laid_out(raw))

    def checksums(self) -> Iterator[tuple[int, str]]:
        """Yield id and checksum, in the order of their ids.

        Raises BrokenRecordError.
        """
        if self.has_checksums:
            yield from sorted(read_checksums(self.snapshot.checksums).items())
        else:
            yield from ((number, checksum(raw)) for number, raw in self.statements())

    def _laid_out(self, raw: Document) -> Document:
        return raw if self.is_ours else as_laid_out(raw)


def parts_of(contents: Contents) -> Iterator[Document]:
    """Yield the parts of a file that holds `contents`."""
    return streamed(_tables_of(contents))


def _tables_of(
    contents: Contents,
) -> Iterator[tuple[str, Iterable[tuple[object, Document]]]]:
    others = dict(contents.others())
    yield ARCHIVE, others.pop(ARCHIVE).items()
    yield "statements", contents.statements()
    yield "history", ((entry.number, entry.raw) for entry in contents.entries())
    yield "checksums", _blocks(contents.checksums())
    yield from ((name, table.items()) for name, table in others.items())


def _blocks(checksums: Iterable[tuple[int, str]]) -> Iterator[tuple[str, bytes]]:
    """Yield the blocks of checksums, which are in the order of their ids."""
    block: dict[str, str] = {}
    key = ""
    for number, kept in checksums:
        if block and block_of(number) != key:
            yield key, encoded(block)
            block = {}
        key = block_of(number)
        block[str(number)] = kept
    if block:
        yield key, encoded(block)


def _in_order(table: Mapping[str, Document]) -> Iterator[tuple[int, Document]]:
    numbered = ((int(key), raw) for key, raw in table.items())
    return iter(sorted(numbered, key=itemgetter(0)))


def _are_in(parts: Iterator[Document], data: bytes) -> bool:
    """Tell whether `data` is made of `parts`."""
    place = 0
    while some := b"".join(islice(parts, _TOGETHER)):
        if not data.startswith(some, place):
            return False
        place += len(some)
    return place == len(data)
