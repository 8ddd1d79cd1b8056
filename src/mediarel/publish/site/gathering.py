"""The index of the search, made in one go with the pages: no statement is read twice.

Workers that make the pages of a block make the block, too, and write its cards and its
lines. Of the lines of all blocks one worker makes the pieces of terms, while we make
the lists.
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediarel.publish.piece import New
from mediarel.publish.search.index import Gathered, fixed_pieces
from mediarel.publish.site.fixed import SEARCH
from mediarel.publish.site.searching import is_renewable, made_from_of, put_pieces
from mediarel.workers import waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from mediarel.publish.piece import Place
    from mediarel.publish.publication import Publication
    from mediarel.publish.site.work import Made

    Keep = Callable[[int, bytes], None]

_TASK = "mediarel.publish.search.work"


class Gathering:
    """The index of a search that is made while the pages are."""

    def __init__(self, target: Publication, made_from: str, keep: Keep) -> None:
        """Make it for `target`; `keep` is given the lines of each block."""
        self._keep = keep
        self._target = target
        self._made_from = made_from
        self._gathered = Gathered()
        self._files: dict[int, str] = {}  # where workers wrote the lines of blocks
        self._terms: Any = None

    def take(self, number: int, block: Sequence[Any], places: Sequence[Place]) -> None:
        """Take in a block, as `work.make` returns it; they come by their numbers.

        Raises what `Publication.put` raises.
        """
        lines, rooms, days, cards = block
        is_held = isinstance(lines, bytes)
        self._gathered.take(number, lines if is_held else b"", rooms, days)
        if is_held:
            self._keep(number, lines)
        else:
            self._files[number] = places[0].path
        for place, (name, made) in zip(places[1:], cards, strict=True):
            self._put(name, place.number, made)

    @contextmanager
    def merging(self) -> Iterator[None]:
        """Have a worker make the pieces of terms meanwhile, for `put`."""
        shelf = self._target.shelf() if self._files else None
        if shelf is None:
            yield
            return
        given = ([*self._files.values()], self._gathered.width, tuple(shelf))
        with waiting(_TASK) as worker:
            worker.give(given)
            self._terms = worker.taken
            yield

    def put(self) -> None:
        """Put all that is made of all blocks.

        Raises what `Publication.put` raises.
        """
        made = self._terms() if self._terms else None
        if made is None:
            self._put_terms()
        else:
            self._gathered.heads, pieces = made
            for name, number, new in pieces:
                self._put(name, number, new)
        for number, file in self._files.items():
            self._keep(number, Path(file).read_bytes())
        rest = self._gathered.last_pieces(())
        put_pieces(rest, self._target, self._made_from)

    def _put_terms(self) -> None:
        for file in self._files.values():
            self._gathered.take_lines(Path(file).read_bytes())
        gathered = self._gathered
        some = chain(gathered.pieces_of_terms(), gathered.summed(fixed_pieces()))
        put_pieces(some, self._target, self._made_from)

    def _put(self, name: str, number: int, made: Made) -> None:
        """Put a piece that a worker wrote as the file of this number, or returned."""
        if isinstance(made, bytes):
            pieces = self._gathered.summed([(name, made)])
            put_pieces(pieces, self._target, self._made_from)
            return
        new = New(*made)
        self._gathered.sums[name] = new.sha256.hex()
        self._target.put_new(f"{SEARCH}/{name}", number, new, self._made_from)


def gathering(
    target: Publication, organisations: Collection[object], keep: Keep
) -> Gathering | None:
    """Return what gathers the index in one go with the pages.

    None is where a part of it may do (`put_search`), or where there are organisations
    of several names: which of these the public sees is known only after the pages.
    """
    made_from = made_from_of(())
    if organisations or is_renewable(target, made_from):
        return None
    return Gathering(target, made_from, keep)
