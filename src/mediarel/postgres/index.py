"""Answer lists and searches from the tables of an archive on a server.

The tables are the archive itself and change with it, so this index is always up to
date. The module also has the SQL dialect of PostgreSQL.
"""

from __future__ import annotations

import json
import re
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from mediarel.index import search
from mediarel.index.name_variants import asks_for_signatories, expanded
from mediarel.index.proof import WrongIndexError, proved
from mediarel.index.protocol import Scored
from mediarel.index.schema import PROVED, WEIGHTS
from mediarel.index.sql import ALL, LOT, Sql, condition, fields_of, lots, marks
from mediarel.postgres import matching
from mediarel.postgres.faults import changed_row_error
from mediarel.postgres.store import ServerStore, records
from mediarel.query.tree import Everything, Words, sought_words
from mediarel.text.tokens import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mediarel.index.fill import Progress
    from mediarel.index.protocol import Dialect, Index, Rows
    from mediarel.postgres.connection import Connection
    from mediarel.query.tree import Query
    from mediarel.store.protocol import About, Revision, Snapshot

# The number of statements with a word is stored. For all other searches, statements are
# counted. OFFSET 0 prevents PostgreSQL from merging the subqueries, and counting twice.
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
Answer = TypeVar("Answer")
# Maximum number of statements that are searched for a passage: for texts of 4 kB, 12
# such searches take 0.3 s.
_COMPARED = 1000
_CURSORS = count()


class Scoring(NamedTuple):
    """The SQL that scores statements.

    `constants` selects one row of values for the whole query. `counts` are additional
    columns of a statement, each with a comma in front. `score` is an expression that
    uses both.
    """

    constants: Sql
    counts: Sql
    score: str


def scoring(sought: Sequence[Words], where: str) -> Scoring:
    """Return the SQL that scores statements by the words in `sought`.

    Words are counted only in statements that match the condition `where`.
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
    """Return SQL for the inverse document frequency of `words`."""
    if matching.is_one_word(words):
        hits = Sql(_OF_A_WORD, words.term.tokens)
    elif of_so_many == 1:  # a single term doesn't change the order of results
        return Sql("1.0::float8")
    else:
        those = matching.matching(words)
        hits = Sql(
            f"SELECT count(*) FROM statement WHERE {those.text}",
            those.parameters,
        )
    return Sql(_RARITY.format(hits=hits.text), hits.parameters)


def _count(words: Words) -> Sql:
    """Return SQL for the number of `words` in a statement, weighted by field."""
    sought = matching.needle(words)
    value, times = sought, _TIMES
    if matching.overlaps_itself(words.term.tokens, is_prefix=words.term.is_prefix):
        value, times = f"(?={re.escape(sought)})", _TIMES_OVERLAPPING
    columns = matching.columns_of(words)
    each = (
        f"{WEIGHTS[field]}::float8"
        f" * ({times.format(column=column, size=len(sought.encode()))})"
        for field, column in zip(fields_of(words), columns, strict=True)
    )
    return Sql(" + ".join(each), (value,) * len(columns))


def _parameters(several: Sequence[Sql]) -> tuple[str | int, ...]:
    return tuple(value for each in several for value in each.parameters)


class _Asked(NamedTuple):
    """The parts of a page's query: conditions, dates, scoring, order and limit."""

    undated: Sql
    dates: Sql
    scoring: Scoring | None
    order: tuple[str, str]
    limit: str


def _page(
    index: Index, query: Query, sort: str, start: int, size: int | None
) -> search.Page:
    query = expanded(index, query)
    sought = tuple(dict.fromkeys(sought_words(query))) if sort == "best" else ()
    undated = search.without_dates(query)
    asked = _Asked(
        condition(undated, index.dialect),
        condition(search.of_dates(query), index.dialect),
        scoring(sought, "dated") if sought else None,
        search.order_of("newest" if sort == "best" else sort),
        search.limited(start, size),
    )
    is_by_dates = isinstance(undated, Everything)
    sql = _of_dates(asked) if is_by_dates else _found_once(asked)
    (total, years_json), *rows = index.rows(sql.text, sql.parameters, _proved)
    years = search.checked_years(map(tuple, json.loads(years_json or "[]")))
    in_all_years = sum(number for _, number in years)
    return search.Page(
        tuple(search.Row(*row[:-1]) for row in rows),
        start,
        in_all_years if total is None else total,
        years,
        in_all_years,
    )


def _of_dates(asked: _Asked) -> Sql:
    """Return the SQL of a page, for a query that is only about dates."""
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
    """Return the SQL of a page, for a query that is not only about dates."""
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
    """Yield total and years as JSON, then the verified rows without their proofs.

    Raises WrongIndexError.
    """
    (_, total, years, *_), *others = rows
    yield total, years
    yield from proved(row[1:] for row in others)


def _is_long(token: str) -> bool:
    """Return whether `token` is so long that only a truncated lexeme is counted."""
    return matching.lexeme(token) != token


