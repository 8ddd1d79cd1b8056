"""Remove statements, and find those that were removed or merged into another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.archive.headlines import headline_in
from mediarel.archive.reading import changes
from mediarel.archive.session import refuse_changed
from mediarel.history.change import ChangeSet, merged_into
from mediarel.query.tree import Numbered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.archive.session import Session
    from mediarel.history.change import Change
    from mediarel.model.statement import Statement
    from mediarel.store.protocol import Document

_MOST = 1000  # merges, one after the other


class Merger(NamedTuple):
    """A statement that is not there, as `change` merged it `into` another."""

    id: int
    change: Change
    into: int


class Removal(NamedTuple):
    """A statement that is gone, as the change that removed it kept it.

    `document` is what the store had; after damage it may be a part of it, or empty.
    """

    id: int
    change: Change
    document: Mapping[str, Any]

    @property
    def headline(self) -> str:
        """What a list showed of it."""
        return headline_in(self.document)

    def value(self, name: str) -> str:
        """Return one of its fields as text, empty where it is not known."""
        return str(self.document.get(name) or "")


def removed(archive: Archive) -> list[Removal]:
    """Return what was removed and is not there again, what went last first.

    What was merged into another is not lost, and not among it.
    """
    newest: dict[int, Removal | None] = {}
    for change in changes(archive):
        for number in reversed(change.ids):
            kept = change.removed.get(number)
            if number not in newest:
                is_gone = kept is not None and merged_into(change, number) is None
                gone = Removal(number, change, kept or {}) if is_gone else None
                newest[number] = gone
    last = [each for each in newest.values() if each is not None]
    # Someone may have put one back past mediarel.
    there = {row.id for row in archive.page(Numbered(tuple(r.id for r in last))).rows}
    return [each for each in last if each.id not in there]


def removal_of(archive: Archive, number: int) -> Removal | None:
    """Return how statement `number`, which is not there, was removed; None if not."""
    for change in changes(archive, number, most=1):
        if number in change.removed:
            return Removal(number, change, change.removed[number])
    return None


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


def remove(
    session: Session,
    ids: Sequence[int],
    *,
    seen: Mapping[int, Document] | None = None,
) -> list[Statement]:
    """Remove the statements with these ids and return them.

    Where they were `seen`, as raw JSON, they must still say the same.

    Raises NoSuchStatementError or ChangedMeanwhileError.
    """
    removed = list(session.statements(ids).values())
    if seen is not None:
        refuse_changed(session, removed, seen)
    if removed:
        session.commit(ChangeSet("remove", removed=removed))
    return removed
