"""Report page lines that belong to no entry, with one count for menus and footers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.pages.found import Passed
from mediarel.pages.markup_lines import main_anchor
from mediarel.pages.noise import is_noise, is_page_numbers, is_read_more
from mediarel.pages.title_signs import is_title_like
from mediarel.pages.words_around import FOOT, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mediarel.pages.choice import Page
    from mediarel.pages.markup import Element
    from mediarel.pages.markup_lines import ShownLine
    from mediarel.pages.title_signs import Segment
    from mediarel.pages.units import Unit

UNDATED = "has no date of its own"
_OTHER_DATE = "has a date, but stands outside of the list"
_DATE_ALONE = "is a date with nothing below it"
_HEADING = "is a heading"
_OUTSIDE = "belongs to no entry"
_MENU_SHARE = 0.6  # share of a line inside a link
_SHORT_LINK = 30  # characters of a link in a menu
_LONGEST_FOOT = 100  # characters that identify a footer line
_LEAST_TEXT = 60  # minimum characters of a reported line outside the list


class Account(NamedTuple):
    """The lines of a page that are in no entry."""

    named: tuple[Passed, ...]
    menus: int


def account_of(
    page: Page,
    segments: Iterable[Segment],
    undated: Iterable[tuple[Unit, str | None]],
    main: Element | None,
    *,
    takes_undated: bool = False,
) -> Account:
    """Return an account of the lines that are in no entry.

    Undated entries are named by title, if the title is known.
    """
    lines = page.lines
    taken = [False] * len(lines)
    for segment in segments:
        # One date may head several entries.
        spot = segment.spot
        taken[spot.line : spot.last + 1] = [True] * (spot.last + 1 - spot.line)
        taken[segment.begin : segment.end] = [True] * (segment.end - segment.begin)
    named: dict[int, Passed] = {}
    for unit, title in undated:
        first = lines[unit.begin]
        if not takes_undated:
            text = title if title and title not in first.text else first.text
            named[unit.begin] = Passed(first.number, text, UNDATED)
        taken[unit.begin : unit.end] = [True] * (unit.end - unit.begin)
    dated = {spot.line for spot in page.spots if spot.is_head and spot.is_day}
    alone = {s.line: s.is_day for s in page.spots if s.form == "alone"}
    top = taken.index(True) if True in taken else len(lines)
    bottom = len(lines) - taken[::-1].index(True) if True in taken else 0
    menus = 0
    for number, line in enumerate(lines):
        if taken[number]:
            continue
        why = ""
        is_left = page.passed[number] or page.beside[number] or _is_passed(line.text)
        is_out = not top <= number < bottom
        is_left |= is_out and (_is_foot(line.text) or _is_menu(lines, number, taken))
        if not is_left:
            within = main is not None and main.begin <= number < main.end
            why = _why(page, number, within, number in dated, alone.get(number))
        if why:
            named[number] = Passed(line.number, line.text, why)
        else:
            menus += 1
    return Account(tuple(named[number] for number in sorted(named)), menus)


def _is_menu(lines: Sequence[ShownLine], number: int, taken: Sequence[bool]) -> bool:
    """Return whether a line is a short link next to other links."""
    around = [n for n in (number - 1, number + 1) if 0 <= n < len(lines)]
    return _is_short_link(lines[number]) and any(
        _is_short_link(lines[n]) and not taken[n] for n in around
    )


def _is_short_link(line: ShownLine) -> bool:
    anchor = main_anchor(line, line.pieces)
    is_link = anchor is not None and anchor[1] > _MENU_SHARE
    return is_link and len(line.text) <= _SHORT_LINK


def _why(
    page: Page,
    number: int,
    within: bool,  # noqa: FBT001 - what is known of a line
    dated: bool,  # noqa: FBT001 - the same
    is_day: bool | None,  # noqa: FBT001 - the same; None where it is no date
) -> str:
    """Return why a line is in no entry, or "" for a line of a menu or footer."""
    line = page.lines[number]
    if is_day is not None and within:
        return _DATE_ALONE if is_day else _HEADING
    if dated:
        return _OTHER_DATE
    if line.heading or line.block.tag == "th":
        return _HEADING if within or line.heading == 1 else ""
    if within:
        return _OUTSIDE
    anchor = main_anchor(line, line.pieces)
    is_menu = anchor is not None and anchor[1] > _MENU_SHARE
    is_text = len(line.text) >= _LEAST_TEXT and not is_menu
    return _OUTSIDE if is_text and is_title_like(line.text[:_LEAST_TEXT]) else ""


def main_of(lists: Sequence[Element]) -> Element | None:
    """Return the smallest element that contains all lists."""
    if not lists:
        return None
    main: Element = lists[0]
    for each in lists[1:]:
        while not main.has(each) and main.parent is not None:
            main = main.parent
    return main


def _is_passed(text: str) -> bool:
    """Return whether a line never belongs to a list: page numbers, buttons."""
    return is_page_numbers(text) or is_noise(text) or is_read_more(text)


def _is_foot(text: str) -> bool:
    """Return whether a line belongs to a page footer: "© 2019 Harbour Watch"."""
    low = folded(text[:_LONGEST_FOOT])
    return any(low.startswith(each) for each in FOOT)