class PostgresDialect:
    """The dialect of PostgreSQL."""

    least, greatest = "least", "greatest"

    def words(self, query: Query) -> Sql:
        """Return the SQL condition for rows of `statement` that match these words."""
        return matching.matching(query)

    def with_passage(self, passage: Words) -> Sql:
        """Return SQL that selects the ids of the statements that contain `passage`.

        Only the first 1,000 statements with all words of the passage are compared.
        """
        return matching.first_matching(passage, _COMPARED)

    def scored(self, query: Query) -> Scored | None:
        """Return SQL for the matching statements with scores, or None without words."""
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
        """Return an SQL condition: `column` contains the text of a parameter."""
        return f'strpos("{column}", ?) > 0'

    def all_words(self, rows: Rows) -> list[str]:
        """Return all folded words, sorted."""
        sql = "SELECT word FROM frequency WHERE statements > 0 ORDER BY word"
        return [word for (word,) in rows(sql, ())]

    def known(self, rows: Rows, tokens: Iterable[str]) -> set[str]:
        """Return the `tokens` that occur in a statement."""
        every = list(dict.fromkeys(tokens))
        found = {each for each in every if _is_long(each) and self.uses(rows, each)}
        for some in lots(every):
            sql = f"SELECT word FROM frequency WHERE word IN ({marks(some)})"
            found.update(w for (w,) in rows(f"{sql} AND statements > 0", some))
        return found

    def uses(self, rows: Rows, token: str) -> int:
        """Return the number of statements that have `token`."""
        if _is_long(token):
            those = matching.matching(Words(Term((token,))))
            sql = f"SELECT count(*) FROM statement WHERE {those.text}"
            return int(rows(sql, those.parameters)[0][0])
        sql = "SELECT statements FROM frequency WHERE word = ?"
        found = rows(sql, (token,))
        return int(found[0][0]) if found else 0


class ServerIndex(NamedTuple):
    """The index in the tables on the server; `folder` has copies of attached files."""

    connection: Connection
    folder: Path
    dialect: Dialect = PostgresDialect()

    def close(self) -> None:
        """Close the connection, unless a transaction is open."""
        if not self.connection.is_open:
            self.connection.close()

    def prepare(self) -> None:
        """Do nothing: the tables are always up to date."""

    def asked(self, ask: Callable[[], Answer]) -> Answer:
        """Return the result of `ask`, which reads a consistent snapshot."""
        with self.connection.moment():
            return ask()

    def rows(
        self,
        sql: str,
        parameters: Sequence[str | int] = (),
        read: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    ) -> list[Any]:
        """Return the rows of `sql`, processed by `read`.

        Raises DamagedError if a row fails its checksum.
        """
        try:
            return list(read(self.connection.rows(matching.by_index(sql), parameters)))
        except WrongIndexError as error:
            raise changed_row_error(self.connection.address, error) from error

    def page(
        self, query: Query, *, sort: str, start: int, size: int | None
    ) -> search.Page:
        """Return the page of `size` statements (None: all) from row `start`."""
        ask = partial(_page, self, query, sort, start, size)
        # Names of organisations are read first, from the same snapshot.
        return self.asked(ask) if asks_for_signatories(query) else ask()

    def roles(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return the database role that made each of these changes."""
        sql = "SELECT number, role FROM entry WHERE number = ANY(?) AND role NOTNULL"
        return dict(self.connection.rows(sql, [list(numbers)]))

    def records(self, ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Yield the raw statements with `ids`, in this order, without unknown ids."""
        return records(self.connection, list(ids))

    def stream(
        self, selected: str, parameters: Sequence[str | int] = ()
    ) -> Iterator[tuple[int, bytes]]:
        """Yield the raw statements of the query `selected`, from one snapshot."""
        streamed = self._streamed(selected, parameters)
        next(streamed)  # raise errors before the first result
        return streamed  # type: ignore[return-value]

    def contradicts(self, snapshot: Snapshot) -> bool:
        """Return False, because this index is the archive itself."""
        del snapshot
        return False

    def discard(self) -> None:
        """Do nothing: there is no separate index."""

    def update(
        self,
        before: Revision,
        after: Revision,
        statements: Mapping[int, bytes | memoryview | None],
        history: Mapping[int, bytes],
        about: About | None = None,
    ) -> None:
        """Do nothing: the index was already updated together with the archive."""

    def _streamed(
        self, selected: str, parameters: Sequence[str | int]
    ) -> Iterator[tuple[int, bytes] | None]:
        connection = self.connection
        with connection.moment():
            # Several streams may be open at the same time.
            name = f"wanted_{next(_CURSORS)}"
            cursor = f"DECLARE {name} NO SCROLL CURSOR FOR {selected}"
            connection.rows(matching.by_index(cursor), parameters)
            yield None
            while rows := connection.rows(f"FETCH {LOT} FROM {name}"):
                yield from records(connection, [row[0] for row in rows])
            connection.rows(f"CLOSE {name}")


def opened(
    connection: Connection,
    folder: Path,
    *,
    progress: Progress = lambda *_: None,
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[ServerStore, ServerIndex]:
    """Return the store and the index of the archive at `connection`.

    `folder` is the user's folder for copies of files.
    """
    store = ServerStore(connection, progress=progress, tell=tell)
    return store, ServerIndex(connection, folder)
