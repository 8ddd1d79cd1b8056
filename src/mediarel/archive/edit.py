"""Edit statements: set fields, correct, withdraw, replace, and correct mistakes.

A correction or a withdrawal adds a note for readers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel import errors
from mediarel.archive.links import all_replaced, uuids_of
from mediarel.archive.session import refuse_changed
from mediarel.citation.styles import WORDS, language_for
from mediarel.history.change import ChangeSet, Edit, with_fields
from mediarel.model.damage import mended
from mediarel.model.fields import BY_NAME
from mediarel.model.parts import CORRECTION, DRAFT, WITHDRAWAL, WITHDRAWN, Note
from mediarel.text.damaged import cleaned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from mediarel.archive.links import Read
    from mediarel.archive.session import Session
    from mediarel.check.slips import Fix
    from mediarel.index.protocol import Index
    from mediarel.model.statement import Statement

    FieldsFor = Callable[[Statement], Mapping[str, object]]


class NoReasonError(errors.MisuseError):
    """The reason for readers is missing or empty."""

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
) -> list[Edit]:
    """Set the fields that `changed` returns for each statement, as JSON values.

    Returns the edits that change anything. Publishing a withdrawn statement again adds
    a note for readers. Raises NoSuchStatementError, InvalidFieldError, or
    ChangedMeanwhileError if a statement differs from its copy in `expected`.
    """
    there = session.statements(ids).values()
    refuse_changed(there, expected)
    edits = planned(there, changed)
    return _commit(session, [with_return_note(each, session.at) for each in edits])


def _commit(session: Session, edits: list[Edit]) -> list[Edit]:
    """Commit `edits`, if any, as one change, and return them as committed."""
    if not edits:
        return []
    return session.commit(ChangeSet("edit", edited=edits)).edited


def planned(statements: Iterable[Statement], changed: FieldsFor) -> list[Edit]:
    """Return the edits that `edit` would make, without edits that change nothing.

    Control characters are removed from the new values. Raises InvalidFieldError.
    """
    edits = (
        Edit(each, with_fields(each, cleaned(changed(each)))) for each in statements
    )
    return [each for each in edits if each.after.fields() != each.before.fields()]


def with_note(statement: Statement, at: str, kind: str, text: str) -> Statement:
    """Return `statement` with an added note.

    Raises NoReasonError if `text` is empty.
    """
    if not text.strip():
        raise NoReasonError
    notes = [note.document() for note in (*statement.notes, Note(at, kind, text))]
    return with_fields(statement, {"notes": cleaned(notes)})


def with_return_note(edit: Edit, at: str) -> Edit:
    """Return `edit` with a note if the edit publishes a withdrawn statement again.

    An edit that changes the notes is returned unchanged.
    """
    before, after = edit
    if not publishes_again(before, after) or before.notes != after.notes:
        return edit
    words = WORDS[language_for(after.language)]
    return Edit(before, with_note(after, at, CORRECTION, words.published_again))


def publishes_again(before: Statement, after: Statement) -> bool:
    """Return whether the edit publishes a withdrawn statement again."""
    return before.status == WITHDRAWN and after.status is None


def refuse_unpublished(before: Statement, after: Statement) -> None:
    """Raise RefusedError if the edited statement `after` is not published."""
    number, status = before.id, after.status
    if status is None:
        return
    called = f"a {status}" if status == DRAFT else status
    if before.status != status:
        raise errors.RefusedError(
            f"a correction keeps a statement published, but statement {number} would"
            f" become {called}",
            errors.Hint(
                "Change the status separately: ", errors.Command("edit", number)
            ),
        )
    raise errors.RefusedError(
        f"statement {number} is {called}, so readers don't see it",
        errors.Hint("To change it without a note: ", errors.Command("edit", number)),
    )


def planned_correction(before: Statement, changed: FieldsFor) -> Edit:
    """Return the edit for the fields that `changed` returns, without the note.

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
    """Set the fields that `changed` returns, and add `why` as a note for readers.

    Values are JSON. Raises NoSuchStatementError, InvalidFieldError, RefusedError,
    NoReasonError, or ChangedMeanwhileError if the statement differs from `expected`.
    """
    (before,) = session.statements([number]).values()
    refuse_changed([before], expected)
    after = planned_correction(before, changed).after
    edit = Edit(before, with_note(after, session.at, CORRECTION, why))
    return _commit(session, [edit])[0]


