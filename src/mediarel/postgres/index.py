"""An archive on a server, as an index: what is asked of it is asked of its tables.

They are the archive itself, changed as one with it: there is nothing to bring up to
date and nothing to prove. The dialect of PostgreSQL is here too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from mediarel.index.proof import WrongIndexError
from mediarel.index.protocol import Scored
from mediarel.index.sql import ALL, Sql, condition
from mediarel.postgres.faults import changed_row_error
from mediarel.postgres.matching import by_index, first_matching, lexeme, matching
from mediarel.postgres.page import page, scoring
from mediarel.postgres.store import ServerStore, records
from mediarel.query.tree import Everything, Words, sought_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mediarel.index.fill import Progress
    from mediarel.index.protocol import Rows
    from mediarel.index.search import Page
    from mediarel.postgres.connection import Connection
    from mediarel.query.tree import Query
    from mediarel.store.protocol import About, Revision, Snapshot

_AT_ONCE = 500  # words
_LAST = "\U0010ffff"  # no word has a letter behind it
Answer = TypeVar("Answer")
_LOT = 500  # rows that are fetched at once
# Statements in which a passage is looked for: 12 in texts of 4 kB take 0.3 s of CPU.
_COMPARED = 1000


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
            sql = f"SELECT word FROM frequency WHERE word IN ({marks})"  # noqa: S608 - question marks
            found.update(w for (w,) in rows(f"{sql} AND statements > 0", some))
        return found

    def uses(self, rows: Rows, token: str) -> int:
        """Return how many statements have `token`."""
        if _is_long(token):
            those = matching(_word(token))
            sql = f"SELECT count(*) FROM statement WHERE {those.text}"  # noqa: S608 - our own words and marks
            return int(rows(sql, those.parameters)[0][0])
        sql = "SELECT statements FROM frequency WHERE word = ?"
        found = rows(sql, (token,))
        return int(found[0][0]) if found else 0


def _word(token: str) -> Words:
    from mediarel.text.tokens import Term  # noqa: PLC0415 - 15 ms, which a list does without

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
            f"statement JOIN (WITH constants AS MATERIALIZED ({constants.text}),"  # noqa: S608 - made of our own words and marks
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
