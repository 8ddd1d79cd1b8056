"""Dates in the cells of a table: as they are kept, as printed, as spreadsheets write.

Whether the day or the month comes first is decided once for all of a table: one figure
over 12 settles it. It is looked for only once it is needed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.printed import date_alone
from mediarel.dates.typed import DayOrder
from mediarel.errors import InvalidFieldError, OpenOrderError, UnreadableInputError
from mediarel.model.fields import DATE, FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mediarel.dates.printed import PrintedDate

DATES = tuple(field.name for field in FIELDS if field.kind is DATE)

_SAY_IT = "Say which is meant with --day-first or --month-first."

# As it is kept (EDTF), also between two days: whether it exists is seen later.
_ONE = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?[?~]?"
_KEPT = re.compile(rf"{_ONE}(?:/(?:{_ONE}|\.\.)?)?|(?:\.\.)?/{_ONE}")
_BASIC = re.compile(r"([0-9]{4})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])")
# What Excel makes of "July 2012": Jul-12.
_MONTH_OF_EXCEL = re.compile(r"([^\W\d_]{3,9}\.?)-([0-9]{2})")
_FIRST_OF_1900 = 30  # Excel takes 30 to 99 for years of the last century
# A day as a spreadsheet counts it, from 1927 to 2119. Which day it is depends on
# whether the count began in 1900 or in 1904.
_SERIAL = re.compile(r"[1-7][0-9]{4}(?:\.[0-9]+)?")
_UNSURE = re.compile(r"(c(?:a\.?|irca|\.) ?)?(.*?) ?([?~])?", re.IGNORECASE)


_NONE: Mapping[str, DayOrder] = MappingProxyType({})


class DateCell(NamedTuple):
    """A cell in a column of dates."""

    text: str
    line: int | None = None


def date_reader(
    cells: Callable[[], Iterable[DateCell]],
    source: str,
    said: DayOrder | None,
    of_columns: Mapping[str, DayOrder] = _NONE,
) -> Callable[[str, str], str]:
    """Return what makes EDTF of a cell in a column of dates.

    It takes the name of the field and the cell. `cells` gives all such cells of the
    table, `said` the order that the person says, `of_columns` that which the column of
    a field says. What is no date stays as it is.

    Raises InvalidFieldError of a cell, UnreadableInputError where the order of day and
    month is open in the whole of the table.
    """
    decided: list[DayOrder | None] = []

    def read(field: str, cell: str) -> str:
        if _KEPT.fullmatch(cell):
            return cell
        date, qualifier = _printed(cell)
        if date is None:
            _refuse_serial(field, cell)
            return cell
        order = None
        if date.figures is not None:
            order = said or of_columns.get(field)
            if order is None and not decided:
                decided.append(_order_of(cells(), source))
            order = order or decided[0]
        found = date.date(order)
        if found is None:
            raise InvalidFieldError(field, cell, *_why_not(date, order))
        return f"{found}{qualifier}"

    return lru_cache(maxsize=4096)(read)


def _order_of(cells: Iterable[DateCell], source: str) -> DayOrder:
    """Return what comes first in the dates `cells`, of which one at least is open.

    Raises UnreadableInputError.
    """
    shown: dict[DayOrder, DateCell] = {}
    opened: tuple[DateCell, PrintedDate] | None = None
    for cell, date in _in_figures(cells):
        if date.order is not None:
            shown.setdefault(date.order, cell)
        elif date.is_dotted:
            continue
        elif opened is None and len({*(date.figures or ())}) > 1:
            opened = (cell, date)
        if len(shown) > 1:
            one, other = shown.values()
            raise UnreadableInputError(
                source,
                other.line,
                f"the date {other.text!r} has another order of day and month than "
                f"{one.text!r} above it",
                _SAY_IT,
            )
    if opened is None or shown:
        return next(
            iter(shown), DayOrder.DAY_FIRST
        )  # 03.04.2019, or 03/03/2019, which is either way the same
    cell, date = opened
    readings = [found.long() for order in DayOrder if (found := date.date(order))]
    raise OpenOrderError(
        source,
        cell.line,
        f"the date {cell.text!r} can be read as {' or '.join(readings)}, and none "
        "of the others says which",
    )


def _in_figures(cells: Iterable[DateCell]) -> Iterator[tuple[DateCell, PrintedDate]]:
    seen = set()
    for cell in cells:
        if cell.text not in seen and not _KEPT.fullmatch(cell.text):
            seen.add(cell.text)
            date, _ = _printed(cell.text)
            if date is not None and date.figures is not None:
                yield cell, date


def _printed(cell: str) -> tuple[PrintedDate | None, str]:
    """Return the date that `cell` prints, and what says that it is unsure."""
    if basic := _BASIC.fullmatch(cell):
        return date_alone("-".join(basic.groups())), ""
    if month := _MONTH_OF_EXCEL.fullmatch(cell):
        century = 20 if int(month[2]) < _FIRST_OF_1900 else 19
        return date_alone(f"{month[1]} {century}{month[2]}"), ""
    date = date_alone(cell)
    unsure = None if date else _UNSURE.fullmatch(cell[:100])
    if unsure is None or not (unsure[1] or unsure[3]):
        return date, ""
    return date_alone(unsure[2]), unsure[3] or "~"


def _refuse_serial(field: str, cell: str) -> None:
    if _SERIAL.fullmatch(cell):
        raise InvalidFieldError(
            field,
            cell,
            "is a number in which a spreadsheet counts days, not a date",
            "Have its column shown as dates in the spreadsheet, and save it anew.",
        )


def _why_not(date: PrintedDate, order: DayOrder | None) -> tuple[str, str]:
    """Return why `date` is no day, and what to do."""
    if date.year is None:
        return "has no year", "Write it with its year: 16 July 2012."
    if date.figures and order and date.order not in {order, None}:
        return f"is not written {order.value}", "Write it as 2012-07-16."
    return "is not in the calendar", "Write it as 2012-07-16."
