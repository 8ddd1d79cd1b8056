"""A date where it stands on a page, in the elements that hold it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.printed import PrintedDate
from mediarel.pages.labels import ON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.markup import Element
    from mediarel.pages.markup_lines import Piece, ShownLine

_WORD = re.compile(r"[^\W_]")
_STATED = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?![0-9])")
# Words of a sentence that go on behind a date: " the fishers met in the hall …."
_RUNNING = re.compile(r"\s[a-zß-ÿ]+(?:\s[\w’'-]+){4}")
_ENDED = re.compile(r"[.!?…]['\"”’»)]{0,2}$")
_LONG = 160  # letters beside a date, from which on they are running text


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
    def is_implied(self) -> bool:
        """Whether it is the month of a heading, behind a title without a day."""
        return self.begin == self.end > 0

    @property
    def is_short(self) -> bool:
        """Whether it is day and month in figures, without a year: `12/3`."""
        return self.date.year is None and self.date.figures is not None

    @property
    def is_day(self) -> bool:
        """Whether it names a day."""
        return self.date.day is not None or self.date.figures is not None


def spot_on(line: ShownLine, number: int, printed: PrintedDate) -> Spot:
    """Return a date as it stands on a line, completed by what its `time` states."""
    element = _holder(line, printed.start, printed.end)
    form = _form(line, printed, element)
    date = _completed(printed, element)
    rest = len(line.text) - (date.end - date.start)
    return Spot(date, number, number, date.start, date.end, element, form, rest)


def is_told_of(spot: Spot, lines: Sequence[ShownLine]) -> bool:
    """Tell whether a date is in the sentence of a heading: "The day of 12 May"."""
    line = lines[spot.line]
    before = line.text[: spot.begin]
    return line.heading > 0 and bool(
        _WORD.search(before) and ON.search(before[-_LONG:])
    )


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
        # "… and it was signed on 3 March 2019." ends a text.
        is_sentence = length > _LONG / 2 and _ENDED.search(line.text)
        return "end" if length <= _LONG and not is_sentence else "text"
    is_running = _RUNNING.match(after) and _ENDED.search(line.text)
    return "beside" if length <= _LONG / 2 and not is_running else "text"


def _completed(date: PrintedDate, element: Element) -> PrintedDate:
    """Return `date` with what it leaves open as its `time` states it, where both fit.

    A date that is printed otherwise than it is stated stays as it is printed.
    """
    time: Element | None = element
    while time is not None and time.tag != "time":
        time = time.parent if time.depth > element.depth - 2 else None
    stated = time and stated_date(time)
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


def stated_date(time: Element) -> PrintedDate | None:
    """Return the date that a `time` states in its attribute, None for none."""
    match = _STATED.match(time.attributes.get("datetime", "").strip())
    if match is None:
        return None
    year, month, day = (int(each) if each else None for each in match.groups())
    return PrintedDate(0, 0, year, month, day, None)
