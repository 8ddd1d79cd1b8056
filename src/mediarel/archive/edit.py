"""Edit, correct, withdraw, replace and remove statements, and repair their texts.

A correction or a withdrawal adds a note for readers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediarel import errors
from mediarel.archive.links import all_replaced, uuids_of
from mediarel.archive.lookup import public_changes
from mediarel.citation.styles import WORDS, language_for
from mediarel.history.change import ChangeSet, Edit, with_fields
from mediarel.model.damage import repaired
from mediarel.model.fields import BY_NAME
from mediarel.model.parts import CORRECTION, DRAFT, WITHDRAWAL, WITHDRAWN, Note
from mediarel.text.damaged import cleaned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mediarel.archive.links import Read
    from mediarel.archive.session import Session
    from mediarel.check.slips import Fix
    from mediarel.index.protocol import Index
    from mediarel.model.statement import Statement

    FieldsFor = Callable[[Statement], Mapping[str, object]]


class NoReasonError(errors.MisuseError):
    """The user gave no reason that readers can see."""

    def __init__(self) -> None:
        super().__init__(
            "the reason is missing", "Tell readers why, in a sentence: --why TEXT"
        )


def edit(
    session: Session,
    ids: Sequence[int],
    changed: FieldsFor,
    *,
    expected: Mapping[int, Statement] = {},
    note: str | None = None,
) -> list[Edit]:
    """Edit the statements with these ids, and return the edits.

    `changed` is called for each statement and returns the new values of fields, as
    JSON. Edits without any effect are left out. If a withdrawn statement is published
    again, a note for readers is added. `note` is described in `announced`. Raises
    NoSuchStatementError or InvalidFieldError. Raises ChangedMeanwhileError if a
    statement differs from its copy in `expected`.
    """
    there = session.statements(ids, expected).values()
    edits = [with_return_note(e, session.at) for e in planned(there, changed)]
    return _commit(session, *announced(session, edits, note))


def announced(
    session: Session, edits: list[Edit], note: str | None
) -> tuple[list[Edit], Sequence[int]]:
    """Return the edits with a note to readers, and the ids that need no note.

    Only changes that readers can see get the note. If `note` is "", readers need no
    note. If `note` is None, nobody has decided. Readers of a withdrawn statement see no
    notes on corrections, so such a statement gets none.
    """
    ids = [] if note is None else public_changes(session, edits, session.at)
    if not note:
        return edits, ids
    noted = []
    for before, after in edits:
        if after.id in ids and after.status != WITHDRAWN:
            after = with_note(after, session.at, CORRECTION, note)  # noqa: PLW2901
        noted.append(Edit(before, after))
    return noted, []


def announce(session: Session, ids: Sequence[int], note: str) -> list[Edit]:
    """Tell readers of earlier changes with a note. Return the committed edits.

    If `note` is "", record that readers need no note on the earlier changes. Raises
    NoSuchStatementError or RefusedError.
    """
    there = session.statements(ids).values()
    if not note:
        return _commit(session, [Edit(each, each) for each in there], ids)
    for each in there:
        refuse_unpublished(each, each)
    noted = (with_note(each, session.at, CORRECTION, note) for each in there)
    return _commit(session, list(map(Edit, there, noted)))


def _commit(
    session: Session, edits: list[Edit], silent: Sequence[int] = ()
) -> list[Edit]:
    """Commit the edits in one change. Return the committed edits."""
    if not edits:
        return []
    return session.commit(ChangeSet("edit", edited=edits, silent=silent)).edited


def planned(statements: Iterable[Statement], changed: FieldsFor) -> list[Edit]:
    """Return the edits that `edit` would make.

    Edits without any effect are left out. Control characters are removed from the new
    values. Raises InvalidFieldError.
    """
    edits = (
        Edit(each, with_fields(each, cleaned(changed(each)))) for each in statements
    )
    return [each for each in edits if each.after.fields() != each.before.fields()]


def with_note(statement: Statement, at: str, kind: str, text: str) -> Statement:
    """Return a copy of the statement with a new note.

    Raises NoReasonError if `text` is empty.
    """
    if not text.strip():
        raise NoReasonError
    notes = [note.document() for note in (*statement.notes, Note(at, kind, text))]
    return with_fields(statement, {"notes": cleaned(notes)})


def with_return_note(edit: Edit, at: str) -> Edit:
    """Return the edit, with a note if it publishes a withdrawn statement again.

    No note is added if the edit itself changes the notes.
    """
    before, after = edit
    if not publishes_again(before, after) or before.notes != after.notes:
        return edit
    words = WORDS[language_for(after.language)]
    return Edit(before, with_note(after, at, CORRECTION, words.published_again))


def publishes_again(before: Statement, after: Statement) -> bool:
    """Return True if the edit publishes a withdrawn statement again."""
    return before.status == WITHDRAWN and after.status is None


def refuse_unpublished(before: Statement, after: Statement) -> None:
    """Raise RefusedError if the statement is not published after the edit."""
    number, status = before.id, after.status
    if status is None:
        return
    called = f"a {status}" if status == DRAFT else status
    if before.status != status:
        raise errors.RefusedError(
            f"a correction is only for published statements, but statement {number}"
            f" would become {called}",
            errors.Hint(
                "Change the status separately: ", errors.Command("edit", number)
            ),
        )
    raise errors.RefusedError(
        f"statement {number} is {called}, so readers don't see it",
        errors.Hint("To change it without a note: ", errors.Command("edit", number)),
    )


def planned_correction(before: Statement, changed: FieldsFor) -> Edit:
    """Return the edit that `correct` would make, without the note for readers.

    Raises InvalidFieldError or RefusedError.
    """
    edits = planned([before], changed)
    if not edits:
        refuse_unpublished(before, before)
        raise errors.RefusedError(
            f"statement {before.id} has these values already: nothing to correct",
            errors.Hint("See its present values: ", errors.Command("show", before.id)),
        )
    refuse_unpublished(before, edits[0].after)
    return edits[0]


def correct(
    session: Session,
    number: int,
    changed: FieldsFor,
    why: str,
    *,
    expected: Mapping[int, Statement] = {},
) -> Edit:
    """Correct a published statement, and add a note for readers.

    `changed` returns the new values of fields, as JSON. `why` is the text of the note.
    Raises NoSuchStatementError, InvalidFieldError, RefusedError or NoReasonError.
    Raises ChangedMeanwhileError if the statement differs from its copy in `expected`.
    """
    (before,) = session.statements([number], expected).values()
    after = planned_correction(before, changed).after
    edit = Edit(before, with_note(after, session.at, CORRECTION, why))
    return _commit(session, [edit])[0]


def refuse_unfit(index: Index, read: Read, old: Statement, new: Statement) -> None:
    """Raise MisuseError or RefusedError if statement `new` can't replace `old`."""
    if old.id == new.id:
        raise errors.MisuseError(
            f"statement {old.id} can't replace itself",
            "Enter the ID of the statement that readers should see instead.",
        )
    if old.status == DRAFT:
        raise _never_published_error(old.id)
    if _replaces(new, old) and old.status == WITHDRAWN:
        raise errors.RefusedError(
            f"statement {new.id} already replaces statement {old.id}",
            errors.Hint("See the statement: ", errors.Command("show", old.id)),
        )
    if new.id in all_replaced(index, read, old):
        raise errors.RefusedError(
            f"statement {old.id} already replaces statement {new.id}, so {new.id} can't"
            f" replace {old.id}",
            errors.Hint("See the links: ", errors.Command("show", new.id)),
        )
    if new.status == WITHDRAWN:
        raise errors.RefusedError(
            f"statement {new.id} is withdrawn too",
            errors.Hint("See its replacement: ", errors.Command("show", new.id)),
        )


