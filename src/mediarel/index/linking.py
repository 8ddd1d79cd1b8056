"""Which statements are the same release: an original, its translations, theirs.

The table `release` says that of each statement that shares one with others. It is
written when statements change, so that who counts need not follow the links.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from mediarel.index.documents import Execute

_LOT = 500  # marks in a query: SQLite takes 32,766 at most

_MERGED = "name JOIN listed ON listed.name = number WHERE field = 'merged'"
# The id of what each translation is one of, and its uuid. A uuid that was merged
# into another statement stands for that one.
_LINKS = f"""
SELECT translation.id,
    (SELECT min(id) FROM statement WHERE uuid = original),
    (SELECT min(listed.id) FROM {_MERGED} AND shown = original),
    original
FROM translation
"""  # noqa: S608 - the same


class Link(NamedTuple):
    """What the statement `id` is a translation of: an id, else a uuid."""

    id: int
    original: int | str


class Place(NamedTuple):
    """Where a statement stands in its release.

    `original` is the id of the first of all, its uuid where the archive has it not;
    `steps` is how many translations are between.
    """

    original: int | str
    steps: int


def link_all(execute: Execute) -> None:
    """Have the table say what all links do; what is right in it stays.

    `execute` runs SQL with its parameters, of which each mark is a `?`.
    """
    there = {
        tuple(row) for row in execute("SELECT id, counted, steps FROM release", ())
    }
    wanted = set(all_rows(execute))
    for some in _lots(sorted(number for number, *_ in there - wanted)):
        execute(f"DELETE FROM release WHERE id IN ({_marks(some)})", some)  # noqa: S608 - question marks
    for some in _lots(sorted(wanted - there)):
        values = ", ".join(["(?, ?, ?)"] * len(some))
        execute(
            f"INSERT INTO release VALUES {values}",  # noqa: S608 - the same
            [value for row in some for value in row],
        )


def all_rows(execute: Execute) -> list[tuple[int, int, int]]:
    """Return what the table should hold, by all links."""
    return _rows(_link(*row) for row in execute(_LINKS, ()))


def _link(number: int, of_uuid: int | None, merged: int | None, uuid: str) -> Link:
    """Return the link of a translation: to the statement of its uuid, if there is."""
    if of_uuid is not None:
        return Link(number, of_uuid)
    return Link(number, uuid if merged is None else merged)


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


def _rows(links: Iterable[Link]) -> list[tuple[int, int, int]]:
    """Return the releases that `links` make: a statement, its first one, the steps."""
    releases: defaultdict[int | str, list[tuple[int, int]]] = defaultdict(list)
    for number, (original, steps) in places(links).items():
        releases[original].append((steps, number))
    return [
        (number, min(them)[1], steps)
        for them in releases.values()
        if len(them) > 1
        for steps, number in them
    ]


def _lots(wanted: Iterable[Any]) -> Iterator[list[Any]]:
    rest = list(wanted)
    for start in range(0, len(rest), _LOT):
        yield rest[start : start + _LOT]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
