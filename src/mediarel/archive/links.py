"""Where links between statements lead: what is translated, what stands in whose place.

A link is a uuid. One that was merged into another statement stands for that one; one
that the archive has not leads nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.index import alike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mediarel.index.protocol import Index
    from mediarel.model.statement import Statement

    Read = Callable[[Sequence[int]], Mapping[int, Statement]]


def ids_of(index: Index, uuids: Iterable[str]) -> dict[str, int]:
    """Return the ids of the statements that `uuids` stand for, by these."""
    wanted = list(dict.fromkeys(uuids))
    found = dict(alike.of_uuids(index, wanted))
    gone = [uuid for uuid in wanted if uuid not in found]
    merged = alike.of_merged(index, gone) if gone else {}
    return {
        uuid: found[uuid] if uuid in found else min(merged[uuid])
        for uuid in wanted
        if uuid in found or uuid in merged
    }


def uuids_of(statement: Statement) -> list[str]:
    """Return what links to `statement` may say: its uuid, those merged into it."""
    return [statement.uuid, *statement.merged]


def original_of(index: Index, read: Read, statement: Statement) -> Statement | str:
    """Return what `statement` is a version of in the end: itself where it is no other.

    Its uuid is returned where the archive has not that statement. Where links lead
    round in a circle, the first recorded counts as the original. `read` returns
    statements by their ids.
    """
    way = {statement.id: statement}
    at = statement
    while at.translation_of:
        number = ids_of(index, [at.translation_of]).get(at.translation_of)
        if number is None:
            return at.translation_of
        if number in way:
            ids = list(way)
            return way[min(ids[ids.index(number) :])]
        at = way[number] = read([number])[number]
    return at


def translations_of(index: Index, statement: Statement) -> list[int]:
    """Return the ids of what says that it is a translation of `statement` itself."""
    found = alike.of_originals(index, uuids_of(statement)).values()
    return sorted({number for ids in found for number in ids} - {statement.id})


def replaced_by(index: Index, statement: Statement) -> list[int]:
    """Return the ids of the statements that stand in the place of `statement`."""
    found = alike.of_listed(index, "replaces", uuids_of(statement)).values()
    return sorted({number for ids in found for number in ids} - {statement.id})


def replaces(index: Index, statement: Statement) -> list[int | str]:
    """Return the ids of what `statement` replaces; the uuid of what is not there."""
    there = ids_of(index, statement.replaces)
    found = (there.get(uuid, uuid) for uuid in statement.replaces)
    return [each for each in dict.fromkeys(found) if each != statement.id]


def all_replaced(index: Index, read: Read, statement: Statement) -> set[int]:
    """Return the ids of all that `statement` replaces, and what these replaced."""
    found: set[int] = set()
    wanted = [statement]
    while wanted:
        uuids = (uuid for each in wanted for uuid in each.replaces)
        new = {*ids_of(index, uuids).values()} - found
        found |= new
        wanted = list(read(sorted(new)).values()) if new else []
    return found
