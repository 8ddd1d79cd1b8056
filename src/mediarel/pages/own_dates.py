"""The date of a release where it is printed unlike those that releases have.

It stands at the head among other lines, `May 3, 2019 Contact: Dara Sok`; it is alone on
one of the last lines, be it a month; or a place and a date are the one short line so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.pages.anchors import DAY, MONTH
from mediarel.pages.order import DateOnPage, day_order
from mediarel.pages.release_day import is_byline
from mediarel.release.places import place_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mediarel.dates.edtf import PartialDate
    from mediarel.dates.printed import PrintedDate
    from mediarel.dates.typed import DayOrder
    from mediarel.pages.anchors import Anchor
    from mediarel.pages.layouts import Page

_LONGEST = 60  # letters of a line that is dated
_WORDS_OF_PLACE = 3
_LINES_OF_FOOT = 2


def own_date(
    page: Page,
    rows: Collection[int],
    first: int,
    source: str,
    order: DayOrder | None,
) -> PartialDate | None:
    """Return the date of the release in `rows`, with text from the row `first` on.

    Raises UnreadableInputError where its figures can be read in two ways.
    """
    dated = [
        each
        for each in page.anchors
        if each.row in rows
        and not each.is_prose
        and each.date.year is not None
        and each.precision in {DAY, MONTH}
        and len(page.rows[each.row].text) <= _LONGEST
    ]
    above = [each for each in dated if each.row < first]
    head = [each for each in above if _begins(each)] or [
        each for each in above if is_byline(page.rows[each.row].text)
    ]
    last = sorted(rows)[-_LINES_OF_FOOT:]
    foot = [each for each in dated if each.row in last and each.is_alone]
    placed = [each for each in dated if _is_placed(each)]
    sure = [each[0] for each in (head[:1], placed, foot) if len(each) == 1]
    own = next(iter(sure), None)
    if own is None:
        return None
    row = page.rows[own.row]
    printed = DateOnPage(own.date, row.text[own.date.start : own.date.end], row.number)
    others: Sequence[PrintedDate] = [date for each in page.rows for date in each.dates]
    return own.date.date(day_order([printed], others, source, order))


def _begins(anchor: Anchor) -> bool:
    """Tell whether a date begins its line, or only a label is before it."""
    return anchor.shape[0] in {"", ":"}


def _is_placed(anchor: Anchor) -> bool:
    """Tell whether a line is a place and a date, and nothing else."""
    is_last = not any(map(str.isalnum, anchor.after))
    is_short = len(anchor.before.split()) <= _WORDS_OF_PLACE
    return is_last and is_short and place_of(anchor.before, is_dated=True) is not None
