"""The pages of a lot of statements, and what the search has of them.

It is for a worker process or for us.
"""

from __future__ import annotations

from hashlib import sha256
from itertools import repeat
from typing import TYPE_CHECKING, Any

from mediarel.errors import MediarelError
from mediarel.publish.search import block
from mediarel.publish.search.index import card_pieces
from mediarel.publish.site.linked import unpacked
from mediarel.publish.site.settings import Settings
from mediarel.publish.site.shared import found_at
from mediarel.publish.site.statement_page import statement_page
from mediarel.publish.staging import write_new

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mediarel.publish.site.linked import Linked

    # What `New` has of a file that was written, or what would stand in it.
    Made = tuple[bytes, int, int] | bytes
    Block = tuple[Made, dict[int, int], dict[int, Any], list[tuple[str, Made]]]


def make(
    given: tuple[tuple[str, ...], list[bytes], list[str | None], list[str]],
) -> tuple[list[Made], Any] | None:
    """Make the pages of a lot of statements, and their block, if that has places.

    Each page is made that has a place: written there, or returned where that is "".
    All is None where one can't be made or written. The process that started this one
    does the lot then, and tells why.
    """
    settings, packed, places, of_block = given
    those = [unpacked(each) for each in packed]
    chosen = Settings(*settings)
    try:
        pages = [
            _written(place, statement_page(linked, chosen))
            for linked, place in zip(those, places, strict=True)
            if place is not None
        ]
        return pages, block_of(those, of_block) if of_block else None
    except (MediarelError, OSError):
        return None


def block_of(those: Sequence[Linked], places: Iterable[str] = repeat("")) -> Block:
    """Return the block of some statements: its lines, its rooms and days, its cards.

    Lines and cards are written to `places`, which begin with that of the lines, or
    returned, as a page is; the cards are of as many ids as stand together.
    """
    held = [block.plain(linked.statement, found_at(linked.path)) for linked in those]
    lines, rooms, days, cards = block.make((held, {}))
    at = iter(places)
    of_lines = _written(next(at), lines)
    of_cards = [
        (name, _written(place, content))
        for (name, content), place in zip(card_pieces(cards), at, strict=False)
    ]
    return of_lines, rooms, days, of_cards


def _written(place: str, content: bytes) -> Made:
    if not place:
        return content
    status = write_new(place, content)
    return sha256(content).digest(), status.st_size, status.st_mtime_ns
