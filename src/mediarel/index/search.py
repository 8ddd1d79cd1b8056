"""Run queries, and return pages, records, ids, counts or values.

The last functions find statements that may be duplicates. Texts are compared only by
fingerprint, and different texts can have the same fingerprint. So the caller must
compare the statements that were found.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from mediarel.index.proof import WrongIndexError, proved
from mediarel.index.protocol import Index, in_one_snapshot
from mediarel.index.schema import LISTS, NAMED, PROVED
from mediarel.index.sql import Sql, condition, expanded, lots, marks, wanted
from mediarel.model.fields import BY_NAME
from mediarel.query import tree
from mediarel.text.folding import text_fingerprint

# SQL for the sort orders of lists: the main key ("" for the date or the id), and the
# other keys. Ties are sorted by date, then by id.
_NEWEST = "first DESC, last DESC, id DESC"
_OLDEST = "first, last, id"
_ORDERS = {
    "newest": ("", _NEWEST),
    "oldest": ("", _OLDEST),
    "id": ("", "id"),
    "program": ("(SELECT folded FROM name WHERE number = program)", _NEWEST),
    "headline": ("lower(headline)", _NEWEST),
    # Scores are below 0; a match without words has no score.
    "best": ("coalesce(score, 0)", _NEWEST),
}
SORTS = tuple(_ORDERS)
# Year and month of a date, or only the year if the month is unknown.
_KNOWN = "ltrim(date, './')"  # for an interval: from the first known day
MONTH = f"substr({_KNOWN}, 1, CASE substr({_KNOWN}, 5, 1) WHEN '-' THEN 7 ELSE 4 END)"
# Sorts by month; within a year, dates without a month come first.
TIMELINE = "timeline"
_ALL = 1 << 62  # rows: more than possible
_ORDERS[TIMELINE] = (MONTH, _OLDEST)


class Row(NamedTuple):
    """A statement as shown in a list."""

    id: int
    date: str
    program: str
    type: str
    headline: str


class Page(NamedTuple):
    """A page of the results of a query.

    `start` is the position of the first row, counted from 0. `years` has each year and
    the number of statements that match in this year, newest first. Dates in the query
    don't limit these numbers. `in_all_years` is the sum of the numbers.
    """

    rows: tuple[Row, ...]
    start: int
    total: int
    years: tuple[tuple[int, int], ...]
    in_all_years: int


def records(
    index: Index, query: tree.Query, *, sort: str
) -> Iterator[tuple[int, bytes]]:
    """Return the id and the raw JSON of each matching statement, from one snapshot."""
    ordered = _ordered(index, query, sort)
    # A match depends on values of the row, so verify these too.
    is_all = isinstance(query, tree.Everything)
    row = f"{NAMED}, fingerprint_proof" if is_all else f"{PROVED}, proof"
    return index.stream(f"SELECT {row} {ordered.text}", ordered.parameters)


def ids(index: Index, query: tree.Query, *, sort: str, size: int | None) -> list[int]:
    """Return the ids of at most `size` matching statements, sorted by `sort`.

    If `size` is None, all ids are returned.
    """
    ordered = _ordered(index, query, sort)
    found = index.rows(
        f"SELECT id {ordered.text}{_limited(0, size)}", ordered.parameters
    )
    return [number for (number,) in found]


def ids_holding(index: Index, query: tree.Query, part: bytes) -> list[int]:
    """Return the ids of the matching statements whose raw JSON contains `part`."""
    found = wanted(index, query)
    sql = (
        "SELECT id FROM statement JOIN document USING (id)"
        f" WHERE ({found.text}) AND {index.dialect.holding('json')} ORDER BY id"
    )
    rows = index.rows(sql, (*found.parameters, part.decode()))
    return [number for (number,) in rows]


def has_one_type(index: Index, query: tree.Query) -> bool:
    """Return whether all matching statements have the same type."""
    return len(_rows(index, "DISTINCT type", query, most=2)) == 1


@in_one_snapshot
def page(
    index: Index, query: tree.Query, *, sort: str, start: int, size: int | None
) -> Page:
    """Return a page of at most `size` matching statements, sorted by `sort`.

    The first `start` statements are skipped. If `size` is None, the page has all
    statements after them.
    """
    those, undated = wanted(index, query), wanted(index, _without_dates(query))
    years = index.rows(
        f"SELECT year, count(*) FROM statement WHERE {undated.text}"
        " GROUP BY year ORDER BY year DESC",
        undated.parameters,
    )
    if not all(isinstance(year, int) for year, _ in years):
        raise WrongIndexError("a year is not a number")
    total = in_all_years = sum(count for _, count in years)
    if those != undated:
        total = index.rows(
            f"SELECT count(*) FROM statement WHERE {those.text}",
            those.parameters,
        )[0][0]
    ordered = _ordered(index, query, sort)
    rows = index.rows(
        f"SELECT {PROVED}, proof {ordered.text}{_limited(start, size)}",
        ordered.parameters,
    )
    # Counts have no proof, but come from a different part of the index than the rows.
    most = total if size is None else size
    if len(rows) != max(0, min(most, total - start)):
        raise WrongIndexError("the counts don't match the rows")
    return Page(
        tuple(Row(*row[:-1]) for row in proved(rows)),
        start,
        total,
        tuple(years),
        in_all_years,
    )


def _without_dates(query: tree.Query) -> tree.Query:
    """Return the query without its dates, to count the statements of each year."""
    return tree.both(*(part for part in _parts(query) if not _is_of_dates(part)))


def limited_to(index: Index, query: tree.Query) -> set[int] | None:
    """Return the years of all statements that match the dates in the query.

    For example, `year:2012` limits the years to 2012. Returns None if the query has no
    dates.
    """
    dates = tree.both(*(part for part in _parts(query) if _is_of_dates(part)))
    if isinstance(dates, tree.Everything):
        return None
    those = condition(dates, index.dialect)
    years = index.rows(
        f"SELECT DISTINCT substr(first, 1, 4) FROM statement WHERE {those.text}",
        those.parameters,
    )
    return {int(year) for (year,) in years}


def _parts(query: tree.Query) -> tuple[tree.Query, ...]:
    return query.parts if isinstance(query, tree.Both) else (query,)


def _is_of_dates(query: tree.Query) -> bool:
    match query:
        case tree.Dated():
            return True
        case tree.Both(parts) | tree.Either(parts):
            return all(map(_is_of_dates, parts))
        case tree.Without(part):
            return _is_of_dates(part)
        case _:
            return False


def _ordered(index: Index, query: tree.Query, sort: str) -> Sql:
    """Return SQL that finds and sorts the matching statements. It begins with FROM."""
    query = expanded(index, query)
    scored = index.dialect.scored(query) if sort == "best" else None
    if scored is None:
        order = _ORDERS["newest" if sort == "best" else sort]
        source, rest = Sql("statement"), query
    else:
        order = _ORDERS[sort]
        source, rest = scored
    those = condition(rest, index.dialect)
    by = ", ".join(filter(None, order))
    return Sql(
        f"FROM {source.text} WHERE {those.text} ORDER BY {by}",
        (*source.parameters, *those.parameters),
    )


def _limited(start: int, size: int | None) -> str:
    """Return SQL that skips `start` rows and limits the result to `size` rows.

    The size None means no limit.
    """
    if size is None and not start:
        return ""
    return f" LIMIT {_ALL if size is None else size} OFFSET {start}"


def values(index: Index, field: str) -> list[str]:
    """Return the values of a field, most common first.

    `Field.is_whole` must be True for this field.
    """
    return [shown for _, shown, _, _ in counted(index, field)]


def counted(index: Index, field: str) -> list[tuple[int, str, str, int]]:
    """Return the values of a field: number, value, folded value, statement count.

    The most common values come first.
    """
    table, column = ("listed", "name") if field in LISTS else ("statement", field)
    rows: list[tuple[int, str, str, int]] = index.rows(
        "SELECT count(*), number, field, shown, folded, name.proof"
        f" FROM name JOIN {table}"
        f' ON number = {table}."{column}"'
        " WHERE field = ? GROUP BY number ORDER BY count(*) DESC, shown",
        (field,),
        _proved,
    )
    return rows


def not_public(index: Index) -> list[tuple[int, str | None, str | None]]:
    """Return id, status and embargo of each statement that has a status or embargo."""
    names: list[tuple[int, str, str, str]] = index.rows(
        "SELECT number, field, shown, folded, proof FROM name"
        " WHERE field IN ('status', 'embargo') AND shown <> ?",
        (BY_NAME["status"].missing_name,),
        proved,
    )
    if not names:
        return []
    shown = {number: said for number, _, said, _ in names}
    of_status = ", ".join(str(int(n)) for n, field, *_ in names if field == "status")
    rows = index.rows(
        "SELECT id, status, embargo FROM statement"
        f" WHERE status IN ({of_status or 'NULL'}) OR embargo IS NOT NULL"
    )
    return [(n, shown.get(status), shown.get(moment)) for n, status, moment in rows]


def _proved(rows: Iterable[Any]) -> Iterator[tuple[int, str, str, int]]:
    """Verify rows of values, and yield number, value, folded value and count.

    In the rows, the count comes first. Raises WrongIndexError.
    """
    for count, *row in rows:
        ((number, _, shown, folded),) = proved([row])
        yield number, shown, folded, count


def words(index: Index) -> list[str]:
    """Return all folded words of the index, sorted."""
    vocabulary = index.dialect.vocabulary(index.rows)
    return [word for word, _ in index.rows(f"{vocabulary} ORDER BY word")]


def known(index: Index, tokens: Iterable[str]) -> dict[str, int]:
    """Map each token that is in the index to its number of statements."""
    vocabulary = index.dialect.vocabulary(index.rows)
    sql = f"SELECT * FROM ({vocabulary}) AS known WHERE word IN ({{marks}})"
    return dict(_in_lots(index, sql, list(dict.fromkeys(tokens))))


def count(index: Index, query: tree.Query) -> int:
    """Return the number of matching statements."""
    ((found,),) = _rows(index, "count(*)", query, most=1)
    return int(found)


def has(index: Index, query: tree.Query) -> bool:
    """Return whether any statement matches the query."""
    return bool(_rows(index, "1", query, most=1))


def _rows(index: Index, selected: str, query: tree.Query, *, most: int) -> list[Any]:
    """Return the selected columns of at most `most` matching statements."""
    those = wanted(index, query)
    sql = f"SELECT {selected} FROM statement WHERE {those.text} LIMIT {most}"
    return index.rows(sql, those.parameters)


def _in_lots(
    index: Index, sql: str, values: Sequence[str | int], *before: str
) -> Iterator[Any]:
    """Run a query for each batch of values, and yield all rows.

    In `sql`, `{marks}` is replaced by question marks for the values. `before` contains
    the parameters that come before the values.
    """
    for some in lots(values):
        yield from index.rows(sql.format(marks=marks(some)), [*before, *some])


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
