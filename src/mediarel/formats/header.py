"""The header of a table: the row that has the names of its columns.

It need not be the first: above it may stand what the table is called, and notes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.errors import UnreadableInputError
from mediarel.formats.columns import Columns, columns_of, known_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = tuple[int, Sequence[str]]

HEAD = 20  # rows among which it is
_FEW = 2  # columns that a table has at least
_MOST = 1000  # columns that are looked at to find it
_LONGEST = 100  # letters of a name
_NO_MAP: Mapping[str, str | None] = {}


def fits(cells: Sequence[str], mapped: Mapping[str, str | None] = _NO_MAP) -> bool:
    """Tell whether `cells` are names of columns: of the date, and of another."""
    found = _known(cells, mapped)
    return "date" in found and len(found) >= _FEW


def known_in(cells: Sequence[str], mapped: Mapping[str, str | None] = _NO_MAP) -> int:
    """Return how many fields `cells` are the columns of; 0 where they are no header."""
    found = _known(cells, mapped)
    return len(found) if "date" in found and len(cells) >= _FEW else 0


def header_in(
    rows: Sequence[Row], mapped: Mapping[str, str | None], source: str
) -> tuple[int, Columns]:
    """Return the line of that of the first `rows` that is the header, and its columns.

    Raises UnreadableInputError.
    """
    if not any(any(cells) for _, cells in rows):
        raise UnreadableInputError(
            source, None, "is empty", "Give a table with a row for each statement."
        )
    place = next(
        (n for n, (_, cells) in enumerate(rows) if fits(cells, mapped)),
        None,
    )
    if place is None:
        place = _nearest(rows, mapped)
        _refuse_data(rows[place], source)
    line, cells = rows[place]
    return line, columns_of(cells, mapped, source, line)


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
