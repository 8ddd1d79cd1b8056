"""A page of what a query finds on a server: in one statement, one round trip.

Its first row has the counts, those behind it are the rows of the page. What a query
finds by words or names is found once, for the year bar, the number and the rows; what
it finds by dates alone is in the order of an index.
"""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.index.organisations import asks_for_signatories, expanded
from mediarel.index.proof import proved
from mediarel.index.schema import PROVED, WEIGHTS
from mediarel.index.search import (
    Page,
    Row,
    counted,
    limited,
    of_dates,
    order_of,
    without_dates,
)
from mediarel.index.sql import ALL, Sql, condition, fields_of
from mediarel.postgres.matching import (
    columns_of,
    is_one_word,
    matching,
    needle,
    overlaps_itself,
)
from mediarel.query.tree import Everything, sought_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.index.protocol import Index
    from mediarel.query.tree import Query, Words

# In how many statements a word is known; of anything else they are counted, and so
# that it is done once, the server is kept (OFFSET 0) from taking queries together.
_OF_A_WORD = "SELECT coalesce((SELECT statements FROM frequency WHERE word = ?), 0)"
_RARITY = (
    "(SELECT greatest(1e-6::float8, ln(greatest(1e-9::float8,"
    " (all_statements - hits + 0.5::float8) / (hits + 0.5::float8))))"
    " FROM (SELECT (SELECT statements FROM counter) AS all_statements,"
    " ({hits}) AS hits OFFSET 0) AS of_it)"
)
_AVERAGE = "(SELECT tokens::float8 / greatest(statements, 1) FROM counter) AS average"
_TIMES = "(octet_length({column}) - octet_length(replace({column}, ?, ''))) / {size}"
_TIMES_OVERLAPPING = "(SELECT count(*) FROM regexp_matches({column}, ?, 'g'))"
_COUNTS = (
    "SELECT 0 AS nth, ({total}) AS id, (SELECT CAST(json_agg("
    "json_build_array(year, number) ORDER BY year DESC) AS TEXT) FROM"
    " (SELECT year, count(*) AS number FROM {source} GROUP BY year) AS of_years),"
    " NULL, NULL, NULL, NULL, NULL"
)
_ROWS = f"SELECT nth, {PROVED}, proof FROM placed JOIN statement USING (id)"  # noqa: S608 - our own words


class Scoring(NamedTuple):
    """How statements are scored.

    `constants` is a select of one row, for all; `counts` are columns of a statement,
    each with a comma before it, behind its `size`; `score` is over both.
    """

    constants: Sql
    counts: Sql
    score: str


def scoring(sought: Sequence[Words], where: str) -> Scoring:
    """Return how statements are scored by `sought`, of which there are some.

    Words are counted in those alone for which `where`, a condition, holds.
    """
    numbers = range(len(sought))
    rarities = [_rarity(words, len(sought)) for words in sought]
    counts = [_count(words) for words in sought]
    rare = (f", {each.text} AS i{n}" for n, each in enumerate(rarities))
    often = (
        f", CASE WHEN {where} THEN {each.text} END AS f{n}"
        for n, each in enumerate(counts)
    )
    scores = (
        f"i{n} * ((f{n} * 2.2::float8) / (f{n} + 1.2::float8"
        " * (0.25::float8 + 0.75::float8 * size / average)))"
        for n in numbers
    )
    return Scoring(
        Sql(f"SELECT {_AVERAGE}{''.join(rare)}", _parameters(rarities)),
        Sql("".join(often), _parameters(counts)),
        f"-({' + '.join(scores)})",
    )


def _rarity(words: Words, of_so_many: int) -> Sql:
    """Return how much `words` count for being rare."""
    if is_one_word(words):
        hits = Sql(_OF_A_WORD, words.term.tokens)
    elif of_so_many == 1:  # then all that is found counts by as much
        return Sql("1.0::float8")
    else:
        those = matching(words)
        hits = Sql(
            f"SELECT count(*) FROM statement WHERE {those.text}",  # noqa: S608 - our own words and marks
            those.parameters,
        )
    return Sql(_RARITY.format(hits=hits.text), hits.parameters)


def _count(words: Words) -> Sql:
    """Return how often a statement has `words`, by the weights of the fields."""
    sought = needle(words)
    value, times = sought, _TIMES
    if overlaps_itself(words.term.tokens, is_prefix=words.term.is_prefix):
        value, times = f"(?={re.escape(sought)})", _TIMES_OVERLAPPING
    columns = columns_of(words)
    each = (
        f"{WEIGHTS[field]}::float8"
        f" * ({times.format(column=column, size=len(sought.encode()))})"
        for field, column in zip(fields_of(words), columns, strict=True)
    )
    return Sql(" + ".join(each), (value,) * len(columns))


