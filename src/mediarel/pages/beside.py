"""Find secondary page content: sidebars, footers, tweets, cookie notices."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from mediarel.pages.words_around import ASIDES, folded

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from mediarel.pages.markup import Element
    from mediarel.pages.markup_lines import ShownLine

_SIDE_TAGS = frozenset(("aside", "footer"))
_SIDE_ROLES = frozenset(("complementary", "contentinfo", "banner", "dialog"))
_SIDE_NAMES = re.compile(
    r"(?:left|right|primary|secondary|blog|page|main|site)?-?side-?bar(?:[-_]\w{1,20})?|"
    r"widget|widget[-_](?:area|container|wrap)|widget_\w{1,40}|(?:site|page|main)?-?footer|"
    r"footer-[a-z]{1,20}|archives?-list|calendar|twitter(?:-\w{1,20})?|tweets?|"
    r"cookies?(?:[-_]\w{1,40})?|consent|gdpr(?:[-_]\w{1,40})?|comments?|comments-area|"
    r"aside|secondary|colophon|tag-?cloud|breadcrumbs?|pager|pagination"
)
_ENTRY_TAGS = frozenset(("article", "li", "tr", "main"))
_LATEST_NAMES = re.compile(
    r"(?:^|[-_\s])(?:related|recent|popular|trending|latest|teasers?)(?:$|[-_\s])"
)
_MOST_OF = 0.4  # share of a page's characters; larger elements need a certain name
_MOST_OF_SURE = 0.9
_SURE = re.compile(
    r"(?:\w{1,9}-?)?side-?bar(?:[-_]\w{1,20})?|(?:site-?)?footer|tweets?"
)
_LONGEST_HEADING = 60
# Names that are also used for parts of an entry, such as a footer with the date.
_OF_ENTRIES = re.compile(r"(?:site|page|main)?-?footer|aside|secondary|calendar|pager")
_LEAST_ENTRIES = 3


def beside_of(
    lines: Sequence[ShownLine], letters: Sequence[int], heading: Element | None
) -> list[bool]:
    """Return for each line whether the line is outside the main part.

    `letters` is the number of characters before each line. An element that contains the
    page's `heading` is always in the main part.
    """
    beside = [False] * len(lines)
    if not lines:
        return beside
    top = lines[0].block
    while top.parent is not None:
        top = top.parent
    stack = [top]
    recurring = _recurring(top)
    total = letters[-1] or 1
    while stack:
        element = stack.pop()
        share = (letters[element.end] - letters[element.begin]) / total
        most = _most_of(element)
        holds = heading is not None and element.has(heading)
        is_own = recurring[_place(element)] >= _LEAST_ENTRIES
        if is_beside(element) and not is_own and share <= most and not holds:
            count = element.end - element.begin
            beside[element.begin : element.end] = [True] * count
        else:
            stack += [each for each in element.children if not isinstance(each, str)]
    return beside


def _recurring(top: Element) -> Counter[Hashable]:
    """Count footers and sidebars by place.

    A page has one footer, so footers that recur belong to entries.
    """
    counts: Counter[Hashable] = Counter()
    stack = [top]
    while stack:
        element = stack.pop()
        names = (*element.classes, *_SIDE_TAGS & {element.tag})
        if any(_OF_ENTRIES.fullmatch(each) for each in names):
            counts[_place(element)] += 1
        stack += [each for each in element.children if not isinstance(each, str)]
    return counts


def _place(element: Element) -> Hashable:
    """Return a key that like elements in the entries of one list share."""
    parent = element.parent
    above = None if parent is None else parent.parent
    return element.kind, None if parent is None else parent.kind, id(above)


def _most_of(element: Element) -> float:
    """Return the maximum share of a page's text that a secondary element may have."""
    if element.tag in _SIDE_TAGS:
        return 1.0
    is_sure = any(_SURE.fullmatch(each) for each in _names_of(element).split())
    return _MOST_OF_SURE if is_sure else _MOST_OF


def is_beside(element: Element) -> bool:
    """Return whether the tag, role or names of an element mark it as secondary."""
    if element.tag in _SIDE_TAGS or element.attributes.get("role") in _SIDE_ROLES:
        # An entry may have its own footer.
        return not any(each.tag in _ENTRY_TAGS for each in element.ancestors())
    return any(_SIDE_NAMES.fullmatch(each) for each in _names_of(element).split())


def _names_of(element: Element) -> str:
    return " ".join((*element.classes, element.attributes.get("id", "").lower()))


def is_of_latest(element: Element) -> bool:
    """Return whether the names of an element mark a list of recent or related pages."""
    return _LATEST_NAMES.search(_names_of(element)) is not None


def is_aside_heading(text: str) -> bool:
    """Return whether a line is the heading of a secondary list: "Recent posts"."""
    return len(text) < 60 and folded(text).strip(" :-–—") in ASIDES  # noqa: PLR2004
