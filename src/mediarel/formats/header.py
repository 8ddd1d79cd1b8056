"""The header of a table: the row that has the names of its columns.

It need not be the first: above it may stand what the table is called, and notes. It may
be of two rows, where some names stand over several columns.
"""

from __future__ import annotations

import re
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from mediarel.errors import UnreadableInputError
from mediarel.formats.columns import Columns, columns_of, known_names
from mediarel.formats.reading import LeftOut

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = tuple[int, Sequence[str]]

HEAD = 20  # rows among which it is
_FEW = 2  # columns that a table has at least
_MOST = 1000  # columns that are looked at to find it
_LONGEST = 100  # letters of a name
_NO_MAP: Mapping[str, str | None] = {}
_FIGURE = re.compile(r"\d")
_SAYS_SEPARATOR = "sep="  # what Excel begins a file with is no row of it


class Header(NamedTuple):
    """The columns that a header names, and the line that it ends on."""

    line: int
    columns: Columns
    above: tuple[LeftOut, ...]
    """What stands above it."""


def fits(cells: Sequence[str], mapped: Mapping[str, str | None] = _NO_MAP) -> bool:
    """Tell whether `cells` are names of columns: of the date, and of another."""
    found = _known(cells, mapped)
    return "date" in found and len(found) >= _FEW


def known_in(cells: Sequence[str], mapped: Mapping[str, str | None] = _NO_MAP) -> int:
    """Return how many fields `cells` are the columns of; 0 where they are no header."""
    found = _known(cells, mapped)
    return len(found) if "date" in found and len(cells) >= _FEW else 0


def has_header(rows: Sequence[Row], mapped: Mapping[str, str | None]) -> bool:
    """Tell whether one of the first `rows` is a header, or two of them."""
    any_fits = any(fits(cells, mapped) for _, cells in rows)
    return any_fits or _of_two_rows(rows, mapped) is not None


def header_in(
    rows: Sequence[Row], mapped: Mapping[str, str | None], source: str
) -> Header:
    """Return the header that stands in the first `rows` of `source`.

    Raises UnreadableInputError.
    """
    if not any(any(cells) for _, cells in rows):
        raise UnreadableInputError(
            source, None, "is empty", "Give a table with a row for each statement."
        )
    known = [_known(cells, mapped) for _, cells in rows]
    fitting = [n for n, (_, cells) in enumerate(rows) if fits(cells, mapped)]
    place = next((n for n in fitting if _is_whole(known[n])), None)
    if place is None and (below := _of_two_rows(rows, mapped)) is not None:
        line, cells = rows[below]
        cells = _joined(rows[below - 1][1], cells)
        above = _above(rows[:below], cells)
        return Header(line, columns_of(cells, mapped, source, line), above)
    if place is None:
        place = fitting[0] if fitting else _nearest(rows, mapped)
    if not fitting:
        _refuse_data(rows[place], source)
    line, cells = rows[place]
    above = _above(rows[:place], cells)
    return Header(line, columns_of(cells, mapped, source, line), above)


def _is_whole(known: set[str]) -> bool:
    """Tell whether these fields make a statement."""
    return "date" in known and not known.isdisjoint({"title", "text"})


def _of_two_rows(rows: Sequence[Row], mapped: Mapping[str, str | None]) -> int | None:
    """Return which of `rows` is the lower one of a header that only two make whole."""
    for below, ((_, upper), (_, lower)) in enumerate(pairwise(rows), start=1):
        is_data = any(_FIGURE.search(cell) for cell in lower)
        if not is_data and _is_whole(_known(_joined(upper, lower), mapped)):
            return below
    return None


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Return the name of each column: the lower one, else what stands above it."""
    pairs = zip_longest(upper, lower, fillvalue="")
    return [low if low.strip() else high for high, low in pairs]


def _above(rows: Sequence[Row], names: Sequence[str]) -> tuple[LeftOut, ...]:
    """Return what stands above the header `names`, a title or a note, as left out.

    A name that stands over both rows of a header is in it.
    """
    texts = [
        (
            line,
            " ".join(
                cell.strip()
                for cell, name in zip_longest(cells, names, fillvalue="")
                if cell.strip() and cell != name
            ),
        )
        for line, cells in rows
    ]
    why = "stands above the names of the columns"
    return tuple(
        LeftOut(line, text, why)
        for line, text in texts
        if text and not text.startswith(_SAYS_SEPARATOR)
    )


def _nearest(rows: Sequence[Row], mapped: Mapping[str, str | None]) -> int:
    """Return which row is the likeliest header where none fits."""

    def likeness(place: int) -> tuple[int, bool]:
        cells = rows[place][1]
        filled = [cell for cell in cells if cell.strip()]
        return len(_known(cells, mapped)), len(filled) >= _FEW

    return max(range(len(rows)), key=likeness)


def _refuse_data(row: Row, source: str) -> None:
    """Raise UnreadableInputError where `row` is no header but has a date."""
    from mediarel.dates.edtf import EDTF  # noqa: PLC0415 - only for an error

    line, cells = row
    dates = [EDTF.fullmatch(cell.strip()) for cell in cells]
    # A year alone may be a part of a menu.
    if any(date and date[2] for date in dates):
        raise UnreadableInputError(
            source,
            line,
            "there is no row with the names of the columns above it",
            "Put one there, such as: date, program, title, text.",
        )


def _known(cells: Sequence[str], mapped: Mapping[str, str | None]) -> set[str]:
    names = (cell for cell in cells[:_MOST] if len(cell) <= _LONGEST)
    return known_names(names, mapped)
