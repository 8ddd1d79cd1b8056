"""Leaves: the terms in their order, some together in a piece, and who has them.

Where a run of leaves begins follows from its first term alone and from how much is said
of that, so that a change of a term changes its own run, and that before it where it
begins one, or did. A run is cut into leaves of a size. The places of the terms of a
leaf stand in groups beside it; those of a term that has many in pieces of its own, each
for some blocks.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from mediarel.publish.search.packing import LETTERS, number_in_letters
from mediarel.publish.search.terms import TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Part = tuple[int, int, str]  # field, block, what is said

_RUN = 4096  # letters: what a run has on average
LEAF = 6144  # letters, with which a leaf is full
_FEW = 1024  # letters of places, up to which they stand in a group
_GROUP = 8192
_OWN = 8192  # letters in a piece of a term's own, about
_MOST_BITS = 9
FOLDER = "pieces"
NONE, IN_A_GROUP = "-", "."  # where the places of a term are; else a number of bits


class Unit(NamedTuple):
    """Who has a term, and where, in a field and a block, as `packed`."""

    field: int
    block: int
    numbers: str
    places: str


class Term(NamedTuple):
    """A term, and its units in the order of their fields and blocks."""

    term: str
    units: Sequence[Unit]


def name_of(term: str) -> str:
    """Return what the pieces of `term` are called: 53 bits of it, in hexadecimal."""
    high, low = 0xDEADBEEF, 0x41C6CE57
    for letter in term:
        code = ord(letter)
        high = (high ^ code) * 2654435761 & 0xFFFFFFFF
        low = (low ^ code) * 1597334677 & 0xFFFFFFFF
    high ^= high >> 16
    low ^= low >> 16
    return f"{low & 0x1FFFFF:06x}{high:08x}"


def term_pieces(
    terms: Iterable[Term], width: int, heads: list[str]
) -> Iterator[tuple[str, str]]:
    """Yield the pieces of `terms`, which come in their order.

    A block is written in `width` letters. The first terms of the leaves are put
    into `heads`.
    """
    leaf: list[tuple[Term, str]] = []
    size = 0
    for term in terms:
        numbers = _joined([(u.field, u.block, u.numbers) for u in term.units], width)
        if leaf and (size >= LEAF or begins_run(term.term, len(numbers))):
            yield from _leaf_pieces(leaf, width, heads)
            leaf = []
            size = 0
        leaf.append((term, numbers))
        size += len(numbers)
    if leaf:
        yield from _leaf_pieces(leaf, width, heads)


def begins_run(term: str, size: int) -> bool:
    """Tell whether a leaf begins with `term`, of which `size` letters are said.

    It does whatever is before it.
    """
    return crc32(term.encode()) % _RUN < size


def _leaf_pieces(
    leaf: Sequence[tuple[Term, str]], width: int, heads: list[str]
) -> Iterator[tuple[str, str]]:
    """Yield a leaf, its groups of places, and what its terms have of their own."""
    heads.append(leaf[0][0].term)
    name = name_of(heads[-1])
    entries: list[str] = []
    groups: list[list[str]] = [[]]
    ends: list[int] = []
    size = 0
    before = ""
    for (term, units), numbers in leaf:
        parts = [(u.field, u.block, u.places) for u in units if u.places]
        places = _joined(parts, width)
        where = IN_A_GROUP if places else NONE
        if len(places) > _FEW:
            bits = _bits_of_own(len(places), parts[-1][1])
            yield from _own_pieces(term, parts, bits, width)
            where, places = str(bits), ""
        if size + len(places) > _GROUP and size:
            ends.append(len(entries))
            groups.append([])
            size = 0
        size += len(places)
        groups[-1].append(places)
        entries.append(f"{without_shared(before, term)}:{where}{numbers}")
        before = term
    yield f"t{name}", f"{','.join(map(str, ends))}|{';'.join(entries)}"
    for number, group in enumerate(groups):
        yield f"g{name}-{number}", ";".join(group)


def without_shared(before: str, term: str) -> str:
    """Return `term` with the number, as a letter, of those that it shares at first."""
    most = min(len(before), len(term), len(LETTERS) - 1)
    shared = next((at for at in range(most) if before[at] != term[at]), most)
    return f"{LETTERS[shared]}{term[shared:]}"


def _bits_of_own(size: int, last: int) -> int:
    """Return how many low bits of a block don't tell in which piece its places are."""
    bits = 0
    while bits < _MOST_BITS and size < _OWN * ((last >> bits) + 1):
        bits += 1
    return bits


def _own_pieces(
    term: str, parts: Sequence[Part], bits: int, width: int
) -> Iterator[tuple[str, str]]:
    of_each: defaultdict[int, list[Part]] = defaultdict(list)
    for part in parts:
        of_each[part[1] >> bits].append(part)
    name = name_of(term)
    for number, some in sorted(of_each.items()):
        yield f"w{name}-{number}", _joined(some, width)


def _joined(parts: Sequence[Part], width: int) -> str:
    """Return parts as one text: those of the text first, then each other field's."""
    of_each = {field: list(some) for field, some in groupby(parts, lambda p: p[0])}
    texts = [_units(of_each.pop(TEXT, ()), width)]
    texts += [f"{field}{_units(some, width)}" for field, some in of_each.items()]
    return ".".join(texts)


def _units(parts: Iterable[Part], width: int) -> str:
    return ",".join(
        [number_in_letters(block, width) + said for _, block, said in parts]
    )
