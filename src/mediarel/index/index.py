"""The index: one SQLite file, derived from a store so that it can be read fast.

`index_file.py` opens, updates and rebuilds the file. Rows are verified as they are read
(`proof.py`, `documents.py`), and the file by its modification time (`revision.py`). An
index that fails is deleted and rebuilt, and the query runs again.
The dialect of SQLite is here too.
"""

from __future__ import annotations

from contextlib import ExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from mediarel.errors import AccessError
from mediarel.index.index_file import IndexFile
from mediarel.index.proof import DAMAGE, Wanted, is_busy, proved
from mediarel.index.protocol import Scored
from mediarel.index.schema import WEIGHTS
from mediarel.index.search import page
from mediarel.index.sql import Sql, fields_of, is_of_words, needs_words
from mediarel.query.tree import Both, Either, Words, both, sought_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import ModuleType

    from mediarel.index.fill import Progress
    from mediarel.index.protocol import Dialect, Rows
    from mediarel.index.search import Page
    from mediarel.query.tree import Query
    from mediarel.store.protocol import About, Revision, Snapshot, Store

_KNOWN = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.known USING fts5vocab(main, words, row)"
)
_AT_ONCE = 500  # words
Answer = TypeVar("Answer")
_LOT = 500  # records that are read at once