def refuse_to_withdraw(statement: Statement) -> None:
    """Raise RefusedError if the statement is withdrawn already, or a draft."""
    if statement.status == WITHDRAWN:
        raise errors.RefusedError(
            f"statement {statement.id} is already withdrawn",
            errors.Hint("See the reason: ", errors.Command("show", statement.id)),
        )
    if statement.status == DRAFT:
        raise _never_published_error(statement.id)


def withdraw(
    session: Session,
    number: int,
    why: str,
    *,
    expected: Mapping[int, Statement],
) -> Edit:
    """Withdraw a statement, and add a note with the reason for readers.

    Raises NoSuchStatementError, RefusedError or NoReasonError. Raises
    ChangedMeanwhileError if the statement differs from its copy in `expected`.
    """
    (before,) = session.statements([number], expected).values()
    refuse_to_withdraw(before)
    edit = Edit(before, _withdrawn(before, session.at, why))
    return _commit(session, [edit])[0]


def replace(
    session: Session,
    old: int,
    new: int,
    why: str,
    *,
    expected: Mapping[int, Statement],
) -> list[Edit]:
    """Replace statement `old` with statement `new`, and withdraw `old`.

    If `old` was already withdrawn, `why` may be empty, and then no note is added.
    Raises NoSuchStatementError, NoReasonError or the errors of `refuse_unfit`. Raises
    ChangedMeanwhileError if a statement differs from its copy in `expected`.
    """
    there = session.statements([old, new], expected)
    before, other = there[old], there[new]
    refuse_unfit(session.index, session.statements, before, other)
    edits = []
    if before.status != WITHDRAWN or why.strip():
        edits.append(Edit(before, _withdrawn(before, session.at, why)))
    if not _replaces(other, before):
        replaced = [*other.replaces, before.uuid]
        edits.append(Edit(other, with_fields(other, {"replaces": replaced})))
    return _commit(session, edits)


