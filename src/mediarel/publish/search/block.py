"""A block of the index: what is made of the statements of 512 ids, on any core.

A block is made from its own statements alone, and so made anew by itself when one of
them changes. Its places are counted through all of its statements: each begins at a
multiple of 64, and has room for its longest field.
"""

from __future__ import annotations

from collections import defaultdict, deque
from itertools import chain, count
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.publish.search.cards import card
from mediarel.publish.search.days import days_of
from mediarel.publish.search.packing import PART, alone, packed
from mediarel.publish.search.terms import GAP, HELD, TEXT, pairs_in, values_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mediarel.model.statement import Statement
    from mediarel.publish.search.days import Days
    from mediarel.publish.search.terms import Called

SIZE = 512  # ids
ROOM = 64  # places: what a statement begins at is a multiple of it
_OF_A_CARD = ("id", "dateline", "language")  # besides its words


class Block(NamedTuple):
    """What a block has.

    lines  each term in a field, with who has it and where: sorted, in UTF-8
    rooms  how many times 64 places each statement takes, by its id
    days   of each statement, by its id
    cards  what is shown of each statement, by its id
    """

    lines: bytes
    rooms: dict[int, int]
    days: dict[int, Days]
    cards: dict[int, str]


def plain(statement: Statement, address: str) -> dict[str, Any]:
    """Return what a block is made of, as plain values for another process."""
    held = {name: getattr(statement, name) for name in (*HELD, *_OF_A_CARD)}
    held["address"], held["shown_date"] = address, statement.date.long()
    held["days"] = days_of(statement.date)
    return held


def make(given: tuple[Sequence[Mapping[str, Any]], Called]) -> tuple[Any, ...]:
    """Return the block of some statements, in the order of their ids."""
    statements, called = given
    where: defaultdict[int, defaultdict[str, list[int]]]
    where = defaultdict(lambda: defaultdict(list))
    whole: defaultdict[str, list[int]] = defaultdict(list)
    owners: list[int] = []  # of each 64 places, whose they are
    rooms: dict[int, int] = {}
    cards: dict[int, str] = {}
    for held in statements:
        number, longest = held["id"], 0
        for field, terms in words_of(held, called):
            longest = max(longest, len(terms))
            _put(where[field], terms, ROOM * len(owners))
        for term in dict.fromkeys(values_of(held)):
            whole[term].append(number % SIZE)
        rooms[number] = longest // ROOM + 1  # one place at least is left free
        owners += [number % SIZE] * rooms[number]
        cards[number] = card(held)
    days = {held["id"]: held["days"] for held in statements}
    block = statements[0]["id"] // SIZE
    lines = chain(
        *(_lines(field, terms, owners, block) for field, terms in where.items()),
        _lines_of_whole(whole, block),
    )
    # The order of letters is that of their bytes.
    return "\n".join(sorted(lines)).encode(), rooms, days, cards


def _put(where: defaultdict[str, list[int]], terms: list[str], start: int) -> None:
    """Add the places of the terms of a field of a statement, from `start` on."""
    # By map and not by a loop, which takes half the time: they are many millions.
    deque(map(list.append, map(where.__getitem__, terms), count(start)), maxlen=0)
    for place, pair in pairs_in(terms):
        where[pair].append(start + place)


def _lines(
    field: int, where: dict[str, list[int]], owners: Sequence[int], block: int
) -> Iterator[str]:
    """Yield the line of each term of a field: who has it, and where."""
    middle = _middle(field, block)
    where.pop(GAP, None)
    for term, places in where.items():
        if len(places) == 1:  # most are
            (place,) = places
            who, at = alone(owners[place // ROOM]), alone(place)
        else:
            numbers = [*dict.fromkeys([owners[place // ROOM] for place in places])]
            who, at = packed(numbers), packed(places)
        yield f"{term}{middle}{who}{PART}{at}"


def _lines_of_whole(who: Mapping[str, Sequence[int]], block: int) -> Iterator[str]:
    """Yield the line of each value that is found as a whole; it has no places."""
    middle = _middle(TEXT, block)
    return (f"{term}{middle}{packed(those)}{PART}" for term, those in who.items())


def _middle(field: int, block: int) -> str:
    return f"{PART}{field}{PART}{block:06x}{PART}"
