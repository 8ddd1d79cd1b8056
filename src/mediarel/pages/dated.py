"""Where on a page dates stand: alone, at the edge of a line, or in running text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.dates.printed import date_alone, find_dates
from mediarel.pages.beside import is_beside
from mediarel.pages.boxes import LONGEST_PIECE, box_at, in_spans
from mediarel.pages.changed_columns import without_changed
from mediarel.pages.glued import is_same, recurring
from mediarel.pages.month_days import DayRow, day_rows
from mediarel.pages.spots import Spot, spot_on, stated_date
from mediarel.pages.year_days import rows_of_years
from mediarel.pages.years import Years
from mediarel.pages.years_in_heads import years_of_heads

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from mediarel.dates.printed import PrintedDate
    from mediarel.pages.markup import Element
    from mediarel.pages.markup_lines import ShownLine

_FIGURE = re.compile(r"\d")
_MOST_DATES = 8  # on a line
_LONGEST_DATE = 60


def spots_of(lines: Sequence[ShownLine], body: Element) -> list[Spot]:
    """Return the dates on a page, in their order; those of navigation are not there."""
    passed = navigation_of(body, len(lines))
    stated = {
        element.begin: element for element in _times(body) if element.begin < len(lines)
    }
    spots: list[Spot] = []
    number = 0
    while number < len(lines):
        if passed[number]:
            number += 1
            continue
        found = list(_on_line(lines, number))
        if not found:
            box = box_at(lines, number, passed)
            if box is not None:
                begin, number = number, box.last
                found = [Spot(box.date, begin, number, 0, 0, box.element, "alone")]
            elif number in stated:
                found = list(_stated(lines, number, stated[number]))
        spots += found
        number += 1
    spots = _with_years(_with_glued(spots, lines, passed), lines, passed)
    spots = _with_rows_of_years(_with_day_rows(spots, lines, passed), lines, passed)
    return without_changed(spots, lines)


def _with_glued(
    spots: list[Spot], lines: Sequence[ShownLine], passed: Sequence[bool]
) -> list[Spot]:
    """Return dates with those that are glued to the ends of titles.

    In their place no other date is read: `of 2019-06-07-2020`.
    """

    def key(number: int) -> Hashable:
        above = lines[number].block.parent
        return lines[number].block.tag, 0 if above is None else above.path

    shown = ((n, x.text) for n, x in enumerate(lines) if not passed[n])
    dates = recurring(shown, key)
    known = {
        spot.line
        for spot in spots
        if (date := dates.get(spot.line))
        and is_same(spot.date, date, lines[spot.line].text)
    }
    rows = [DayRow(n, date) for n, date in dates.items() if n not in known]
    return _with_rows(spots, rows, lines)


def _with_years(
    spots: list[Spot], lines: Sequence[ShownLine], passed: Sequence[bool]
) -> list[Spot]:
    """Return dates with the years that headings name, where a page has no others."""
    others = (spot for spot in spots if spot.is_day or spot.date.month)
    held = ((spot.element, *spot.element.ancestors()) for spot in others)
    if any(not any(map(is_beside, above)) for above in held):
        return spots
    alone = {s.line for s in spots if s.form == "alone" and _is_head(lines[s.line])}
    heads = (
        (n, line.text)
        for n, line in enumerate(lines)
        if not passed[n] and _is_head(line) and n not in alone and line.heading != 1
    )
    dates = years_of_heads(heads, alone)
    return _with_rows(spots, [DayRow(n, date) for n, date in dates.items()], lines)


def _is_head(line: ShownLine) -> bool:
    linked = any(piece.anchor is not None for piece in line.pieces)
    return bool(line.heading or line.is_bold or line.block.tag == "th") and not linked


def _with_day_rows(
    spots: list[Spot], lines: Sequence[ShownLine], passed: Sequence[bool]
) -> list[Spot]:
    """Return dates with those of which only the day is in a row, below its month."""
    starts = {
        (spot.line, spot.last): spot.begin
        for spot in reversed(spots)
        if spot.is_day and not spot.is_short
    }
    begins = {
        line: begin
        for (first, last), begin in starts.items()
        for line in range(first, last + 1)
    }
    rows = day_rows(lines, passed, lambda n, end: n in begins and begins[n] < end)
    return _with_rows(spots, rows, lines)


def _with_rows_of_years(
    spots: list[Spot], lines: Sequence[ShownLine], passed: Sequence[bool]
) -> list[Spot]:
    """Return dates with those of which only day and month are printed, in figures."""
    dated: dict[int, list[Spot]] = {}
    for spot in spots:
        dated.setdefault(spot.line, []).append(spot)

    def is_dated(number: int, begin: int, end: int) -> bool:
        # A title may hold a date of its own.
        return any(
            spot.form == "alone" or (spot.begin < end and begin < spot.end)
            for spot in dated.get(number, ())
        )

    rows = rows_of_years(lines, passed, lambda: Years(spots, lines), is_dated)
    return _with_rows(spots, rows, lines)


def _with_rows(
    spots: list[Spot], rows: Sequence[DayRow], lines: Sequence[ShownLine]
) -> list[Spot]:
    if not rows:
        return spots
    found = [spot_on(lines[number], number, date) for number, date in rows]
    ends = {each.line: (each.begin, each.end) for each in found}
    kept = [
        each
        for each in spots
        if each.line not in ends
        or not (each.begin < ends[each.line][1] and ends[each.line][0] < each.end)
    ]
    return sorted([*kept, *found], key=lambda s: (s.line, s.begin))


def navigation_of(body: Element, count: int) -> list[bool]:
    """Return for each line whether it is navigation."""
    passed = [False] * count
    stack = [body]
    while stack:
        element = stack.pop()
        if element.is_navigation:
            passed[element.begin : element.end] = [True] * (element.end - element.begin)
        else:
            stack += [each for each in element.children if not isinstance(each, str)]
    return passed


def _times(body: Element) -> Iterator[Element]:
    """Yield each element that states its date in an attribute."""
    stack = [body]
    while stack:
        element = stack.pop()
        if element.tag == "time" and element.attributes.get("datetime"):
            yield element
        stack += [each for each in element.children if not isinstance(each, str)]


def _on_line(lines: Sequence[ShownLine], number: int) -> Iterator[Spot]:
    line = lines[number]
    if not _FIGURE.search(line.text):
        return
    dates = _dates_on(line) or in_spans(line)
    if len(dates) > _MOST_DATES:  # a text: what it begins and ends with may tell
        dates = [*dates[:2], dates[-1]]
    for date in dates:
        yield spot_on(line, number, date)


def _dates_on(line: ShownLine) -> list[PrintedDate]:
    """Return the dates on a line; one in an element of its own is read by itself.

    What stands beside it may be figures too, with no space between.
    """
    own: list[PrintedDate] = []
    if len(line.pieces) > 1:
        for piece in line.pieces:
            text = line.text[piece.begin : piece.end]
            if len(text) > _LONGEST_DATE or not _FIGURE.search(text):
                continue
            date = date_alone(text)
            if date is not None and (date.day is not None or date.figures):
                start, end = piece.begin + date.start, piece.begin + date.end
                own.append(date._replace(start=start, end=end))
    if not own:
        found = find_dates(line.text)
        if not found and len(line.text) < LONGEST_PIECE:
            alone = date_alone(line.text)
            found = [alone] if alone else []
        return found
    others = [
        date._replace(start=date.start + begin, end=date.end + begin)
        for begin, end in _between(own, len(line.text))
        for date in find_dates(line.text[begin:end])
    ]
    return sorted(own + others)


def _between(dates: Sequence[PrintedDate], length: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of a line around dates."""
    begin = 0
    for date in dates:
        yield begin, date.start
        begin = date.end
    yield begin, length


def _stated(lines: Sequence[ShownLine], number: int, time: Element) -> Iterator[Spot]:
    """Yield the date of a `time` that prints none, such as "2 days ago"."""
    date = stated_date(time)
    if date is None:
        return
    own = [each for each in lines[number].pieces if time.has(each.element)]
    begin, end = (own[0].begin, own[-1].end) if own else (0, 0)
    yield Spot(date, number, number, begin, end, time, "alone")
