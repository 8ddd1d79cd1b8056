"""Decide once for a whole page whether its dates put the day or the month first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.typed import DayOrder
from mediarel.errors import OpenOrderError, UnreadableInputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mediarel.dates.printed import PrintedDate


class DateOnPage(NamedTuple):
    """A date as printed on a page."""

    date: PrintedDate
    text: str
    line: int | None = None


def day_order(
    listed: Sequence[DateOnPage],
    others: Iterable[PrintedDate],
    source: str,
    said: DayOrder | None,
) -> DayOrder | None:
    """Return the order of day and month in `listed`, or None without figures.

    One figure over 12 or a weekday decides the order. Dates of the list take precedence
    over the `others` of the page.

    Raises UnreadableInputError if the dates contradict each other or leave the order
    open, and no order is `said`.
    """
    opened = [each for each in listed if each.date.figures is not None]
    if said is not None or not opened:
        return said
    settled = [each for each in opened if each.date.order is not None]
    orders = {each.date.order: each for each in settled}
    if len(orders) > 1:
        one, other = (each.text.strip() for each in orders.values())
        raise UnreadableInputError(
            source,
            settled[0].line,
            f"the day comes first in one of its dates and the month in another: "
            f"{one!r}, {other!r}",
            "Say which is meant with --day-first or --month-first.",
        )
    found = set(orders) or {each.order for each in others} - {None}
    if len(found) == 1:
        return found.pop()
    unlike = next((each for each in opened if _is_open(each.date)), None)
    if unlike is None:  # 03.04.2019, or 03/03/2019, which is equal in both orders
        return DayOrder.DAY_FIRST
    readings = [unlike.date.date(order, unlike.date.year or 2000) for order in DayOrder]
    long = " or ".join(date.long() for date in readings if date is not None)
    raise OpenOrderError(
        source,
        unlike.line,
        f"{unlike.text.strip()!r} can be read as {long}, and no date on the page "
        "tells which",
    )


def _is_open(date: PrintedDate) -> bool:
    if date.figures is None or date.is_dotted:
        return False
    return date.figures[0] != date.figures[1]
