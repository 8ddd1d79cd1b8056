"""The rows of all lists: little of each statement, as there may be very many."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from hashlib import blake2b
from itertools import accumulate, compress
from sys import byteorder, intern
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.model.marked import WITHDRAWN
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from mediarel.model.statement import Statement

LONGEST_HEADLINE = 300  # letters, in a list
_DIGEST = 8  # bytes of a row, from which the digests of lists are made
# The kinds of lists, in the order in which they are shown.
KINDS = ("program", "type", "series", "tag", "signatory", "language")


def cut_short(text: str, length: int) -> str:
    """Return `text` in at most `length` letters, with an ellipsis where it is cut."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


class Row(NamedTuple):
    """What a list shows of a statement, and what sorts it."""

    order: tuple[str, str, int]
    date: str
    program: str
    type: str
    headline: str
    language: str
    path: str
    modified: str
    is_withdrawn: bool

    @property
    def id(self) -> int:
        """The id of the statement."""
        return self.order[2]


class Rows:
    """The rows of all statements, and which of them are in which list.

    `uuids` has that of each.
    """

    def __init__(self) -> None:
        self.all: list[Row] = []
        self.uuids: list[str] = []
        self._digests = array("Q")
        self._pages = array("Q")
        self._lists: dict[tuple[str, str], array[int]] = {}

    def add(self, one: Statement, path: str, title: str, made_from: str) -> None:
        """Add the row of a statement: where its page is, its title, what that is from.

        `made_from` tells whether anything is another that the page says.
        """
        number = len(self.all)
        row = _row(one, path, title)
        # As text, it is found in a quarter of the time that the representation takes.
        said = repr((row.date, *row[2:], row.id)).encode(errors="backslashreplace")
        self.all.append(row)
        self.uuids.append(one.uuid)
        self._digests.append(_number(said))
        self._pages.append(_number(made_from.encode()))
        for kind, value in _values(one):
            self._lists.setdefault((kind, value), array("I")).append(number)

    def kept(self, ids: Container[int]) -> Rows:
        """Return those rows of statements of these `ids`, in their order."""
        made = Rows()
        are_kept = [number in ids for number in self.ids()]
        made.all = [*compress(self.all, are_kept)]
        made.uuids = [*compress(self.uuids, are_kept)]
        made._digests.extend(compress(self._digests, are_kept))
        made._pages.extend(compress(self._pages, are_kept))
        numbers = [number - 1 for number in accumulate(are_kept)]
        for key, those in self._lists.items():
            some = [numbers[number] for number in those if are_kept[number]]
            if some:
                made._lists[key] = array("I", some)
        return made

    def changed(self, before: Rows, ids: Container[int]) -> set[tuple[str, str]]:
        """Return the lists that have a row, here or `before`, which is another there.

        A row is another, too, where anything is that its page says. All that are others
        are of statements of these `ids`.
        """
        here, there = self._said(ids), before._said(ids)
        others = {number for number, _ in here.items() ^ there.items()}
        return {key for rows in (self, before) for key in rows.holding(others)}

    def holding(self, ids: Container[int]) -> Iterator[tuple[str, str]]:
        """Yield the lists in which any of these statements is."""
        numbers = {*self._places(ids)}
        for key, those in self._lists.items():
            if not numbers.isdisjoint(those):
                yield key

    def _said(self, ids: Container[int]) -> dict[int, tuple[int, int]]:
        """Return the digests of these statements, by their ids."""
        return {
            self.all[n].id: (self._digests[n], self._pages[n])
            for n in self._places(ids)
        }

    def _places(self, ids: Container[int]) -> Iterator[int]:
        return (n for n, number in enumerate(self.ids()) if number in ids)

    def ids(self) -> list[int]:
        """Return the ids of all statements, in the order of the rows."""
        return [row.order[2] for row in self.all]

    def packed(self) -> list[Any]:
        """Return them as plain values."""
        lists = [(*key, those.tobytes()) for key, those in self._lists.items()]
        digests = self._digests.tobytes(), self._pages.tobytes()
        return [self.all, self.uuids, *digests, lists]

    @classmethod
    def unpacked(cls, packed: Sequence[Any]) -> Rows:
        """Return those that were packed.

        Raises ValueError.
        """
        made = cls()
        made.all, made.uuids, digests, pages, lists = packed
        made._digests.frombytes(digests)
        made._pages.frombytes(pages)
        for kind, value, those in lists:
            made._lists[kind, value] = array("I", those)
        return made

    def sort(self) -> None:
        """Put all in the order of lists, newest first."""
        orders = [row.order for row in self.all]
        order = sorted(range(len(orders)), key=orders.__getitem__, reverse=True)
        ranks = array("I", bytes(array("I").itemsize * len(order)))
        for rank, number in enumerate(order):
            ranks[number] = rank
        self.all = [*map(self.all.__getitem__, order)]
        self.uuids = [*map(self.uuids.__getitem__, order)]
        self._digests = array("Q", map(self._digests.__getitem__, order))
        self._pages = array("Q", map(self._pages.__getitem__, order))
        for key, numbers in self._lists.items():
            self._lists[key] = array("I", sorted(map(ranks.__getitem__, numbers)))

    def by_id(self, step: int) -> Iterator[tuple[int, Sequence[int]]]:
        """Yield the numbers of all rows in the order of the ids, so many ids at once.

        Before them is whose turn it is: 0 where the ids are below `step`, and so on.
        """
        id_of = self.ids().__getitem__
        numbers = sorted(range(len(self.all)), key=id_of)
        start = 0
        while start < len(numbers):
            turn = id_of(numbers[start]) // step
            end = bisect_left(numbers, (turn + 1) * step, start, key=id_of)
            yield turn, numbers[start:end]
            start = end

    def years(self) -> dict[int, Sequence[int]]:
        """Return the numbers of the rows of each year, newest first."""
        return {int(value): self._lists["year", value] for value in self._of("year")}

    def of_kind(self, kind: str) -> list[tuple[str, Sequence[int]]]:
        """Return the values of a kind of list, each with the numbers of its rows."""
        return [(value, self._lists[kind, value]) for value in self._of(kind)]

    def _of(self, kind: str) -> list[str]:
        values = [value for known, value in self._lists if known == kind]
        if kind == "year":
            return sorted(values, key=int, reverse=True)
        return sorted(values, key=lambda value: (value.casefold(), value))

    def digest(self, numbers: Sequence[int]) -> str:
        """Return what tells whether these rows are still the same."""
        return _joined(map(self._digests.__getitem__, numbers))

    def page_digest(self, numbers: Sequence[int]) -> str:
        """Return what tells whether all that their pages say is still the same."""
        return _joined(map(self._pages.__getitem__, numbers))

    def shown(self, numbers: Sequence[int]) -> Iterator[Row]:
        """Yield the rows of these numbers."""
        return (self.all[number] for number in numbers)


def _number(said: bytes) -> int:
    return int.from_bytes(blake2b(said, digest_size=_DIGEST).digest())


def _joined(digests: Iterator[int]) -> str:
    said = array("Q", digests)
    if byteorder == "little":  # the same on each machine that publishes
        said.byteswap()
    return blake2b(said, digest_size=16).hexdigest()


def _row(one: Statement, path: str, title: str) -> Row:
    first, last, _ = one.date.order
    return Row(
        (first, last, one.id),
        str(one.date),
        intern(spaced_once(one.program)),
        intern(spaced_once(one.type)),
        cut_short(title, LONGEST_HEADLINE),
        intern(one.language),
        path,
        one.modified,
        one.status == WITHDRAWN,
    )


def _values(one: Statement) -> Iterator[tuple[str, str]]:
    """Yield what puts a statement in a list: the kind of list, and whose list it is."""
    yield "year", str(one.date.year)
    yield "program", one.program
    yield "type", one.type
    yield "language", one.language
    if one.series:
        yield "series", one.series
    for kind, values in (("tag", one.tags), ("signatory", one.signatories)):
        for value in values:
            yield kind, value
