"""Read and search the index of a store in a SQLite file.

`index_file.py` opens, updates and rebuilds the file. Each query verifies the rows that
it reads (`proof.py`), and the modification time of the file. If a check fails, the
index is rebuilt, and the query runs again. This module also contains the SQLite
dialect.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from typing import Any, TypeVar

from mediarel import errors
from mediarel.index.index_file import IndexFile
from mediarel.index.proof import DAMAGE, is_busy, proved, proved_documents
from mediarel.index.protocol import Dialect, Rows, Scored
from mediarel.index.schema import WEIGHTS
from mediarel.index.sql import (
    LOT,
    Sql,
    fields_of,
    is_of_words,
    lots,
    marks,
    needs_words,
)
from mediarel.query.tree import Both, Either, Query, Words, both, sought_words
from mediarel.store import quick_fingerprint

_KNOWN = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.known USING fts5vocab(main, words, row)"
)
Answer = TypeVar("Answer")


class SqliteDialect:
    """The dialect of SQLite, with FTS5 for word searches."""

    def words(self, query: Query) -> Sql:
        """Return an SQL condition for the statements that match these words."""
        return Sql(
            "id IN (SELECT rowid FROM words WHERE words MATCH ?)",
            (fts_expression(query),),
        )

    def scored(self, query: Query) -> Scored | None:
        """Return SQL that finds the matching statements and their scores.

        Return None if the query has no words.
        """
        sought = tuple(dict.fromkeys(sought_words(query)))
        if not sought:
            return None
        matched, rest = _split(query)
        if matched is None:
            matched, rest = Either(sought), query
        weights = ", ".join(str(weight) for weight in WEIGHTS.values())
        # A statement that matches a different part of the query may have no score.
        join = "JOIN" if needs_words(query) else "LEFT JOIN"
        source = Sql(
            f"statement {join} (SELECT rowid AS id, bm25(words, {weights}) AS score"
            " FROM words WHERE words MATCH ?) AS scored USING (id)",
            (fts_expression(matched),),
        )
        return Scored(source, rest)

    def holding(self, column: str) -> str:
        """Return an SQL condition that is true if a column contains the parameter."""
        # Comparing bytes avoids decoding each document.
        part = "CAST(? AS BLOB)" if column == "json" else "?"
        return f'instr("{column}", {part}) > 0'

    def vocabulary(self, rows: Rows) -> str:
        """Return SQL that selects all folded words and their statement counts."""
        rows(_KNOWN, ())
        return "SELECT term AS word, doc AS statements FROM known"


def fts_expression(query: Query) -> str:
    """Convert a query to the syntax of FTS5. The query must consist only of words.

    The tokens of words contain no quotes, so double quotes around them are safe.
    """
    match query:
        case Words(term, field):
            phrase = f'"{" ".join(term.tokens)}"{" *" if term.is_prefix else ""}'
            return f"{{{' '.join(fields_of(query))}}} : {phrase}" if field else phrase
        case Both(parts) | Either(parts):
            word = " AND " if isinstance(query, Both) else " OR "
            return f"({word.join(map(fts_expression, parts))})"
        case _:
            raise TypeError(query)


def _split(query: Query) -> tuple[Query | None, Query]:
    """Return a pair: a query with the words that FTS5 scores, and the other conditions.

    FTS5 may count a word twice if the query repeats the word, or has words in groups.
    For such a query, return None and the whole query.
    """
    parts = query.parts if isinstance(query, Both) else (query,)
    words = tuple(part for part in parts if is_of_words(part))
    rest = both(*(part for part in parts if not is_of_words(part)))
    flat = words
    if len(words) == 1 and isinstance(words[0], Either):
        flat = words[0].parts
    is_once = len(flat) == len(set(flat)) and all(isinstance(w, Words) for w in flat)
    if not words or not is_once or next(sought_words(rest), None):
        return None, query
    return both(*words), rest


class SqliteIndex(IndexFile):
    """The index of a store in a file.

    The first use opens the file and updates the index. So does the first use after
    `close`.
    """

    dialect: Dialect = SqliteDialect()
    _is_asked = False

    def prepare(self) -> None:
        """Bring the index up to date."""
        self.opened()

    def asked(self, ask: Callable[[], Answer]) -> Answer:
        """Call `ask`, and return its result. All queries in `ask` read one snapshot.

        If the index is wrong, it is rebuilt, and `ask` is called again. Raises
        AccessError.
        """
        if self._is_asked:
            return ask()
        if self.is_held:
            # Use the snapshot of the open stream, unless the index turns out to be
            # wrong.
            with suppress(*DAMAGE):
                return self._of_that_moment(ask)
        return self._insistent(lambda: self._in_one_moment(ask))

    def rows(
        self,
        sql: str,
        parameters: Sequence[str | int] = (),
        read: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    ) -> list[Any]:
        """Run a query on the current state of the store, and return the rows.

        `read` converts the rows, and raises WrongIndexError if a proof fails.
        """
        return self.asked(lambda: list(read(self._execute(sql, parameters))))

    def roles(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return {}, because changes in a file have no database roles."""
        del numbers
        return {}

    def records(self, ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Yield the id and the raw JSON of each statement, in the order of `ids`.

        Unknown ids are ignored.
        """
        for some in lots(ids):
            sql = (
                "SELECT id, json, fingerprint"
                " FROM statement LEFT JOIN document USING (id)"
                f" WHERE id IN ({marks(some)})"
            )
            found = dict(self.rows(sql, some, proved_documents))
            yield from ((number, found[number]) for number in some if number in found)

    def stream(
        self, selected: str, parameters: Sequence[str | int] = ()
    ) -> Iterator[tuple[int, bytes]]:
        """Return an iterator over the id and the raw JSON of each selected statement.

        `selected` is an SQL query. Its first column must be an id, and the last two
        columns a fingerprint and a proof. All statements are from one snapshot. Errors
        of the store are raised before the first statement. Raises AccessError
        during iteration.
        """
        held = ExitStack()
        if self.is_held:
            wanted = self.asked(lambda: self._selected(selected, parameters))
        else:
            wanted = self._insistent(lambda: self._held(held, selected, parameters))
        return self._streamed(held, wanted)

    def _execute(self, sql: str, parameters: Sequence[str | int]) -> sqlite3.Cursor:
        return self.opened().execute(sql, parameters)

    def _insistent(self, attempt: Callable[[], Answer]) -> Answer:
        """Call `attempt`, and return its result.

        If the index is wrong, it is rebuilt, and `attempt` is called again. If this
        fails too, the index is built in memory. Raises AccessError.
        """
        for prepare in (self.opened, self.renewed):
            try:
                prepare()
                return attempt()
            except DAMAGE as error:
                failure = error
                if is_busy(error):
                    break
        try:
            self.put_in_memory(failure)
            return attempt()
        except DAMAGE as error:
            raise errors.AccessError(
                f"the index in {self.folder} could not be built or read: {error}",
                "Make more memory and disk space available, then try again.",
            ) from error

    def _of_that_moment(self, ask: Callable[[], Answer]) -> Answer:
        self._is_asked = True
        try:
            return ask()
        finally:
            self._is_asked = False

    def _in_one_moment(self, ask: Callable[[], Answer]) -> Answer:
        with self.reading():
            answer = self._of_that_moment(ask)
            self.require_as_written()
            return answer

    def _held(
        self, held: ExitStack, selected: str, parameters: Sequence[str | int]
    ) -> list[tuple[int, int]]:
        """Return the selected ids and fingerprints, and keep the snapshot open.

        The snapshot ends when the stack `held` is closed.
        """
        with ExitStack() as stack:
            stack.enter_context(self.reading())
            wanted = self._selected(selected, parameters)
            self.require_as_written()
            held.push(stack.pop_all())
        return wanted

    def _selected(
        self, selected: str, parameters: Sequence[str | int]
    ) -> list[tuple[int, int]]:
        """Return the selected ids and fingerprints."""
        wanted: list[tuple[int, int]] = []
        rows = self._execute(selected, parameters)
        # Read in batches: 100,000 rows would take 50 MB.
        while some := rows.fetchmany(LOT):
            wanted += ((row[0], row[-1]) for row in proved(some))
        return wanted

    def _streamed(
        self, held: ExitStack, wanted: list[tuple[int, int]]
    ) -> Iterator[tuple[int, bytes]]:
        """Yield the id and the raw JSON of each statement, in the order of `wanted`.

        `wanted` contains the id and the fingerprint of each statement. If the index
        fails, the remaining statements are read from the store. Raises AccessError if
        the store has changed.
        """
        given = 0
        with held, suppress(*DAMAGE):
            for some in lots(wanted):
                ids = [number for number, _ in some]
                sql = f"SELECT id, json FROM document WHERE id IN ({marks(ids)})"
                found = dict(self._execute(sql, ids))
                rows = ((number, found.get(number), proof) for number, proof in some)
                yield from list(proved_documents(rows))
                given += len(some)
        if given == len(wanted):
            return
        stored = self.store.read().statements
        for number, fingerprint in wanted[given:]:
            record = bytes(stored.get(str(number), b""))
            if quick_fingerprint(record) != fingerprint:
                raise errors.AccessError(
                    "the index failed while the archive was read, and the archive"
                    " changed in the meantime; the output is incomplete",
                    "Run the command again.",
                )
            yield number, record
