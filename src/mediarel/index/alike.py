"""Find statements that may be duplicates, by uuid, text, day or program.

Texts are compared only by fingerprint, and different texts can have the same
fingerprint. So the caller must compare the statements that were found.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from mediarel.index.protocol import Index
from mediarel.index.sql import lots, marks
from mediarel.text.folding import text_fingerprint


def is_empty(index: Index) -> bool:
    """Return whether the index contains no statements."""
    return not index.rows("SELECT id FROM statement LIMIT 1")


def _in_lots(
    index: Index, sql: str, values: Sequence[str | int], *before: str
) -> Iterator[Any]:
    """Run a query for each batch of values, and yield all rows.

    In `sql`, `{marks}` is replaced by question marks for the values. `before` contains
    the parameters that come before the values.
    """
    for some in lots(values):
        yield from index.rows(sql.format(marks=marks(some)), [*before, *some])


def of_uuids(index: Index, uuids: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield the uuid and the id of each statement that has one of these uuids."""
    sql = "SELECT uuid, id FROM statement WHERE uuid IN ({marks}) ORDER BY id"
    return _in_lots(index, sql, uuids)


def having(
    index: Index,
    column: str,
    values: Sequence[str | int],
    also: str = "TRUE",
    table: str = "statement",
) -> dict[str | int, list[int]]:
    """Return the ids of the statements that have these values, keyed by value.

    `column` and `table` say where the values are. `also` is an additional SQL
    condition.
    """
    sql = f"SELECT {column}, id FROM {table} WHERE {column} IN ({{marks}})"
    return _grouped(_in_lots(index, f"{sql} AND {also} ORDER BY id", values))


def _grouped(rows: Iterable[Any]) -> dict[Any, list[int]]:
    found: dict[Any, list[int]] = {}
    for value, number in rows:
        found.setdefault(value, []).append(number)
    return found


def of_addresses(index: Index, keys: Sequence[int]) -> dict[str | int, list[int]]:
    """Return the ids of the statements with these addresses, keyed by fingerprint."""
    return having(index, "key", keys, table="address")


def of_merged(index: Index, uuids: Sequence[str]) -> dict[str | int, list[int]]:
    """Find the statements into which duplicates were merged.

    Return the ids of these statements, keyed by the uuid of the duplicate. `uuids` has
    the uuids of the duplicates.
    """
    return of_listed(index, "merged", uuids)


def of_listed(
    index: Index, field: str, values: Sequence[str]
) -> dict[str | int, list[int]]:
    """Return the ids of the statements that have these values, keyed by value.

    `field` is the name of a list field.
    """
    sql = (
        "SELECT shown, id FROM name JOIN listed ON number = listed.name"
        " WHERE field = ? AND shown IN ({marks}) ORDER BY id"
    )
    return _grouped(_in_lots(index, sql, values, field))


def originals(index: Index) -> frozenset[int]:
    """Return the hashes of the uuids of all originals that have translations."""
    rows = index.rows("SELECT DISTINCT original FROM translation")
    return frozenset(hash(uuid) for (uuid,) in rows)


def of_originals(index: Index, uuids: Sequence[str]) -> dict[str | int, list[int]]:
    """Return the ids of translations, keyed by the uuid of the original."""
    return having(index, "original", uuids, table="translation")


def without_text(index: Index, days: Sequence[str]) -> dict[str | int, list[int]]:
    """Return the ids of statements that have no text, keyed by the day of their date.

    If the date is a month, a year or an interval, this is the first day.
    """
    return having(index, "first", days, f"text_fingerprint = {text_fingerprint(None)}")


def of_dates_and_programs(
    index: Index, days: Iterable[str]
) -> dict[tuple[str, str], list[int]]:
    """Return the ids of statements, keyed by date and program.

    The first day of the date must be in `days`.
    """
    sql = (
        "SELECT date, shown, id FROM statement JOIN name ON number = program"
        " WHERE first IN ({marks}) ORDER BY id"
    )
    rows = _in_lots(index, sql, list(days))
    return _grouped(((date, program), number) for date, program, number in rows)
