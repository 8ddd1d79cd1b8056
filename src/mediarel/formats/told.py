"""What readers of a statement are told of it: corrections, withdrawals, a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.interval import kept_date
from mediarel.model.marked import DRAFT, WITHDRAWN
from mediarel.model.parts import CORRECTION, WITHDRAWAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.model.parts import Note
    from mediarel.model.statement import Statement

TOLD_FIELDS = ("status", "notes")
"""The fields that `told_of` says."""
_WITHDRAWN = "This statement was withdrawn."
_DRAFT = "This is a draft, which was not published."
_HEADS = {CORRECTION: "Corrected on", WITHDRAWAL: "Withdrawn on"}


class Told(NamedTuple):
    """What readers are told: what was done and when, and why."""

    head: str
    text: str

    def __str__(self) -> str:
        """Return it as one text."""
        return f"{self.head}: {self.text}" if self.text else self.head


def told_of(statement: Statement) -> Iterator[Told]:
    """Yield what readers are told of `statement`, in the order of time."""
    if statement.status == DRAFT:
        yield Told(_DRAFT, "")
    yield from map(told_by, statement.notes)
    if statement.status == WITHDRAWN and not _tells_withdrawal(statement):
        yield Told(_WITHDRAWN, "")


def told_by(note: Note) -> Told:
    """Return what `note` tells, with its day in words."""
    return Told(f"{_HEADS[note.kind]} {kept_date(note.at[:10]).long()}", note.text)


def _tells_withdrawal(statement: Statement) -> bool:
    return any(each.kind == WITHDRAWAL for each in statement.notes)
