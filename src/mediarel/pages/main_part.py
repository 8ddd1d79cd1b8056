"""The main part of a page: from where to where it goes, and which lines are text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.pages.noise import is_noise, is_stamp
from mediarel.pages.release_day import is_byline
from mediarel.pages.whole_release import end_of, region_of

if TYPE_CHECKING:
    from mediarel.pages.choice import Page
    from mediarel.pages.markup import Element
    from mediarel.pages.markup_lines import ShownLine
    from mediarel.pages.whole_release import ReleasePage

_MOST_OF = 0.85
_NEAR = 4  # lines around a title in which it is said who wrote a release, and when
_HALF = 0.5


def main_part(page: Page, body: Element, release: ReleasePage | None) -> range:
    """Return the lines among which the text of a page is.

    Of a release, also what stands above its title in one element with its text.
    """
    if release is not None:
        region = region_of(page, release.title.line)
        return range(min(region.begin, release.segment.begin), release.segment.end)
    if page.heading is not None and page.headings == 1:
        region = region_of(page, page.heading.begin)
        return range(region.begin, end_of(page, page.heading.end, region))
    region = _without_menus(page, body)
    return range(region.begin, region.end)


def kept_lines(page: Page, part: range, release: ReleasePage | None) -> list[int]:
    """Return the lines of the main part that are of its text."""
    kept = [
        number
        for number in part
        if not (page.passed[number] or page.beside[number])
        and not _is_of_buttons(page.lines[number])
        and not (release is not None and _is_around_title(page, number, release))
    ]
    while kept and _is_of_no_text(page.lines[kept[-1]].text):
        kept.pop()
    while kept and _is_of_no_text(page.lines[kept[0]].text):
        kept.pop(0)
    return kept


def _without_menus(page: Page, body: Element) -> Element:
    """Return the element in which nearly all text is, and around which are links."""
    region = body
    while True:
        total = _letters(page, region.begin, region.end)
        parts = [each for each in region.children if not isinstance(each, str)]
        most = max(
            parts, key=lambda each: _letters(page, each.begin, each.end), default=None
        )
        if most is None or most.tag in {"p", "ul", "ol", "dl", "pre"}:
            return region
        lost = [*range(region.begin, most.begin), *range(most.end, region.end)]
        if _letters(page, most.begin, most.end) < _MOST_OF * total or not _is_menu(
            page, lost
        ):
            return region
        region = most


def _letters(page: Page, begin: int, end: int) -> int:
    return page.letters[end] - page.letters[begin]


def _is_menu(page: Page, numbers: list[int]) -> bool:
    """Tell whether lines are mostly links, or none."""
    letters = sum(len(page.lines[number].text) for number in numbers)
    return sum(_linked(page.lines[number]) for number in numbers) >= _HALF * letters


def _linked(line: ShownLine) -> int:
    return sum(each.end - each.begin for each in line.pieces if each.anchor is not None)


def _is_of_no_text(text: str) -> bool:
    """Tell whether a line at an edge is a button or a stamp; "***" is neither."""
    return any(map(str.isalnum, text)) and (is_noise(text) or is_stamp(text))


def _is_of_buttons(line: ShownLine) -> bool:
    """Tell whether a line only has links that are buttons."""
    pieces = [each for each in line.pieces if line.text[each.begin : each.end].strip()]
    return all(
        each.anchor is not None and is_noise(line.text[each.begin : each.end].strip())
        for each in pieces
    )


def _is_around_title(page: Page, number: int, release: ReleasePage) -> bool:
    """Tell whether a line beside the title says who put the release there, and when."""
    title, line, spot = release.title, page.lines[number], release.segment.spot
    last = max(title.line, title.last)
    if title.line <= number <= last or not (
        title.line - _NEAR <= number <= last + _NEAR
    ):
        return False
    if is_byline(line.text) and (number in page.dated or _linked(line) > 0):
        return True
    is_date = number == spot.line and spot.form == "alone"
    return is_date and any(each.element.tag == "time" for each in line.pieces)
