"""Renewing an index: what of its pieces is another, once some statements changed.

The blocks of these statements are made anew, or patched. Terms are read from the pieces
that are there, what they say of these blocks is left out, and what they say now put in
its place: so nothing stays of what a statement no longer says. Where the lines of these
blocks are known that the pieces were made of, only leaves are read with a term of which
these say anything else; else all are.
"""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.publish.search.block import SIZE
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
from mediarel.publish.search.packing import PART
from mediarel.publish.search.patching import patch_for
from mediarel.publish.search.script import program, text_of
from mediarel.publish.search.sums import sum_of, sum_of_piece
from mediarel.workers import NO_WORKER

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from mediarel.model.statement import Statement
    from mediarel.publish.search.block import Block
    from mediarel.publish.search.blocks import AddressOf, Organisations
    from mediarel.publish.search.days import Days
    from mediarel.publish.search.patching import Between, Patch
    from mediarel.workers import Worker

    LinesOf = Callable[[int], bytes | None]
    Pieces = Iterator[tuple[str, bytes | None]]


_PART = PART.encode()


class _New(NamedTuple):
    """What is made anew, and the days and the rooms of all statements.

    `was` has the lines of each block that is another, None where they are not known.
    Of the blocks that are `whole` all is made anew, the others have patches, which the
    `worker` was given. Of those `moved` days or rooms are others.
    """

    was: dict[int, bytes | None]
    whole: dict[int, Block]
    patches: dict[int, Patch]
    moved: set[int]
    days: dict[int, Days]
    rooms: dict[int, int]
    worker: Worker

    def blocks(self) -> dict[int, Block]:
        """Return all of the blocks in which there is anything, with their lines."""
        made = self.worker.taken() if self.patches else None
        patched = {
            number: patch.block(lines)
            for (number, patch), lines in zip(
                self.patches.items(), made or repeat(None), strict=False
            )
        }
        return dict(sorted((self.whole | patched).items()))


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
    worker: Worker = NO_WORKER,
) -> Pieces | None:
    """Return what of the pieces in `folder` is another, None where all are to be made.

    `sums` are those of all files in it, by their names, but for the first piece.
    `touched` are the ids of statements that were added, changed or taken away, and
    `between` returns those that the public sees from one id to another, both included,
    in their order; of no other statement may anything have changed, nor its address.
    A piece that is to be deleted has None for its content. All are to be made where
    the pieces are of another version, or not as they were written.

    `before` returns the lines of a block of which the pieces were made, None where
    they are not known. `keep` is given those of the blocks that are others. A `worker`
    patches lines until the first piece is wanted.

    Raises DamagedPieceError, as what it returns does.
    """
    index = _index(folder, sums, version(organisations))
    if index is None:
        return None
    days, rooms = _kept(folder, index, sums)
    others = called(organisations)
    touched_in, rooms_in = _by_block(touched), _by_block(rooms)
    was = {each: before(each) if each in rooms_in else b"" for each in touched_in}
    patches: dict[int, Patch] = {}
    for number, lines in was.items():
        patch = patch_for(
            lines or b"",
            {each: rooms[each] for each in rooms_in.get(number, ())},
            touched_in[number],
            between=between,
            address_of=address_of,
            called=others,
        )
        if patch:
            patches[number] = patch
    if patches:  # at once: nobody takes what it makes while more is given
        worker.give([patch.given() for patch in patches.values()])
    anew = was.keys() - patches.keys()
    moved = {
        number
        for number, patch in patches.items()
        if patch.days.items() - days.items() or patch.rooms.items() - rooms.items()
    }
    for gone in [number for number in days if number // SIZE in anew]:
        del days[gone], rooms[gone]
    whole = dict(blocks(_within(anew, between), address_of, others))
    for made in (whole, patches):
        for each in made.values():
            days.update(each.days)
            rooms.update(each.rooms)
    if width_of(max(days, default=0) // SIZE) != index["width"]:
        return None
    new = _New(was, whole, patches, anew | moved, days, rooms, worker)
    return _pieces(folder, index, sums, new, keep)


def _by_block(ids: Iterable[int]) -> dict[int, set[int]]:
    """Return ids by the numbers of their blocks, which rise."""
    found: dict[int, set[int]] = {}
    for each in sorted(ids):
        found.setdefault(each // SIZE, set()).add(each)
    return found


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
    folder: Path, index: Mapping[str, Any], sums: Mapping[str, str]
) -> tuple[dict[int, Days], dict[int, int]]:
    """Return the days and the rooms in the pieces."""
    days: dict[int, Days] = {}
    rooms: dict[int, int] = {}
    for place in index["days_of"]:
        days.update(days_by_id(held(folder, f"d{place}", sums), SIZE))
        rooms.update(rooms_by_id(held(folder, f"r{place}", sums)))
    return days, {number: rooms[number] for number in days}


def _pieces(
    folder: Path,
    index: Mapping[str, Any],
    sums: Mapping[str, str],
    new: _New,
    keep: Callable[[int, bytes], None],
) -> Pieces:
    """Yield the pieces that are others, in an order in which they may be written.

    A piece is yielded once all that it has was read.
    """
    blocks_now = new.blocks()
    for number, block in blocks_now.items():
        keep(number, block.lines)
    changed = _changed_terms(new.was.values(), blocks_now.values())
    leaves = Leaves(folder, index, sums, {*new.was})
    lines = [block.lines.split(b"\n") for block in blocks_now.values()]
    heads: list[str] = []
    anew = {number for number in new.was if number not in new.patches}
    made = {name: sums[name] for name in cards_beyond(sums, anew)}
    made[LETTERS_TABLES] = sums[LETTERS_TABLES]
    cards = (card_pieces(block.cards) for block in blocks_now.values())
    places = {number // BLOCKS for number in new.moved}
    others = (place for place in index["days_of"] if place not in places)
    made |= {name: sums[name] for place in others for name in names_at(place)}
    days = {n: said for n, said in new.days.items() if n // SIZE // BLOCKS in places}
    for name, content in chain(
        *cards,
        leaves.pieces(changed, lines, heads),
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
