"""Make a block of the index: the part about the statements of 512 ids.

A block depends on its own statements alone, so other processes can make it. Places are
counted through all of its statements: each statement begins at a multiple of 64, and
has room for its longest field.
"""

from __future__ import annotations

from collections import defaultdict, deque
from itertools import chain, count
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.edtf import Interval
from mediarel.publish.search.packing import PART, alone, number_in_letters, packed
from mediarel.publish.search.script import quoted
from mediarel.publish.search.terms import GAP, TEXT, pairs_in, values_of, words_of
from mediarel.release.headline import after_dateline, title_of
from mediarel.text.lines import spaced_once
from mediarel.text.tokens import break_before

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mediarel.dates.edtf import KeptDate
    from mediarel.model.statement import Statement
    from mediarel.publish.search.terms import Called

    # The code of a date; without a code its first day, its last and its earliest.
    Days = str | tuple[str, str, str]

SIZE = 512  # ids
ROOM = 64  # places: each statement begins at a multiple of it
DAYS = 3  # letters of a code
_BEFORE, _LAST = 1800, 2429  # the years between have codes
_OF_A_YEAR, _OF_A_MONTH = 13 * 32, 32
_LONGEST_HEADLINE = 200  # letters
_LONGEST_START = 160


class Block(NamedTuple):
    """A block of the index.

    lines  each term in a field, with its statements and places: sorted, in UTF-8
    rooms  how many times 64 places each statement takes, by its id
    days   the days of each statement, by its id
    cards  the entry of each statement in a list of hits, by its id
    """

    lines: bytes
    rooms: dict[int, int]
    days: dict[int, Days]
    cards: dict[int, str]


def block_of(statements: Sequence[tuple[Statement, str]], called: Called) -> Block:
    """Return the block of some statements, in the order of their ids.

    With each statement comes the address of its page, as the page of the search links
    to it: `../2012/07/16/slug-3/index.html`.
    """
    where: defaultdict[int, defaultdict[str, list[int]]]
    where = defaultdict(lambda: defaultdict(list))
    whole: defaultdict[str, list[int]] = defaultdict(list)
    owners: list[int] = []  # the statement at each 64 places
    rooms: dict[int, int] = {}
    for one, _ in statements:
        longest = 0
        for field, terms in words_of(one, called):
            longest = max(longest, len(terms))
            _put(where[field], terms, ROOM * len(owners))
        for term in dict.fromkeys(values_of(one)):
            whole[term].append(one.id % SIZE)
        rooms[one.id] = longest // ROOM + 1  # at least one place is left free
        owners += [one.id % SIZE] * rooms[one.id]
    block = statements[0][0].id // SIZE
    lines = chain(
        *(_lines(field, terms, owners, block) for field, terms in where.items()),
        _lines_of_whole(whole, block),
    )
    days = {one.id: _days_of(one.date) for one, _ in statements}
    cards = {one.id: _card(one, address, days[one.id]) for one, address in statements}
    # The order of letters is that of their bytes.
    return Block("\n".join(sorted(lines)).encode(), rooms, days, cards)


def _put(where: defaultdict[str, list[int]], terms: list[str], start: int) -> None:
    """Add the places of the terms of a field of a statement, from `start` on."""
    # By map and not by a loop, which takes half the time: they are many millions.
    deque(map(list.append, map(where.__getitem__, terms), count(start)), maxlen=0)
    for place, pair in pairs_in(terms):
        where[pair].append(start + place)


def _lines(
    field: int, where: dict[str, list[int]], owners: Sequence[int], block: int
) -> Iterator[str]:
    """Yield the line of each term of a field: its statements, and its places."""
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


def _days_of(date: KeptDate) -> Days:
    """Return the days of a statement with this `date`."""
    if isinstance(date, Interval):
        return date.first, date.last, date.days[0] or ""
    if not _BEFORE < date.year <= _LAST:
        return date.first, date.last, date.first
    code = (date.year - _BEFORE) * _OF_A_YEAR + (date.month or 0) * _OF_A_MONTH
    return number_in_letters(code + (date.day or 0), DAYS)


def _card(one: Statement, address: str, days: Days) -> str:
    """Return the entry of a statement in a list of hits, as an array of JavaScript.

    It has the id, the address of the page, headline, date, program, language, the
    beginning of the text, and the days, which sort a few hits without loading all days.
    """
    headline = title_of(one)
    text = (one.text or "")[after_dateline(one) :]
    begin = spaced_once(text[: 4 * (_LONGEST_HEADLINE + _LONGEST_START)])
    if not one.title and begin.startswith(headline):
        begin = begin[len(headline) :].lstrip()
    parts = (
        one.id,
        address,
        _cut(headline, _LONGEST_HEADLINE),
        one.date.long(),
        one.program,
        one.language,
        _cut(begin, _LONGEST_START),
        days,
    )
    return quoted(parts)


def _cut(text: str, longest: int) -> str:
    """Return the beginning of `text` that is shown."""
    if len(text) <= longest:
        return text
    return f"{text[: break_before(text[: 2 * longest], longest)].rstrip()} …"
