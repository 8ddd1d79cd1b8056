"""Read the history from the index."""

from collections.abc import Iterable, Iterator
from typing import Any

from mediarel.index.proof import WrongIndexError, proved, proved_document
from mediarel.index.protocol import Index, in_one_snapshot
from mediarel.index.schema import SIGNED
from mediarel.index.sql import lots, marks
from mediarel.store.protocol import Document

_ENTRY = f"SELECT json, {SIGNED}, proof FROM entry"
_TOUCHING = "WHERE number IN (SELECT number FROM touched WHERE id = ?)"


def ends(index: Index) -> list[tuple[Any, ...]]:
    """Return the rows of the oldest and the newest change.

    Each row has number, fingerprint, time, author and command. Return [] if the history
    is empty.
    """
    found = index.rows(
        f"SELECT {SIGNED}, proof FROM entry WHERE number IN"
        " ((SELECT min(number) FROM entry), (SELECT max(number) FROM entry))"
        " ORDER BY number",
        read=proved,
    )
    return [found[0], found[-1]] if found else []


def first_entry(index: Index) -> tuple[int, Document]:
    """Return the number and the entry of the oldest change, which must exist."""
    ((number, entry),) = index.rows(
        f"{_ENTRY} ORDER BY number LIMIT 1", read=_proved_entries
    )
    return number, entry


def touched(index: Index, first: int, last: int) -> list[int]:
    """Return the ids from `first` to `last` that any change affected, sorted."""
    rows = index.rows(
        "SELECT number, id, proof FROM touched WHERE id BETWEEN ? AND ?",
        (first, last),
        proved,
    )
    return sorted({number for _, number in rows})


@in_one_snapshot
def entries(
    index: Index, number: int | None, most: int | None
) -> list[tuple[int, Document]]:
    """Return the numbers and entries of at most `most` changes, newest first.

    If `number` is not None, returns only the changes that affected this statement.
    """
    if number is not None:
        _touching(index, number)
    return index.rows(
        f"{_ENTRY}"
        f" {'' if number is None else _TOUCHING}"
        f" ORDER BY number DESC{'' if most is None else f' LIMIT {most}'}",
        [] if number is None else [number],
        _proved_entries,
    )


@in_one_snapshot
def entries_of(index: Index, ids: Iterable[int]) -> list[tuple[int, Document]]:
    """Return the number and the entry of each change that affected these statements.

    The newest change comes first.
    """
    numbers = {change for number in ids for change in _touching(index, number)}
    newest_first = sorted(numbers, reverse=True)
    found: list[tuple[int, Document]] = []
    for lot in lots(newest_first):
        found += index.rows(
            f"{_ENTRY} WHERE number IN ({marks(lot)}) ORDER BY number DESC",
            lot,
            _proved_entries,
        )
    return found


def entries_holding(index: Index, part: str) -> list[tuple[int, Document]]:
    """Return the number and the entry of each change whose JSON contains `part`."""
    sql = f"{_ENTRY} WHERE {index.dialect.holding('json')} ORDER BY number"
    return index.rows(sql, (part,), _proved_entries)


def _proved_entries(rows: Iterable[Any]) -> Iterator[tuple[int, bytes]]:
    """Verify the rows of changes, and yield the number and the entry of each change.

    Raises WrongIndexError.
    """
    for json, *rest in rows:
        ((number, fingerprint, *_),) = proved([rest])
        yield number, proved_document(number, json, fingerprint)


@in_one_snapshot
def signatures(index: Index, number: int) -> list[tuple[int, str, str, str]]:
    """Return the number, time, author and command of each change of a statement.

    The oldest change comes first.
    """
    touching = _touching(index, number)
    signed = index.rows(
        f"SELECT {SIGNED}, proof FROM entry {_TOUCHING} ORDER BY number",
        (number,),
        proved,
    )
    if [each[0] for each in signed] != touching:
        raise WrongIndexError("a change is missing")
    return [(change, at, by, command) for change, _, at, by, command in signed]


def _touching(index: Index, number: int) -> list[int]:
    """Return the numbers of the changes that affected a statement, sorted."""
    rows = index.rows(
        "SELECT number, id, proof FROM touched WHERE id = ? ORDER BY number",
        (number,),
        proved,
    )
    return [change for change, _ in rows]
