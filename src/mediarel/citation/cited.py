"""What of a statement a citation says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.model.marked import WITHDRAWN
from mediarel.release.headline import title_of
from mediarel.text.lines import capitalised, spaced_once
from mediarel.text.sentences import without_full_stop

if TYPE_CHECKING:
    from mediarel.dates.interval import KeptDate
    from mediarel.model.statement import Statement

_NO_END = " ,;:"


class Cited(NamedTuple):
    """The parts of a citation, each on one line.

    Who issued a statement is its author and its publisher, and is named once. What a
    citation is to say besides is one more of these, and has its place in each style.
    """

    issuer: str
    title: str
    type: str
    """With a capital letter, as it begins a part."""
    date: KeptDate
    place: str
    """Empty where it is not known."""
    url: str
    """The first of its sources, empty where there is none."""
    is_withdrawn: bool = False


def cited(statement: Statement) -> Cited:
    """Return what a citation of `statement` says.

    Where it has no title, its headline stands for it, without the full stop.
    """
    title = title_of(statement).rstrip(_NO_END)
    if not statement.title:
        title = without_full_stop(title)
    return Cited(
        spaced_once(statement.program),
        title,
        capitalised(spaced_once(statement.type)),
        statement.date,
        spaced_once(statement.place or ""),
        next(iter(statement.sources), ""),
        statement.status == WITHDRAWN,
    )
