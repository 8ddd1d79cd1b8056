"""The index of the search in the site: files that the script loads as it needs them.

index      the first terms of the leaves, the language of queries
letters    the tables of folding
t, g, w    leaves, the places in groups beside them and those of a term's own, by terms
c          cards, of four ids each
d, r       the dates, and the rooms, of some blocks
"""

from __future__ import annotations

from gzip import GzipFile, compress
from heapq import merge
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

from mediarel.publish.search.block import ROOM, SIZE
from mediarel.publish.search.leaves import (
    FOLDER,
    Term,
    Unit,
    term_pieces,
    without_shared,
)
from mediarel.publish.search.packing import LETTERS, PART, number_in_letters
from mediarel.publish.search.script import program, script, script_of
from mediarel.publish.search.tables import language, letters
from mediarel.publish.search.terms import FIELDS_OF_WORDS, TEXT
from mediarel.text.folding import folded_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mediarel.publish.search.block import Block, Days
    from mediarel.publish.search.terms import Called

_SEARCH = "search"
_CARDS = 4  # ids whose cards are in one file
_BLOCKS = 16  # blocks whose dates are in one file
_LEAST_WIDTH = 2  # letters of the number of a block
_MOST_OF_A_LETTER = 63
_NO_DAYS, _ODD_DAYS = "AAA", "///"  # of no statement; of one whose date has no code
_AS_THEY_ARE = 32  # blocks: of more, the lines are compressed
_COMPRESSED = b"\x1f\x8b"
_PART = PART.encode()


def called_names(organisations: Iterable[Sequence[str]]) -> Called:
    """Return the other names of an organisation for each of its names, folded."""
    return {
        folded_name(name): [other for other in names if other != name]
        for names in organisations
        if len(names) > 1
        for name in names
    }


class Index:
    """The index, which is given one block after the other."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._days: dict[int, Days] = {}
        self._rooms: dict[int, int] = {}

    def take(self, block: Block) -> Iterator[tuple[str, bytes]]:
        """Take in a block, and yield path and content of the files of its cards.

        Blocks come in the order of their ids.
        """
        few = len(self._lines) < _AS_THEY_ARE
        self._lines.append(block.lines if few else compress(block.lines, 1))
        self._days |= block.days
        self._rooms |= block.rooms
        for number, some in groupby(block.cards.items(), lambda c: c[0] // _CARDS):
            cards = ",".join(card for _, card in some)
            yield _file(f"{FOLDER}/c{number}", script_of(f"c{number}", f"[{cards}]"))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield path and content of all other files, once all blocks were taken."""
        last = max(self._days, default=0) // SIZE
        width = len(number_in_letters(last, _LEAST_WIDTH))
        heads: list[str] = []
        for name, text in term_pieces(_terms(self._lines), width, heads):
            yield _piece(name, text)
        places = set()
        for place, some in groupby(self._days, lambda id_: id_ // (SIZE * _BLOCKS)):
            ids = [*some]
            places.add(place)
            yield _piece(f"d{place}", _days(ids, self._days))
            yield _piece(f"r{place}", _rooms(ids, self._rooms))
        yield _file("search", program())
        yield _piece("letters", letters())
        yield _piece("index", _index(heads, sorted(places), width))


def _file(name: str, content: bytes) -> tuple[str, bytes]:
    return f"{_SEARCH}/{name}.js", content


def _piece(name: str, held: object) -> tuple[str, bytes]:
    return _file(f"{FOLDER}/{name}", script(name, held))


def _index(heads: Sequence[str], places: Sequence[int], width: int) -> dict[str, Any]:
    """Return what the script reads first."""
    terms = [without_shared(*two) for two in zip(["", *heads], heads, strict=False)]
    return {
        "block": SIZE,
        "blocks": _BLOCKS,
        "cards": _CARDS,
        "room": ROOM,
        "width": width,
        "text": TEXT,
        "fields_of_words": FIELDS_OF_WORDS,
        "days_of": places,
        "heads": ";".join(terms),
        "language": language(),
    }


def _terms(lines: Sequence[bytes]) -> Iterator[Term]:
    """Yield the terms of blocks in their order, from the lines of each block."""
    whole = merge(*map(_split, lines))
    for term, those in groupby(whole, lambda line: line[0]):
        yield Term(term.decode(), [_unit(line) for line in those])


def _split(lines: bytes) -> Iterator[list[bytes]]:
    is_compressed = lines.startswith(_COMPRESSED)  # no term begins so
    file = GzipFile(fileobj=BytesIO(lines)) if is_compressed else BytesIO(lines)
    return (line.rstrip(b"\n").split(_PART) for line in file)


def _unit(line: Sequence[bytes]) -> Unit:
    _, field, block, numbers, places = line
    return Unit(int(field), int(block, 16), numbers.decode(), places.decode())


def _days(ids: Iterable[int], days: Mapping[int, Days]) -> dict[str, object]:
    """Return the days of statements, by block."""
    blocks: dict[str, str] = {}
    odd: dict[str, object] = {}
    for block, some in groupby(ids, lambda id_: id_ // SIZE):
        codes = [_NO_DAYS] * SIZE
        for id_ in some:
            found = days[id_]
            codes[id_ % SIZE] = found if isinstance(found, str) else _ODD_DAYS
            if not isinstance(found, str):
                odd[str(id_)] = found
        blocks[str(block)] = "".join(codes[: id_ % SIZE + 1])
    return {"blocks": blocks, "odd": odd}


def _rooms(ids: Iterable[int], rooms: Mapping[int, int]) -> dict[str, str]:
    """Return the rooms of statements, by block."""
    blocks: dict[str, str] = {}
    for block, some in groupby(ids, lambda id_: id_ // SIZE):
        codes = [LETTERS[0]] * SIZE
        for id_ in some:
            many, few = divmod(rooms[id_], _MOST_OF_A_LETTER)
            codes[id_ % SIZE] = LETTERS[_MOST_OF_A_LETTER] * many + LETTERS[few]
        blocks[str(block)] = "".join(codes[: id_ % SIZE + 1])
    return blocks
