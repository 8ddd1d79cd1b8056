"""What who cites a statement is told of it: that it was withdrawn, or corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.links import replaced_by
from mediarel.cli import environment
from mediarel.cli.terminal.statement import cautions
from mediarel.model.parts import WITHDRAWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.archive.archive import Archive
    from mediarel.model.statement import Statement


def cautions_of(opened: Archive, statements: Iterable[Statement]) -> list[str]:
    """Return in sentences how `statements` stand, and what of them was corrected."""
    now = opened.now()
    return [
        said
        for each in statements
        if each.status or each.embargo or each.notes
        for said in cautions(each, _instead(opened, each), now)
    ]


def tell_cautions(told: Iterable[str]) -> None:
    """Tell what was returned, below what was cited."""
    for each in told:
        environment.tell(each)


def _instead(opened: Archive, statement: Statement) -> list[int]:
    """Return the ids of what stands in the place of one that was withdrawn."""
    if statement.status != WITHDRAWN:
        return []
    return opened.asked(lambda: replaced_by(opened.index, statement))
