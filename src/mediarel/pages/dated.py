"""Where on a page dates stand: alone, at the edge of a line, or in running text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.printed import PrintedDate, date_alone, find_dates
from mediarel.pages.boxes import LONGEST_PIECE, box_at, in_spans
from mediarel.pages.changed_columns import without_changed
from mediarel.pages.labels import ON
from mediarel.pages.month_days import day_rows
from mediarel.pages.year_days import rows_of_years
from mediarel.pages.years import Years

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.pages.markup import Element
    from mediarel.pages.markup_lines import Piece, ShownLine
    from mediarel.pages.month_days import DayRow

_FIGURE = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]")
_STATED = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?![0-9])")
_LONG = 160  # letters beside a date, from which on they are running text
_MOST_DATES = 8  # on a line
_LONGEST_DATE = 60


class Spot(NamedTuple):
    """A date on a page."""

    date: PrintedDate
    line: int
    """The index of the line it is on, or begins on."""
    last: int
    """That of the line it ends on."""
    begin: int
    end: int
    """Its span in that line, where it is one."""
    element: Element
    """The smallest element that holds it."""
    form: str
    """`alone`, `start`, `end`, `beside` short words, or in running `text`.

    `changed`, where its column says that it is when the entry was changed.
    """
    rest: int = 0
    """How many letters stand beside it."""

    @property
    def is_head(self) -> bool:
        """Whether it may be what dates an entry."""
        return self.form not in {"text", "changed"}

    @property
    def is_day(self) -> bool:
        """Whether it names a day."""
        return self.date.day is not None or self.date.figures is not None


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
    spots = _with_rows_of_years(_with_day_rows(spots, lines, passed), lines, passed)
    return without_changed(spots, lines)


def is_told_of(spot: Spot, lines: Sequence[ShownLine]) -> bool:
    """Tell whether a date is in the sentence of a heading: "The day of 12 May"."""
    line = lines[spot.line]
    before = line.text[: spot.begin]
    return line.heading > 0 and bool(
        _WORD.search(before) and ON.search(before[-_LONG:])
    )


def _with_day_rows(
    spots: list[Spot], lines: Sequence[ShownLine], passed: Sequence[bool]
) -> list[Spot]:
    """Return dates with those of which only the day is in a row, below its month."""
    starts = {
        (spot.line, spot.last): spot.begin for spot in reversed(spots) if spot.is_day
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
    years = Years(spots, lines)
    dated: dict[int, list[Spot]] = {}
    for spot in spots:
        dated.setdefault(spot.line, []).append(spot)

    def is_dated(number: int, begin: int, end: int) -> bool:
        # A title may hold a date of its own.
        return any(
            spot.form == "alone" or (spot.begin < end and begin < spot.end)
            for spot in dated.get(number, ())
        )

    return _with_rows(spots, rows_of_years(lines, passed, years, is_dated), lines)


def _with_rows(
    spots: list[Spot], rows: Sequence[DayRow], lines: Sequence[ShownLine]
) -> list[Spot]:
    found = []
    for number, printed in rows:
        line = lines[number]
        element = _holder(line, printed.start, printed.end)
        form = _form(line, printed, element)
        date = _completed(printed, element)
        rest = len(line.text) - (date.end - date.start)
        span = (date.start, date.end)
        found.append(Spot(date, number, number, *span, element, form, rest))
    return sorted([*spots, *found], key=lambda s: (s.line, s.begin)) if found else spots


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
        element = _holder(line, date.start, date.end)
        form = _form(line, date, element)
        date = _completed(date, element)  # noqa: PLW2901 - the same date
        rest = len(line.text) - (date.end - date.start)
        yield Spot(date, number, number, date.start, date.end, element, form, rest)


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


def _holder(line: ShownLine, begin: int, end: int) -> Element:
    """Return the smallest element that holds a part of a line."""
    touched = [
        piece.element
        for piece in line.pieces
        if piece.begin < end and piece.end > begin and _has_word(line, piece)
    ]
    smallest = touched[0] if touched else line.block
    for element in touched[1:]:
        while not smallest.has(element) and smallest.parent is not None:
            smallest = smallest.parent
    return smallest


def _has_word(line: ShownLine, piece: Piece) -> bool:
    return not line.text[piece.begin : piece.end].isspace()


def _form(line: ShownLine, date: PrintedDate, element: Element) -> str:
    before = line.text[max(0, date.start - _LONG) : date.start]
    after = line.text[date.end : date.end + _LONG]
    own = [piece for piece in line.pieces if element.has(piece.element)]
    begin, end = (own[0].begin, own[-1].end) if own else (0, len(line.text))
    inner_before = line.text[max(begin, date.start - _LONG) : date.start]
    inner_after = line.text[date.end : min(end, date.end + _LONG)]
    if not _WORD.search(inner_before) and not _WORD.search(inner_after):
        return "alone"
    is_start, is_end = not _WORD.search(before), not _WORD.search(after)
    if is_start and is_end:
        return "alone"
    if is_start:
        return "start"
    linked = sum(p.end - p.begin for p in line.pieces if p.anchor is not None)
    length = max(0, len(line.text) - (date.end - date.start) - linked)
    if is_end:
        return "end" if length <= _LONG else "text"
    return "beside" if length <= _LONG / 2 else "text"


def _completed(date: PrintedDate, element: Element) -> PrintedDate:
    """Return `date` with what it leaves open as its `time` states it, where both fit.

    A date that is printed otherwise than it is stated stays as it is printed.
    """
    time: Element | None = element
    while time is not None and time.tag != "time":
        time = time.parent if time.depth > element.depth - 2 else None
    stated = time and _stated_date(time)
    is_open = date.figures is not None and date.day is None
    if not stated or (date.year is not None and not is_open):
        return date
    year, month, day = stated.year, stated.month, stated.day
    if date.year not in {None, year}:
        return date
    if is_open and date.figures in {(day, month), (month, day)}:
        return date._replace(year=year, month=month, day=day, figures=None)
    if not is_open and (date.month, date.day) == (month, day):
        return date._replace(year=year)
    return date


def _stated_date(time: Element) -> PrintedDate | None:
    match = _STATED.match(time.attributes.get("datetime", "").strip())
    if match is None:
        return None
    year, month, day = (int(each) if each else None for each in match.groups())
    return PrintedDate(0, 0, year, month, day, None)


def _stated(lines: Sequence[ShownLine], number: int, time: Element) -> Iterator[Spot]:
    """Yield the date of a `time` that prints none, such as "2 days ago"."""
    date = _stated_date(time)
    if date is None:
        return
    own = [each for each in lines[number].pieces if time.has(each.element)]
    begin, end = (own[0].begin, own[-1].end) if own else (0, 0)
    yield Spot(date, number, number, begin, end, time, "alone")
