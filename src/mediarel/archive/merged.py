"""What became of a statement that was merged into another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.archive.reading import changes
from mediarel.history.change import merged_into
from mediarel.query.tree import Numbered

if TYPE_CHECKING:
    from mediarel.archive.archive import Archive
    from mediarel.history.change import Change


class Merger(NamedTuple):
    """A statement that is not there, as `change` merged it `into` another."""

    id: int
    change: Change
    into: int


def merger_of(archive: Archive, number: int) -> Merger | None:
    """Return what statement `number`, which is gone, was merged into, if it was."""
    for change in changes(archive, number, most=1):
        into = merged_into(change, number)
        if into is not None:
            return Merger(number, change, into)
    return None


def mergers_from(archive: Archive, number: int) -> list[Merger]:
    """Return how statement `number`, which is not there, became another, step by step.

    The last leads to one that is there, or that was removed since.
    """
    found: list[Merger] = []
    while (merger := merger_of(archive, number)) is not None:
        found.append(merger)
        number = merger.into
        if archive.page(Numbered((number,)), size=0).total or len(found) > _MOST:
            break
    return found


_MOST = 1000  # steps, of which no one takes so many
