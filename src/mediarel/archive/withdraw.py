"""Withdrawing a statement, and putting another in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.links import all_replaced, replaced_by, uuids_of
from mediarel.archive.notes import NoReasonError, noted
from mediarel.archive.session import refuse_changed
from mediarel.errors import Command, Hint, MisuseError, Placeholder, RefusedError
from mediarel.history.change import ChangeSet, Edit, with_fields
from mediarel.model.marked import DRAFT, WITHDRAWN
from mediarel.model.parts import WITHDRAWAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediarel.archive.links import Read
    from mediarel.archive.session import Session
    from mediarel.index.protocol import Index
    from mediarel.model.statement import Statement
    from mediarel.store.protocol import Document


class AlreadyWithdrawnError(RefusedError):
    """The statement is withdrawn already."""

    def __init__(self, number: int) -> None:
        instead = Command("withdraw", number, "--replaced-by", Placeholder("ID"))
        super().__init__(
            f"statement {number} is withdrawn already",
            Hint(
                "See when and why: ",
                Command("show", number),
                " – or name what stands in its place: ",
                instead,
            ),
        )


class NeverPublishedError(RefusedError):
    """A draft was to be withdrawn, which no reader has seen."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"statement {number} is a draft: no reader has seen it",
            Hint("Take it out of the archive: ", Command("remove", number)),
        )


class ReplacesItselfError(MisuseError):
    """A statement was to stand in its own place."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"statement {number} can't stand in its own place",
            "Name the other statement, which readers are to find instead.",
        )


class ReplacesInCircleError(RefusedError):
    """A statement was to stand in the place of one that stands in its own."""

    def __init__(self, old: int, new: int) -> None:
        super().__init__(
            f"statement {old} stands in the place of {new} already:"
            " one can't replace the other both ways",
            Hint("See how it stands: ", Command("show", new)),
        )


class AlreadyReplacedError(RefusedError):
    """A statement stands in the place of the other already."""

    def __init__(self, old: int, new: int) -> None:
        super().__init__(
            f"statement {new} stands in the place of {old} already",
            Hint("See it: ", Command("show", old)),
        )


class NotInPlaceError(RefusedError):
    """What was to be taken off stands in the place of another, or of none."""

    def __init__(self, old: int, new: int) -> None:
        super().__init__(
            f"statement {new} does not stand in the place of {old}",
            Hint("See what does: ", Command("show", old)),
        )


class WithdrawnItselfError(RefusedError):
    """What was to stand in another's place is withdrawn."""

    def __init__(self, new: int, instead: int | None) -> None:
        hint = Hint("Publish it again: ", Command("edit", new, "--status", "published"))
        if instead is not None:
            hint = Hint(f"In its place stands {instead}. Name that: ")
            hint = Hint(hint, Command("show", instead))
        super().__init__(f"statement {new} is withdrawn itself", hint)


def refuse_unfit(index: Index, read: Read, old: Statement, new: Statement) -> None:
    """Raise an error where `new` can't stand in the place of `old`."""
    if old.id == new.id:
        raise ReplacesItselfError(old.id)
    if old.status == DRAFT:
        raise NeverPublishedError(old.id)
    if _stands_for(new, old) and old.status == WITHDRAWN:
        raise AlreadyReplacedError(old.id, new.id)
    if new.id in all_replaced(index, read, old):
        raise ReplacesInCircleError(old.id, new.id)
    if new.status == WITHDRAWN:
        raise WithdrawnItselfError(new.id, next(iter(replaced_by(index, new)), None))


def refuse_to_withdraw(statement: Statement) -> None:
    """Raise an error where `statement` can't be withdrawn."""
    if statement.status == WITHDRAWN:
        raise AlreadyWithdrawnError(statement.id)
    if statement.status == DRAFT:
        raise NeverPublishedError(statement.id)


def withdraw(
    session: Session,
    number: int,
    why: str,
    *,
    seen: Mapping[int, Document],
) -> Edit:
    """Withdraw statement `number` and tell readers `why`; return the edit.

    What it says must still be what was `seen`, as raw JSON.

    Raises NoSuchStatementError, ChangedMeanwhileError, AlreadyWithdrawnError,
    NeverPublishedError or NoReasonError.
    """
    (before,) = session.statements([number]).values()
    refuse_changed(session, [before], seen)
    refuse_to_withdraw(before)
    edit = Edit(before, _withdrawn(before, session.at, why))
    return session.commit(ChangeSet("edit", edited=[edit])).edited[0]


def replace(
    session: Session,
    old: int,
    new: int,
    why: str,
    *,
    seen: Mapping[int, Document],
) -> list[Edit]:
    """Put statement `new` in the place of `old`, which is withdrawn; return the edits.

    One that is withdrawn already keeps its notes, and gets another only where `why`
    is said. What both say must still be what was `seen`, as raw JSON.

    Raises NoSuchStatementError, ChangedMeanwhileError, NoReasonError, or what
    `refuse_unfit` does.
    """
    there = session.statements([old, new])
    before, other = there[old], there[new]
    refuse_changed(session, there.values(), seen)
    refuse_unfit(session.index, session.statements, before, other)
    edits = []
    if before.status != WITHDRAWN or why.strip():
        edits.append(Edit(before, _withdrawn(before, session.at, why)))
    if not _stands_for(other, before):
        replaced = [*other.replaces, before.uuid]
        edits.append(Edit(other, with_fields(other, {"replaces": replaced})))
    return session.commit(ChangeSet("edit", edited=edits)).edited


def take_off(session: Session, old: int, new: int) -> Edit:
    """Take statement `new` out of the place of `old`, and return the edit.

    The other stays withdrawn, with its notes.

    Raises NoSuchStatementError or NotInPlaceError.
    """
    there = session.statements([old, new])
    other, links = there[new], uuids_of(there[old])
    if not _stands_for(other, there[old]):
        raise NotInPlaceError(old, new)
    left = [uuid for uuid in other.replaces if uuid not in links]
    edit = Edit(other, with_fields(other, {"replaces": left}))
    return session.commit(ChangeSet("edit", edited=[edit])).edited[0]


def _stands_for(new: Statement, old: Statement) -> bool:
    """Tell whether `new` says that it stands in the place of `old`."""
    return not {*new.replaces}.isdisjoint(uuids_of(old))


def _withdrawn(statement: Statement, at: str, why: str) -> Statement:
    if not why.strip():
        raise NoReasonError
    after = with_fields(statement, {"status": WITHDRAWN})
    return noted(after, at, WITHDRAWAL, why)
