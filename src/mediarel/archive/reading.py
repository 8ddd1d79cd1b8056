"""Statements and changes of an archive, read whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mediarel.errors import InvalidFieldError, NoSuchStatementError
from mediarel.history.change import Signature, who_of
from mediarel.index import excerpt as index_excerpt
from mediarel.index import indexed_history as index_changes
from mediarel.index import search
from mediarel.query.tree import Between
from mediarel.store.records import read_entry, read_record
from mediarel.store.sound import error_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.history.change import Change
    from mediarel.index.excerpt import Excerpt
    from mediarel.index.search import Page
    from mediarel.model.statement import Statement
    from mediarel.query.tree import Query
    from mediarel.store.protocol import Document, Store


def statements(
    archive: Archive, query: Query, *, sort: str = "newest"
) -> Iterator[Statement]:
    """Return all statements that `query` finds, one by one, as of one moment."""
    # Not a generator: errors are raised before the caller writes anything.
    found = search.records(archive.index, query, sort=sort)
    return (read_record(number, record) for number, record in found)


def get(archive: Archive, ids: Sequence[int]) -> list[Statement]:
    """Return the statements with these ids.

    Raises NoSuchStatementError.
    """
    return [read_record(*each) for each in records(archive, ids).items()]


def records(archive: Archive, ids: Sequence[int]) -> dict[int, bytes]:
    """Return the statements with these ids as raw JSON.

    Raises NoSuchStatementError.
    """
    found = archive.asked(lambda: dict(archive.index.records(ids)))
    if missing := set(ids) - found.keys():
        raise NoSuchStatementError(sorted(missing))
    return found


def excerpts(archive: Archive, page: Page, query: Query) -> list[Excerpt]:
    """Return for each row of `page` the sentence that matched, with its marks."""
    raw = archive.index.records([row.id for row in page.rows])
    found = {number: read_record(number, record) for number, record in raw}
    return [
        # Another may have removed it since the page was made.
        index_excerpt.excerpt(found[row.id], row.headline, query)
        if row.id in found
        else index_excerpt.Excerpt(row.headline, ())
        for row in page.rows
    ]


def changes(
    archive: Archive, number: int | None = None, *, most: int | None = None
) -> Iterator[Change]:
    """Return the changes, newest first; with `number`, those that touched it.

    With `most`, no more than that.

    Raises DamagedError or NewerArchiveError, also while they are read.
    """
    entries, roles = archive.asked(lambda: _entries(archive, number, most))
    return (_change(archive.store, roles, *each) for each in entries)


def changes_of_each(archive: Archive, ids: Sequence[int]) -> dict[int, list[Change]]:
    """Return for each of `ids` the changes that touched it, newest first.

    Each change is read once, however many it touched. Raises DamagedError or
    NewerArchiveError.
    """
    found: dict[int, list[Change]] = {number: [] for number in ids}
    entries = index_changes.entries_of(archive.index, ids)
    roles = archive.index.roles([n for n, _ in entries])
    for each in entries:
        change = _change(archive.store, roles, *each)
        for number in found.keys() & change.ids:
            found[number].append(change)
    return found


def known_ids(archive: Archive, first: int, last: int) -> tuple[list[int], list[int]]:
    """Return the ids from `first` to `last` that there are, and those that were.

    Both are in order; what was removed is in the second.
    """
    there = [row.id for row in archive.page(Between(first, last), sort="id").rows]
    touched = index_changes.touched(archive.index, first, last)
    return there, sorted(set(touched) - set(there))


def _entries(
    archive: Archive, number: int | None, most: int | None
) -> tuple[list[tuple[int, Document]], dict[int, str]]:
    """Return entries, and the roles by which the changes were made."""
    entries = index_changes.entries(archive.index, number, most)
    return entries, archive.index.roles([n for n, _ in entries])


def _change(
    store: Store, roles: Mapping[int, str], number: int, entry: Document
) -> Change:
    """Return the change of an entry, made by its role of a server, if by one."""
    try:
        return replace(read_entry(number, entry), role=roles.get(number))
    except InvalidFieldError as error:
        broken = store.damaged_record("history", number, error.problem)
        raise error_in(store) or broken from error


def signatures(archive: Archive, number: int) -> list[Signature]:
    """Return who touched statement `number` when, by what command, oldest first.

    Unlike `changes` it reads no change whole: one may be of 100,000 statements.
    """
    signed = index_changes.signatures(archive.index, number)
    roles = archive.index.roles([n for n, *_ in signed])
    return [
        Signature(at, who_of(by, roles.get(n)), command)
        for n, at, by, command in signed
    ]
