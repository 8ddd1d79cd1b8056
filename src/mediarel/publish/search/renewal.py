"""Renewing an index: what of its pieces is another, once some statements changed.

The blocks of these statements are made anew, or patched. Terms are read from the pieces
that are there, what they say of these blocks is left out, and what they say now put in
its place: so nothing stays of what a statement no longer says. Where the lines of these
blocks are known that the pieces were made of, only leaves are read with a term of which
these say anything else; else all are.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.publish.search.block import PART, SIZE
from mediarel.publish.search.blocks import blocks, called
from mediarel.publish.search.days import days_by_id
from mediarel.publish.search.index import (
    BLOCKS,
    INDEX,
    LETTERS_TABLES,
    SCRIPT,
    card_pieces,
    cards_beyond,
    index_piece,
    names_at,
    pieces_of_blocks,
    rooms_by_id,
    version,
    width_of,
)
from mediarel.publish.search.kept import Leaves, held
from mediarel.publish.search.patching import patched
from mediarel.publish.search.script import program, text_of
from mediarel.publish.search.sums import sum_of, sum_of_piece

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from mediarel.model.statement import Statement
    from mediarel.publish.search.block import Block
    from mediarel.publish.search.blocks import AddressOf, Organisations
    from mediarel.publish.search.days import Days
    from mediarel.publish.search.patching import Between

    LinesOf = Callable[[int], bytes | None]
    Pieces = Iterator[tuple[str, bytes | None]]


_PART = PART.encode()


class _New(NamedTuple):
    """What is made anew, and the days and the rooms of all statements.

    `numbers` are those of the blocks, also of one in which there is nothing now. Those
    that are `whole` are not patched, and of those `moved` days or rooms are others.
    `changed` are the terms of which anything else is said, None if that is not known.
    """

    numbers: set[int]
    whole: set[int]
    moved: set[int]
    blocks: dict[int, Block]
    days: dict[int, Days]
    rooms: dict[int, int]
    changed: set[str] | None


def renewed(  # noqa: PLR0913 - what is there, what changed, what is now
    folder: Path,
    sums: Mapping[str, str],
    touched: Collection[int],
    between: Between,
    address_of: AddressOf,
    *,
    organisations: Organisations = (),
    before: LinesOf = lambda _: None,
    keep: Callable[[int, bytes], None] = lambda *_: None,
) -> Pieces | None:
    """Return what of the pieces in `folder` is another, None where all are to be made.

    `sums` are those of all files in it, by their names, but for the first piece.
    `touched` are the ids of statements that were added, changed or taken away, and
    `between` returns those that the public sees from one id to another, both included,
    in their order; of no other statement may anything have changed, nor its address.
    A piece that is to be deleted has None for its content. All are to be made where
    the pieces are of another version, or not as they were written.

    `before` returns the lines of a block of which the pieces were made, None where
    they are not known. `keep` is given those of the blocks that are others.
    """
    index = _index(folder, sums, version(organisations))
    if index is None:
        return None
    days, rooms = _kept(folder, index)
    others = called(organisations)
    numbers = sorted({number // SIZE for number in touched})
    there = {number // SIZE for number in days}
    was = {each: before(each) if each in there else b"" for each in numbers}
    made: dict[int, Block] = {}
    for number, lines in was.items():
        block = patched(
            lines or b"",
            {each: room for each, room in rooms.items() if each // SIZE == number},
            {each for each in touched if each // SIZE == number},
            between=between,
            address_of=address_of,
            called=others,
        )
        if block:
            made[number] = block
    whole = {*numbers} - made.keys()
    moved = whole | {
        number
        for number, block in made.items()
        if block.days.items() - days.items() or block.rooms.items() - rooms.items()
    }
    for gone in [number for number in days if number // SIZE in whole]:
        del days[gone], rooms[gone]
    made.update(blocks(_within(whole, between), address_of, others))
    for number, block in sorted(made.items()):
        keep(number, block.lines)
        days.update(block.days)
        rooms.update(block.rooms)
    if width_of(max(days, default=0) // SIZE) != index["width"]:
        return None
    changed = _changed_terms(was.values(), made.values())
    new = _New({*numbers}, whole, moved, made, days, rooms, changed)
    return _pieces(folder, index, sums, new)


def _within(numbers: Iterable[int], between: Between) -> Iterator[Statement]:
    """Return all statements of the blocks of these `numbers`."""
    return chain.from_iterable(
        between(number * SIZE, number * SIZE + SIZE - 1) for number in sorted(numbers)
    )


def _index(
    folder: Path, sums: Mapping[str, str], version: str
) -> dict[str, Any] | None:
    """Return what the first piece holds, None where the pieces are not as written."""
    try:
        held: Any = text_of((folder / INDEX).read_bytes())
        said = held.pop("sum")
        is_it = held["version"] == version and said == sum_of(sums, held)
    except (OSError, ValueError, LookupError, AttributeError, TypeError):
        return None
    return held if is_it else None


def _kept(
    folder: Path, index: Mapping[str, Any]
) -> tuple[dict[int, Days], dict[int, int]]:
    """Return the days and the rooms in the pieces."""
    days: dict[int, Days] = {}
    rooms: dict[int, int] = {}
    for place in index["days_of"]:
        days.update(days_by_id(held(folder, f"d{place}"), SIZE))
        rooms.update(rooms_by_id(held(folder, f"r{place}")))
    return days, {number: rooms[number] for number in days}


def _pieces(
    folder: Path,
    index: Mapping[str, Any],
    sums: Mapping[str, str],
    new: _New,
) -> Pieces:
    """Yield the pieces that are others, in an order in which they may be written.

    A piece is yielded once all that it has was read.
    """
    leaves = Leaves(folder, index, new.numbers)
    lines = [block.lines.split(b"\n") for block in new.blocks.values()]
    heads: list[str] = []
    made = {name: sums[name] for name in cards_beyond(sums, new.whole)}
    made[LETTERS_TABLES] = sums[LETTERS_TABLES]
    cards = (card_pieces(block.cards) for block in new.blocks.values())
    places = {number // BLOCKS for number in new.moved}
    others = (place for place in index["days_of"] if place not in places)
    made |= {name: sums[name] for place in others for name in names_at(place)}
    days = {n: said for n, said in new.days.items() if n // SIZE // BLOCKS in places}
    for name, content in chain(
        *cards,
        leaves.pieces(new.changed, lines, heads),
        pieces_of_blocks(days, new.rooms),
        [(SCRIPT, program())],
    ):
        made[name] = sum_of_piece(content)
        if made[name] != sums.get(name):
            yield name, content
    for name in leaves.unread(sums):
        made.setdefault(name, sums[name])
    yield from ((name, None) for name in sorted(sums.keys() - made.keys()))
    content = index_piece(heads, new.days, made, index["version"])
    if content != (folder / INDEX).read_bytes():
        yield INDEX, content


def _changed_terms(
    was: Iterable[bytes | None], now: Iterable[Block]
) -> set[str] | None:
    """Return the terms of which anything else is said than in the lines that were.

    None is where these are not known.
    """
    before: set[bytes] = set()
    for lines in was:
        if lines is None:
            return None
        before.update(lines.split(b"\n"))
    after = chain.from_iterable(block.lines.split(b"\n") for block in now)
    changed = before.symmetric_difference(after) - {b""}
    return {line.partition(_PART)[0].decode() for line in changed}
