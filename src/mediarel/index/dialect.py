"""The protocol of a dialect: what each index says in SQL of its own.

`index.py` has that of SQLite, `postgres/index.py` that of PostgreSQL. All else of a
query is said once, in `sql.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mediarel.index.sql import Sql
    from mediarel.query.tree import Query, Words

    Rows = Callable[[str, Sequence[str | int]], list[Any]]


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
