"""The leaves of an index that is there: read, and made anew where they are others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from heapq import merge
from itertools import groupby
from typing import TYPE_CHECKING, Any

from mediarel.errors import DamagedError
from mediarel.publish.search.blocks import terms_of
from mediarel.publish.search.leaves import (
    FOLDER,
    IN_A_GROUP,
    LEAF,
    NONE,
    Term,
    Unit,
    begins_run,
    name_of,
    parted,
    term_pieces,
    with_shared,
)
from mediarel.publish.search.packing import PART
from mediarel.publish.search.script import text_of
from mediarel.publish.search.sums import sum_of_piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mediarel.publish.search.leaves import Part

_PART = PART.encode()
_OF_TERMS = tuple(f"{FOLDER}/{kind}" for kind in "tgw")


class DamagedPieceError(DamagedError):
    """A piece is not as it was written, though its size and its time are."""

    def __init__(self, place: Path) -> None:
        super().__init__(
            f"{place} is damaged: it is not what mediarel wrote there",
            "Remove it, and publish again: it is made anew then. Other files may be"
            " damaged, too: a site in a new folder has none of them.",
        )


def held(folder: Path, name: str, sums: Mapping[str, str]) -> Any:  # noqa: ANN401 - what a piece holds
    """Return what the piece `name` holds; `sums` are those of all, by their files.

    Raises OSError or DamagedPieceError.
    """
    file = f"{FOLDER}/{name}.js"
    said = (folder / file).read_bytes()
    if sum_of_piece(said) != sums.get(file):
        raise DamagedPieceError(folder / file)
    return text_of(said)


class Leaves:
    """The leaves that are there; what is said of some blocks `without` is left out.

    The names of the pieces that were read are kept: what is not made again goes.
    """

    def __init__(
        self,
        folder: Path,
        index: Mapping[str, Any],
        sums: Mapping[str, str],
        without: set[int],
    ) -> None:
        self._folder = folder
        self._sums = sums
        self._width: int = index["width"]
        self._heads = with_shared(index["heads"].split(";")) if index["heads"] else []
        self._without = without
        self._read: set[str] = set()

    def pieces(
        self,
        changed: set[str] | None,
        lines: Sequence[list[bytes]],
        heads: list[str],
    ) -> Iterator[tuple[str, bytes]]:
        """Yield the pieces of leaves that may be others, put `heads` of all into it.

        They are those that have any of the terms that `changed`: all with None. The
        sorted `lines` say what there is now of the blocks that are made anew.
        """
        last = len(self._heads)
        done = 0
        for first, end in self._runs(changed):
            heads += self._heads[done:first]
            low = self._heads[first] if first else ""
            high = self._heads[end] if end < last else None
            new = terms_of([b"\n".join(_between(each, low, high)) for each in lines])
            kept = self._terms(self._heads[first:end])
            yield from term_pieces(_merged(kept, new), self._width, heads)
            done = end
        heads += self._heads[done:]

    def _runs(self, changed: set[str] | None) -> Iterator[tuple[int, int]]:
        """Yield from where to where leaves are to be made anew, one after the other."""
        if changed is None or (changed and not self._heads):
            yield 0, len(self._heads)
            return
        for _, run in groupby(
            enumerate(sorted(self._places(changed))), lambda each: each[1] - each[0]
        ):
            those = [place for _, place in run]
            yield those[0], those[-1] + 1

    def _places(self, changed: Iterable[str]) -> set[int]:
        """Return which leaves have any of some terms, or may go on with them.

        Where the first term of a leaf is another, it may belong to the one before; and
        where a leaf is another, those behind it in its run may begin elsewhere.
        """
        places = set()
        for term in changed:
            place = max(0, bisect_right(self._heads, term) - 1)
            places.add(place)
            if place and self._heads[place] == term:
                places.add(place - 1)
        for place in sorted(places):
            behind = place + 1
            while behind < len(self._heads) and not (
                behind in places or self._begins_run(behind)
            ):
                places.add(behind)
                behind += 1
        return places

    def _begins_run(self, place: int) -> bool:
        """Tell whether a leaf begins whatever is before it.

        It does where the one before is not full, as most are not: its file has as many
        letters at least.
        """
        before, head = self._heads[place - 1 : place + 1]
        if (self._folder / f"{FOLDER}/t{name_of(before)}.js").stat().st_size < LEAF:
            return True
        leaf = held(self._folder, f"t{name_of(head)}", self._sums)
        first = leaf.partition("|")[2].partition(";")[0]
        return begins_run(head, len(first.partition(":")[2]) - 1)

    def unread(self, names: Iterable[str]) -> set[str]:
        """Return those of the `names` of pieces whose leaves were not read."""
        return {name for name in names if name.startswith(_OF_TERMS)} - self._read

    def _held(self, name: str) -> Any:  # noqa: ANN401 - what a piece holds
        self._read.add(f"{FOLDER}/{name}.js")
        return held(self._folder, name, self._sums)

    def _terms(self, heads: Iterable[str]) -> Iterator[Term]:
        """Yield the terms of the leaves that begin with `heads`."""
        width = self._width
        for head in heads:
            name = name_of(head)
            ends, entries = self._held(f"t{name}").split("|", 1)
            split = [entry.split(":") for entry in entries.split(";")]
            terms = with_shared(written for written, _ in split)
            places = self._in_groups(name, ends.count(",") + bool(ends) + 1)
            for number, (_, said) in enumerate(split):
                term, where = terms[number], said[0]
                numbers = list(parted(said[1:], width))
                if where == IN_A_GROUP:
                    at = list(parted(places[number], width))
                elif where == NONE:
                    at = []
                else:
                    at = self._own(term, int(where), numbers)
                yield Term(term, _units(numbers, at, self._without))

    def _in_groups(self, name: str, count: int) -> list[str]:
        """Return the places of the terms of a leaf, "" for those not in its groups."""
        places: list[str] = []
        for number in range(count):
            places += self._held(f"g{name}-{number}").split(";")
        return places

    def _own(self, term: str, bits: int, numbers: Iterable[Part]) -> list[Part]:
        """Return the places of a term that has pieces of its own."""
        name = name_of(term)
        those = sorted({block >> bits for _, block, _ in numbers})
        return [
            part
            for number in those
            for part in parted(self._held(f"w{name}-{number}"), self._width)
        ]


def _between(lines: list[bytes], low: str, high: str | None) -> list[bytes]:
    """Return the lines of terms from `low` on, up to `high` without that."""
    first = bisect_left(lines, low.encode() + _PART)
    end = len(lines) if high is None else bisect_left(lines, high.encode() + _PART)
    return lines[first:end]


def _merged(kept: Iterable[Term], new: Iterable[Term]) -> Iterator[Term]:
    """Yield the terms of both in their order, each once, without those of no units."""
    whole = merge(kept, new, key=lambda each: each.term.encode())
    for term, those in groupby(whole, lambda each: each.term):
        units = [unit for each in those for unit in each.units]
        if units:
            yield Term(term, sorted(units))


def _units(
    numbers: Iterable[Part], places: Iterable[Part], without: set[int]
) -> list[Unit]:
    where = {(field, block): said for field, block, said in places}
    return [
        Unit(field, block, said, where.get((field, block), ""))
        for field, block, said in numbers
        if block not in without
    ]
