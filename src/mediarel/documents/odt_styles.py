"""What the styles of an ODT say: what is hidden, and how lists are numbered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.documents.list_marks import Level, whole_number

if TYPE_CHECKING:
    from collections.abc import Mapping

_DEEPEST = 20  # styles that are based on one another
_LISTS = frozenset(("text:list-style", "text:outline-style"))
_NUMBERED = frozenset(("text:list-level-style-number", "text:outline-level-style"))
OUTLINE = ""  # the list of all headings


class Style(NamedTuple):
    """A style of paragraphs or letters; None stands for what it does not say."""

    base: str | None = None
    is_hidden: bool | None = None
    list: str | None = None
    page: str | None = None
    """The kind of the page that begins with a paragraph."""


class Styles:
    """The styles, as the elements that describe them are told."""

    def __init__(self) -> None:
        self.levels: dict[str, dict[int, Level]] = {}
        """The levels of each list, from 0."""
        self._styles: dict[tuple[str, str], Style] = {}
        self._key = ("", "")
        self._list = ""

    def take(self, tag: str, given: Mapping[str, str]) -> None:
        """Take what an element says."""
        if tag == "style:style":
            self._key = given.get("style:family", ""), given.get("style:name", "")
            base = given.get("style:parent-style-name")
            self._styles[self._key] = Style(
                base,
                list=given.get("style:list-style-name"),
                page=given.get("style:master-page-name"),
            )
        elif tag == "style:text-properties" and self._key in self._styles:
            if shown := given.get("text:display"):
                style = self._styles[self._key]
                self._styles[self._key] = style._replace(is_hidden=shown == "none")
        elif tag in _LISTS:
            is_outline = tag == "text:outline-style"
            self._list = OUTLINE if is_outline else given.get("style:name", "")
            self._key = ("", "")
        elif tag in _NUMBERED or tag == "text:list-level-style-bullet":
            depth = whole_number(given.get("text:level"), 1) - 1
            self.levels.setdefault(self._list, {})[depth] = _level(tag, given, depth)

    def is_hidden(self, family: str, name: str | None) -> bool:
        """Tell whether what has a style is not shown."""
        said = (each.is_hidden for each in self._chain(family, name))
        return next((each for each in said if each is not None), False)

    def list_of(self, name: str | None) -> str | None:
        """Return the list that a style of paragraphs names."""
        said = (each.list for each in self._chain("paragraph", name))
        return next((each for each in said if each), None)

    def page_of(self, name: str | None) -> str | None:
        """Return the kind of page that begins with a style of paragraphs."""
        said = (each.page for each in self._chain("paragraph", name))
        return next((each for each in said if each), None)

    def _chain(self, family: str, name: str | None) -> list[Style]:
        found: list[Style] = []
        while name is not None and len(found) < _DEEPEST:
            style = self._styles.get((family, name))
            if style is None:
                break
            found.append(style)
            name = style.base
        return found


def _level(tag: str, given: Mapping[str, str], depth: int) -> Level:
    if tag not in _NUMBERED:
        return Level()
    form = given.get("style:num-format", "")[:1]
    if not form:
        return Level(None)
    shown = min(whole_number(given.get("text:display-levels"), 1), depth + 1)
    numbers = ".".join(f"%{each + 1}" for each in range(depth + 1 - shown, depth + 1))
    text = f"{given.get('style:num-prefix', '')}{numbers}"
    start = whole_number(given.get("text:start-value"), 1)
    return Level(form, text + given.get("style:num-suffix", ""), start)
