"""The tables of a file during a transaction: records, entries and checksums."""

from __future__ import annotations

from heapq import merge
from typing import TYPE_CHECKING

from mediarel.store.about import with_about
from mediarel.store.sound import (
    block_of,
    checksum,
    misplaced,
    read_block,
    read_checksums,
)
from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, MutableMapping

    from mediarel.store.protocol import Document


class TransactionTables:
    """The tables of a store, by their names, to be read and changed."""

    def __init__(self, tables: dict[str, dict[str, Document]]) -> None:
        for name in ("statements", "history", "checksums"):
            tables.setdefault(name, {})
        self.tables = tables
        self._statements = tables["statements"]
        self._history = tables["history"]
        self._checksums = tables["checksums"]
        self.written: Mapping[int, Document | None] = {}

    def records(self, ids: Iterable[int]) -> dict[int, Document]:
        """Return the records with these ids, without those that are not there."""
        there = self._statements
        return {number: there[str(number)] for number in ids if str(number) in there}

    def entries(self) -> Iterator[tuple[int, Document]]:
        """Yield number and entry of each change, newest first."""
        for number in sorted(map(int, self._history), reverse=True):
            yield number, self._history[str(number)]

    def highest_id(self) -> int:
        """Return the highest id of a record that is there, 0 where there is none."""
        return max(map(int, self._statements), default=0)

    def others(self) -> dict[str, dict[str, Document]]:
        """Return the tables that are not read, and `archive`."""
        read = ("statements", "history", "checksums")
        return {name: each for name, each in self.tables.items() if name not in read}

    def say(self, archive: Mapping[str, tuple[object, object]]) -> None:
        """Have the archive say the later values of what changed of it.

        The tables are of today's form.
        """
        if archive:
            said = {name: later for name, (_, later) in archive.items()}
            self.tables["archive"]["1"] = encoded(with_about(self.tables, said))

    def checksums(self, ids: Iterable[int]) -> dict[int, str]:
        """Return the checksums that are kept of these ids.

        Raises BrokenRecordError.
        """
        wanted = set(ids)
        blocks = {block_of(number) for number in wanted} & self._checksums.keys()
        kept = read_checksums({block: self._checksums[block] for block in blocks})
        return {number: kept[number] for number in wanted & kept.keys()}

    def put(
        self,
        number: int,
        entry: Document,
        written: Mapping[int, Document | None],
        *,
        may_add_all: bool = True,
    ) -> None:
        """Add the `entry` of change `number` and the records that it has `written`.

        A record that is None is removed. Records stay in the order of their ids, so
        that after an undo the file is what it was. If there are no checksums, those of
        all statements are added if that `may_add_all`.

        Raises BrokenRecordError.
        """
        # Some encode a record each time it is asked for.
        self.written = written = dict(written)
        there = self._statements
        new: dict[str, Document] = {}
        for key, record in sorted(written.items()):
            if record is None:
                there.pop(str(key), None)
            elif str(key) in there:
                there[str(key)] = record
            else:
                new[str(key)] = record
        if new and int(next(iter(new))) < self.highest_id():
            _put_between(there, new)
        else:
            there.update(new)
        self._history[str(number)] = entry
        update_checksums(self._checksums, there, written, may_add_all=may_add_all)


def _put_between(
    there: MutableMapping[str, Document], new: Mapping[str, Document]
) -> None:
    """Add `new` to `there`, both of which are in the order of their ids."""
    in_order = dict(
        merge(list(there.items()), new.items(), key=lambda item: int(item[0]))
    )
    there.clear()
    there.update(in_order)


def update_checksums(
    table: MutableMapping[str, Document],
    statements: Mapping[str, Document],
    written: Mapping[int, Document | None],
    *,
    may_add_all: bool = True,
) -> None:
    """Update the checksums in `table` to what was `written`; None was removed.

    If the table has no checksums at all, those of all `statements` are added if that
    `may_add_all`. Otherwise none is added: the table was lost, and `check` reports so.

    Raises BrokenRecordError.
    """
    if not any(read_block(table, block) for block in table):
        there = set(map(int, statements))
        if may_add_all:
            written = {number: statements[str(number)] for number in there}
        elif there - written.keys():
            return
    blocks: dict[str, dict[int, Document | None]] = {}
    for number, raw in written.items():
        blocks.setdefault(block_of(number), {})[number] = raw
    for block, changed in blocks.items():
        kept = read_block(table, block)
        for number, raw in changed.items():
            kept.pop(number, None)
            if raw is not None:
                kept[number] = checksum(raw)
        table.pop(block, None)
        if kept:
            table[block] = encoded(
                {str(number): kept[number] for number in sorted(kept)}
            )
    if may_add_all:
        _drop_misplaced(table)
    in_order = dict(sorted(table.items(), key=lambda item: int(item[0])))
    table.clear()
    table.update(in_order)


def _drop_misplaced(table: MutableMapping[str, Document]) -> None:
    """Drop the checksums in `table` that are in a block of other statements."""
    for block in {*misplaced(table).values()}:
        if kept := read_block(table, block):
            table[block] = encoded({str(number): kept[number] for number in kept})
        else:
            del table[block]
