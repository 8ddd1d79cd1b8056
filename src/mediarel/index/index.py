"""The index: one SQLite file, derived from a store so that it can be read fast.

`file.py` says how it is opened, brought up to date and made anew. What it gives is
proved as it is read (`proof.py`, `documents.py`), and the file itself by its time
(`stamp.py`): an index that fails is thrown away, and asked again when made anew.
"""

from __future__ import annotations

from contextlib import ExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from mediarel.errors import AccessError
from mediarel.index.damage import DAMAGE, is_busy
from mediarel.index.file import IndexFile
from mediarel.index.fts import Fts
from mediarel.index.plain_words import PlainWords
from mediarel.index.proof import Wanted, proved
from mediarel.index.search import page

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import ModuleType

    from mediarel.index.dialect import Dialect
    from mediarel.index.fill import Progress
    from mediarel.index.search import Page
    from mediarel.query.tree import Query
    from mediarel.store.protocol import About, Revision, Snapshot, Store

Answer = TypeVar("Answer")
_LOT = 500  # records that are read at once


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

    def __init__(  # noqa: PLR0913 - what surrounds it comes in from the edge
        self,
        store: Store,
        folder: Path,
        *,
        progress: Progress = lambda *_: None,
        tell: Callable[[str], None] = lambda _: None,
        has_fts: bool | None = None,
        patience: float = 5.0,
    ) -> None:
        self._file = IndexFile(
            store,
            folder,
            progress=progress,
            tell=tell,
            has_fts=has_fts,
            patience=patience,
        )
        self._is_asked = False
        self.folder = folder
        self.dialect: Dialect = Fts() if self._file.has_fts else PlainWords()

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
