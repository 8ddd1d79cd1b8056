"""What of the pages of a PDF could not be read, in words that a user can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.documents.found import Problem
from mediarel.documents.mending import LEGACY
from mediarel.documents.pdf.runs import UNKNOWN
from mediarel.text.damaged import is_legacy_font

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mediarel.documents.pdf.glyphs import Page
    from mediarel.documents.pdf.runs import Run

_OCR = "Take the text with --ocr, where tesseract is installed."
_MOST = 0.5  # of the letters of a page
_SHARE = 0.005  # of the letters of a file
_NAMED = 3  # fonts
_LONG = 3  # pages, named by the first and the last of them
_NO_NAME = "unknown"  # what the library calls one that is missing


class State(NamedTuple):
    """How a page was read.

    letters   that it shows
    unknown   of these, how many the file does not tell
    legacy    of these, how many are in fonts from before Unicode
    fonts     those of the unknown ones
    """

    number: int
    letters: int
    unknown: int
    legacy: int
    fonts: frozenset[str]
    is_picture: bool
    is_damaged: bool

    @property
    def needs_ocr(self) -> bool:
        """Whether a reader of pictures would read more of it."""
        return self.is_picture or self.unknown + self.legacy > _MOST * self.letters


def state_of(page: Page, runs: Iterable[Run]) -> State:
    """Return how `page`, which shows `runs`, was read."""
    letters = unknown = legacy = 0
    fonts: set[str] = set()
    for run in runs:
        font = run.style.font
        letters += len(run.text)
        if is_legacy_font(font):
            legacy += len(run.text)
        if UNKNOWN in run.text:
            unknown += run.text.count(UNKNOWN)
            fonts.add(font)
    return State(
        page.number,
        letters,
        unknown,
        legacy,
        frozenset(fonts),
        page.is_picture,
        page.is_damaged,
    )


def problems_of(states: list[State]) -> Iterator[Problem]:
    """Yield the problems of a file whose pages are in these `states`."""
    if pictures := [state.number for state in states if state.is_picture]:
        what = f"has a picture in place of text on {named(pictures)}"
        yield Problem(what, _OCR, is_lost=True)
    if damaged := [state.number for state in states if state.is_damaged]:
        yield Problem(
            f"is damaged on {named(damaged)}",
            "Compare its text with the page, or get the file anew.",
            is_lost=True,
        )
    letters = sum(state.letters for state in states)
    unknown = sum(state.unknown for state in states)
    if unknown and unknown >= _SHARE * letters:
        what = f"does not tell which letters its fonts show{_fonts(states)}"
        shown = f"{unknown:,} of {letters:,} stand as {UNKNOWN}"
        yield Problem(f"{what}: {shown}", _OCR, is_lost=True)
    legacy = sum(state.legacy for state in states)
    if legacy > _MOST * letters:
        yield LEGACY


def is_unknown(states: list[State]) -> bool:
    """Tell whether a file does not tell most of its letters."""
    letters = sum(state.letters for state in states)
    return sum(state.unknown for state in states) > _MOST * letters


def _fonts(states: list[State]) -> str:
    """Return the names of the fonts that do not tell their letters, in brackets."""
    names = frozenset[str]().union(*(state.fonts for state in states)) - {_NO_NAME}
    return f" ({', '.join(sorted(names)[:_NAMED])})" if names else ""


def named(numbers: list[int]) -> str:
    """Return the pages with these `numbers` in words: "pages 2 to 4 and 7"."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1].append(number)
        else:
            ranges.append([number])
    parts: list[str] = []
    for each in ranges:
        is_long = len(each) >= _LONG
        parts += [f"{each[0]} to {each[-1]}"] if is_long else map(str, each)
    *others, last = parts
    joined = f"{', '.join(others)} and {last}" if others else last
    return f"page {joined}" if len(numbers) == 1 else f"pages {joined}"
