"""Read and search the tables of an archive on a server.

The tables contain both the archive and its index. So the index is always up to date.
This module also contains the SQL dialect of PostgreSQL.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from mediarel.index.fill import Progress
from mediarel.index.proof import WrongIndexError
from mediarel.index.protocol import Dialect, Rows, Scored
from mediarel.index.schema import WEIGHTS
from mediarel.index.sql import LOT, Sql, condition, fields_of
from mediarel.postgres import matching
from mediarel.postgres.connection import Connection, changed_row_error
from mediarel.postgres.store import ServerStore, records
from mediarel.query.tree import Everything, Query, Words, sought_words
from mediarel.store.protocol import Delta, Revision, Snapshot

# For each word, the number of statements that contain the word is stored. For all other
# searches, statements are counted. OFFSET 0 prevents PostgreSQL from merging the
# subqueries, and counting twice.
_OF_A_WORD = "SELECT coalesce((SELECT statements FROM frequency WHERE word = ?), 0)"
_RARITY = (
    "(SELECT greatest(1e-6::float8, ln(greatest(1e-9::float8,"
    " (all_statements - hits + 0.5::float8) / (hits + 0.5::float8))))"
    " FROM (SELECT (SELECT statements FROM counter) AS all_statements,"
    " ({hits}) AS hits OFFSET 0) AS of_it)"
)
_AVERAGE = "(SELECT tokens::float8 / greatest(statements, 1) FROM counter) AS average"
_TIMES_OVERLAPPING = "(SELECT count(*) FROM regexp_matches({column}, ?, 'g'))"
_TIMES = "(octet_length({column}) - octet_length(replace({column}, ?, ''))) / {size}"
# BM25 of one word
_SCORE = (
    "i{n} * ((f{n} * 2.2::float8) / (f{n} + 1.2::float8"
    " * (0.25::float8 + 0.75::float8 * size / average)))"
)
_LAST = "\U0010ffff"  # sorts after every character of a word
Answer = TypeVar("Answer")
_CURSORS = count()


def _rarity(words: Words, of_so_many: int) -> Sql:
    """Return SQL for the inverse document frequency of a search term."""
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
    """Return SQL that counts how often a search term occurs in a statement.

    The count in each field is multiplied by the weight of the field.
    """
    sought = matching.needle(words)
    value, times = sought, _TIMES
    # Two occurrences can overlap, as in "a b a b a".
    if any(sought.startswith(sought[-size:]) for size in range(2, len(sought))):
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


class PostgresDialect:
    """The SQL dialect of PostgreSQL."""

    def words(self, query: Query) -> Sql:
        """Return an SQL condition for the statements that match these words."""
        return matching.matching(query)

    def scored(self, query: Query) -> Scored | None:
        """Return SQL that finds the matching statements and their scores.

        Return None if the query has no words.
        """
        sought = tuple(dict.fromkeys(sought_words(query)))
        if not sought:
            return None
        rarities = [_rarity(words, len(sought)) for words in sought]
        counts = [_count(words) for words in sought]
        # One row of values for the whole query, and the counts of each statement.
        rare = "".join(f", {each.text} AS i{n}" for n, each in enumerate(rarities))
        often = "".join(f", {each.text} AS f{n}" for n, each in enumerate(counts))
        score = " + ".join(_SCORE.format(n=n) for n in range(len(sought)))
        those = condition(query, self)
        source = Sql(
            f"statement JOIN (WITH constants AS MATERIALIZED (SELECT {_AVERAGE}{rare}),"
            f" found AS MATERIALIZED (SELECT id, size{often} FROM statement"
            f" WHERE {those.text}) SELECT id, -({score}) AS score"
            " FROM found, constants) AS scored USING (id)",
            (*_parameters(rarities), *_parameters(counts), *those.parameters),
        )
        return Scored(source, Everything())

    def holding(self, column: str) -> str:
        """Return an SQL condition that is true if a column contains the parameter."""
        return f'strpos("{column}", ?) > 0'

    def vocabulary(self, rows: Rows) -> str:
        """Return SQL that selects all folded words and their statement counts."""
        del rows
        return "SELECT word, statements FROM frequency WHERE statements > 0"


class ServerIndex(NamedTuple):
    """The index of an archive on a server.

    `folder` is the folder for copies of attached files.
    """

    connection: Connection
    folder: Path
    dialect: Dialect = PostgresDialect()

    def close(self) -> None:
        """Close the connection, unless a transaction is open."""
        if not self.connection.is_open:
            self.connection.close()

    def prepare(self) -> None:
        """Do nothing, because the tables are always up to date."""

    def asked(self, ask: Callable[[], Answer]) -> Answer:
        """Call `ask`, and return its result. All queries in `ask` read one snapshot."""
        with self.connection.moment():
            return ask()

    def rows(
        self,
        sql: str,
        parameters: Sequence[str | int] = (),
        read: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    ) -> list[Any]:
        """Run a query, convert the rows with `read`, and return them.

        Raises DamagedError if a row fails its checksum.
        """
        try:
            return list(read(self.connection.rows(matching.by_index(sql), parameters)))
        except WrongIndexError as error:
            raise changed_row_error(self.connection.address, error) from error

    def roles(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return the database roles that made these changes, keyed by change number."""
        sql = "SELECT number, role FROM entry WHERE number = ANY(?) AND role NOTNULL"
        return dict(self.connection.rows(sql, [list(numbers)]))

    def records(self, ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Yield the id and the raw JSON of each statement, in the order of `ids`.

        Unknown ids are ignored.
        """
        return records(self.connection, list(ids))

    def stream(
        self, selected: str, parameters: Sequence[str | int] = ()
    ) -> Iterator[tuple[int, bytes]]:
        """Return an iterator over the id and the raw JSON of each selected statement.

        `selected` is an SQL query. All statements are from one snapshot.
        """
        streamed = self._streamed(selected, parameters)
        next(streamed)  # raise errors before the first result
        return streamed  # type: ignore[return-value]

    def contradicts(self, snapshot: Snapshot) -> bool:
        """Return False, because this index is the archive itself."""
        del snapshot
        return False

    def lost_change(self) -> None:
        """Return None, because this index is the archive itself."""

    def forget_lost_changes(self) -> None:
        """Do nothing, because there is no separate index."""

    def discard(self) -> None:
        """Do nothing, because there is no separate index."""

    def update(self, before: Revision, delta: Delta) -> None:
        """Do nothing, because the index was updated together with the archive."""

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
    notify: Callable[[str], None] = lambda _: None,
) -> tuple[ServerStore, ServerIndex]:
    """Return the store and the index of an archive on a server.

    `folder` is the folder for copies of attached files.
    """
    store = ServerStore(connection, progress=progress, notify=notify)
    return store, ServerIndex(connection, folder)