def undo_replacement(session: Session, old: int, new: int) -> Edit:
    """Remove the link that says that statement `new` replaces statement `old`.

    `old` stays withdrawn and keeps its notes. Raises NoSuchStatementError or
    RefusedError.
    """
    there = session.statements([old, new])
    other, links = there[new], uuids_of(there[old])
    if not _replaces(other, there[old]):
        raise errors.RefusedError(
            f"statement {new} does not replace statement {old}",
            errors.Hint("See its replacement: ", errors.Command("show", old)),
        )
    left = [uuid for uuid in other.replaces if uuid not in links]
    edit = Edit(other, with_fields(other, {"replaces": left}))
    return _commit(session, [edit])[0]


def _replaces(new: Statement, old: Statement) -> bool:
    return not {*new.replaces}.isdisjoint(uuids_of(old))


def _withdrawn(statement: Statement, at: str, why: str) -> Statement:
    if not why.strip():
        raise NoReasonError
    after = with_fields(statement, {"status": WITHDRAWN})
    return with_note(after, at, WITHDRAWAL, why)


def remove(
    session: Session, ids: Sequence[int], *, expected: Mapping[int, Statement]
) -> list[Statement]:
    """Remove the statements with these ids and return them.

    Raises NoSuchStatementError, or ChangedMeanwhileError if a statement differs from
    its copy in `expected`.
    """
    removed = list(session.statements(ids, expected).values())
    if removed:
        session.commit(ChangeSet("remove", removed=removed))
    return removed


def fix(session: Session, fixes: Iterable[Fix]) -> list[Edit]:
    """Replace mistaken values with the values in `fixes`, and return the edits.

    If a statement was removed, or has other values now, it is skipped. Readers need no
    note on such slips.
    """
    becoming: dict[int, dict[str, dict[str, tuple[str, ...]]]] = {}
    for each in fixes:
        for number in each.ids:
            of_field = becoming.setdefault(number, {}).setdefault(each.field, {})
            of_field[each.value] = each.becomes
    there = session.records(becoming)
    statements = session.statements(list(there)).values()
    edits = planned(statements, lambda each: _fields(each, becoming[each.id]))
    return _commit(session, *announced(session, edits, ""))


def _fields(
    statement: Statement, becoming: Mapping[str, Mapping[str, Sequence[str]]]
) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, becomes in becoming.items():
        value = getattr(statement, name)
        if BY_NAME[name].kind.is_list:
            parts = (part for each in value for part in becomes.get(each, (each,)))
            fields[name] = list(dict.fromkeys(parts))
        else:
            (fields[name],) = becomes.get(value, (value,))
    return fields


def fix_text(session: Session, ids: Sequence[int]) -> list[Edit]:
    """Repair damaged characters in these statements, and return the edits.

    Statements that have been removed are skipped. Readers need no note on a repair.
    """
    there = session.statements(list(session.records(ids)))
    edits = planned(there.values(), repaired_fields)
    return _commit(session, *announced(session, edits, ""))


def repaired_fields(statement: Statement) -> dict[str, object]:
    """Repair a statement, and return the fields that have changed.

    If the language was detected from the damaged text, it is detected again.
    """
    before = statement.fields()
    after, found = repaired(before)
    changed = {each.field: after[each.field] for each in found}
    if changed and with_fields(statement, {"language": None}).fields() == before:
        changed["language"] = None
    return changed


def _never_published_error(number: int) -> errors.RefusedError:
    return errors.RefusedError(
        f"statement {number} is a draft, so readers have not seen it",
        errors.Hint("To remove the draft instead: ", errors.Command("remove", number)),
    )
