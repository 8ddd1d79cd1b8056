"""The year of dates that are printed without one: that of the heading above them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.dated import Spot
    from mediarel.pages.markup_lines import ShownLine
    from mediarel.pages.title_signs import Segment

_YEAR = re.compile(r"(?<![\d/.-])(?:19|20)[0-9]{2}(?![\d/.-])")


def year_of(
    segment: Segment, spots: Sequence[Spot], lines: Sequence[ShownLine]
) -> int | None:
    """Return the year that the date of an entry belongs to, None where none is said.

    It is in the entry itself, or in the last heading above; years in a row, which
    lead to other pages, are none.
    """
    years = [spot for spot in spots if _is_year(spot)]
    for spot in years:
        if segment.begin <= spot.line < segment.end:
            return spot.date.year
    lone = [
        spot
        for spot in years
        if spot.line < segment.begin and not _in_a_row(spot, years)
    ]
    if lone:
        return lone[-1].date.year
    for line in lines[: segment.begin][::-1]:
        found = set(_YEAR.findall(line.text)) if line.heading else set()
        if len(found) == 1:
            return int(found.pop())
    return None


def _is_year(spot: Spot) -> bool:
    return spot.form == "alone" and not spot.is_day and spot.date.year is not None


def _in_a_row(spot: Spot, years: Sequence[Spot]) -> bool:
    return any(
        other is not spot
        and abs(other.line - spot.line) <= 1
        and other.date.month is None
        for other in years
    )
