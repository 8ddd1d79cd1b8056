"""What was removed from an archive, and is not there again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.archive.reading import changes
from mediarel.query.tree import Numbered
from mediarel.release.headline import headline

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.history.change import Change


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
        return headline(_Kept(self.document))

    def value(self, name: str) -> str:
        """Return one of its fields as text, empty where it is not known."""
        return str(self.document.get(name) or "")


class _Kept:
    """The fields that a headline is made of, in a document that may lack some."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        for name in ("title", "text", "dateline"):
            setattr(self, name, document.get(name))

    title: str | None
    text: str | None
    dateline: str | None


def removed(archive: Archive) -> list[Removal]:
    """Return what was removed and is not there again, what went last first."""
    newest: dict[int, Removal | None] = {}
    for change in changes(archive):
        for number in reversed(change.ids):
            kept = change.removed.get(number)
            if number not in newest:
                gone = None if kept is None else Removal(number, change, kept)
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


def headline_of(archive: Archive, number: int, told: Iterable[Change]) -> str:
    """Return the headline that statement `number` has, or had when it was removed.

    `told` are the changes that touched it, newest first. Empty where it is not known.
    """
    rows = archive.page(Numbered((number,))).rows
    if rows:
        return rows[0].headline
    gone = (each for each in told if number in each.removed)
    return next((Removal(number, e, e.removed[number]).headline for e in gone), "")


def headlines(
    archive: Archive, told: Sequence[Change], most: int
) -> dict[int, list[str]]:
    """Return for each of `told` headlines of what it added or removed, at most `most`.

    The keys are the numbers of the changes. What was added is named as it is now, or
    as one of `told` removed it; where it is neither, not at all.
    """
    wanted = {each.number: sorted({*each.added, *each.removed})[:most] for each in told}
    added = {n for each in told for n in wanted[each.number] if n in each.added}
    rows = archive.page(Numbered(tuple(sorted(added)))).rows if added else ()
    now = {row.id: row.headline for row in rows}
    kept = {
        number: Removal(number, each, document).headline
        for each in told
        for number, document in each.removed.items()
        if number in added or number in wanted[each.number]
    }
    return {each.number: list(_named(each, wanted, now, kept)) for each in told}


def _named(
    change: Change,
    wanted: Mapping[int, Sequence[int]],
    now: Mapping[int, str],
    kept: Mapping[int, str],
) -> Iterable[str]:
    for number in wanted[change.number]:
        document = change.removed.get(number)
        if document is not None:
            name = Removal(number, change, document).headline
        else:
            name = now.get(number) or kept.get(number, "")
        if name:
            yield name
