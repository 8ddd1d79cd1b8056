"""What statements were called at the time of a change to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediarel.archive.reading import get
from mediarel.query.tree import Numbered
from mediarel.release.headline import headline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.history.change import Change

_PARTS = ("title", "text", "dateline")  # what a headline is made of


class _Printed:
    """The parts of a headline in a document; after damage they may be anything."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        for name in _PARTS:
            value = document.get(name)
            setattr(self, name, value if isinstance(value, str) else None)

    title: str | None
    text: str | None
    dateline: str | None


def headline_in(document: Mapping[str, Any]) -> str:
    """Return the headline of a statement whose fields are `document`."""
    return headline(_Printed(document))


def headlines(
    archive: Archive, told: Sequence[Change], most: int
) -> dict[int, list[str]]:
    """Return for each of `told` the headlines of what it added or removed.

    The keys are the numbers of the changes. Of each there are at most `most`, as they
    were then, in the order of the ids; one that is not known is left out. `told` are
    the newest changes, or the newest of these statements, newest first.
    """
    wanted = {each.number: sorted({*each.added, *each.removed})[:most] for each in told}
    return {
        number: [called[n] for n in wanted[number] if called.get(n)]
        for number, called in _called(archive, told, wanted)
    }


def headlines_of_each(
    archive: Archive, told: Mapping[int, Sequence[Change]]
) -> dict[int, dict[int, str]]:
    """Return for each statement the headline that it had in each change of it.

    `told` are the changes of each, newest first. The inner keys are the numbers of
    the changes; a headline is empty where it is not known.
    """
    wanted: dict[int, list[int]] = {}
    for number, its in told.items():
        for change in its:
            wanted.setdefault(change.number, []).append(number)
    by_number = {each.number: each for its in told.values() for each in its}
    newest_first = [by_number[number] for number in sorted(by_number, reverse=True)]
    found: dict[int, dict[int, str]] = {number: {} for number in told}
    for of_change, called in _called(archive, newest_first, wanted):
        for number in wanted[of_change]:
            found[number][of_change] = called.get(number, "")
    return found


def _called(
    archive: Archive, told: Sequence[Change], wanted: Mapping[int, Sequence[int]]
) -> Iterator[tuple[int, dict[int, str]]]:
    """Yield for each of `told`, newest first, the headlines of those `wanted` of it.

    Each is of the statement as the change left it, or as it found what it removed.
    """
    ids = {number for those in wanted.values() for number in those}
    known = _present(archive, ids)
    for change in told:
        known |= {n: dict(change.removed[n]) for n in ids & change.removed.keys()}
        of_these = [n for n in wanted[change.number] if n in known]
        yield change.number, {n: headline_in(known[n]) for n in of_these}
        for number in known.keys() & change.changed.keys():
            fields = change.changed[number].items()
            known[number] |= {name: old for name, (old, _) in fields}
        for number in known.keys() & change.added.keys() - change.removed.keys():
            del known[number]


def _present(archive: Archive, ids: set[int]) -> dict[int, dict[str, Any]]:
    """Return what headlines are made of, by id, of those of `ids` that are there."""
    there = archive.page(Numbered(tuple(sorted(ids)))).rows if ids else ()
    return {
        one.id: {name: getattr(one, name) for name in _PARTS}
        for one in get(archive, [row.id for row in there])
    }
