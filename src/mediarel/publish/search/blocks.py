"""The blocks of an index, made of a stream of statements on all cores."""

from __future__ import annotations

from contextlib import closing
from gzip import GzipFile, compress
from heapq import merge
from io import BytesIO
from itertools import chain, groupby
from typing import TYPE_CHECKING

from mediarel.publish.search.block import SIZE, Block, make, plain
from mediarel.publish.search.leaves import Term, Unit
from mediarel.publish.search.packing import PART
from mediarel.text.folding import folded_name
from mediarel.workers import made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mediarel.model.statement import Statement
    from mediarel.publish.search.terms import Called

    AddressOf = Callable[[Statement], str]
    Organisations = Sequence[Sequence[str]]

_TASK = "mediarel.publish.search.block"
_MANY = 4  # blocks, from which on starting processes pays
_PART = PART.encode()
_AS_THEY_ARE = 32  # blocks
_COMPRESSED = b"\x1f\x8b"


def called(organisations: Organisations) -> Called:
    """Return the other names of an organisation for each of its names, folded."""
    return {
        folded_name(name): [other for other in names if other != name]
        for names in organisations
        for name in names
    }


def blocks(
    statements: Iterable[Statement], address_of: AddressOf, others: Called
) -> Iterator[tuple[int, Block]]:
    """Yield number and content of each block of `statements`, by their ids."""
    lots = (
        [plain(statement, address_of(statement)) for statement in some]
        for _, some in groupby(statements, lambda statement: statement.id // SIZE)
    )
    first = [lot for _, lot in zip(range(_MANY), lots, strict=False)]
    remaining = chain(first, lots)
    if len(first) < _MANY:
        by_workers = ((lot, None) for lot in remaining)
    else:
        by_workers = made(_TASK, remaining, lambda lot: (lot, others))
    with closing(by_workers):
        for lot, done in by_workers:
            # Where a worker failed, it is made here, and the error raised here.
            yield lot[0]["id"] // SIZE, Block(*(done or make((lot, others))))


def terms_of(lines: Sequence[bytes]) -> Iterator[Term]:
    """Yield the terms of blocks in their order, from the lines of each."""
    whole = merge(*(_lines(each) for each in lines))
    for term, those in groupby(whole, lambda line: line[0]):
        yield Term(term.decode(), [_unit(line) for line in those])


def kept(lines: bytes, number: int) -> bytes:
    """Return the lines of a block as they wait for others, which is the `number`-th.

    Of very many, each takes half the room.
    """
    return lines if number < _AS_THEY_ARE else compress(lines, 1)


def _lines(lines: bytes) -> Iterator[list[bytes]]:
    is_compressed = lines.startswith(_COMPRESSED)  # no term begins so
    file = GzipFile(fileobj=BytesIO(lines)) if is_compressed else BytesIO(lines)
    return (line.rstrip(b"\n").split(_PART) for line in file)


def _unit(line: Sequence[bytes]) -> Unit:
    _, field, block, numbers, places = line
    return Unit(int(field), int(block, 16), numbers.decode(), places.decode())
