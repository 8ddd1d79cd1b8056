"""Where an archive is kept: what any kind of store must do.

A store holds records (the raw JSON of statements, by their ids) and entries (the
raw JSON of changes, by their numbers). A revision is the state that it is in: two
that are equal are the same state, and nothing else can be told from one. How a
store keeps all that, and how it is locked, backed up or mended, is its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager

    from mediarel.errors import DamagedError
    from mediarel.history.change import Change

Document = bytes | memoryview
Revision = str

# As they stand in a store: first what says how the rest is to be read.
TABLES = ("archive", "statements", "history", "checksums")
# How what stands in them is put. Form 1 had no table `archive`.
FORM = 2
# No longer than what SQLite can count.
ID = re.compile("[1-9][0-9]{0,17}")


class BrokenRecordError(Exception):
    """A record breaks a rule: its table, its number there, and what is wrong.

    One that `is_newer` breaks none but that this program does not know all of it.
    """

    def __init__(
        self, table: str, number: int, problem: str, *, is_newer: bool = False
    ) -> None:
        super().__init__(table, number, problem)
        self.table = table
        self.number = number
        self.problem = problem
        self.is_newer = is_newer


class Snapshot(NamedTuple):
    """All that a store holds at one moment, as raw JSON by its keys."""

    revision: Revision
    statements: Mapping[str, Document]
    history: Mapping[str, Document]
    checksums: Mapping[str, Document]


class Transaction(Protocol):
    """A store while it is locked, and the one way to change it."""

    @property
    def revision(self) -> Revision:
        """The revision of the store before the change."""

    def records(self, ids: Iterable[int]) -> dict[int, Document]:
        """Return the records with these ids, without those that are not there."""

    def entries(self) -> Iterator[tuple[int, Document]]:
        """Yield number and entry of each change, newest first, when asked for."""

    def highest_id(self) -> int:
        """Return the highest id of a record that is there, 0 where there is none."""

    def checksums(self, ids: Iterable[int]) -> dict[int, str]:
        """Return the checksums that are kept of these ids.

        Raises BrokenRecordError.
        """

    def commit(
        self, change: Change, entry: Document, written: Mapping[int, Document | None]
    ) -> Revision:
        """Write `change` with its `entry`, and what was `written`: all or nothing.

        Of what was written None is removed. Returns the revision that the store
        has then.

        Raises BrokenRecordError.
        """


class Store(Protocol):
    """A store: read without a lock, changed in transactions."""

    @property
    def location(self) -> str:
        """Where it is, in words that tell it from any other."""

    @property
    def tell(self) -> Callable[[str], None]:
        """What is told in a sentence of what is no error, and should be known."""

    def revision(self) -> Revision:
        """Return the present revision without reading the records."""

    def read(self) -> Snapshot:
        """Return all there is, checked: DamagedError says what is wrong, and where."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Lock the store; what is not committed has not happened."""

    def damaged_record(self, table: str, number: int, what: str) -> DamagedError:
        """Return the error for a record that is not sound, with its line."""

    def encode(self, document: Mapping[str, Any]) -> bytes:
        """Return `document` as the store keeps it."""
