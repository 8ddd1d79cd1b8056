"""A copied page that is one release, with no date but that of its dateline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.pages.found import Line, ListPage, RawEntry
from mediarel.pages.order import DateOnPage, day_order
from mediarel.pages.rows import ASIDE, FOOT_LINE, NUMBERS, TEXT
from mediarel.pages.titles import is_title_like

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.dates.printed import PrintedDate
    from mediarel.dates.typed import DayOrder
    from mediarel.pages.anchors import Anchor
    from mediarel.pages.rows import Row

_PARAGRAPH = 80
_LONGEST_PLACE = 40
_DASH = re.compile(r"\s?[)\]]?\s?(?:[–—:]|-{1,2}\s)")
_ENDS = (ASIDE, FOOT_LINE, NUMBERS)


def release_in(
    rows: Sequence[Row],
    anchors: Sequence[Anchor],
    source: str,
    order: DayOrder | None,
) -> ListPage | None:
    """Return the release that a page is, None where it is not clear that it is one.

    Its one date that is in no sentence begins its first paragraph, and its title is
    the line above that.
    """
    begun = list(_begun(rows))
    if len(begun) != 1 or begun[0][0] == 0:
        return None
    first, printed = begun[0]
    title = rows[first - 1]
    if title.kind != TEXT or title.dates or not is_title_like(title.text):
        return None
    if any(not each.is_prose and each.row != first for each in anchors):
        return None
    text = rows[first].text[printed.start : printed.end]
    dates = [date for row in rows for date in row.dates]
    on_page = DateOnPage(printed, text, rows[first].number)
    date = printed.date(day_order([on_page], dates, source, order), None)
    if date is None:
        return None
    end = first + 1
    while end < len(rows) and rows[end].kind not in _ENDS:
        end += 1
    lines: list[Line] = []
    for row in rows[first:end]:
        if row.blanks and lines:
            lines.append(Line("", row.number - 1))
        lines.append(Line(row.text, row.number))
    entry = RawEntry(date, title.number, title.text, (), tuple(lines), is_whole=True)
    menus = sum(row.lines for row in (*rows[: first - 1], *rows[end:]))
    pattern = "a release, and no list: the date in its dateline"
    return ListPage((entry,), pattern, None, (), menus)


def _begun(rows: Sequence[Row]) -> Iterator[tuple[int, PrintedDate]]:
    """Yield each paragraph that begins with a dateline, and its date."""
    for number, row in enumerate(rows):
        date = row.dates[0] if row.dates and len(row.text) > _PARAGRAPH else None
        if (
            date is not None
            and date.year is not None
            and (date.day is not None or date.figures)
            and date.start <= _LONGEST_PLACE
            and _DASH.match(row.text[date.end :])
        ):
            yield number, date
