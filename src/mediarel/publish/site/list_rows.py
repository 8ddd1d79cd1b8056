"""Keep the rows of all lists: a few fields of each statement, to save memory."""

from __future__ import annotations

from array import array
from itertools import groupby
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from mediarel.model.parts import WITHDRAWN
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.model.statement import Statement

LONGEST_HEADLINE = 300  # characters, in a list
# The kinds of lists, in the order shown.
KINDS = ("program", "type", "series", "tag", "signatory", "language")


def cut_short(text: str, length: int) -> str:
    """Return `text` in at most `length` characters, with an ellipsis if shortened."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


class Row(NamedTuple):
    """The fields of a statement that a list shows or sorts by."""

    order: tuple[str, str, int]
    date: str
    program: str
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
    """The rows of all statements, and their lists."""

    def __init__(self) -> None:
        self.all: list[Row] = []
        self._lists: dict[tuple[str, str], array[int]] = {}

    def add(self, one: Statement, path: str, title: str) -> None:
        """Add the row of a statement with the path of its page and its title."""
        number = len(self.all)
        self.all.append(_row(one, path, title))
        values = {"year": [str(one.date.year)], **values_of(one)}
        for kind, some in values.items():
            for value in some:
                self._lists.setdefault((kind, value), array("I")).append(number)

    def sort(self) -> None:
        """Sort all rows, newest first."""
        orders = [row.order for row in self.all]
        order = sorted(range(len(orders)), key=orders.__getitem__, reverse=True)
        ranks = array("I", bytes(array("I").itemsize * len(order)))
        for rank, number in enumerate(order):
            ranks[number] = rank
        self.all = [*map(self.all.__getitem__, order)]
        for key, numbers in self._lists.items():
            self._lists[key] = array("I", sorted(map(ranks.__getitem__, numbers)))

    def by_id(self, step: int) -> Iterator[tuple[int, list[Row]]]:
        """Yield all rows sorted by id, grouped by `step` ids.

        Each group has a number: 0 for ids below `step`, and so on.
        """
        rows = sorted(self.all, key=lambda row: row.id)
        for turn, some in groupby(rows, lambda row: row.id // step):
            yield turn, [*some]

    def years(self) -> dict[int, Sequence[int]]:
        """Return the row numbers of each year, newest first."""
        return {int(value): self._lists["year", value] for value in self._of("year")}

    def of_kind(self, kind: str) -> list[tuple[str, Sequence[int]]]:
        """Return the values of a kind of list, each with its row numbers."""
        return [(value, self._lists[kind, value]) for value in self._of(kind)]

    def _of(self, kind: str) -> list[str]:
        values = [value for known, value in self._lists if known == kind]
        if kind == "year":
            return sorted(values, key=int, reverse=True)
        return sorted(values, key=lambda value: (value.casefold(), value))


def _row(one: Statement, path: str, title: str) -> Row:
    first, last, _ = one.date.order
    return Row(
        (first, last, one.id),
        str(one.date),
        intern(spaced_once(one.program)),
        cut_short(title, LONGEST_HEADLINE),
        intern(one.language),
        path,
        one.modified,
        one.status == WITHDRAWN,
    )


def values_of(one: Statement) -> dict[str, list[str]]:
    """Return the distinct values of a statement for each kind of list."""
    values = (
        *((one.program,), (one.type,), (one.series,) if one.series else ()),
        *(one.tags, one.signatories, (one.language,)),
    )
    # Withheld names may occur twice.
    return {
        kind: [*dict.fromkeys(some)] for kind, some in zip(KINDS, values, strict=True)
    }
