"""Read titles below a month, some of which end with their day: `Title (12/17)`.

A title without a day gets the month of its heading. Such a title isn't text of the
title above.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.pages.anchors import MONTH
from mediarel.pages.layouts import HEADING, Layout
from mediarel.pages.row_days import day_behind
from mediarel.pages.scores import Fit
from mediarel.pages.title_likeness import ends_sentence, is_title_like

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.anchors import Anchor
    from mediarel.pages.layouts import Page
    from mediarel.pages.text_entries import Cut

_LEAST = 3  # titles with a day
_SHARE = 0.3  # share of the titles
_FEW = 1 / 8


def fit_of_months(page: Page) -> Fit | None:
    """Return the fit of month headings above titles with days, or None.

    All rows below the headings must be titles, and several must end with a day of their
    month.
    """
    anchors = [
        each
        for each in page.anchors
        if each.precision == MONTH and each.is_alone and each.date.year is not None
    ]
    titles = days = likely = sentences = 0
    for anchor, end in _parts(page, anchors):
        for n in page.content_between(anchor.row + 1, end):
            text = page.rows[n].text
            day = day_behind(text, anchor.date.month or 0)
            titles += 1
            days += day is not None
            likely += is_title_like(text if day is None else text[: day[1]])
            sentences += day is None and ends_sentence(text)
    if days < max(_LEAST, _SHARE * titles) or titles - likely > _FEW * titles:
        return None
    if sentences > (titles - days) / 2:  # the rows are texts of the other titles
        return None
    return Fit(tuple(anchors), Layout(HEADING), 1.0, 1.0)


def with_days_behind(cuts: Sequence[Cut]) -> list[Cut]:
    """Return entries below months, dated by the days at the end of their titles."""
    found = []
    for cut in cuts:
        date = cut.anchor.date
        day = None
        if date.month is not None and date.day is None and cut.title:
            day = day_behind(cut.title, date.month)
        if day is None or cut.title is None:
            found.append(cut)
            continue
        anchor = cut.anchor._replace(date=date._replace(day=day[0]))
        title = cut.title[: day[1]].rstrip()
        found.append(cut._replace(anchor=anchor, title=title))
    return found


def _parts(page: Page, anchors: Sequence[Anchor]) -> list[tuple[Anchor, int]]:
    rows = [each.row for each in anchors[1:]]
    ends = [*rows, len(page.rows)]
    return [
        (each, min(end, page.break_below(each.row)))
        for each, end in zip(anchors, ends, strict=False)
    ]
