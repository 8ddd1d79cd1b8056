"""Dates in pieces: month, day and year, each on a line or in a span of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.printed import PrintedDate, date_alone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.markup import Element
    from mediarel.pages.markup_lines import ShownLine

LONGEST_PIECE = 12  # letters of a piece at most
_FIGURE = re.compile(r"\d")
_MOST_PIECES = 3
_MARKS = " \t,/|·–-"
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,2}|(?:19|20)[0-9]{2}")
_DAY = re.compile(r"[0-9]{1,2}(?:st|nd|rd|th|\.)?")


class Box(NamedTuple):
    """A date in pieces: the index of the line it ends on, and what holds it."""

    date: PrintedDate
    last: int
    element: Element


def box_at(
    lines: Sequence[ShownLine], number: int, passed: Sequence[bool]
) -> Box | None:
    """Return the date that stands over this line and the next, drawn as a box."""
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
    """Return the date of which each piece is in an element of its own.

    A style draws them one below the other, with no space in the page: `May272014`.
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
    """Tell whether lines stand near each other: in one element, or side by side."""
    first, other = lines[begin].block, lines[last].block
    above = other.parent
    is_day = _DAY.fullmatch(lines[begin].text) is not None and last == begin + 1
    if is_day and above is not None and above.parent is first.parent is not None:
        return True  # the month and the year are above the title, the day beside it
    return abs(first.depth - other.depth) <= 1 and (
        first.parent is other.parent
        or first is other
        or first.parent is other
        or other.parent is first
    )


def _joined(texts: Sequence[str]) -> PrintedDate | None:
    """Return the date that pieces are together, in whichever order they stand."""
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