class FtsVocabulary:
    """The words that FTS5 has in its index."""

    def beginning(self, rows: Rows, beginning: str) -> list[str]:
        """Return the folded words that have this `beginning`, in their order."""
        rows(_KNOWN, ())
        sql = "SELECT term FROM known WHERE term BETWEEN ? AND ?"
        found = rows(sql, (beginning, beginning + "\U0010ffff"))
        return [word for (word,) in found]

    def known(self, rows: Rows, tokens: Iterable[str]) -> set[str]:
        """Return those of `tokens` that there are."""
        rows(_KNOWN, ())
        sql = "SELECT term FROM known WHERE term IN (%s)"
        found: set[str] = set()
        every = list(dict.fromkeys(tokens))
        for start in range(0, len(every), _AT_ONCE):
            some = every[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            found.update(term for (term,) in rows(sql % marks, some))
        return found

    def uses(self, rows: Rows, token: str) -> int:
        """Return how many statements have `token`."""
        rows(_KNOWN, ())
        found = rows("SELECT doc FROM known WHERE term = ?", (token,))
        return int(found[0][0]) if found else 0


class SqliteDialect:
    """The dialect of SQLite, which finds words by FTS5."""

    vocabulary = FtsVocabulary()
    least, greatest = "min", "max"

    def words(self, query: Query) -> Sql:
        """Return the condition on a row of `statement` that a `query` of words is."""
        return Sql(
            "id IN (SELECT rowid FROM words WHERE words MATCH ?)",
            (fts_expression(query),),
        )

    def with_passage(self, passage: Words) -> Sql:
        """Return a select of the ids of statements whose field has a `passage`."""
        sql = "SELECT rowid AS id FROM words WHERE words MATCH ?"
        return Sql(sql, (fts_expression(passage),))

    def scored(self, query: Query) -> Scored | None:
        """Return the statements of `query` with their score, None without words."""
        sought = tuple(dict.fromkeys(sought_words(query)))
        if not sought:
            return None
        matched, rest = _split(query)
        if matched is None:
            matched, rest = Either(sought), query
        weights = ", ".join(str(weight) for weight in WEIGHTS.values())
        # What matches by another part of the query may have no score.
        join = "JOIN" if needs_words(query) else "LEFT JOIN"
        source = Sql(
            f"statement {join} (SELECT rowid AS id, bm25(words, {weights}) AS score"
            " FROM words WHERE words MATCH ?) AS scored USING (id)",
            (fts_expression(matched),),
        )
        return Scored(source, rest)

    def holding(self, column: str) -> str:
        """Return the condition that `column` holds a part, for which a mark stands."""
        # Of bytes, SQLite compares bytes: it need not make a text of each document.
        part = "CAST(? AS BLOB)" if column == "json" else "?"
        return f'instr("{column}", {part}) > 0'


def fts_expression(query: Query) -> str:
    """Return a `query` of words as FTS5 writes it.

    Tokens hold letters, marks and digits alone, so quotes keep them whole.
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
    """Return what of `query` is words, each of which counts once, and the rest.

    The first is None where FTS5 would not count each word that is sought once: where
    one is twice there, or words are in groups, or in the rest too.
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


class FailingIndexError(AccessError):
    """The index fails however it is made, in memory too."""

    def __init__(self, folder: Path, error: Exception) -> None:
        super().__init__(
            f"the index in {folder} can't be made or read: {error}",
            "Free some memory and some space on the disk, then try again.",
        )


class SqliteIndex:
    """The index of `store`, kept in `folder`; brought up to date when it is opened.

    It is opened when first asked, and again after `close`. It waits `patience`
    seconds for another process that writes it. `progress` is told of long
    work: what, how much of it is done, of how much. `tell` is told in a
    sentence where the index can't be kept.
    """

    def __init__(
        self,
        store: Store,
        folder: Path,
        *,
        progress: Progress = lambda *_: None,
        tell: Callable[[str], None] = lambda _: None,
        patience: float = 5.0,
    ) -> None:
        self._file = IndexFile(
            store,
            folder,
            progress=progress,
            tell=tell,
            patience=patience,
        )
        self._is_asked = False
        self.folder = folder
        self.dialect: Dialect = SqliteDialect()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def prepare(self) -> None:
        """Bring the index up to date."""
        self._file.opened()

    def asked(self, ask: Callable[[], Answer]) -> Answer:
        """Return what `ask` answers: all that it reads of the index is of one moment.

        Where the index turns out to be wrong it is made anew, and `ask` called again.

        Raises FailingIndexError.
        """
        if self._is_asked:
            return ask()
        if self._file.is_held:
            # Of the moment of what is streamed, unless the index turns out to be wrong.
            with suppress(*DAMAGE):
                return self._of_that_moment(ask)
        return self._insistent(lambda: self._in_one_moment(ask))

    def rows(
        self,
        sql: str,
        parameters: Sequence[str | int] = (),
        read: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    ) -> list[Any]:
        """Return the rows that `sql` selects, of the store as it is now.

        They pass through `read`, which raises WrongIndexError where one is not proved.
        """
        return self.asked(lambda: list(read(self._execute(sql, parameters))))

    def page(self, query: Query, *, sort: str, start: int, size: int | None) -> Page:
        """Return what `query` finds, `size` rows (all with None) from `start` on."""
        return page(self, query, sort=sort, start=start, size=size)

    def roles(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return none: a file knows of no roles."""
        del numbers
        return {}

    def records(self, ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Yield the raw statements with `ids`, in their order, without the unknown."""
        for start in range(0, len(ids), _LOT):
            yield from self.asked(partial(self._records, ids[start : start + _LOT]))

    def stream(
        self, selected: str, parameters: Sequence[str | int] = ()
    ) -> Iterator[tuple[int, bytes]]:
        """Return the raw statements that `selected` selects, one by one.

        Its rows go from an id to a fingerprint, with a proof behind that. All are of
        one moment. What is wrong with the store is told before the first.

        Raises ChangedMeanwhileError, while they are read.
        """
        held = ExitStack()
        wanted = self._insistent(lambda: self._held(held, selected, parameters))
        return self._streamed(held, wanted)

    def contradicts(self, snapshot: Snapshot) -> bool:
        """Tell whether the kept index passes for that of `snapshot`, and is not."""
        return self._file.contradicts(snapshot)

    def discard(self) -> None:
        """Throw away the index: it is made anew when it is next asked."""
        self._file.discard()

    def update(
        self,
        before: Revision,
        after: Revision,
        statements: Mapping[int, bytes | memoryview | None],
        history: Mapping[int, bytes],
        about: About | None = None,
    ) -> None:
        """Bring the index from revision `before` to `after` by what changed.

        Called by who holds the store's lock. An index that is not at `before`, is
        damaged, or can't be written now is left as it is: the next reader sees to it.
        """
        self._file.update(before, after, statements, history, about)

    def _execute(self, sql: str, parameters: Sequence[str | int]) -> sqlite3.Cursor:
        return self._file.opened().execute(sql, parameters)

    def _records(self, ids: Sequence[int]) -> list[tuple[int, bytes]]:
        return list(_documents().records(self._execute, ids))

    def _insistent(self, attempt: Callable[[], Answer]) -> Answer:
        """Return what `attempt` returns, if need be from an index that is made anew."""
        file = self._file
        for prepare in (file.opened, file.reopened, file.renewed):
            try:
                prepare()
                return attempt()
            except DAMAGE as error:
                failure = error
                if is_busy(error):
                    break
        try:
            file.put_in_memory(failure)
            return attempt()
        except DAMAGE as error:
            raise FailingIndexError(self.folder, error) from error

    def _of_that_moment(self, ask: Callable[[], Answer]) -> Answer:
        self._is_asked = True
        try:
            return ask()
        finally:
            self._is_asked = False

    def _in_one_moment(self, ask: Callable[[], Answer]) -> Answer:
        self._is_asked = True
        try:
            with self._file.reading():
                answer = ask()
                self._file.require_as_written()
                return answer
        finally:
            self._is_asked = False

    def _held(
        self, held: ExitStack, selected: str, parameters: Sequence[str | int]
    ) -> Wanted:
        """Return the ids and fingerprints that `selected` has, and hold the moment.

        It ends when `held` is closed.
        """
        with ExitStack() as stack:
            stack.enter_context(self._file.reading())
            wanted = Wanted()
            rows = self._execute(selected, parameters)
            # Not all at once: 100,000 would take 50 MB.
            while some := rows.fetchmany(_LOT):
                wanted.extend(proved(some))
            self._file.require_as_written()
            held.push(stack.pop_all())
        return wanted

    def _streamed(self, held: ExitStack, wanted: Wanted) -> Iterator[tuple[int, bytes]]:
        with held:
            yield from _documents().records_or_stored(
                self._execute, wanted, self._file.store
            )


def _documents() -> ModuleType:
    from mediarel.index import documents  # noqa: PLC0415 - a list does without

    return documents
