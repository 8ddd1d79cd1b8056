"""The text that a piece of HTML shows, such as the content of a feed's entry."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mediarel.pages.markup import read_markup
from mediarel.pages.markup_lines import shown_lines

if TYPE_CHECKING:
    from mediarel.pages.markup import Element, Markup

_BULLET = "• "


def plain_text(html: str, source: str) -> str:
    """Return the text that `html` shows, with a blank line between its paragraphs.

    Items of lists have a bullet or their number. `source` names where it came from.

    Raises UnreadableInputError where its elements are too many or nested too deep.
    """
    markup = read_markup(html, source)
    lines = shown_lines(markup.body, html)
    marks = marks_of(markup)
    text, above = "", None
    for place, line in enumerate(lines):
        mark, list_ = marks.get(place, ("", None))
        if text:
            is_apart = line.is_apart or _is_another(above, list_)
            text += "\n\n" if is_apart else "\n"
        text += mark + line.text
        above = list_ or above
    return text


def _is_another(above: Element | None, list_: Element | None) -> bool:
    """Tell whether a list begins below another of its depth."""
    if above is None or list_ is None:
        return False
    return above is not list_ and above.depth == list_.depth


def marks_of(markup: Markup) -> dict[int, tuple[str, Element]]:
    """Return what stands before the first line of each item of a list, and the list."""
    marks: dict[int, tuple[str, Element]] = {}
    counted: Counter[int] = Counter()
    for element in markup.elements.values():
        above = element.parent
        if element.tag != "li" or above is None:
            continue
        counted[id(above)] += 1
        if element.begin < element.end:
            number = f"{counted[id(above)]}. "
            marks[element.begin] = (number if above.tag == "ol" else _BULLET, above)
    return marks
