"""Which statements are the same release: an original, its translations, theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from mediarel.index.tallies import Link


class Place(NamedTuple):
    """Where a statement stands in its release.

    `original` is the id of the first of all, its uuid where the archive has it not;
    `steps` is how many translations are between.
    """

    original: int | str
    steps: int


def places(links: Iterable[Link]) -> dict[int, Place]:
    """Return the places of all statements that `links` lead from or to.

    Where they lead round in a circle, the first recorded counts as the original.
    """
    above = {link.id: link.original for link in links}
    known = {*above, *(each for each in above.values() if isinstance(each, int))}
    found: dict[int, Place] = {}
    for number in known:
        way, end = _way(number, above, found)
        if end in way:
            circle = way[way.index(end) :]
            del above[min(circle)]
            way, end = _way(number, above, found)
        last = found[end] if isinstance(end, int) and end in found else Place(end, 0)
        if isinstance(end, int):
            found[end] = last
        for steps, each in enumerate(reversed(way), last.steps + 1):
            found[each] = Place(last.original, steps)
    return found


def _way(
    number: int, above: Mapping[int, int | str], found: Container[int | str]
) -> tuple[list[int], int | str]:
    """Return what leads up from `number`, and where that ends.

    That is at what is `found` already, what leads nowhere, or what is on the way.
    """
    way: dict[int, None] = {}
    at: int | str = number
    while isinstance(at, int) and at in above and at not in found and at not in way:
        way[at] = None
        at = above[at]
    return list(way), at
