"""Where an archive is kept: what any kind of store must do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping
    from contextlib import AbstractContextManager

    from mediarel.errors import DamagedError

Document = bytes | memoryview


class Mark(NamedTuple):
    """What a store's file looked like from outside; another mark, another content."""

    device: int
    inode: int
    size: int
    modified: int
    changed: int


class Tables(NamedTuple):
    """The documents of a store, as raw JSON by their ids, and the mark they have."""

    mark: Mark
    statements: Mapping[str, Document]
    history: Mapping[str, Document]
    checksums: Mapping[str, Document]


class Transaction(Protocol):
    """The documents of a store while it is locked, and the one way to change them."""

    @property
    def mark(self) -> Mark:
        """The mark that the store has before the change."""

    @property
    def statements(self) -> MutableMapping[str, Document]:
        """The statements, as raw JSON by their ids."""

    @property
    def history(self) -> MutableMapping[str, Document]:
        """The changes, as raw JSON by their numbers."""

    @property
    def checksums(self) -> MutableMapping[str, Document]:
        """The checksums of the statements, as `tiny/` lays them out."""

    def commit(self, day: str) -> Mark:
        """Keep the documents as they are now: all of it or nothing.

        What was there before the first change of `day`, in ISO 8601, is kept
        as a backup.
        """


class Store(Protocol):
    """A store: read without a lock, changed in transactions."""

    @property
    def name(self) -> str:
        """Where it is, in words that tell it from any other."""

    @property
    def tell(self) -> Callable[[str], None]:
        """What is told in a sentence of what is no error, and should be known."""

    def mark(self) -> Mark:
        """Return the present mark without reading the documents."""

    def read(self) -> Tables:
        """Return the documents, checked: DamagedError says what is wrong, and where."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Lock the store; what is not committed has not happened."""

    def damaged_record(self, table: str, number: int, what: str) -> DamagedError:
        """Return the error for a record that is not sound, with its line."""

    def encode(self, document: Mapping[str, Any]) -> bytes:
        """Return `document` as the store keeps it."""


# No longer than what SQLite can count.
ID = re.compile("[1-9][0-9]{0,17}")


# As they stand in a store: first what says how the rest is to be read.
TABLES = ("archive", "statements", "history", "checksums")

# How what stands in them is put. Form 1 had no table `archive`.
FORM = 2


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
