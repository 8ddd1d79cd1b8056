"""An archive on a server, as an index: what is asked of it is asked of its tables.

They are the archive itself, changed as one with it: there is nothing to bring up to
date and nothing to prove. The dialect of PostgreSQL is here too.
"""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from mediarel.index.name_variants import asks_for_signatories, expanded
from mediarel.index.proof import WrongIndexError, proved
from mediarel.index.protocol import Scored
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
from mediarel.postgres.faults import changed_row_error
from mediarel.postgres.matching import (
    by_index,
    columns_of,
    first_matching,
    is_one_word,
    lexeme,
    matching,
    needle,
    overlaps_itself,
)
from mediarel.postgres.store import ServerStore, records
from mediarel.query.tree import Everything, Words, sought_words
from mediarel.text.tokens import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mediarel.index.fill import Progress
    from mediarel.index.protocol import Index, Rows
    from mediarel.postgres.connection import Connection
    from mediarel.query.tree import Query
    from mediarel.store.protocol import About, Revision, Snapshot

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
_ROWS = f"SELECT nth, {PROVED}, proof FROM placed JOIN statement USING (id)"
_AT_ONCE = 500  # words
_LAST = "\U0010ffff"  # no word has a letter behind it
Answer = TypeVar("Answer")
_LOT = 500  # rows that are fetched at once
# Statements in which a passage is looked for: 12 in texts of 4 kB take 0.3 s of CPU.
_COMPARED = 1000


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
            f"SELECT count(*) FROM statement WHERE {those.text}",
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
    total = f"SELECT count(*) FROM statement WHERE {dates.text}"
    counts = _COUNTS.format(
        total="CAST(NULL AS BIGINT)" if is_all else total, source="statement"
    )
    ordered = (
        f"SELECT id FROM statement WHERE {dates.text}"
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
        f"SELECT id, year, first, last, size, dated{counts.text}"
        f"{f', {key} AS key' if key else ''} FROM (SELECT *, ({dates.text}) AS dated"
        f" FROM statement WHERE {undated.text}) AS those"
    )
    ordered = f"SELECT id FROM {tables} WHERE dated ORDER BY {by}{order}{limit}"
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
        "placed AS MATERIALIZED (SELECT id, row_number() OVER () AS nth"
        f" FROM ({ordered}) AS ordered)"
    )


def _proved(rows: Iterable[Any]) -> Iterator[Any]:
    """Yield total and years as JSON, then the rows behind them, without their proofs.

    Raises WrongIndexError.
    """
    (_, total, years, *_), *others = rows
    yield total, years
    yield from proved(row[1:] for row in others)


