"""Open, update and read the index of a store in a SQLite file.

The file can be deleted at any time. When the index is opened, it is updated if the
store has a different revision. The index is rebuilt if it is damaged, has a different
version, or was changed by a different program. If an older copy replaced the archive,
the old index is kept under a different name, because it has the lost changes. If the
file is locked or not writable, the index is built in memory.

Each query verifies the rows that it reads (`proof.py`), and the modification time of
the file. If a check fails, the index is rebuilt, and the query runs again. This module
also contains the SQLite dialect.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import ExitStack, closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from mediarel import errors
from mediarel.index import index_file
from mediarel.index.proof import (
    DAMAGE,
    LostChangesError,
    WrongIndexError,
    is_busy,
    proved,
    proved_documents,
)
from mediarel.index.protocol import Dialect, Rows, Scored
from mediarel.index.schema import VERSION, WEIGHTS
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
from mediarel.text.folding import FOLDING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from mediarel.index.fill import Progress, Upkeep
    from mediarel.store.protocol import Delta, Revision, Snapshot, Store

_HASTE = 500  # milliseconds to wait; later, the next reader can update the index
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


class LostChange(NamedTuple):
    """A change that an index file has, but not the store: its number and time.

    `at` is in RFC 3339. If `can_be_restored` is False, the older copy was changed.
    """

    number: int
    at: str
    can_be_restored: bool


class SqliteIndex:
    """The index of `store` in a file in `folder`.

    The first use opens the file and updates the index. So does the first use after
    `close`. `patience` is the number of seconds to wait for a process that is writing
    the file. `progress` is called during long work with a label, the amount done and
    the total. `notify` is called with a message if the index can't be saved.
    """

    dialect: Dialect = SqliteDialect()
    _is_asked = False

    def __init__(
        self,
        store: Store,
        folder: Path,
        *,
        progress: Progress = lambda *_: None,
        notify: Callable[[str], None] = lambda _: None,
        patience: float = 5.0,
    ) -> None:
        self.store = store
        self.folder = folder
        self._progress = progress
        self._report = notify
        self._patience = patience
        self._connection: sqlite3.Connection | None = None
        self._is_kept = True  # in a file; otherwise in memory
        self._version = f"{VERSION}-{FOLDING}"
        name = index_file.stem(store.location)
        self.path = folder / f"{name}-{self._version}.sqlite"
        self._newer = folder / f"{name}-newer.sqlite"  # has changes that are lost

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def prepare(self) -> None:
        """Bring the index up to date."""
        self._opened()

    def _opened(self) -> sqlite3.Connection:
        """Return the connection. The first call opens and updates the index."""
        if self._connection is None:
            self._connection = self._kept_or_in_memory(
                lambda: self._existing() or self._made()
            )
        return self._connection

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Run a transaction, for a consistent snapshot.

        Raises any error in `DAMAGE`.
        """
        connection = self._opened()
        connection.execute("BEGIN")
        try:
            index_file.require_as_written(self._opened(), self._kept_path)
            yield
        finally:
            with suppress(*DAMAGE):  # may be closed already
                connection.rollback()

    @property
    def _is_held(self) -> bool:
        """Return whether an open transaction holds a snapshot of the index."""
        return self._connection is not None and self._connection.in_transaction

    def contradicts(self, snapshot: Snapshot) -> bool:
        """Return True if the index differs from a snapshot that has the same revision.

        If the index is missing or outdated, this check does not build it.
        """
        from mediarel.index import fill  # noqa: PLC0415 - for check alone

        try:
            if not self.path.exists():
                return False
            with closing(self._connected(self.path)) as connection:
                if index_file.meta_in(connection, "version") != self._version:
                    return False
                index_file.require_as_written(connection, self.path)
                fill.require_sound(connection)
                return fill.contradicts(connection, snapshot)
        except OSError:  # not readable, so the index is built in memory
            return False
        except sqlite3.OperationalError as error:
            return not is_busy(error)
        except DAMAGE:
            return True

    def lost_change(self) -> LostChange | None:
        """Return the last change that the store has lost, or None.

        A change is lost if an older copy has replaced the archive.
        """
        if not self._newer.exists():
            return None
        sql = "SELECT number, fingerprint, at FROM entry"
        try:
            with closing(self._connected(self._newer)) as newer:
                before = {row[0]: row for row in newer.execute(sql)}
            here = {row[0]: row for row in self._opened().execute(sql)}
        except (*DAMAGE, OSError):
            return None
        first, last = (pick(before, default=0) for pick in (min, max))
        if here.get(first) != before.get(first) or here.get(last) == before.get(last):
            self.forget_lost_changes()  # a different archive, or nothing is lost
            return None
        newest = max(here, default=0)
        return LostChange(last, before[last][2], here.get(newest) == before.get(newest))

    def forget_lost_changes(self) -> None:
        """Accept the present state of the store, although changes are lost."""
        with suppress(OSError):
            self._newer.unlink(missing_ok=True)

    def discard(self) -> None:
        """Delete the index; it is rebuilt on next use."""
        self.close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def update(self, before: Revision, delta: Delta) -> None:
        """Apply the changes of the store since the revision `before` to the index.

        The caller must hold the lock of the store. If the index has a different
        revision, is damaged, or can't be written, it is left unchanged. Then the next
        reader updates the index.
        """
        connection = self._connection
        if connection is None:
            return
        with suppress(*DAMAGE):
            # Don't wait long for an export that is reading the index.
            connection.execute(f"PRAGMA busy_timeout = {_HASTE}")
            self._upkeep(connection, self._kept_path).update(before, delta)

    @property
    def _kept_path(self) -> Path | None:
        return self.path if self._is_kept else None

    def _kept_or_in_memory(
        self, keep: Callable[[], sqlite3.Connection]
    ) -> sqlite3.Connection:
        try:
            connection = keep()
        except (*DAMAGE, OSError) as error:
            return self._in_memory(error)
        self._is_kept = True
        return connection

    def _in_memory(self, reason: Exception) -> sqlite3.Connection:
        self._report(f"Can't save the index in {self.path.parent} ({reason}).")
        self._is_kept = False
        connection = self._connected(":memory:")
        with _closing_on_error(connection):
            self._upkeep(connection, None).fill(self._version)
        return connection

    def _existing(self) -> sqlite3.Connection | None:
        """Open and update the existing index.

        Returns None if the index is missing or unusable.
        """
        if not self.path.exists():
            self.store.revision()  # raises a clear error if the archive is missing
            return None
        connection = self._connected(self.path)
        with _closing_on_error(connection):
            try:
                if not self._is_current(connection):
                    self._upkeep(connection, self.path).refresh()
            except LostChangesError:
                connection.close()
                if not self._newer.exists():
                    self.path.replace(self._newer)
            except DAMAGE as error:
                if is_busy(error):
                    raise  # not damaged: a different process is writing the index
            else:
                return connection
        connection.close()
        return None

    def _is_current(self, connection: sqlite3.Connection) -> bool:
        """Return whether the index has the current revision of the store.

        Raises WrongIndexError if the index is unusable.
        """
        if index_file.meta_in(connection, "version") != self._version:
            raise WrongIndexError("the index has a different version")
        index_file.require_as_written(connection, self.path)
        return bool(self.store.revision() == index_file.meta_in(connection, "revision"))

    def _made(self) -> sqlite3.Connection:
        """Build the index in a temporary file, so that no reader sees half an index."""
        index_file.make_private_folder(self.path.parent)
        index_file.remove_leftovers(self.path)
        temporary = self.path.with_suffix(f".{os.getpid()}.tmp")
        index_file.make_private_file(temporary)
        try:
            with closing(self._connected(temporary)) as connection:
                connection.execute("PRAGMA journal_mode = OFF")
                connection.execute("PRAGMA synchronous = OFF")
                self._upkeep(connection, None).fill(self._version)
                index_file.set_stamp(
                    connection, temporary, index_file.put_stamp(connection)
                )
            index_file.refuse_journal(self.path)
            temporary.replace(self.path)
        finally:
            temporary.unlink(missing_ok=True)
        connection = self._connected(self.path)
        with _closing_on_error(connection):
            # The store may have changed during the update.
            if index_file.meta_in(connection, "revision") != self.store.revision():
                self._upkeep(connection, self.path).refresh()
        return connection

    def _connected(self, path: Path | str) -> sqlite3.Connection:
        return sqlite3.connect(
            path,
            timeout=self._patience,
            # Transactions are started explicitly.
            isolation_level=None,
            # Many documents are written by a second thread.
            check_same_thread=False,
        )

    def _upkeep(self, connection: sqlite3.Connection, path: Path | None) -> Upkeep:
        from mediarel.index.fill import Upkeep  # noqa: PLC0415 - a list does without

        return Upkeep(connection, path, self.store, self._progress)

    def asked(self, ask: Callable[[], Answer]) -> Answer:
        """Call `ask`, and return its result. All queries in `ask` read one snapshot.

        If the index is wrong, it is rebuilt, and `ask` is called again. Raises
        AccessError.
        """
        if self._is_asked:
            return ask()
        if self._is_held:
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
        return self.asked(lambda: list(read(self._opened().execute(sql, parameters))))

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
        if self._is_held:
            wanted = self.asked(lambda: self._selected(selected, parameters))
        else:
            wanted = self._insistent(lambda: self._held(held, selected, parameters))
        return self._streamed(held, wanted)

    def _insistent(self, attempt: Callable[[], Answer]) -> Answer:
        """Call `attempt`, and return its result.

        If the index is wrong, it is rebuilt, and `attempt` is called again. If this
        fails too, the index is built in memory. Raises AccessError.
        """
        for make in (None, self._made):
            try:
                if make is not None:
                    self.close()
                    self._connection = self._kept_or_in_memory(make)
                return attempt()
            except DAMAGE as error:
                failure = error
                if is_busy(error):
                    break
        try:
            self.close()
            self._connection = self._in_memory(failure)
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
        with self._reading():
            answer = self._of_that_moment(ask)
            index_file.require_as_written(self._opened(), self._kept_path)
            return answer

    def _held(
        self, held: ExitStack, selected: str, parameters: Sequence[str | int]
    ) -> list[tuple[int, int]]:
        """Return the selected ids and fingerprints, and keep the snapshot open.

        The snapshot ends when the stack `held` is closed.
        """
        with ExitStack() as stack:
            stack.enter_context(self._reading())
            wanted = self._selected(selected, parameters)
            index_file.require_as_written(self._opened(), self._kept_path)
            held.push(stack.pop_all())
        return wanted

    def _selected(
        self, selected: str, parameters: Sequence[str | int]
    ) -> list[tuple[int, int]]:
        """Return the selected ids and fingerprints."""
        wanted: list[tuple[int, int]] = []
        rows = self._opened().execute(selected, parameters)
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
                found = dict(self._opened().execute(sql, ids))
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


@contextmanager
def _closing_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise
