"""A block of the index: what is made of the statements of 512 ids, on any core.

A block is made from its own statements alone, and so made anew by itself when one of
them changes. Its places are counted through all of its statements: each begins at a
multiple of 64, and has room for its longest field.
"""

from __future__ import annotations

from collections import defaultdict, deque
from itertools import count, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.publish.search.cards import card
from mediarel.publish.search.days import days_of
from mediarel.publish.search.packing import packed
from mediarel.publish.search.terms import GAP, HELD, TEXT, pairs_in, values_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mediarel.model.statement import Statement
    from mediarel.publish.search.days import Days
    from mediarel.publish.search.terms import Called

SIZE = 512  # ids
ROOM = 64  # places: what a statement begins at is a multiple of it
_OF_A_CARD = ("id", "dateline", "language")  # besides its words
# What is between the parts of a line; no term holds it.
PART = "\0"


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
    who: defaultdict[int, defaultdict[str, list[int]]]
    who = defaultdict(lambda: defaultdict(list))
    where: defaultdict[int, defaultdict[str, list[int]]]
    where = defaultdict(lambda: defaultdict(list))
    rooms: dict[int, int] = {}
    cards: dict[int, str] = {}
    start = 0
    for held in statements:
        number, longest = held["id"], 0
        for field, terms in words_of(held, called):
            longest = max(longest, len(terms))
            _put(who[field], where[field], terms, number % SIZE, start)
        for term in dict.fromkeys(values_of(held)):
            who[TEXT][term].append(number % SIZE)
        rooms[number] = longest // ROOM + 1  # one place at least is left free
        start += ROOM * rooms[number]
        cards[number] = card(held)
    days = {held["id"]: held["days"] for held in statements}
    return _lines(who, where, statements[0]["id"] // SIZE), rooms, days, cards


def _put(
    who: defaultdict[str, list[int]],
    where: defaultdict[str, list[int]],
    terms: list[str],
    local: int,
    start: int,
) -> None:
    """Add the terms of a field of a statement, which has the number `local`."""
    # By map and not by a loop, which takes half the time: they are many millions.
    _run(map(list.append, map(where.__getitem__, terms), count(start)))
    pairs = set()
    for place, pair in pairs_in(terms):
        where[pair].append(start + place)
        pairs.add(pair)
    _run(map(list.append, map(who.__getitem__, pairs.union(terms)), repeat(local)))


def _run(calls: Iterable[object]) -> None:
    deque(calls, maxlen=0)


def _lines(
    who: Mapping[int, Mapping[str, list[int]]],
    where: Mapping[int, Mapping[str, list[int]]],
    block: int,
) -> bytes:
    lines = []
    for field, terms in who.items():
        middle, places = f"{PART}{field}{PART}{block:06x}{PART}", where[field]
        for term, numbers in terms.items():
            if term != GAP:
                at = packed(places[term]) if term in places else ""
                lines.append(f"{term}{middle}{packed(numbers)}{PART}{at}".encode())
    return b"\n".join(sorted(lines))
