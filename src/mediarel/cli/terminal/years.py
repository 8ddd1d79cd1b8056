"""The year bar: all years with their counts, in two lines at most.

Where they are too many it has decades, and where these are, the oldest are left out.
Years that the list is limited to are marked, and never lost in a decade.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

_MOST_LINES = 2
_BETWEEN = 3  # columns between two items
_LEFT_OUT = "…"


class Item(NamedTuple):
    """A part of the bar: what it says, and whether the list is limited to it."""

    text: str
    is_chosen: bool = False


class _Years(NamedTuple):
    """Years one after the other, newest first, with what they have together."""

    label: str
    number: int
    is_chosen: bool

    def item(self) -> Item:
        text = f"{self.label} {self.number}"
        return Item(f"[{text}]" if self.is_chosen else text, self.is_chosen)


def year_bar(
    years: Sequence[tuple[int, int]],
    in_all: int,
    chosen: Collection[int] | None,
    width: int,
) -> list[Item]:
    """Return the items of the bar for `years` and counts, newest first.

    `chosen` are the years that the list is limited to, None is none. In lines of
    `width` the items take two lines at most.
    """
    first = _Years("All Years", in_all, chosen is None).item()
    for groups in (
        [_Years(f"{year:04}", count, year in (chosen or ())) for year, count in years],
        _decades(years, chosen or ()),
    ):
        items = [first, *(group.item() for group in groups)]
        if _fit(items, width):
            return items
    kept = dict(enumerate(groups))
    # The oldest first, but those last that the list is limited to.
    for place in sorted(kept, key=lambda at: (groups[at].is_chosen, -at)):
        del kept[place]
        items = [first, *_with_gaps(kept, len(groups))]
        if _fit(items, width):
            break
    return items


def in_lines(widths: Sequence[int], width: int) -> list[list[int]]:
    """Return the places of items so wide, in lines of `width` that end between two."""
    lines: list[list[int]] = []
    taken = 0
    for place, its_width in enumerate(widths):
        if lines and taken + _BETWEEN + its_width <= width:
            lines[-1].append(place)
            taken += _BETWEEN + its_width
        else:
            lines.append([place])
            taken = its_width
    return lines


def _fit(items: Iterable[Item], width: int) -> bool:
    widths = [len(item.text) for item in items]
    return max(widths) <= width and len(in_lines(widths, width)) <= _MOST_LINES


def _decades(years: Sequence[tuple[int, int]], chosen: Collection[int]) -> list[_Years]:
    """Return the decades of `years`, each apart where it is chosen in part."""
    found = []
    marks = {(year // 10, year in chosen) for year, _ in years}
    for (decade, is_chosen), part in groupby(
        years, lambda each: (each[0] // 10, each[0] in chosen)
    ):
        them = list(part)
        last, begin = them[0][0], them[-1][0]
        if (decade, not is_chosen) not in marks and len(them) > 1:
            begin, last = decade * 10, decade * 10 + 9
        label = f"{begin:04}" if begin == last else f"{begin:04}–{last:04}"
        found.append(_Years(label, sum(count for _, count in them), is_chosen))
    return found


def _with_gaps(kept: dict[int, _Years], number: int) -> list[Item]:
    """Return the items of what is `kept` of `number`, with `…` where some are not."""
    items: list[Item] = []
    for place in range(number):
        if place in kept:
            items.append(kept[place].item())
        elif not items or items[-1].text != _LEFT_OUT:
            items.append(Item(_LEFT_OUT))
    return items