def _parameters(several: Sequence[Sql]) -> tuple[str | int, ...]:
    return tuple(value for each in several for value in each.parameters)


class _Asked(NamedTuple):
    """What a page is of: a query without its dates, these, and the order."""

    undated: Sql
    dates: Sql
    scoring: Scoring | None
    order: tuple[str, str]
    limit: str


def page(
    index: Index, query: Query, *, sort: str, start: int, size: int | None
) -> Page:
    """Return `size` statements (all with None) from `start` on that `query` finds."""
    ask = partial(_page, index, query, sort, start, size)
    # What organisations are called is asked for before, of the same moment.
    return index.asked(ask) if asks_for_signatories(query) else ask()


def _page(index: Index, query: Query, sort: str, start: int, size: int | None) -> Page:
    query = expanded(index, query)
    sought = tuple(dict.fromkeys(sought_words(query))) if sort == "best" else ()
    undated = without_dates(query)
    asked = _Asked(
        condition(undated, index.dialect),
        condition(of_dates(query), index.dialect),
        scoring(sought, "dated") if sought else None,
        order_of("newest" if sort == "best" else sort),
        limited(start, size),
    )
    is_by_dates = isinstance(undated, Everything)
    sql = _of_dates(asked) if is_by_dates else _found_once(asked)
    (total, years_json), *rows = index.rows(sql.text, sql.parameters, _proved)
    years = counted(map(tuple, json.loads(years_json or "[]")))
    in_all_years = sum(number for _, number in years)
    return Page(
        tuple(Row(*row[:-1]) for row in rows),
        start,
        in_all_years if total is None else total,
        years,
        in_all_years,
    )


def _of_dates(asked: _Asked) -> Sql:
    """Return the SQL of a page of all that is of some dates."""
    key, order = asked.order
    dates = asked.dates
    is_all = dates == ALL
    total = f"SELECT count(*) FROM statement WHERE {dates.text}"  # noqa: S608 - made of our own words and marks
    counts = _COUNTS.format(
        total="CAST(NULL AS BIGINT)" if is_all else total, source="statement"
    )
    ordered = (
        f"SELECT id FROM statement WHERE {dates.text}"  # noqa: S608 - the same
        f" ORDER BY {f'{key}, ' if key else ''}{order}{asked.limit}"
    )
    return Sql(
        f"WITH {_placed(ordered)} {counts} UNION ALL {_ROWS} ORDER BY nth",
        dates.parameters if is_all else dates.parameters * 2,
    )


def _found_once(asked: _Asked) -> Sql:
    """Return the SQL of a page of what is found by more than dates."""
    undated, dates, scored, (key, order), limit = asked
    constants = counts = Sql("")
    tables, by = "found", "key, " if key else ""
    if scored is not None:
        constants = scored.constants._replace(
            text=f"constants AS MATERIALIZED ({scored.constants.text}), "
        )
        counts = scored.counts
        tables, by = "found, constants", f"{scored.score}, "
    found = (
        f"SELECT id, year, first, last, size, dated{counts.text}"  # noqa: S608 - made of our own words and marks
        f"{f', {key} AS key' if key else ''} FROM (SELECT *, ({dates.text}) AS dated"
        f" FROM statement WHERE {undated.text}) AS those"
    )
    ordered = f"SELECT id FROM {tables} WHERE dated ORDER BY {by}{order}{limit}"  # noqa: S608 - the same
    counted_once = _COUNTS.format(
        total="SELECT count(*) FROM found WHERE dated", source="found"
    )
    return Sql(
        f"WITH {constants.text}found AS MATERIALIZED ({found}), {_placed(ordered)}"
        f" {counted_once} UNION ALL {_ROWS} ORDER BY nth",
        (
            *constants.parameters,
            *counts.parameters,
            *dates.parameters,
            *undated.parameters,
        ),
    )


def _placed(ordered: str) -> str:
    return (
        "placed AS MATERIALIZED (SELECT id, row_number() OVER () AS nth"  # noqa: S608 - the same
        f" FROM ({ordered}) AS ordered)"
    )


def _proved(rows: Iterable[Any]) -> Iterator[Any]:
    """Yield total and years as JSON, then the rows behind them, without their proofs.

    Raises WrongIndexError.
    """
    (_, total, years, *_), *others = rows
    yield total, years
    yield from proved(row[1:] for row in others)
