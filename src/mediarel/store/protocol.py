"""Define the protocol of a store, for any kind of storage.

A store contains records and entries. A record is the raw JSON of a statement; its key
is the id of the statement. An entry is the raw JSON of a change; its key is the number
of the change. A revision identifies a state of the store. If two revisions are equal,
the store has not changed. If two revisions differ, the store may or may not have
changed. Each kind of store has its own storage, locks, backups and repair.
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
    """Return whether two revisions identify the same state of a store.

    One of the revisions may have additional parts at the end, such as a checksum. The
    result is certain only while the store is locked. Otherwise the store may have
    changed between the two revisions.
    """
    return f"{one} ".startswith(f"{other} ") or f"{other} ".startswith(f"{one} ")


class BrokenRecordError(Exception):
    """A record or an entry is invalid.

    If `is_newer` is True, the only problem is a field that a newer program has added.
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
    """All data of a store at one point in time.

    Each table maps keys to raw JSON. `others` contains all other tables, by name. The
    table `archive` is one of the others. It contains the format version.
    """

    revision: Revision
    statements: Mapping[str, Document]
    history: Mapping[str, Document]
    checksums: Mapping[str, Document]
    others: Mapping[str, Mapping[str, Document]] = {}


class Known(NamedTuple):
    """The known state of a store: the fingerprint of each record and each entry."""

    statements: Mapping[int, int]
    history: Mapping[int, int]


class About(NamedTuple):
    """The settings of an archive.

    - `organisations`: the names of each organisation that has several names
    - `withheld`: the rules that say which contacts are withheld
    - `cleared`: the clearances that allow the publication of files
    - `usual`: the default values of new statements, as pairs of field and value
    - `site`: the settings of the site
    """

    name: str = ""
    organisations: tuple[tuple[str, ...], ...] = ()
    withheld: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    usual: tuple[tuple[str, str], ...] = ()
    site: Mapping[str, Any] = {}


class Delta(NamedTuple):
    """The changes of a store since a known state, up to `revision`.

    The value None means that the document was removed. `about` contains the current
    settings. It is None if the settings are unchanged.
    """

    revision: Revision
    statements: Mapping[int, Document | None]
    history: Mapping[int, Document | None]
    about: About | None = None


class Transaction(Protocol):
    """A transaction on a store, which is locked until the transaction ends."""

    @property
    def revision(self) -> Revision:
        """The revision of the store before the change."""

    def records(self, ids: Iterable[int]) -> dict[int, Document]:
        """Return the existing records with these ids."""

    def entries(self) -> Iterator[tuple[int, Document]]:
        """Yield the number and the entry of each change, newest first.

        Entries are read on demand.
        """

    def highest_id(self) -> int:
        """Return the highest id of all records. Return 0 if there are no records."""

    def others(self) -> Mapping[str, Mapping[str, Document]]:
        """Return all tables except statements, history and checksums."""

    def checksums(self, ids: Iterable[int]) -> dict[int, str]:
        """Return the stored checksums of the statements with these ids.

        Raises BrokenRecordError.
        """

    def commit(
        self, change: Change, entry: Document, written: Mapping[int, Document | None]
    ) -> Revision:
        """Write a change completely or not at all, and return the new revision.

        `entry` is the entry of `change` for the history. `written` contains the changed
        records. The value None removes a record. Changed settings of the archive are
        also written. Raises BrokenRecordError.
        """


class Store(Protocol):
    """A store that can be read without a lock, and changed in a transaction."""

    @property
    def location(self) -> str:
        """The unique location of the store: a path or an address."""

    @property
    def notify(self) -> Callable[[str], None]:
        """The function that shows a message to the user."""

    def revision(self) -> Revision:
        """Return the current revision, without parsing the records."""

    def is_at(self, revision: Revision) -> bool:
        """Return whether the store has not changed since `revision`."""

    def read(self) -> Snapshot:
        """Return all data of the store.

        Raises DamagedError, with the problem and its location.
        """

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Return a context manager that locks the store for a transaction.

        Changes that are not committed are discarded.
        """

    def damaged_record(self, table: str, number: int, what: str) -> errors.DamagedError:
        """Return the error for a damaged record or entry.

        If the store is a file, the error includes the line number.
        """
