"""Locate the dates on a page: alone, at the edge of a line, or in running text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.printed import PrintedDate, date_alone, find_dates
from mediarel.pages.beside import is_beside
from mediarel.pages.list_columns import without_changed
from mediarel.pages.month_days import DayRow, day_rows
from mediarel.pages.split_rows import is_same, recurring
from mediarel.pages.units import Spot, spot_on, stated_date
from mediarel.pages.year_rows import (
    are_in_order,
    is_open_year,
    yearless_alone,
    yearless_at_edges,
    years_of_heads,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from mediarel.dates.printed import PrintedDate
    from mediarel.pages.markup import Element
    from mediarel.pages.markup_lines import ShownLine
    from mediarel.pages.title_signs import Segment
    from mediarel.pages.year_rows import Yearless


_FIGURES = re.compile(r"\d{1,2}\s?[-/.．／‐‑]\s?\d{1,2}")
_WHOLE_YEAR = re.compile(r"(?<![\d/.-])(?:19|20)[0-9]{2}(?![\d/.-])")
LONGEST_PIECE = 12  # maximum characters of a piece
_MOST_PIECES = 3
_MARKS = " \t,/|·–-"
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,2}|(?:19|20)[0-9]{2}")
_DAY = re.compile(r"[0-9]{1,2}(?:st|nd|rd|th|\.)?")
_FIGURE = re.compile(r"\d")
_MOST_DATES = 8  # maximum dates on a line
_LONGEST_DATE = 60


class Years:
    """The years that a page prints alone on a line or in a heading.

    Years in one row are links to other pages and are ignored.
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
            elif (
                line.heading and len(found := set(_WHOLE_YEAR.findall(line.text))) == 1
            ):
                above, place = int(found.pop()), number

    def place_above(self, number: int) -> int | None:
        """Return the line with the year of a given line, or None."""
        return self._places[number]

    def of(self, segment: Segment) -> int | None:
        """Return the year of an entry, or None.

        The year is in the entry or in the last heading above the entry.
        """
        for number in range(segment.begin, segment.end):
            if number in self._own:
                return self._own[number]
        return self._above[segment.begin]


class Box(NamedTuple):
    """A date in pieces: the index of its last line, and its container."""

    date: PrintedDate
    last: int
    element: Element


def spots_of(lines: Sequence[ShownLine], body: Element) -> list[Spot]:
    """Return the dates on a page in page order, without those in navigation."""
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
    """Return dates, including those glued to the ends of titles.

    A glued date replaces other dates at the same place: `of 2019-06-07-2020`.
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
    """Return dates, with the years in headings if a page has no other dates."""
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
    """Return dates, including those of rows with only a day, below a month."""
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
    """Return dates, including those printed as day and month in figures."""
    dated: dict[int, list[Spot]] = {}
    for spot in spots:
        dated.setdefault(spot.line, []).append(spot)

    def is_dated(number: int, begin: int, end: int) -> bool:
        # A title may contain a date.
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
    """Return for each line whether the line is navigation."""
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
    """Yield each element with a date in an attribute."""
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
    if len(dates) > _MOST_DATES:  # a long text may have dates at both ends
        dates = [*dates[:2], dates[-1]]
    for date in dates:
        yield spot_on(line, number, date)


def _dates_on(line: ShownLine) -> list[PrintedDate]:
    """Return the dates on a line; an element that contains a date is read separately.

    The neighbouring text may be figures without a space between.
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
    """Yield the spans of a line between dates."""
    begin = 0
    for date in dates:
        yield begin, date.start
        begin = date.end
    yield begin, length


def _stated(lines: Sequence[ShownLine], number: int, time: Element) -> Iterator[Spot]:
    """Yield the date of a `time` element that prints none, such as "2 days ago"."""
    date = stated_date(time)
    if date is None:
        return
    own = [each for each in lines[number].pieces if time.has(each.element)]
    begin, end = (own[0].begin, own[-1].end) if own else (0, 0)
    yield Spot(date, number, number, begin, end, time, "alone")


