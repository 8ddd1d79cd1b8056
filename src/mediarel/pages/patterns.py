"""Describe in words how the entries of a page were found."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mediarel.pages.choice import Choice
    from mediarel.pages.markup import Element

RELEASE = "release"  # the sign of a page that is one release
_WAYS = {
    "each": "an element an entry",
    "after": "from date to date",
    "before": "from title to title",
    "last": "with the date at the end",
    "select": "as selected",
}
_SIGNS = {
    "heading": "the title in a heading",
    "class": "the title by its class",
    "link": "the title in a link",
    "bold": "the title in bold",
    "rest": "the title beside the date",
    "line": "the title on the first line",
    "selected": "the title as selected",
    "": "no title",
}


def pattern_of(choice: Choice) -> str:
    """Return a description of how the entries were found."""
    if choice.sign == RELEASE:
        return "a release, and no list: the title in the heading, the date near it"
    spot = choice.cut.segments[0].spot
    entries = _counted(len(choice.cut.segments))
    inside = choice.cut.segments[0].element
    where = (
        f": {_named(inside)}" if inside is not None else f": {_WAYS[choice.cut.way]}"
    )
    return (
        f"{entries}{where}, the date in {_named(spot.element)}, {_SIGNS[choice.sign]}"
    )


def _counted(count: int) -> str:
    return f"{count:,} entries" if count > 1 else "1 entry"


def _named(element: Element) -> str:
    """Return an element in CSS notation, with its tag and first class."""
    classes = sorted(element.kind[1])
    return f"{element.tag}.{classes[0]}" if classes else element.tag
