"""Read complete statements and changes, and headlines for lists of changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from mediarel import errors
from mediarel.history.change import Change, Signature, who_of
from mediarel.index import excerpt as index_excerpt
from mediarel.index import indexed_history as index_changes
from mediarel.index import search
from mediarel.model.statement import Statement, renewed
from mediarel.query.tree import Between, Numbered, Query, both
from mediarel.release.headline import headline
from mediarel.store import records
from mediarel.store.sound import error_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from mediarel.archive.archive import Archive
    from mediarel.archive.session import Session
    from mediarel.index.excerpt import Excerpt
    from mediarel.index.search import Page
    from mediarel.model.fields import Field
    from mediarel.store.protocol import Document, Store


_NEWEST = 1000  # statements to read if the index does not have a field


def statements(
    archive: Archive, query: Query, *, sort: str = "newest"
) -> Iterator[Statement]:
    """Return an iterator of the statements that match `query`.

    The statements are from a consistent snapshot.
    """
    # Not a generator: errors are raised before the caller writes anything.
    return records.read_statements(search.records(archive.index, query, sort=sort))


def get(archive: Archive, ids: Sequence[int]) -> list[Statement]:
    """Return the statements with these ids.

    Raises NoSuchStatementError.
    """
    return list(get_by_id(archive, ids).values())


def get_by_id(archive: Archive, ids: Sequence[int]) -> dict[int, Statement]:
    """Return a dict of the statements with these ids.

    Raises NoSuchStatementError.
    """
    found = archive.asked(lambda: dict(archive.index.records(ids)))
    if missing := set(ids) - found.keys():
        raise errors.NoSuchStatementError(sorted(missing))
    return {number: records.read_record(number, raw) for number, raw in found.items()}


def excerpts(archive: Archive, page: Page, query: Query) -> list[Excerpt]:
    """Return a sentence of each search result, with the search words marked."""
    raw = archive.index.records([row.id for row in page.rows])
    found = {number: records.read_record(number, record) for number, record in raw}
    return [
        # A statement may have been removed since the page was read.
        index_excerpt.excerpt(found[row.id], row.headline, query)
        if row.id in found
        else index_excerpt.Excerpt(row.headline, ())
        for row in page.rows
    ]


def changes(
    archive: Archive, number: int | None = None, *, most: int | None = None
) -> Iterator[Change]:
    """Return an iterator of changes, newest first.

    If `number` is given, only the changes of this statement are returned. `most` is the
    maximum number of changes. Raises DamagedError or NewerArchiveError, also during
    iteration.
    """
    entries, roles = archive.asked(lambda: _entries(archive, number, most))
    return (_change(archive.store, roles, *each) for each in entries)


def changes_holding(archive: Archive | Session, part: str) -> list[Change]:
    """Return the changes whose JSON contains `part`, oldest first.

    Raises DamagedError or NewerArchiveError.
    """
    entries = index_changes.entries_holding(archive.index, part)
    return [_change(archive.store, {}, *each) for each in entries]


def changes_of_each(
    archive: Archive | Session, ids: Sequence[int]
) -> dict[int, list[Change]]:
    """Return the changes of each of these statements, newest first.

    Each change is read only once. Raises DamagedError or NewerArchiveError.
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
    """Return two sorted lists of the ids from `first` to `last`.

    The first list has the ids of existing statements, and the second list has the ids
    of removed statements.
    """
    there = [row.id for row in archive.page(Between(first, last), sort="id").rows]
    touched = index_changes.touched(archive.index, first, last)
    return there, sorted(set(touched) - set(there))


def _entries(
    archive: Archive, number: int | None, most: int | None
) -> tuple[list[tuple[int, Document]], dict[int, str]]:
    """Return a pair: the history entries, and the server roles of their authors.

    The keys of the roles are the numbers of the changes.
    """
    entries = index_changes.entries(archive.index, number, most)
    return entries, archive.index.roles([n for n, _ in entries])


def _change(
    store: Store, roles: Mapping[int, str], number: int, entry: Document
) -> Change:
    """Read a change from its entry, and add the server role of its author."""
    try:
        return replace(records.read_entry(number, entry), role=roles.get(number))
    except errors.InvalidFieldError as error:
        broken = store.damaged_record("history", number, error.problem)
        raise error_in(store) or broken from error


def signatures(archive: Archive, number: int) -> list[Signature]:
    """Return time, author and command of each change of a statement, oldest first.

    Other parts of a change are not read, because it may contain 100,000 statements.
    """
    signed = index_changes.signatures(archive.index, number)
    roles = archive.index.roles([n for n, *_ in signed])
    return [
        Signature(at, who_of(by, roles.get(n)), command)
        for n, at, by, command in signed
    ]


def headline_in(document: Mapping[str, Any]) -> str:
    """Return the headline of the statement in a stored record.

    If the record is damaged, the fields may have values of any type.
    """
    values = ((name, document.get(name)) for name in ("title", "text", "dateline"))
    texts = {name: value if isinstance(value, str) else None for name, value in values}
    return headline(cast("Statement", SimpleNamespace(**texts)))


def headlines(
    archive: Archive, listed: Sequence[Change], most: int
) -> dict[int, list[str]]:
    """Return headlines of the statements that each change added or removed.

    The keys are the numbers of the changes. `listed` has the changes, newest first.
    Each change gets at most `most` headlines, in the order of the ids. Unknown
    headlines are left out.
    """
    wanted = {
        each.number: sorted({*each.added, *each.removed})[:most] for each in listed
    }
    called = headlines_of(archive, {n for ids in wanted.values() for n in ids}, listed)
    return {
        number: [called[n] for n in ids if called.get(n)]
        for number, ids in wanted.items()
    }


def headlines_of(
    archive: Archive, ids: AbstractSet[int], listed: Iterable[Change]
) -> dict[int, str]:
    """Return the headlines of the statements with these ids.

    The headline of a removed statement is from the first change in `listed` that
    removed the statement. Unknown headlines are left out.
    """
    found: dict[int, str] = {}
    for change in listed:
        for number in ids & change.removed.keys():
            found.setdefault(number, headline_in(change.removed[number]))
    there = archive.page(Numbered(tuple(sorted(ids)))).rows if ids else ()
    return found | {row.id: row.headline for row in there}


def used_values(archive: Archive, field: Field) -> list[str]:
    """Return the values of a text field, most common first.

    If the index doesn't have complete values, only the newest statements are read.
    """
    if field.is_whole:
        return archive.values(field.name)
    counts: Counter[str] = Counter()
    rows = archive.page(both(), size=_NEWEST).rows
    for _, raw in archive.index.records([row.id for row in rows]):
        value = renewed(records.read_fields(bytes(raw))).get(field.name)
        counts.update(value if isinstance(value, list) else [value] if value else [])
    return [value for value, _ in counts.most_common()]
