"""What the contents of a book tell of its chapters, kept aside until all are known.

A line for each stands in a temporary file; in memory is where, and what sorts it.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.model.statement import Statement


def chapter_file(number: int) -> str:
    """Return what the chapter by this number is called in the book."""
    return f"chapter-{number}.xhtml"


class _Place(NamedTuple):
    """Where the line of a chapter begins; they sort by the date, as one text."""

    order: str
    id: int
    number: int
    year: int
    begin: int


class Entries:
    """The entries of contents, in the order of time once all of them were added.

    `aside` is a file that nobody else writes to.
    """

    def __init__(self, aside: BinaryIO) -> None:
        self._aside = aside
        self._end = 0
        self._places: list[_Place] = []
        self._first: tuple[tuple[str, str, str], int, str] | None = None

    def add(self, one: Statement, number: int, line: str) -> None:
        """Add the entry of `one`, the chapter by this number: `line`, which is one."""
        # No part of the order holds what stands between them.
        order = "\0".join(one.date.order)
        self._places.append(_Place(order, one.id, number, one.date.year, self._end))
        self._end += self._aside.write(f"{line}\n".encode())
        first = (one.date.order, one.id, one.uuid)
        self._first = min(self._first or first, first)

    def sort(self) -> None:
        """Put the entries in the order of time."""
        self._places.sort()

    @property
    def oldest(self) -> str:
        """The uuid of the first in the order of time, "" where there is none."""
        return self._first[-1] if self._first else ""

    @property
    def has_years(self) -> bool:
        """Whether the chapters are of several years."""
        years = map(attrgetter("year"), self._places)
        first = next(years, None)
        return any(year != first for year in years)

    def numbers(self) -> Iterator[int]:
        """Yield the numbers of the chapters."""
        return map(attrgetter("number"), self._places)

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield the year and the line of each."""
        for place in self._places:
            self._aside.seek(place.begin)
            yield place.year, self._aside.readline().decode().rstrip("\n")
