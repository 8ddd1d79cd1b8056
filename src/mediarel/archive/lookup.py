"""Read complete statements, removed statements, changes and headlines.

`public_changes` finds the changes that readers can see, and `unannounced` the changes
that they don't know of. The history records one of three things about such a change of
a statement: a note to readers in the statement, or the id in the note `silent` or in
the note `unannounced` of the change. `silent` means that readers need no note.
`unannounced` means that nobody has decided yet. Early versions of mediarel recorded
nothing, so their changes are never reported.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from mediarel import errors
from mediarel.archive.redaction import Redaction, shown_value
from mediarel.history.change import (
    SILENT,
    UNANNOUNCED,
    Change,
    Edit,
    Signature,
    ids_in,
    merged_into,
    who_of,
)
from mediarel.history.ledger import in_effect
from mediarel.index import excerpt as index_excerpt
from mediarel.index import indexed_history as index_changes
from mediarel.index import search
from mediarel.index.index_file import withholding
from mediarel.model.archive_settings import rules_and_clearances
from mediarel.model.fields import BY_NAME
from mediarel.model.parts import DRAFT, WITHDRAWN, Note, is_ahead
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
PUBLIC_FORM = (
    *("date", "program", "type", "title", "text", "dateline", "place", "signatories"),
    "attachments",
)
"""The fields in which readers must be told of a change."""


class Merger(NamedTuple):
    """A statement that was merged into another statement.

    `into` is the id of the other statement.
    """

    id: int
    change: Change
    into: int


class Removal(NamedTuple):
    """A removed statement, and the change that removed it.

    `document` is the record of the statement. If the change was damaged, the record may
    be incomplete or empty.
    """

    id: int
    change: Change
    document: Mapping[str, Any]

    @property
    def headline(self) -> str:
        """The headline of the removed statement."""
        return headline_in(self.document)

    def value(self, name: str) -> str:
        """Return the value of a field as text, or "" if it is unknown."""
        return str(self.document.get(name) or "")


def statements(
    archive: Archive, query: Query, *, sort: str = "newest"
) -> Iterator[Statement]:
    """Return an iterator of the statements that match `query`.

    The statements are from a consistent snapshot.
    """
    # Not a generator: errors are raised before the caller writes anything.
    return records.read_statements(search.records(archive.index, query, sort=sort))


def holding(archive: Archive, part: str) -> Iterator[Statement]:
    """Return an iterator of the statements whose JSON contains `part`."""
    ids = search.ids_holding(archive.index, both(), part.encode())
    return records.read_statements(archive.index.records(ids))


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


def removed(archive: Archive) -> list[Removal]:
    """Return the removed statements that can be restored, newest removal first.

    Statements that were merged into another statement are left out.
    """
    newest: dict[int, Change] = {}
    for change in changes(archive):
        for number in reversed(change.ids):
            newest.setdefault(number, change)
    last = [
        Removal(number, change, change.removed[number])
        for number, change in newest.items()
        if number in change.removed and merged_into(change, number) is None
    ]
    # A script may have restored a statement without mediarel.
    there = {row.id for row in archive.page(Numbered(tuple(r.id for r in last))).rows}
    return [each for each in last if each.id not in there]


def removal_of(archive: Archive, number: int) -> Removal | None:
    """Return the removal of a statement, or None if it was not removed."""
    for change in changes(archive, number, most=1):
        if number in change.removed:
            return Removal(number, change, change.removed[number])
    return None


def mergers_from(archive: Archive, number: int) -> list[Merger]:
    """Return the merges of a missing statement, oldest first.

    If the statement was merged into a statement that was merged later, both merges are
    returned.
    """
    found: list[Merger] = []
    while change := next(changes(archive, number, most=1), None):
        if (into := merged_into(change, number)) is None:
            break
        found.append(Merger(number, change, into))
        number = into
        if archive.page(Numbered((number,)), size=0).total:
            break
    return found


def public_changes(
    archive: Archive | Session, edits: Sequence[Edit], now: str
) -> list[int]:
    """Return the sorted ids of the statements whose readers must be told of an edit.

    The edit changes what readers see of a statement that is public, or that was public
    before. An edit with a note to readers is left out. Only a change that nobody can
    see needs no note, so two versions are compared without the texts that either of
    them withholds.
    """
    if not edits:  # the archive may not exist yet
        return []
    rules, _ = rules_and_clearances(withholding(archive.index))
    found = [
        each.before
        for each in edits
        if _can_be_seen(each, rules) and not new_notes(each)
    ]
    hidden = [each.id for each in found if not is_shown(each, now)]
    earlier = changes_of_each(archive, hidden) if hidden else {}
    return sorted(
        each.id
        for each in found
        if each.id not in earlier or _was_shown(each, earlier[each.id])
    )


def _can_be_seen(edit: Edit, rules: tuple[str, ...]) -> bool:
    before, after = edit
    if set(before.notes) - {*after.notes}:
        return True
    is_withdrawn = after.status == WITHDRAWN
    if before.status == WITHDRAWN and not is_withdrawn:
        return True
    redaction = Redaction((*before.withheld, *after.withheld), rules, "…")
    return any(
        shown_value(before, name, redaction) != shown_value(after, name, redaction)
        for name in PUBLIC_FORM
        if getattr(before, name) != getattr(after, name)
        and not (is_withdrawn and BY_NAME[name].public != "always")
    )


def new_notes(edit: Edit) -> set[Note]:
    """Return the notes that an edit adds. Notes of a merged duplicate are not new."""
    before, after = edit
    is_merger = before.merged != after.merged
    return set() if is_merger else {*after.notes} - {*before.notes}


def is_shown(statement: Statement, now: str) -> bool:
    """Return True if a statement is neither a draft nor under embargo at `now`."""
    return statement.status != DRAFT and not is_ahead(statement.embargo, now)


def _was_shown(statement: Statement, changes: Sequence[Change]) -> bool:
    """Return True if the statement was public at an earlier time.

    `changes` has all its changes, newest first.
    """
    status, embargo = statement.status, statement.embargo
    for change in changes:
        fields = change.changed.get(statement.id, {})
        status, _ = fields.get("status", (status, None))
        embargo, _ = fields.get("embargo", (embargo, None))
        if fields and status != DRAFT and not is_ahead(embargo, change.at):
            return True
    return False


def unannounced(archive: Archive | Session) -> list[int]:
    """Return the sorted ids of the statements with changes that readers don't know of.

    Some of these statements may not be public now. A later note to readers covers all
    earlier changes, and so does a later change that only says that no note is needed.
    """
    ids = {
        number
        for each in changes_holding(archive, f'"{UNANNOUNCED}"')
        for number in ids_in(each, UNANNOUNCED)
    }
    changes = changes_of_each(archive, sorted(ids)) if ids else {}
    return [number for number, some in changes.items() if any(_left(number, some))]


def _left(number: int, changes: Iterable[Change]) -> Iterator[bool]:
    """Yield True for each change of a statement that readers don't know of."""
    for change in in_effect(changes):
        fields = change.changed.get(number, {})
        old, new = fields.get("notes") or ([], [])
        if "merged" not in fields and any(n not in (old or []) for n in new or []):
            return
        if number in ids_in(change, SILENT) and not fields.keys() - {"modified"}:
            return
        if number in ids_in(change, UNANNOUNCED):
            yield True
