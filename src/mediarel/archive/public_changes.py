"""Find the changes that readers can see, and whether readers were told of them.

The history records one of three things about such a change of a statement: a note to
readers in the statement, or the id in the note `silent` or in the note `unannounced` of
the change. `silent` means that readers need no note. `unannounced` means that nobody
has decided yet. Early versions of mediarel recorded nothing, so their changes are never
reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.lookup import changes_holding, changes_of_each
from mediarel.archive.redaction import Redaction, shown_value
from mediarel.history.change import SILENT, UNANNOUNCED, Change, Edit, ids_in
from mediarel.history.undo import in_effect
from mediarel.index.index_file import withholding
from mediarel.model.archive_settings import rules_and_clearances
from mediarel.model.fields import BY_NAME
from mediarel.model.parts import DRAFT, WITHDRAWN, Note, is_ahead

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.archive.session import Session
    from mediarel.model.statement import Statement


PUBLIC_FORM = (
    *("date", "program", "type", "title", "text", "dateline", "place", "signatories"),
    "attachments",
)
"""The fields in which readers must be told of a change."""


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
