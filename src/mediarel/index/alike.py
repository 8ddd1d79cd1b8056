"""Statements that are alike: of the same uuid, text, day or program.

Texts are found by fingerprint, so the caller compares the statements themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.text.folding import text_fingerprint

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.index.passages import Passages
    from mediarel.index.protocol import Index

_LOT = 500  # marks in a query: SQLite takes 32,766 at most


def is_empty(index: Index) -> bool:
    """Tell whether there is no statement at all."""
    return not index.rows("SELECT id FROM statement LIMIT 1")


def of_uuids(index: Index, uuids: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield uuid and id of the statements that have one of these `uuids`."""
    for start in range(0, len(uuids), _LOT):
        some = uuids[start : start + _LOT]
        marks = ", ".join("?" * len(some))
        sql = f"SELECT uuid, id FROM statement WHERE uuid IN ({marks}) ORDER BY id"  # noqa: S608 - question marks
        yield from index.rows(sql, some)


def having(
    index: Index,
    column: str,
    values: Sequence[str | int],
    also: str = "TRUE",
    table: str = "statement",
) -> dict[str | int, list[int]]:
    """Return the ids of statements by what they have in `column`, if in `values`.

    It is a column of `table`. Of each, `also` must hold besides.
    """
    found: dict[str | int, list[int]] = {}
    for start in range(0, len(values), _LOT):
        some = values[start : start + _LOT]
        marks = ", ".join("?" * len(some))
        sql = f"SELECT {column}, id FROM {table} WHERE {column} IN ({marks})"  # noqa: S608 - our own words
        for value, number in index.rows(f"{sql} AND {also} ORDER BY id", some):
            found.setdefault(value, []).append(number)
    return found


def of_addresses(index: Index, keys: Sequence[int]) -> dict[str | int, list[int]]:
    """Return the ids of statements by the fingerprints of their addresses in `keys`."""
    return having(index, "key", keys, table="address")


def of_merged(index: Index, uuids: Sequence[str]) -> dict[str | int, list[int]]:
    """Return the ids of statements by the `uuids` of what was merged into them."""
    return of_listed(index, "merged", uuids)


def of_listed(
    index: Index, field: str, values: Sequence[str]
) -> dict[str | int, list[int]]:
    """Return the ids of statements by those of `values` that their list `field` has."""
    found: dict[str | int, list[int]] = {}
    for start in range(0, len(values), _LOT):
        some = values[start : start + _LOT]
        marks = ", ".join("?" * len(some))
        sql = (
            "SELECT shown, id FROM name JOIN listed ON number = listed.name"  # noqa: S608 - question marks
            f" WHERE field = ? AND shown IN ({marks}) ORDER BY id"
        )
        for value, number in index.rows(sql, [field, *some]):
            found.setdefault(value, []).append(number)
    return found


def sharing(index: Index, passages: Passages) -> Counter[int]:
    """Return how much each statement shares with a text of these `passages`.

    What is nearly the same shares 2 or more.
    """
    return passages.shared(index.rows, index.dialect.with_passage)


def originals(index: Index) -> frozenset[int]:
    """Return the hash of each uuid that some statement is a translation of."""
    rows = index.rows("SELECT DISTINCT original FROM translation")
    return frozenset(hash(uuid) for (uuid,) in rows)


def of_originals(index: Index, uuids: Sequence[str]) -> dict[str | int, list[int]]:
    """Return the ids of statements by the `uuids` of what they are translations of."""
    return having(index, "original", uuids, table="translation")


def without_text(index: Index, days: Sequence[str]) -> dict[str | int, list[int]]:
    """Return the ids of statements that have no text, by their first day."""
    return having(index, "first", days, f"text_fingerprint = {text_fingerprint(None)}")


def of_dates_and_programs(
    index: Index, days: Iterable[str]
) -> dict[tuple[str, str], list[int]]:
    """Return the ids of statements that begin on one of `days`, by date and program."""
    found: dict[tuple[str, str], list[int]] = {}
    wanted = list(days)
    for start in range(0, len(wanted), _LOT):
        some = wanted[start : start + _LOT]
        marks = ", ".join("?" * len(some))
        sql = (
            "SELECT date, shown, id FROM statement JOIN name ON number = program"  # noqa: S608 - question marks
            f" WHERE first IN ({marks}) ORDER BY id"
        )
        for date, program, number in index.rows(sql, some):
            found.setdefault((date, program), []).append(number)
    return found
