"""The index of the search in the page: its pieces, each a file beside the page.

index      the form of the index, the first terms of its leaves, the language of queries
letters    the tables of folding
t, g, w    leaves, the places in groups beside them and those of a term's own, by terms
c          cards, of four ids each
d, r       the dates, and the rooms, of some blocks
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from unicodedata import unidata_version

from mediarel import __version__
from mediarel.publish.search.block import ROOM, SIZE
from mediarel.publish.search.blocks import blocks, called, kept, terms_of
from mediarel.publish.search.days import days_piece
from mediarel.publish.search.leaves import FOLDER, term_pieces, without_shared
from mediarel.publish.search.letters import letters
from mediarel.publish.search.packing import (
    LETTERS,
    number_in_letters,
    number_of_letters,
)
from mediarel.publish.search.script import program, script, script_of
from mediarel.publish.search.sums import sum_of, sum_of_piece
from mediarel.publish.search.tables import language
from mediarel.publish.search.terms import FIELDS_OF_WORDS, TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mediarel.model.statement import Statement
    from mediarel.publish.search.blocks import AddressOf, Organisations
    from mediarel.publish.search.days import Days

CARDS = 4  # ids whose cards stand together
BLOCKS = 16  # blocks whose dates stand together
INDEX = f"{FOLDER}/index.js"
SCRIPT = "search.js"
LETTERS_TABLES = f"{FOLDER}/letters.js"
_FORM = 3  # raised when pieces are made, or letters are folded, in another way
_LEAST_WIDTH = 2  # letters of the number of a block
_MOST_OF_A_LETTER = 63


def pieces(
    statements: Iterable[Statement],
    address_of: AddressOf,
    *,
    organisations: Organisations = (),
    keep: Callable[[int, bytes], None] = lambda *_: None,
) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file below `search/`, but for its page.

    `statements` are as the public sees them, in the order of their ids. `address_of`
    returns where a link of `search/index.html` leads to a statement, such as
    `../2012/07/16/slug-3/index.html`. `organisations` are those of several names, as
    the public sees them: each term `signatory:` finds them under each name. `keep` is
    given the lines of each block, for `renewed`.
    """
    gathered = Gathered()
    for number, block in blocks(statements, address_of, called(organisations)):
        keep(number, block.lines)
        gathered.take(number, block.lines, block.rooms, block.days)
        yield from gathered.summed(card_pieces(block.cards))
    yield from gathered.pieces_of_terms()
    yield from gathered.summed(fixed_pieces())
    yield from gathered.last_pieces(organisations)


