"""Renewing an index: what of its pieces is another, once some statements changed.

The blocks of these statements are made anew. All terms are read from the pieces that
are there, what they say of these blocks is left out, and what they say now put in its
place: so nothing stays of what a statement no longer says.
"""

from __future__ import annotations

from heapq import merge
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.publish.search.block import SIZE
from mediarel.publish.search.blocks import blocks, called, terms_of
from mediarel.publish.search.days import days_by_id
from mediarel.publish.search.index import (
    INDEX,
    card_pieces,
    cards_beyond,
    fixed_pieces,
    index_piece,
    pieces_of_blocks,
    rooms_by_id,
    version,
    width_of,
)
from mediarel.publish.search.leaves import (
    FOLDER,
    IN_A_GROUP,
    NONE,
    Term,
    Unit,
    name_of,
    parted,
    term_pieces,
    with_shared,
)
from mediarel.publish.search.script import text_of
from mediarel.publish.search.sums import sum_of, sum_of_piece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from mediarel.model.statement import Statement
    from mediarel.publish.search.block import Block
    from mediarel.publish.search.blocks import AddressOf, Organisations
    from mediarel.publish.search.days import Days
    from mediarel.publish.search.leaves import Part

    Between = Callable[[int, int], Iterable[Statement]]
    Pieces = Iterator[tuple[str, bytes | None]]


class _New(NamedTuple):
    """The blocks that are made anew, and the days and the rooms of all statements."""

    numbers: set[int]
    blocks: list[Block]
    days: dict[int, Days]
    rooms: dict[int, int]


def renewed(  # noqa: PLR0913 - what is there, what changed, what is now
    folder: Path,
    sums: Mapping[str, str],
    touched: Iterable[int],
    between: Between,
    address_of: AddressOf,
    *,
    organisations: Organisations = (),
) -> Pieces | None:
    """Return what of the pieces in `folder` is another, None where all are to be made.

    `sums` are those of all files in it, by their names, but for the first piece.
    `touched` are the ids of statements that were added, changed or taken away, and
    `between` returns those that the public sees from one id to another, both included,
    in their order; of no other statement may anything have changed, nor its address.
    A piece that is to be deleted has None for its content. All are to be made where
    the pieces are of another version, or not as they were written.
    """
    index = _index(folder, sums, version(organisations))
    if index is None:
        return None
    numbers = sorted({number // SIZE for number in touched})
    statements = chain.from_iterable(
        between(number * SIZE, number * SIZE + SIZE - 1) for number in numbers
    )
    made = [block for _, block in blocks(statements, address_of, called(organisations))]
    new = _New(set(numbers), made, *_kept(folder, index, set(numbers)))
    for block in made:
        new.days.update(block.days)
        new.rooms.update(block.rooms)
    if width_of(max(new.days, default=0) // SIZE) != index["width"]:
        return None
    return _pieces(folder, index, sums, new)


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
    folder: Path, index: Mapping[str, Any], without: set[int]
) -> tuple[dict[int, Days], dict[int, int]]:
    """Return the days and the rooms in the pieces, without those of some blocks."""
    days: dict[int, Days] = {}
    rooms: dict[int, int] = {}
    for place in index["days_of"]:
        days.update(days_by_id(_held(folder, f"d{place}"), SIZE))
        rooms.update(rooms_by_id(_held(folder, f"r{place}")))
    of_kept = [number for number in days if number // SIZE not in without]
    return (
        {number: days[number] for number in of_kept},
        {number: rooms[number] for number in of_kept},
    )


def _held(folder: Path, name: str) -> Any:  # noqa: ANN401 - what a piece holds
    return text_of((folder / FOLDER / f"{name}.js").read_bytes())


def _pieces(
    folder: Path,
    index: Mapping[str, Any],
    sums: Mapping[str, str],
    new: _New,
) -> Pieces:
    """Yield the pieces that are others, in an order in which they may be written.

    A piece is yielded once all that it has was read.
    """
    heads: list[str] = []
    kept = _kept_terms(folder, index, new.numbers)
    terms = _merged(kept, terms_of([block.lines for block in new.blocks]))
    kept_cards = cards_beyond(sums, new.numbers)
    made = {name: sums[name] for name in kept_cards}
    cards = (card_pieces(block.cards) for block in new.blocks)
    for name, content in chain(
        *cards,
        term_pieces(terms, index["width"], heads),
        pieces_of_blocks(new.days, new.rooms),
        fixed_pieces(),
    ):
        made[name] = sum_of_piece(content)
        if made[name] != sums.get(name):
            yield name, content
    yield from ((name, None) for name in sorted(sums.keys() - made.keys()))
    content = index_piece(heads, new.days, made, index["version"])
    if content != (folder / INDEX).read_bytes():
        yield INDEX, content


def _merged(kept: Iterable[Term], new: Iterable[Term]) -> Iterator[Term]:
    """Yield the terms of both in their order, each once, without those of no units."""
    whole = merge(kept, new, key=lambda each: each.term.encode())
    for term, those in groupby(whole, lambda each: each.term):
        units = [unit for each in those for unit in each.units]
        if units:
            yield Term(term, sorted(units))


def _kept_terms(
    folder: Path, index: Mapping[str, Any], without: set[int]
) -> Iterator[Term]:
    """Yield the terms in the pieces, without what they say of some blocks."""
    width = index["width"]
    heads = with_shared(index["heads"].split(";")) if index["heads"] else []
    for head in heads:
        name = name_of(head)
        ends, entries = _held(folder, f"t{name}").split("|", 1)
        split = [entry.split(":") for entry in entries.split(";")]
        terms = with_shared(written for written, _ in split)
        places = _in_groups(folder, name, ends.count(",") + bool(ends) + 1)
        for number, (_, said) in enumerate(split):
            term, where, numbers = terms[number], said[0], list(parted(said[1:], width))
            if where == IN_A_GROUP:
                at = list(parted(places[number], width))
            elif where == NONE:
                at = []
            else:
                at = _own(folder, term, int(where), numbers, width)
            yield Term(term, _units(numbers, at, without))


def _in_groups(folder: Path, name: str, count: int) -> list[str]:
    """Return the places of the terms of a leaf, "" for those not in its groups."""
    places: list[str] = []
    for number in range(count):
        places += _held(folder, f"g{name}-{number}").split(";")
    return places


def _own(
    folder: Path, term: str, bits: int, numbers: Iterable[Part], width: int
) -> list[Part]:
    """Return the places of a term that has pieces of its own."""
    name = name_of(term)
    those = sorted({block >> bits for _, block, _ in numbers})
    return [
        part
        for number in those
        for part in parted(_held(folder, f"w{name}-{number}"), width)
    ]


def _units(
    numbers: Iterable[Part], places: Iterable[Part], without: set[int]
) -> list[Unit]:
    where = {(field, block): said for field, block, said in places}
    return [
        Unit(field, block, said, where.get((field, block), ""))
        for field, block, said in numbers
        if block not in without
    ]
