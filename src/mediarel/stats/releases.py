"""Which statements are the same release: an original, its translations, theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    return {number: _place(number, above) for number in known}


def _place(number: int, above: dict[int, int | str]) -> Place:
    way: list[int] = []
    at: int | str = number
    while isinstance(at, int) and at in above and at not in way:
        way.append(at)
        at = above[at]
    if at in way:
        circle = [each for each in way[way.index(at) :] if isinstance(each, int)]
        first = min(circle)
        steps = way.index(first) if number not in circle else int(number != first)
        return Place(first, steps)
    return Place(at, len(way))
