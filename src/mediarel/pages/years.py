"""The year of dates that are printed without one: that of the heading above them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.pages.open_years import is_open_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.markup_lines import ShownLine
    from mediarel.pages.spots import Spot
    from mediarel.pages.title_signs import Segment

_YEAR = re.compile(r"(?<![\d/.-])(?:19|20)[0-9]{2}(?![\d/.-])")


class Years:
    """The years that a page prints alone on a line or in a heading.

    Years in a row lead to other pages: they are none.
    """

    def __init__(self, spots: Sequence[Spot], lines: Sequence[ShownLine]) -> None:
        alone = {
            spot.line: spot
            for spot in spots
            if spot.form == "alone" and not spot.is_day and spot.date.year is not None
        }
        self._own = {number: spot.date.year for number, spot in alone.items()}
        self._above: list[int | None] = []
        self._places: list[int | None] = []
        above = place = None
        for number, line in enumerate(lines):
            self._above.append(above)
            self._places.append(place)
            near = (alone.get(number - 1), alone.get(number + 1))
            if number in alone:
                is_row = any(each and each.date.month is None for each in near)
                is_heading = line.heading or not is_row
                above = self._own[number] if is_heading else above
                place = number if is_heading else place
            elif is_open_year(line.text):
                above, place = None, number
            elif line.heading and len(found := set(_YEAR.findall(line.text))) == 1:
                above, place = int(found.pop()), number

    def place_above(self, number: int) -> int | None:
        """Return the line that says the year of another, None where none does."""
        return self._places[number]

    def of(self, segment: Segment) -> int | None:
        """Return the year of an entry, None where none is said.

        It is in the entry itself, or in the last heading above.
        """
        for number in range(segment.begin, segment.end):
            if number in self._own:
                return self._own[number]
        return self._above[segment.begin]
