"""Patching a block, where few of its statements changed, without reading the others.

The places of a statement begin behind the room of those before it. As long as the room
of each stays, what the others say is the same.
"""

from __future__ import annotations

from itertools import accumulate, chain
from typing import TYPE_CHECKING, NamedTuple

from mediarel.publish.search.block import PART, ROOM, SIZE, Block, make, plain
from mediarel.publish.search.index import CARDS
from mediarel.publish.search.packing import ALONE, alone, packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from mediarel.model.statement import Statement
    from mediarel.publish.search.blocks import AddressOf
    from mediarel.publish.search.terms import Called

    Between = Callable[[int, int], Iterable[Statement]]
    Said = dict[str, dict[int, list[int]]]
    """By term, field and block: who says it, and at which places; a value has none."""

_MOST = SIZE // 8  # statements: of more, all is made anew


class _Span(NamedTuple):
    """The places of a statement in its block."""

    start: int
    end: int


def patched(  # noqa: PLR0913 - what was, what changed, what is now
    lines: bytes,
    rooms: Mapping[int, int],
    touched: Collection[int],
    *,
    between: Between,
    address_of: AddressOf,
    called: Called,
) -> Block | None:
    """Return a block that had these `lines` and `rooms`; None: it is to be made anew.

    `touched` are its statements that changed. Of the block there are their rooms, days
    and cards alone, and the cards that stand together with theirs.
    """
    if not lines or len(touched) > _MOST:
        return None
    first = sorted({number - number % CARDS for number in touched})
    together = chain.from_iterable(between(one, one + CARDS - 1) for one in first)
    made = {
        one.id: Block(*make(([plain(one, address_of(one))], called)))
        for one in together
    }
    cards = {number: block.cards[number] for number, block in made.items()}
    changed = {number: block for number, block in made.items() if number in touched}
    spans = _spans(rooms, changed) if len(changed) == len(touched) else None
    if spans is None:
        return None
    days = {number: block.days[number] for number, block in changed.items()}
    new = {number: block.rooms[number] for number, block in changed.items()}
    return Block(_lines(lines, changed, spans), new, days, cards)


def _lines(
    lines: bytes, changed: Mapping[int, Block], spans: Mapping[int, _Span]
) -> bytes:
    """Return the `lines` of a block with what the `changed` say, each alone in one."""
    said: Said = {}
    for number, block in sorted(changed.items()):
        _put(said, block.lines, number % SIZE, spans[number].start)
    by_place = {number % SIZE: span for number, span in spans.items()}
    made = [*_others(lines.decode().split("\n"), by_place, said)]
    made += [_line(head, those) for head, those in said.items()]
    return "\n".join(sorted(made)).encode()


def _spans(
    rooms: Mapping[int, int], changed: Mapping[int, Block]
) -> dict[int, _Span] | None:
    """Return where the places of the `changed` are, None where those of others move."""
    now = dict(rooms)
    for number, block in changed.items():
        if now.setdefault(number, block.rooms[number]) != block.rooms[number]:
            return None
    ids = sorted(now)
    if ids[: len(rooms)] != sorted(rooms):
        return None
    ends = accumulate(ROOM * now[number] for number in ids)
    return {
        number: _Span(end - ROOM * now[number], end)
        for number, end in zip(ids, ends, strict=True)
        if number in changed
    }


def _put(said: Said, lines: bytes, number: int, start: int) -> None:
    """Add what a block of one statement says, whose places begin at `start`."""
    for line in lines.decode().split("\n"):
        head, _, at = line.rsplit(PART, 2)
        places = [start + place for place in unpacked(at)]
        said.setdefault(head, {})[number] = places


def _others(
    lines: Iterable[str], changed: Mapping[int, _Span], said: Said
) -> Iterator[str]:
    """Yield what lines say of others, with what is `said` of the same; that goes."""
    single = {alone(number) for number in changed}
    for line in lines:
        head, who, at = line.rsplit(PART, 2)
        if head not in said:
            if who in single:
                continue
            if who[0] == ALONE or changed.keys().isdisjoint(unpacked(who)):
                yield line
                continue
        new = said.pop(head, {})
        numbers = [each for each in unpacked(who) if each not in changed]
        places = [
            place
            for place in unpacked(at)
            if not any(span.start <= place < span.end for span in changed.values())
        ]
        if numbers or new:
            yield _line(head, new, numbers, places)


def _line(
    head: str,
    new: Mapping[int, list[int]],
    numbers: Iterable[int] = (),
    places: Iterable[int] = (),
) -> str:
    """Return the line of a term: who has it, and where; `new` are added to others."""
    who = packed(sorted([*numbers, *new]))
    at = sorted([*places, *(place for those in new.values() for place in those)])
    return f"{head}{PART}{who}{PART}{packed(at) if at else ''}"