def box_at(
    lines: Sequence[ShownLine], number: int, passed: Sequence[bool]
) -> Box | None:
    """Return the date drawn as a box that spans this line and the next lines."""
    texts: list[str] = []
    for line in lines[number : number + _MOST_PIECES]:
        if len(line.text) > LONGEST_PIECE or passed[number + len(texts)]:
            break
        texts.append(line.text)
    for count in range(len(texts), 1, -1):
        date = _joined(texts[:count])
        if date is None:
            continue
        last = number + count - 1
        element = lines[number].block
        while element.parent is not None and element.end <= last:
            element = element.parent
        if element.end - element.begin > count and not _is_box(lines, number, last):
            return None
        return Box(date, last, element)
    return None


def in_spans(line: ShownLine) -> list[PrintedDate]:
    """Return the date whose pieces are in separate elements.

    A style sheet shows the pieces below one another, without spaces: `May272014`.
    """
    text = line.text
    said = [p for p in line.pieces if not text[p.begin : p.end].isspace()]
    for first in range(len(said) - 1):
        texts: list[str] = []
        for piece in said[first : first + _MOST_PIECES]:
            part = text[piece.begin : piece.end].strip(_MARKS)
            if len(part) > LONGEST_PIECE:
                break
            texts.append(part)
        for count in range(len(texts), 1, -1):
            date = _joined(texts[:count])
            if date is not None:
                begin, end = said[first].begin, said[first + count - 1].end
                return [date._replace(start=begin, end=end)]
    return []


def _is_box(lines: Sequence[ShownLine], begin: int, last: int) -> bool:
    """Return whether lines are close together: in one element, or side by side."""
    first, other = lines[begin].block, lines[last].block
    above = other.parent
    is_day = _DAY.fullmatch(lines[begin].text) is not None and last == begin + 1
    if is_day and above is not None and above.parent is first.parent is not None:
        return True  # month and year above the title, the day next to the title
    return abs(first.depth - other.depth) <= 1 and (
        first.parent is other.parent
        or first is other
        or first.parent is other
        or other.parent is first
    )


def _joined(texts: Sequence[str]) -> PrintedDate | None:
    """Return the date that pieces form in any order."""
    if not any(_FIGURE.search(each) for each in texts):
        return None
    if len(texts) == _MOST_PIECES and all(map(_NUMBER.fullmatch, texts)):
        return date_alone("/".join(texts))
    date = date_alone(" ".join(texts))
    if date is None or date.day is None:
        days = [each for each in texts if _DAY.fullmatch(each.strip())]
        years = [each for each in texts if _YEAR.fullmatch(each.strip())]
        others = [each for each in texts if each not in days and each not in years]
        ordered = " ".join((*days, *others, *years))
        date = date_alone(ordered) if len(days) == len(others) == 1 else date
    return date if date is not None and date.day is not None else None


def rows_of_years(
    lines: Sequence[ShownLine],
    passed: Sequence[bool],
    years_of: Callable[[], Years],
    is_dated: Callable[[int, int, int], bool],
) -> list[DayRow]:
    """Return the lines whose day and month are below a heading with the year.

    The dates have one form, and below each year they are in one order. `is_dated`
    returns whether a line already has its date, in a span or before the span.
    """
    likely = [
        (number, found, kind)
        for number, line in enumerate(lines)
        if not passed[number] and _FIGURES.search(line.text)
        for found, kind in _year_day_on(line)
        if not is_dated(number, found.date.start, found.date.end)
    ]
    if not likely:
        return []
    years = years_of()
    forms: dict[Hashable, dict[int, list[DayRow]]] = {}
    for number, found, kind in likely:
        above = years.place_above(number)
        if above is None:
            continue
        form = (found.form, kind, lines[number].block.tag)
        below = forms.setdefault(form, {}).setdefault(above, [])
        below.append(DayRow(number, found.date))
    rows: dict[int, DayRow] = {}
    for sections in forms.values():
        if are_in_order([[row.date for row in each] for each in sections.values()]):
            for row in (row for each in sections.values() for row in each):
                rows.setdefault(row.line, row)
    return sorted(rows.values())


def _year_day_on(line: ShownLine) -> Iterator[tuple[Yearless, Hashable]]:
    """Yield each day and month on a line, those in a separate element first.

    Such an element may have no space around it.
    """
    for piece in line.pieces:
        found = yearless_alone(line.text[piece.begin : piece.end].strip())
        if found is not None and len(line.pieces) > 1:
            date = found.date._replace(start=piece.begin, end=piece.end)
            yield found._replace(date=date), piece.element.kind
            return
    for found in yearless_at_edges(line.text):
        yield found, ""
