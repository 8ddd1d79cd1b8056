"""Which statements are the same release: an original, its translations, theirs.

The table `release` says that of each statement that shares one with others. It is
written when statements change, so that who counts need not follow the links.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Container, Iterable, Iterator, Mapping

_MANY = 1000  # statements that change, of which following each link takes longer
_LOT = 500  # marks in a query: SQLite takes 32,766 at most

_MERGED = "name JOIN listed ON listed.name = number WHERE field = 'merged'"
# The id of what each translation is one of, else its uuid. A uuid that was merged
# into another statement stands for that one.
_LINKS = f"""
SELECT translation.id, coalesce(
    (SELECT min(id) FROM statement WHERE uuid = original),
    (SELECT min(listed.id) FROM {_MERGED} AND shown = original),
    original
) FROM translation
"""  # noqa: S608 - the same
# The ids of statements that a uuid leads to, and the uuids that lead to a statement.
_IDS = (
    "SELECT id FROM statement WHERE uuid IN ({})",
    "SELECT id FROM translation WHERE original IN ({})",
    f"SELECT id FROM {_MERGED} AND shown IN ({{}})",  # noqa: S608 - our own words
)
_UUIDS = (
    "SELECT uuid FROM statement WHERE id IN ({})",
    "SELECT original FROM translation WHERE id IN ({})",
    f"SELECT shown FROM {_MERGED} AND id IN ({{}})",  # noqa: S608 - the same
)


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


@contextmanager
def linked_anew(
    connection: sqlite3.Connection, changed: Collection[int]
) -> Iterator[None]:
    """Have the table say what is so after statements of these ids have `changed`."""
    if len(changed) > _MANY:
        yield
        link_all(connection)
        return
    before = _found(connection, _UUIDS, changed)
    yield
    after = _found(connection, _UUIDS, changed)
    ids = _reached(connection, before | after)
    _put(connection, ids.union(changed), _links_of(connection, ids))


def link_all(connection: sqlite3.Connection) -> None:
    """Fill the table from all links."""
    connection.execute("DELETE FROM release")
    _put(connection, (), (Link(*row) for row in connection.execute(_LINKS)))


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


def _reached(connection: sqlite3.Connection, uuids: set[str]) -> set[int]:
    """Return the ids of all statements that are linked with any of `uuids`."""
    ids: set[int] = set()
    seen: set[str] = set()
    while uuids:
        seen |= uuids
        new = _found(connection, _IDS, uuids) - ids
        ids |= new
        uuids = _found(connection, _UUIDS, new) - seen
    return ids


def _found(
    connection: sqlite3.Connection, queries: Iterable[str], wanted: Iterable[int | str]
) -> set[Any]:
    """Return what each of `queries` selects of what is `wanted`."""
    return {
        value
        for some in _lots(wanted)
        for query in queries
        for (value,) in connection.execute(
            query.format(", ".join("?" * len(some))), some
        )
    }


def _links_of(connection: sqlite3.Connection, ids: set[int]) -> Iterator[Link]:
    for some in _lots(ids):
        marks = ", ".join("?" * len(some))
        query = f"{_LINKS} WHERE translation.id IN ({marks})"
        yield from (Link(*row) for row in connection.execute(query, some))


def _put(
    connection: sqlite3.Connection, ids: Iterable[int], links: Iterable[Link]
) -> None:
    """Write the releases that `links` make, in the place of the rows of `ids`."""
    releases: defaultdict[int | str, list[tuple[int, int]]] = defaultdict(list)
    for number, (original, steps) in places(links).items():
        releases[original].append((steps, number))
    run = connection.executemany
    run("DELETE FROM release WHERE id = ?", [(number,) for number in ids])
    run(
        "INSERT INTO release VALUES (?, ?, ?)",
        (
            (number, min(them)[1], steps)
            for them in releases.values()
            if len(them) > 1
            for steps, number in them
        ),
    )


def _lots(wanted: Iterable[int | str]) -> Iterator[list[int | str]]:
    rest = list(wanted)
    for start in range(0, len(rest), _LOT):
        yield rest[start : start + _LOT]
