"""Loading very many rows into the tables on a server, which have none yet."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from mediarel.index.proof import proof_of
from mediarel.postgres.writing import line
from mediarel.store.delta import quick_fingerprint
from mediarel.store.records import read_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mediarel.history.change import Change
    from mediarel.postgres.connection import Connection
    from mediarel.store.contents import Entry

_SUMS = 10_000  # checksums that go together
_LOT = 500  # entries
_BYTES = 4_000_000  # or so much: the entry of an import names all that it added
_ENTRY = "entry (number, fingerprint, at, by, command, json, proof, role)"


class Ends(NamedTuple):
    """The number of the last change, and the highest id that any of them knows."""

    number: int = 0
    last_id: int = 0


def load_checksums(
    connection: Connection, checksums: Iterable[tuple[int, str]]
) -> None:
    """Write the checksums of statements as they are kept."""
    remaining = iter(checksums)
    # In lots: what comes from another server is not asked for amid a COPY.
    while lot := list(islice(remaining, _SUMS)):
        connection.copy_in("checksum", map(line, lot))


def load_entries(connection: Connection, entries: Iterable[Entry]) -> Ends:
    """Write the entries of a history, with who made them, and what each touched.

    Raises InvalidFieldError.
    """
    ends = Ends()
    for lot in _lots(entries):
        changes = [read_entry(each.number, each.raw) for each in lot]
        connection.copy_in(_ENTRY, map(line, map(_row, lot, changes)))
        connection.copy_in("touched", map(line, _touched(changes)))
        last_ids = (max([each.last_id, *each.ids]) for each in changes)
        ends = Ends(changes[-1].number, max(ends.last_id, *last_ids))
    return ends


def _lots(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    lot: list[Entry] = []
    size = 0
    for entry in entries:
        if lot and (len(lot) == _LOT or size > _BYTES):
            yield lot
            lot, size = [], 0
        lot.append(entry)
        size += len(entry.raw)
    if lot:
        yield lot


def _row(entry: Entry, change: Change) -> tuple[object, ...]:
    raw = bytes(entry.raw)
    signed = (quick_fingerprint(raw), change.at, change.by, change.command)
    proof = proof_of(change.number, *signed)
    return change.number, *signed, raw.decode(), proof, entry.role


def _touched(changes: Iterable[Change]) -> Iterator[tuple[int, int, int]]:
    for change in changes:
        number = change.number
        yield from ((number, key, proof_of(number, key)) for key in change.ids)
