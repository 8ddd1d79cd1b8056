"""The protocol of an index: what is asked of an archive, wherever that is.

The index of a file is another file, derived from it (`index.py`); of a shared archive
the tables of the server are both. The modules beside this one ask by SQL that both
take, over the tables of `schema.py`: marks are `?`, and what the two write in
different ways is said by the `dialect`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mediarel.index.search import Page
    from mediarel.index.sql import Sql
    from mediarel.query.tree import Query, Words
    from mediarel.store.protocol import About, Revision, Snapshot

    Rows = Callable[[str, Sequence[str | int]], list[Any]]


Answer = TypeVar("Answer")


class Scored(NamedTuple):
    """What has a score, the lower the better: below 0 where it has a word sought.

    `source` is what stands behind FROM: rows of `statement` with their `score`. All
    that is found is among them, and all of them that `rest` finds is found.
    """

    source: Sql
    rest: Query


class Dialect(Protocol):
    """How an index says what differs."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The words that the index knows."""

    @property
    def least(self) -> str:
        """The function that returns the least of its arguments."""

    @property
    def greatest(self) -> str:
        """The function that returns the greatest of its arguments."""

    def words(self, query: Query) -> Sql:
        """Return the condition on a row of `statement` that a `query` of words is."""

    def with_passage(self, passage: Words) -> Sql:
        """Return a select of the ids of statements whose field has a `passage`.

        Some may be left out if too many have its words.
        """

    def scored(self, query: Query) -> Scored | None:
        """Return the statements of `query` with their score, None without words.

        The score of a statement is that of the words sought, each once, whatever the
        form of the query: BM25.
        """

    def holding(self, column: str) -> str:
        """Return the condition that `column` holds a part, for which a mark stands."""


class Vocabulary(Protocol):
    """The words that an index knows; `rows` asks that index."""

    def beginning(self, rows: Rows, beginning: str) -> list[str]:
        """Return the folded words that have this `beginning`, in their order."""

    def known(self, rows: Rows, tokens: Iterable[str]) -> set[str]:
        """Return those of `tokens` that there are."""

    def uses(self, rows: Rows, token: str) -> int:
        """Return how many statements have `token`."""


class Index(Protocol):
    """An index: opened when first asked, and again after `close`."""

    @property
    def folder(self) -> Path:
        """The folder in which what can be made anew is kept."""

    @property
    def dialect(self) -> Dialect:
        """What its SQL is written in."""

    def close(self) -> None:
        """Let go of the file or the server."""

    def prepare(self) -> None:
        """Bring the index up to date."""

    def asked(self, ask: Callable[[], Answer]) -> Answer:
        """Return what `ask` answers: all that it reads of the index is of one moment.

        It may be called again, where the index turns out to be wrong.
        """

    def rows(
        self,
        sql: str,
        parameters: Sequence[str | int] = (),
        read: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    ) -> list[Any]:
        """Return the rows that `sql` selects, of the store as it is now.

        They pass through `read`, which raises WrongIndexError where one is not proved.
        """

    def page(self, query: Query, *, sort: str, start: int, size: int | None) -> Page:
        """Return what `query` finds, `size` rows (all with None) from `start` on."""

    def roles(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return by which role of a server these changes were made, where by one."""

    def records(self, ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Yield the raw statements with `ids`, in their order, without the unknown."""

    def stream(
        self, selected: str, parameters: Sequence[str | int] = ()
    ) -> Iterator[tuple[int, bytes]]:
        """Return the raw statements that `selected` selects, one by one.

        Its rows go from an id to a fingerprint, with a proof behind that. All are of
        one moment. What is wrong with the store is told before the first.
        """

    def contradicts(self, snapshot: Snapshot) -> bool:
        """Tell whether the index passes for that of `snapshot`, and is not."""

    def discard(self) -> None:
        """Throw away what can be made anew: it is made when it is next asked."""

    def update(
        self,
        before: Revision,
        after: Revision,
        statements: Mapping[int, bytes | memoryview | None],
        history: Mapping[int, bytes],
        about: About | None = None,
    ) -> None:
        """Bring the index from revision `before` to `after` by what changed."""
