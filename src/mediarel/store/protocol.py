"""Define the protocol of a store, for any kind of storage.

A store holds records (the raw JSON of statements, by id) and entries (the raw JSON of
changes, by number). A revision identifies a state of the store. Equal revisions mean
the same state, but different revisions may also mean the same state. Each store has its
own storage, locks, backups and repair.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager

    from mediarel import errors
    from mediarel.history.change import Change

Document = bytes | memoryview
Revision = str

# In the order of a store. The table `archive` has the format version of all tables.
TABLES = ("archive", "statements", "history", "checksums")
# At most 18 digits: the integers of SQLite have no more.
ID = re.compile("[1-9][0-9]{0,17}")


def names_the_same(one: Revision, other: Revision) -> bool:
    """Return whether two revisions mean the same state; one may have additional parts.

    This is certain only while the lock is held. Otherwise the store may have changed
    between the two revisions.
    """
    return f"{one} ".startswith(f"{other} ") or f"{other} ".startswith(f"{one} ")


class BrokenRecordError(Exception):
    """A record or an entry is invalid: its table, number, and the problem.

    If `is_newer`, the only problem is a field of a newer program.
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
    """All data of a store in a consistent snapshot: raw JSON by key.

    `others` are the tables that are not parsed, by name, including `archive` with the
    format version.
    """

    revision: Revision
    statements: Mapping[str, Document]
    history: Mapping[str, Document]
    checksums: Mapping[str, Document]
    others: Mapping[str, Mapping[str, Document]] = {}


class Known(NamedTuple):
    """The known state of a store: a fingerprint of each record and each entry."""

    statements: Mapping[int, int]
    history: Mapping[int, int]


class About(NamedTuple):
    """The settings of an archive: name, organisations, rules, cleared files.

    The rules say which contacts are withheld. `usual` has the default values of new
    statements, as pairs of field and value. `site` has the settings of the site.
    """

    name: str = ""
    organisations: tuple[tuple[str, ...], ...] = ()
    withheld: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    usual: tuple[tuple[str, str], ...] = ()
    site: Mapping[str, Any] = {}


class Delta(NamedTuple):
    """The differences from a known state; None means a removed document.

    `about` are the settings.
    """

    revision: Revision
    statements: dict[int, Document | None]
    history: dict[int, Document | None]
    about: About = About()


class Transaction(Protocol):
    """A locked store, and the only way to change it."""

    @property
    def revision(self) -> Revision:
        """The revision of the store before the change."""

    def records(self, ids: Iterable[int]) -> dict[int, Document]:
        """Return the existing records with these ids."""

    def entries(self) -> Iterator[tuple[int, Document]]:
        """Yield number and entry of each change, newest first, on demand."""

    def highest_id(self) -> int:
        """Return the highest id of an existing record, or 0."""

    def others(self) -> Mapping[str, Mapping[str, Document]]:
        """Return the tables that are not parsed, such as `archive`; see `Snapshot`."""

    def checksums(self, ids: Iterable[int]) -> dict[int, str]:
        """Return the stored checksums of these ids.

        Raises BrokenRecordError.
        """

    def commit(
        self, change: Change, entry: Document, written: Mapping[int, Document | None]
    ) -> Revision:
        """Write `change` with its `entry`, and the records `written`, atomically.

        The value None removes a record. Changed settings are also written. Returns the
        new revision of the store. Raises BrokenRecordError.
        """


class Store(Protocol):
    """A store: can be read without a lock, and changed in transactions."""

    @property
    def location(self) -> str:
        """The unique name of the store's location."""

    @property
    def tell(self) -> Callable[[str], None]:
        """The function that prints a warning for the user."""

    def revision(self) -> Revision:
        """Return the present revision without parsing the records."""

    def is_at(self, revision: Revision) -> bool:
        """Return whether the store still has the state of `revision`."""

    def read(self) -> Snapshot:
        """Return all data of the store.

        Raises DamagedError, with the problem and its location.
        """

    def changed_since(self, known: Known) -> Delta:
        """Return the differences from `known`, with the present revision."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Lock the store; changes that are not committed are discarded."""

    def damaged_record(self, table: str, number: int, what: str) -> errors.DamagedError:
        """Return the error for a damaged record, with its line."""

    def encode(self, document: Mapping[str, Any]) -> bytes:
        """Encode `document` in the format of the store."""