class ServerVocabulary:
    """The words that the server counts."""

    def beginning(self, rows: Rows, beginning: str) -> list[str]:
        """Return the folded words that have this `beginning`, in their order."""
        sql = "SELECT word FROM frequency WHERE statements > 0"
        within = " AND word BETWEEN ? AND ? ORDER BY word"
        found = rows(sql + within, (beginning, beginning + _LAST))
        return [word for (word,) in found]

    def known(self, rows: Rows, tokens: Iterable[str]) -> set[str]:
        """Return those of `tokens` that there are."""
        every = list(dict.fromkeys(tokens))
        found = {each for each in every if _is_long(each) and self.uses(rows, each)}
        for start in range(0, len(every), _AT_ONCE):
            some = every[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            sql = f"SELECT word FROM frequency WHERE word IN ({marks})"
            found.update(w for (w,) in rows(f"{sql} AND statements > 0", some))
        return found

    def uses(self, rows: Rows, token: str) -> int:
        """Return how many statements have `token`."""
        if _is_long(token):
            those = matching(_word(token))
            sql = f"SELECT count(*) FROM statement WHERE {those.text}"
            return int(rows(sql, those.parameters)[0][0])
        sql = "SELECT statements FROM frequency WHERE word = ?"
        found = rows(sql, (token,))
        return int(found[0][0]) if found else 0


def _word(token: str) -> Words:
    return Words(Term((token,)))


def _is_long(token: str) -> bool:
    """Tell whether of `token` no more than its lexeme is counted."""
    return lexeme(token) != token


class PostgresDialect:
    """The dialect of PostgreSQL."""

    vocabulary = ServerVocabulary()
    least, greatest = "least", "greatest"

    def words(self, query: Query) -> Sql:
        """Return the condition on a row of `statement` that a `query` of words is."""
        return matching(query)

    def with_passage(self, passage: Words) -> Sql:
        """Return a select of the ids of statements whose field has a `passage`.

        Only so many of the statements that have all of its words are compared.
        """
        return first_matching(passage, _COMPARED)

    def scored(self, query: Query) -> Scored | None:
        """Return the statements of `query` with their score, None without words."""
        sought = tuple(dict.fromkeys(sought_words(query)))
        if not sought:
            return None
        constants, counts, score = scoring(sought, ALL.text)
        those = condition(query, self)
        source = Sql(
            f"statement JOIN (WITH constants AS MATERIALIZED ({constants.text}),"
            f" found AS MATERIALIZED (SELECT id, size{counts.text} FROM statement"
            f" WHERE {those.text}) SELECT id, {score} AS score FROM found, constants)"
            " AS scored USING (id)",
            (*constants.parameters, *counts.parameters, *those.parameters),
        )
        return Scored(source, Everything())

    def holding(self, column: str) -> str:
        """Return the condition that `column` holds a part, for which a mark stands."""
        return f'strpos("{column}", ?) > 0'


class ServerIndex:
    """The tables behind `connection`; `folder` is the user's, for copies of files."""

    def __init__(self, connection: Connection, folder: Path) -> None:
        self.connection = connection
        self.folder = folder
        self.dialect = PostgresDialect()

    def close(self) -> None:
        """Hang up, unless a change is under way."""
        if not self.connection.is_open:
            self.connection.close()

    def prepare(self) -> None:
        """Do nothing: the tables are always up to date."""

    def asked(self, ask: Callable[[], Answer]) -> Answer:
        """Return what `ask` answers: all that it reads is of one moment."""
        with self.connection.moment():
            return ask()

    def rows(
        self,
        sql: str,
        parameters: Sequence[str | int] = (),
        read: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    ) -> list[Any]:
        """Return the rows that `sql` selects, which pass through `read`.

        Raises DamagedError where one is not as it was written.
        """
        try:
            return list(read(self.connection.rows(by_index(sql), parameters)))
        except WrongIndexError as error:
            raise self._damage(error) from error

    def page(self, query: Query, *, sort: str, start: int, size: int | None) -> Page:
        """Return `size` statements (all with None) from `start` on."""
        return page(self, query, sort=sort, start=start, size=size)

    def roles(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return by which role of the server these changes were made."""
        sql = "SELECT number, role FROM entry WHERE number = ANY(?) AND role NOTNULL"
        return dict(self.connection.rows(sql, [list(numbers)]))

    def records(self, ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Yield the raw statements with `ids`, in their order, without the unknown."""
        return records(self.connection, list(ids))

    def stream(
        self, selected: str, parameters: Sequence[str | int] = ()
    ) -> Iterator[tuple[int, bytes]]:
        """Return the raw statements that `selected` selects, one by one.

        All are of one moment. Its rows begin with an id.
        """
        streamed = self._streamed(selected, parameters)
        next(streamed)  # what is wrong is told before the first
        return streamed  # type: ignore[return-value]

    def contradicts(self, snapshot: Snapshot) -> bool:
        """Tell that it does not: it is the archive itself."""
        del snapshot
        return False

    def discard(self) -> None:
        """Do nothing: there is nothing that could be made anew."""

    def update(
        self,
        before: Revision,
        after: Revision,
        statements: Mapping[int, bytes | memoryview | None],
        history: Mapping[int, bytes],
        about: About | None = None,
    ) -> None:
        """Do nothing: the change has been written as one with the archive."""

    def _streamed(
        self, selected: str, parameters: Sequence[str | int]
    ) -> Iterator[tuple[int, bytes] | None]:
        connection = self.connection
        with connection.moment():
            cursor = by_index(f"DECLARE wanted NO SCROLL CURSOR FOR {selected}")
            connection.rows(cursor, parameters)
            yield None
            while rows := connection.rows(f"FETCH {_LOT} FROM wanted"):
                yield from records(connection, [row[0] for row in rows])
            connection.rows("CLOSE wanted")

    def _damage(self, error: WrongIndexError) -> Exception:
        return changed_row_error(self.connection.address, error)


def opened(
    connection: Connection,
    folder: Path,
    *,
    progress: Progress = lambda *_: None,
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[ServerStore, ServerIndex]:
    """Return the store and the index of the archive at `connection`.

    `folder` is the user's, for copies of files.
    """
    store = ServerStore(connection, progress=progress, tell=tell)
    return store, ServerIndex(connection, folder)