def refuse_unfit(index: Index, read: Read, old: Statement, new: Statement) -> None:
    """Raise an error if `new` can't replace `old`."""
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
    """Raise an error if `statement` can't be withdrawn."""
    if statement.status == WITHDRAWN:
        raise errors.RefusedError(
            f"statement {statement.id} is already withdrawn",
            errors.Hint("See when and why: ", errors.Command("show", statement.id)),
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
    """Withdraw statement `number` with the reason `why`; return the edit.

    Raises NoSuchStatementError, RefusedError, NoReasonError, or ChangedMeanwhileError
    if the statement differs from its copy in `expected`.
    """
    (before,) = session.statements([number]).values()
    refuse_changed([before], expected)
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
    """Replace statement `old` with `new`, withdraw `old`, and return the edits.

    If `old` was already withdrawn, it keeps its notes, and gets a new note only if
    `why` is not empty. Raises NoSuchStatementError, NoReasonError, the errors of
    `refuse_unfit`, or ChangedMeanwhileError if a statement differs from `expected`.
    """
    there = session.statements([old, new])
    before, other = there[old], there[new]
    refuse_changed(there.values(), expected)
    refuse_unfit(session.index, session.statements, before, other)
    edits = []
    if before.status != WITHDRAWN or why.strip():
        edits.append(Edit(before, _withdrawn(before, session.at, why)))
    if not _replaces(other, before):
        replaced = [*other.replaces, before.uuid]
        edits.append(Edit(other, with_fields(other, {"replaces": replaced})))
    return _commit(session, edits)


def undo_replacement(session: Session, old: int, new: int) -> Edit:
    """Undo the replacement of `old` by `new`, and return the edit.

    `old` stays withdrawn, with its notes. Raises NoSuchStatementError or RefusedError.
    """
    there = session.statements([old, new])
    other, links = there[new], uuids_of(there[old])
    if not _replaces(other, there[old]):
        raise errors.RefusedError(
            f"statement {new} does not replace statement {old}",
            errors.Hint("See which statement does: ", errors.Command("show", old)),
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


def fix(session: Session, fixes: Iterable[Fix]) -> list[Edit]:
    """Replace the values in `fixes`; all other values stay unchanged.

    Returns the edits that change anything. Skips a statement that was removed or
    changed in the meantime.
    """
    becoming: dict[int, dict[str, dict[str, tuple[str, ...]]]] = {}
    for each in fixes:
        for number in each.ids:
            of_field = becoming.setdefault(number, {}).setdefault(each.field, {})
            of_field[each.value] = each.becomes
    there = session.records(becoming)
    statements = session.statements(list(there)).values()
    edits = planned(statements, lambda each: _fields(each, becoming[each.id]))
    return _commit(session, edits)


def _fields(
    statement: Statement, becoming: Mapping[str, Mapping[str, Sequence[str]]]
) -> dict[str, Any]:
    """Return the changed fields with the new values."""
    fields: dict[str, Any] = {}
    for name, becomes in becoming.items():
        value = getattr(statement, name)
        if BY_NAME[name].kind.is_list:
            parts = (part for each in value for part in becomes.get(each, (each,)))
            fields[name] = list(dict.fromkeys(parts))
        else:
            (fields[name],) = becomes.get(value, (value,))
    return fields


def mend(session: Session, ids: Sequence[int]) -> list[Edit]:
    """Repair damaged characters in the statements `ids`; skip removed statements.

    Returns the edits that change anything.
    """
    there = session.statements(list(session.records(ids)))
    return _commit(session, planned(there.values(), mended_fields))


def mended_fields(statement: Statement) -> dict[str, object]:
    """Return the repaired fields of `statement`.

    The language is detected again if it was detected from the damaged text.
    """
    before = statement.fields()
    after, found = mended(before)
    changed = {each.field: after[each.field] for each in found}
    if changed and with_fields(statement, {"language": None}).fields() == before:
        changed["language"] = None
    return changed


def _never_published_error(number: int) -> errors.RefusedError:
    return errors.RefusedError(
        f"statement {number} is a draft, so readers have not seen it",
        errors.Hint("To remove the draft instead: ", errors.Command("remove", number)),
    )
