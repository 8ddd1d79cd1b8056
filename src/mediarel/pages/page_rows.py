"""Read the non-empty lines of a copied page, and classify each line.

A date drawn as a box (`Mar`, `3`, `2019`, each on its own line) is one row.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.printed import PrintedDate, date_alone, find_dates
from mediarel.pages.labels import is_label
from mediarel.pages.noise import is_noise, is_page_numbers, is_read_more
from mediarel.pages.title_likeness import is_unspaced
from mediarel.pages.words_around import ASIDES, FOOT, folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.layouts import Page
    from mediarel.pages.text_entries import Cut


_LONGEST = 60
_LEAST = 2  # titles that certainly continue, for the page to have such
_FEW = 1 / 8
_GOES_ON = ("(", "–", "—", "- ", "…")
TEXT = ""
MORE = "more"
NUMBERS = "numbers"
NOISE = "noise"
ASIDE = "aside"
FOOT_LINE = "foot"
HEADING = "heading"  # a row with only a month or a year
_LONGEST_ASIDE = 50
_LONGEST_FOOT = 250
_LEAST_TEXT = 80  # characters of a text below a picture credit
_LOOKED_AT = 120  # characters at both ends of a line that are searched for a date
_FAR = 30  # rows from a title to its repetition before "Read more"
_LONGEST_MORE = 40
_LEAST_TITLE = 4
_LONGEST_PIECE = 12
_TWICE = 20  # characters of a line that may be repeated on the next line
_PIECES = (3, 2)
_PAGE_OF = re.compile(r"\d{1,4}\s+/\s+\d{1,4}")
_FIGURES = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}([/.-])\d{1,2}\1\d{4}")
_DAY_AT_START = re.compile(r"\d{1,2}/\d{1,2}(?=\s)")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\d{4}")
_DECORATION = " \t\u00a0:»«›>→▸▾▼+-–—*•|"


class Row(NamedTuple):
    """A line of a page that is not empty."""

    text: str
    number: int
    """The number of its line, from 1."""
    blanks: int
    """The number of empty lines above the row."""
    kind: str
    dates: tuple[PrintedDate, ...]
    lines: int = 1
    """The number of lines that the row spans."""
    is_joined: bool = False
    """Whether the row is a cell of the same table row as the text above."""

    @property
    def is_date(self) -> bool:
        """Return whether the row is only a date."""
        if len(self.dates) != 1:
            return False
        date = self.dates[0]
        return date_alone(self.text) is not None or date.end - date.start == len(
            self.text
        )


def read_rows(text: str) -> list[Row]:
    """Return the rows of the page `text`, from top to bottom."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found: list[tuple[str, int, int, bool]] = []
    blanks, is_joined = 0, False
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        if not bare:
            blanks += 1
            is_joined = is_joined or "\t" in line
            continue
        found.append((bare, number, blanks, is_joined or line.startswith("\t")))
        blanks, is_joined = 0, line.rstrip(" \u00a0\r").endswith("\t")
    rows: list[Row] = []
    position = 0
    while position < len(found):
        box = _box(found, position)
        taken = box.lines if box else 1
        row = box or _row(*found[position])
        if rows and row.text == rows[-1].text and len(row.text) >= _TWICE:
            # A picture and a title may be links with the same text.
            rows[-1] = rows[-1]._replace(lines=rows[-1].lines + row.lines)
        else:
            rows.append(row)
        position += taken
    return _with_page_numbers(_with_credits(_with_repeated_titles(rows)))


def _with_repeated_titles(rows: list[Row]) -> list[Row]:
    """Return `rows` without titles repeated before "Read more".

    The repetition is for screen readers: `Reopen the roomRead more »`.
    """
    found = list(rows)
    for n, row in enumerate(rows):
        above = (each.text for each in rows[max(n - _FAR, 0) : n])
        title = next((text for text in above if _begins(row.text, text)), None)
        if title is not None:
            more = row.text[len(title) :].strip()
            found[n] = row._replace(text=more, kind=MORE, dates=())
    return found


def _begins(text: str, title: str) -> bool:
    is_longer = len(title) < len(text) <= len(title) + _LONGEST_MORE
    return (
        is_longer
        and len(title) >= _LEAST_TITLE
        and text.startswith(title)
        and is_read_more(text[len(title) :])
    )


def _with_credits(rows: list[Row]) -> list[Row]:
    """Return `rows`, with picture credits above texts marked: `© Dara Sok`.

    In the footer of a page neither text nor dates follow.
    """
    last = max((n for n, row in enumerate(rows) if row.is_date), default=0)
    return [
        row._replace(kind=NOISE)
        if n < last
        and row.text.startswith("©")
        and len(row.text) <= _LONGEST_ASIDE
        and not _DIGIT.search(row.text)
        and len(rows[n + 1].text) >= _LEAST_TEXT
        else row
        for n, row in enumerate(rows)
    ]


def _with_page_numbers(rows: list[Row]) -> list[Row]:
    """Return `rows`, with consecutive numbers 1, 2, 3 marked as page numbers."""
    start = 0
    for n in range(len(rows) + 1):
        follows = n < len(rows) and rows[n].text.isdecimal() and len(rows[n].text) < 4  # noqa: PLR2004
        if follows and (n == start or int(rows[n].text) == int(rows[n - 1].text) + 1):
            continue
        if n - start > 2:  # noqa: PLR2004 - three at least
            rows[start:n] = [row._replace(kind=NUMBERS) for row in rows[start:n]]
        start = n if follows else n + 1
    return rows