class Gathered:
    """What an index has that is made from nothing, of blocks as they are made.

    `sums` are those of its pieces, `heads` the first terms of its leaves.
    """

    def __init__(self) -> None:
        self.sums: dict[str, str] = {}
        self.heads: list[str] = []
        self._lines: list[bytes] = []
        self._days: dict[int, Days] = {}
        self._rooms: dict[int, int] = {}
        self._last = 0

    @property
    def width(self) -> int:
        """In how many letters blocks are written."""
        return width_of(self._last)

    def take(
        self, number: int, lines: bytes, rooms: dict[int, int], days: dict[int, Days]
    ) -> None:
        """Take in a block, which come by their numbers; `lines` unless others merge."""
        self._last = number
        self._days.update(days)
        self._rooms.update(rooms)
        if lines:
            self.take_lines(lines)

    def take_lines(self, lines: bytes) -> None:
        """Take in the lines of a block."""
        self._lines.append(kept(lines, len(self._lines)))

    def pieces_of_terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield the pieces of the terms in all lines."""
        pieces = term_pieces(terms_of(self._lines), self.width, self.heads)
        return self.summed(pieces)

    def last_pieces(self, organisations: Organisations) -> Iterator[tuple[str, bytes]]:
        """Yield what is of dates and rooms, then the first: all others were made."""
        yield from self.summed(pieces_of_blocks(self._days, self._rooms))
        made_by = version(organisations)
        yield INDEX, index_piece(self.heads, self._days, self.sums, made_by)

    def summed(self, some: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        """Yield `some` pieces, and take in their sums."""
        for name, content in some:
            self.sums[name] = sum_of_piece(content)
            yield name, content


def version(organisations: Organisations) -> str:
    """Return what pieces were made by: those of another version are made anew."""
    # The letters take a tenth of a second to make: they follow from the first three.
    made_by = (
        _FORM,
        __version__,
        unidata_version,
        language(),
        *map(tuple, organisations),
    )
    return sum_of_piece(repr(made_by).encode())


def width_of(last: int) -> int:
    """Return in how many letters blocks are written, of which this is the last."""
    return len(number_in_letters(last, _LEAST_WIDTH))


def card_pieces(cards: Mapping[int, str]) -> Iterator[tuple[str, bytes]]:
    """Yield the pieces of cards by their ids."""
    together: defaultdict[int, list[str]] = defaultdict(list)
    for number, card in sorted(cards.items()):
        together[number // CARDS].append(card)
    for number, some in together.items():
        name = f"c{number}"
        yield f"{FOLDER}/{name}.js", script_of(name, f"[{','.join(some)}]")


def cards_beyond(names: Iterable[str], blocks: set[int]) -> list[str]:
    """Return those of the `names` of pieces that have cards, but of no such block."""
    beginning = f"{FOLDER}/c"
    return [
        name
        for name in names
        if name.startswith(beginning)
        and int(name[len(beginning) : -len(".js")]) * CARDS // SIZE not in blocks
    ]


def pieces_of_blocks(
    days: Mapping[int, Days], rooms: Mapping[int, int]
) -> Iterator[tuple[str, bytes]]:
    """Yield the pieces of dates and of rooms."""
    together: defaultdict[int, list[int]] = defaultdict(list)
    for number in sorted(days):
        together[number // (SIZE * BLOCKS)].append(number)
    for place, ids in together.items():
        held = days_piece({number: days[number] for number in ids}, SIZE)
        of_days, of_rooms = names_at(place)
        yield of_days, script(f"d{place}", held)
        yield of_rooms, script(f"r{place}", _rooms(ids, rooms))


def names_at(place: int) -> tuple[str, str]:
    """Return the names of the pieces of dates and of rooms of some blocks."""
    return f"{FOLDER}/d{place}.js", f"{FOLDER}/r{place}.js"


def _rooms(ids: Iterable[int], rooms: Mapping[int, int]) -> dict[str, str]:
    blocks: dict[str, list[str]] = {}
    for number in ids:
        letters_of_block = blocks.setdefault(str(number // SIZE), [])
        letters_of_block += [LETTERS[0]] * (number % SIZE - len(letters_of_block))
        many, few = divmod(rooms[number], _MOST_OF_A_LETTER)
        letters_of_block.append(LETTERS[_MOST_OF_A_LETTER] * many + LETTERS[few])
    return {block: "".join(some) for block, some in blocks.items()}


def rooms_by_id(held: Mapping[str, str]) -> dict[int, int]:
    """Return the rooms in a piece, those of no statement too."""
    rooms = {}
    for block, text in held.items():
        number, so_far = int(block) * SIZE, 0
        for letter in text:
            so_far += number_of_letters(letter)
            if letter != LETTERS[_MOST_OF_A_LETTER]:
                rooms[number] = so_far
                number, so_far = number + 1, 0
    return rooms


def fixed_pieces() -> Iterator[tuple[str, bytes]]:
    """Yield what is the same whatever there is to be found."""
    yield SCRIPT, program()
    yield LETTERS_TABLES, script("letters", letters())


def index_piece(
    heads: Sequence[str], ids: Iterable[int], sums: Mapping[str, str], version: str
) -> bytes:
    """Return the piece that the script reads first."""
    terms = [without_shared(*two) for two in zip(["", *heads], heads, strict=False)]
    blocks_held = {number // SIZE for number in ids}
    held: dict[str, Any] = {
        "version": version,
        "block": SIZE,
        "blocks": BLOCKS,
        "cards": CARDS,
        "room": ROOM,
        "width": width_of(max(blocks_held, default=0)),
        "text": TEXT,
        "fields_of_words": FIELDS_OF_WORDS,
        "days_of": sorted({block // BLOCKS for block in blocks_held}),
        "heads": ";".join(terms),
        "language": language(),
    }
    return script("index", {**held, "sum": sum_of(sums, held)})
