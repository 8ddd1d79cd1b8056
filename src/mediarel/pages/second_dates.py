"""Find second dates of entries, such as the date of a change."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.choice import Page
    from mediarel.pages.title_signs import Segment
    from mediarel.pages.units import Spot

_CELLS = frozenset(("td", "th"))
_NEAR = 2  # lines from the first date of the entry


def second_dates(segment: Segment, page: Page) -> frozenset[int]:
    """Return the lines of an entry with a second date, marked up like the first."""
    own = segment.spot
    return frozenset(
        spot.line
        for spot in _alone(segment, page)
        if spot.line != own.line
        and spot.element.kind == own.element.kind
        and (_is_cell(spot) or (_is_marked(spot) and _is_near(spot, own)))
    )


def note_of(segments: Sequence[Segment], page: Page) -> str | None:
    """Return a note of how many entries have a second date, or None."""
    count = sum(bool(second_dates(each, page)) for each in segments)
    if not count:
        return None
    who = "1 entry has" if count == 1 else f"{count:,} entries have"
    return f"{who} a second date, which is left out"


def _alone(segment: Segment, page: Page) -> list[Spot]:
    begin = bisect_left(page.spots, segment.begin, key=lambda spot: spot.line)
    end = bisect_left(page.spots, segment.end, key=lambda spot: spot.line)
    return [
        spot
        for spot in page.spots[begin:end]
        if spot.form in {"alone", "changed"} and spot.last == spot.line
    ]


def _is_cell(spot: Spot) -> bool:
    above = spot.element.parent
    return spot.element.tag in _CELLS or (above is not None and above.tag in _CELLS)


def _is_marked(spot: Spot) -> bool:
    """Return whether the markup of a date is specific: a class or a `time` element."""
    return bool(spot.element.classes) or spot.element.tag == "time"


def _is_near(spot: Spot, own: Spot) -> bool:
    return abs(spot.line - own.line) <= _NEAR