def row_of(text: str, number: int, blanks: int) -> Row:
    """Return a part of a line as a separate row."""
    return _row(text.strip(), number, blanks, is_joined=False)


def _row(text: str, number: int, blanks: int, is_joined: bool) -> Row:  # noqa: FBT001
    dates = _dates(text)
    return Row(text, number, blanks, _kind(text, dates), dates, 1, is_joined)


def _dates(text: str) -> tuple[PrintedDate, ...]:
    """Return the dates at the beginning and at the end of a line."""
    if not _DIGIT.search(text):
        return ()
    if len(text) <= 2 * _LOOKED_AT:
        found = tuple(find_dates(text))
        if not found or found[0].start:
            found = (*_day_at_start(text), *found)
        if found or not _YEAR.search(text):
            return found
        return tuple(filter(None, (date_alone(text),)))
    shift = len(text) - _LOOKED_AT
    end = (
        each._replace(start=each.start + shift, end=each.end + shift)
        for each in find_dates(text[shift:])
    )
    return (*find_dates(text[:_LOOKED_AT]), *end)


def _day_at_start(text: str) -> tuple[PrintedDate, ...]:
    """Return the day and month in figures that begin a line: `3/3 19 houses`."""
    start = _DAY_AT_START.match(text)
    date = None if start is None else date_alone(start[0])
    return () if date is None else (date,)


def _kind(text: str, dates: tuple[PrintedDate, ...]) -> str:
    if is_foot(text):
        return FOOT_LINE
    if len(text) <= _LONGEST_ASIDE and folded(text).strip(_DECORATION) in ASIDES:
        return ASIDE
    if is_read_more(text):
        return MORE
    # "1 / 3" is a page number, "3/3" and "01.02.2019" are dates.
    is_date = bool(dates or _FIGURES.fullmatch(text))
    if (not is_date or _PAGE_OF.fullmatch(text)) and is_page_numbers(text):
        return NUMBERS
    if not dates and is_noise(text):
        return NOISE
    return TEXT


def is_foot(text: str) -> bool:
    """Return whether `text` begins like a line of a page footer."""
    if len(text) > _LONGEST_FOOT:
        return False
    low = folded(text[:40])
    return any(low.startswith(each) and _ends(low, each) for each in FOOT)


def _ends(low: str, word: str) -> bool:
    return not low[len(word) : len(word) + 1].isalpha() or not word.isascii()


def _box(found: Sequence[tuple[str, int, int, bool]], position: int) -> Row | None:
    """Return the row of a date whose pieces are on separate lines."""
    for size in _PIECES:
        pieces = found[position : position + size]
        if len(pieces) < size or any(len(each[0]) > _LONGEST_PIECE for each in pieces):
            continue
        if not any(_YEAR.search(each[0]) for each in pieces):
            continue
        text = " ".join(each[0].strip(".,") for each in pieces)
        date = date_alone(text)
        if date is None or date.year is None or not (date.day or date.figures):
            continue
        if any(_is_whole_day(each[0]) for each in pieces):
            continue
        first = pieces[0]
        return Row(text, first[1], first[2], TEXT, (date,), size, first[3])
    return None


def _is_whole_day(text: str) -> bool:
    date = date_alone(text)
    return date is not None and date.year is not None and date.day is not None


def with_second_lines(page: Page, cuts: Sequence[Cut]) -> list[Cut]:
    """Return `cuts` with two-line titles joined, if titles of the page have two lines.

    A line that begins with a lower-case letter, a bracket or a dash certainly continues
    the title. If several lines do, other short lines between a title and a text
    continue it too.
    """
    below = [_second(page, cut) for cut in cuts]
    sure = sum(text is not None and _goes_on(text) for text in below)
    if sure < max(_LEAST, _FEW * len(cuts)):
        return list(cuts)
    return [
        cut if text is None else _joined(cut, text)
        for cut, text in zip(cuts, below, strict=True)
    ]


def _second(page: Page, cut: Cut) -> str | None:
    """Return the short line just below a title, above a text."""
    first = cut.body.start
    if cut.title is None or len(cut.body) < 2 or max(cut.head) != first - 1:  # noqa: PLR2004
        return None
    row = page.rows[first]
    is_short = row.kind == TEXT and not row.blanks and len(row.text) <= _LONGEST
    if not is_short or row.dates or is_label(row.text, at_edge=True):
        return None
    is_title_above = page.rows[first - 1].text == cut.title
    more = [page.rows[n] for n in cut.body[1:] if page.rows[n].kind == TEXT]
    is_over_text = any(len(each.text) > _LONGEST for each in more)
    return row.text if is_title_above and is_over_text else None


def _goes_on(text: str) -> bool:
    return text[0].islower() or text.startswith(_GOES_ON)


def _joined(cut: Cut, text: str) -> Cut:
    first = cut.body.start
    space = "" if is_unspaced(text[:1]) else " "
    return cut._replace(
        title=f"{cut.title}{space}{text}",
        head=(*cut.head, first),
        body=range(first + 1, cut.body.stop),
    )
