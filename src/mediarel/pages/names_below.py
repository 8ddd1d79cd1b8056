"""Where on a saved page a release ends: behind the names that stand below its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.pages.beside import is_aside_heading, is_of_latest
from mediarel.pages.titles import ends_sentence
from mediarel.release.signing import is_heading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.pages.choice import Page
    from mediarel.pages.markup import Element

_LONGEST_NAME = 150
_LEAST_NAMES = 10
_MOST = 0.8  # of the lines of a part
_NEAR = 3  # lines below a text in which a heading of names stands


def names_from(page: Page, begin: int, end: int) -> int:
    """Return the first heading of names from line `begin` on, `end` for none."""
    lines = (n for n in range(begin, end) if is_heading(page.lines[n].text))
    return next(lines, end)


def end_with_names(page: Page, end: int) -> int:
    """Return `end`, that of a text, or where the names end that a part below it has.

    They have a heading, such as "Signed by:", or are many, and end at what is beside,
    or leads to other pages.
    """
    shown = [n for n in range(end, len(page.lines)) if not _is_around(page, n)]
    near = shown[:_NEAR]
    begin = next((n for n in near if is_heading(page.lines[n].text)), None)
    if begin is None and near and _are_names(page, near[0]):
        begin = near[0]
    if begin is None or not end:
        return end
    block = page.lines[begin].block
    holder = next((each for each in block.ancestors() if each.begin < end), block)
    latest = [each.begin for each in _within(holder) if is_of_latest(each)]
    stop = min([holder.end, *(each for each in latest if each > begin)])
    for number in range(begin + 1, stop):
        line = page.lines[number]
        is_aside = (line.heading or line.is_bold) and is_aside_heading(line.text)
        if page.beside[number] or is_aside:
            return number
    return stop


def _are_names(page: Page, begin: int) -> bool:
    """Tell whether a part begins at line `begin` that is many short lines, no links."""
    block = page.lines[begin].block
    part = block
    for each in block.ancestors():
        if each.begin < begin:
            break
        part = each
    lines = page.lines[begin : part.end]
    plain = [
        line
        for line in lines
        if len(line.text) <= _LONGEST_NAME
        and not any(piece.anchor is not None for piece in line.pieces)
        and not ends_sentence(line.text)
    ]
    is_dated = any(begin <= number < part.end for number in page.dated)
    return len(plain) >= max(_LEAST_NAMES, _MOST * len(lines)) and not is_dated


def is_rest_elsewhere(page: Page, end: int) -> bool:
    """Tell whether nothing is below a text but what leads to other pages."""
    for number in range(end, len(page.lines)):
        line = page.lines[number]
        if _is_around(page, number):
            continue
        above = (line.block, *line.block.ancestors())
        return is_aside_heading(line.text) or any(map(is_of_latest, above))
    return True


def _is_around(page: Page, number: int) -> bool:
    return page.passed[number] or page.beside[number]


def _within(element: Element) -> Iterator[Element]:
    stack = [element]
    while stack:
        inner = stack.pop()
        yield inner
        stack += [each for each in inner.children if not isinstance(each, str)]
