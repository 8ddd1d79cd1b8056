"""The protocol of a store: what any kind of place for an archive must do.

A store holds records (the raw JSON of statements, by their ids) and entries (the
raw JSON of changes, by their numbers). A revision names a state of the store: two
revisions that are equal mean the same state; two that differ may mean one too. How a
store keeps its data, and how it is locked, backed up or repaired, is its own.
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

# In their order in a store: the first says how the others are to be read.
TABLES = ("archive", "statements", "history", "checksums")
# No more digits than an integer of SQLite can have.
ID = re.compile("[1-9][0-9]{0,17}")


def names_the_same(one: Revision, other: Revision) -> bool:
    """Tell whether two revisions name one state, though one of them says more of it.

    Only who holds the lock may ask: between two that read a store at different
    moments, more could have happened to it than one of them says.
    """
    return f"{one} ".startswith(f"{other} ") or f"{other} ".startswith(f"{one} ")


class BrokenRecordError(Exception):
    """A record or an entry breaks a rule: its table, its number, and the problem.

    `is_newer` tells that it breaks none, but has a field that only a newer program
    knows.
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
    """All that a store holds at one moment, as raw JSON by its keys.

    `others` are its tables that are not read, by name, with the form in `archive`.
    """

    revision: Revision
    statements: Mapping[str, Document]
    history: Mapping[str, Document]
    checksums: Mapping[str, Document]
    others: Mapping[str, Mapping[str, Document]] = {}


class Known(NamedTuple):
    """What someone knows of a store: a fingerprint of each record and each entry."""

    statements: Mapping[int, int]
    history: Mapping[int, int]


class About(NamedTuple):
    """What an archive says of itself: its name, and what organisations are called.

    And what it withholds as a rule, and which files were looked at. `usual` has the
    default values of new statements, as pairs of field and value.
    """

    name: str = ""
    organisations: tuple[tuple[str, ...], ...] = ()
    withheld: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    usual: tuple[tuple[str, str], ...] = ()


class Delta(NamedTuple):
    """What is another in a store than someone knows; None is what went.

    `size` is the number of all records that there are, `about` what the archive says.
    """

    revision: Revision
    statements: dict[int, Document | None]
    history: dict[int, Document | None]
    size: int
    about: About = About()


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

    def others(self) -> Mapping[str, Mapping[str, Document]]:
        """Return the tables that are not read, with `archive`, as in a snapshot."""

    def checksums(self, ids: Iterable[int]) -> dict[int, str]:
        """Return the checksums that are kept of these ids.

        Raises BrokenRecordError.
        """

    @property
    def written(self) -> Mapping[int, Document | None]:
        """The records that `commit` wrote, None for a removed one."""

    def commit(
        self, change: Change, entry: Document, written: Mapping[int, Document | None]
    ) -> Revision:
        """Write `change` with its `entry`, and the records `written`: all or nothing.

        A record that is None is removed; what `change` says of the archive itself is
        written too. Returns the new revision of the store.

        Raises BrokenRecordError.
        """


class Store(Protocol):
    """A store: read without a lock, changed in transactions."""

    @property
    def location(self) -> str:
        """Where the store is, in words that tell it from any other."""

    @property
    def tell(self) -> Callable[[str], None]:
        """What is called with a sentence that the user should read, and is no error."""

    def revision(self) -> Revision:
        """Return the present revision without parsing the records."""

    def is_at(self, revision: Revision) -> bool:
        """Tell whether the store still holds what it held at `revision`."""

    def read(self) -> Snapshot:
        """Return all that the store holds.

        Raises DamagedError, which says what is wrong, and where.
        """

    def changed_since(self, known: Known) -> Delta:
        """Return what is another now than is `known`, with its revision."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Lock the store; what is not committed has not happened."""

    def damaged_record(self, table: str, number: int, what: str) -> DamagedError:
        """Return the error for a record that is not sound, with its line."""

    def encode(self, document: Mapping[str, Any]) -> bytes:
        """Return `document` as the store keeps it."""
