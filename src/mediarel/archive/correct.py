"""Correcting a statement: its edit, and the note that tells readers of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.edit import planned
from mediarel.archive.notes import noted
from mediarel.archive.session import refuse_unexpected
from mediarel.errors import Command, Hint, Placeholder, RefusedError
from mediarel.history.change import ChangeSet, Edit
from mediarel.model.parts import CORRECTION, DRAFT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediarel.archive.edit import FieldsFor
    from mediarel.archive.session import Session
    from mediarel.model.statement import Statement


class NothingCorrectedError(RefusedError):
    """A correction changes nothing: there is nothing that a note could tell of."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"statement {number} says all that already: there is nothing to correct",
            Hint(
                "See what it says, and correct what differs: ", Command("show", number)
            ),
        )


class UnreadError(RefusedError):
    """A correction of what readers do not see: a draft, or what is withdrawn."""

    def __init__(self, before: Statement, after: Statement) -> None:
        number, status = before.id, after.status or ""
        if before.status != after.status:
            do = Command("withdraw", number, "--why", Placeholder("TEXT"))
            if status == DRAFT:
                do = Command("edit", number, "--status", DRAFT)
            super().__init__(
                f"a correction is of what stays published, and {number} would be"
                f" {_called(status)}",
                Hint("Do that by itself: ", do),
            )
            return
        hint = Hint("Change it without a note: ", Command("edit", number))
        if status != DRAFT:
            again = ("--status", "published", "--why", Placeholder("TEXT"))
            back = Command("correct", number, *again)
            hint = Hint(hint, " – or publish it again, corrected: ", back)
        super().__init__(
            f"readers do not see statement {number}: it is {_called(status)}", hint
        )


def _called(status: str) -> str:
    return f"a {status}" if status == DRAFT else status


def refuse_unread(before: Statement, after: Statement) -> None:
    """Raise UnreadError unless `after`, which `before` becomes, is published."""
    if after.status is not None:
        raise UnreadError(before, after)


def planned_correction(before: Statement, changed: FieldsFor) -> Edit:
    """Return what setting the fields that `changed` returns does, without the note.

    Raises InvalidFieldError, NothingCorrectedError or UnreadError.
    """
    edits = planned([before], changed)
    if not edits:
        refuse_unread(before, before)
        raise NothingCorrectedError(before.id)
    refuse_unread(before, edits[0].after)
    return edits[0]


def correct(
    session: Session,
    number: int,
    changed: FieldsFor,
    why: str,
    *,
    expected: Mapping[int, Statement] | None = None,
) -> Edit:
    """Set the fields that `changed` returns, as JSON values, and tell readers `why`.

    The statement must still be as `expected` says, if it does.

    Raises NoSuchStatementError, InvalidFieldError, ChangedMeanwhileError,
    NothingCorrectedError, UnreadError or NoReasonError.
    """
    (before,) = session.statements([number]).values()
    refuse_unexpected(before, expected)
    after = planned_correction(before, changed).after
    edit = Edit(before, noted(after, session.at, CORRECTION, why))
    return session.commit(ChangeSet("edit", edited=[edit])).edited[0]
