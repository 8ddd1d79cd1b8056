"""Patching a block, where few of its statements changed, without reading the others.

The places of a statement begin behind the room of those before it. As long as the room
of each stays, what the others say is the same.
"""

from __future__ import annotations

from itertools import accumulate, chain
from typing import TYPE_CHECKING, NamedTuple

from mediarel.publish.search import patched_lines
from mediarel.publish.search.block import ROOM, SIZE, Block, make, plain
from mediarel.publish.search.index import CARDS
from mediarel.publish.search.patched_lines import Changed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from mediarel.model.statement import Statement
    from mediarel.publish.search.blocks import AddressOf
    from mediarel.publish.search.days import Days
    from mediarel.publish.search.patched_lines import Given
    from mediarel.publish.search.terms import Called

    Between = Callable[[int, int], Iterable[Statement]]

TASK = "mediarel.publish.search.patched_lines"
_MOST = SIZE // 8  # statements: of more, all is made anew


class Patch(NamedTuple):
    """What is another in a block whose lines were these.

    `rooms` and `days` are those of the statements that changed; `cards` theirs, and
    those that stand together with them.
    """

    lines: bytes
    changed: Sequence[Changed]
    rooms: dict[int, int]
    days: dict[int, Days]
    cards: dict[int, str]

    def given(self) -> tuple[bytes, list[Given]]:
        """Return what the lines are made of, as plain values."""
        return self.lines, [(*each,) for each in self.changed]

    def block(self, lines: bytes | None) -> Block:
        """Return the block with the lines that a worker made; None: they are made."""
        made = patched_lines.patched(*self.given()) if lines is None else lines
        return Block(made, self.rooms, self.days, self.cards)


def patch_for(  # noqa: PLR0913 - what was, what changed, what is now
    lines: bytes,
    rooms: Mapping[int, int],
    touched: Collection[int],
    *,
    between: Between,
    address_of: AddressOf,
    called: Called,
) -> Patch | None:
    """Return the patch of a block that had these `lines` and `rooms`.

    `touched` are its statements that changed. None is where all is to be made anew.
    """
    if not lines or len(touched) > _MOST:
        return None
    first = sorted({number - number % CARDS for number in touched})
    together = chain.from_iterable(between(one, one + CARDS - 1) for one in first)
    made = {
        one.id: Block(*make(([plain(one, address_of(one))], called)))
        for one in together
    }
    there = {number: block for number, block in made.items() if number in touched}
    new = {number: block.rooms[number] for number, block in there.items()}
    starts = _starts(rooms, new) if len(there) == len(touched) else None
    if starts is None:
        return None
    changed = [
        Changed(number % SIZE, start, start + ROOM * new[number], there[number].lines)
        for number, start in starts.items()
    ]
    days = {number: block.days[number] for number, block in there.items()}
    cards = {number: block.cards[number] for number, block in made.items()}
    return Patch(lines, changed, new, days, cards)


def _starts(rooms: Mapping[int, int], new: Mapping[int, int]) -> dict[int, int] | None:
    """Return where the places of each begin that has a `new` room; None: others move.

    They move where its room was another, or where it was not there and others are
    behind it.
    """
    now = {**new, **rooms}
    if any(now[number] != room for number, room in new.items()):
        return None
    ids = sorted(now)
    if ids[: len(rooms)] != sorted(rooms):
        return None
    starts = accumulate((ROOM * now[number] for number in ids), initial=0)
    return {
        number: start
        for number, start in zip(ids, starts, strict=False)
        if number in new
    }
