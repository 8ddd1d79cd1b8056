"""Read the styles and lists of a DOCX: hidden text, and the numbering of items.

Names of WordprocessingML have their usual prefix (ECMA-376, 17): `w:p`.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from mediarel.documents.flow import Counter, Level, whole_number
from mediarel.text.xml_events import Events

_SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel:",
}
_OFF = frozenset(("0", "false", "off", "none"))
_FORMS: dict[str, str | None] = {
    "decimal": "1",
    "decimalZero": "1",
    "bullet": "",
    "none": None,
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
    "thaiNumbers": "๑",
}
_DEEPEST = 20  # styles that are based on one another


class Style(NamedTuple):
    """A style of paragraphs or characters; None means not specified."""

    base: str | None = None
    is_hidden: bool | None = None
    list: str | None = None
    depth: int | None = None


class Styles(Events):
    """The styles, read from the events of `word/styles.xml`."""

    def __init__(self) -> None:
        self._styles: dict[str, Style] = {}
        self._id = ""
        self._above: list[str] = []

    def start(self, name: str, attributes: dict[str, str], _line: int) -> None:
        """Read an element of a style."""
        tag, given = short(name), values(attributes)
        style = self._styles.get(self._id, Style())
        if tag == "w:style":
            self._id = given.get("styleId", "")
            style = Style()
        elif tag == "w:basedOn":
            style = style._replace(base=given.get("val"))
        elif tag == "w:vanish" and self._above[-2:] == ["w:style", "w:rPr"]:
            style = style._replace(is_hidden=is_on(given))
        elif tag == "w:numId":
            style = style._replace(list=given.get("val"))
        elif tag == "w:ilvl":
            style = style._replace(depth=whole_number(given.get("val"), 0))
        self._styles[self._id] = style
        self._above.append(tag)

    def end(self, _name: str) -> None:
        """Read the end of an element."""
        self._above.pop()

    def is_hidden(self, style: str | None) -> bool:
        """Return whether characters of a style are hidden."""
        said = (each.is_hidden for _, each in self._chain(style))
        return next((each for each in said if each is not None), False)

    def list_of(self, style: str | None) -> tuple[str, str | None, int | None]:
        """Return the style that puts a paragraph in a list, the list, and its level.

        Outside of lists, the list is None.
        """
        for name, each in self._chain(style):
            if each.list is not None:
                return name, each.list, each.depth
        return "", None, None

    def _chain(self, style: str | None) -> list[tuple[str, Style]]:
        """Return a style and the styles that it is based on."""
        found: list[tuple[str, Style]] = []
        while style in self._styles and len(found) < _DEEPEST:
            found.append((style, self._styles[style]))
            style = self._styles[style].base
        return found


class Lists(Events):
    """The lists, read from the events of `word/numbering.xml`, with their counters."""

    def __init__(self) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._styled: dict[tuple[str, str], int] = {}
        """The level of an abstract list that a style of paragraphs has."""
        self._abstract: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._linked: dict[str, str] = {}
        self._links: dict[str, str] = {}
        self._counters: dict[str, Counter] = {}
        self._begun: set[tuple[str, int]] = set()
        self._id, self._list, self._depth = "", "", 0

    def start(self, name: str, attributes: dict[str, str], _line: int) -> None:
        """Read an element of a list."""
        tag, given = short(name), values(attributes)
        value = given.get("val", "")
        if tag == "w:abstractNum":
            self._id, self._list = given.get("abstractNumId", ""), ""
        elif tag == "w:num":
            self._list = given.get("numId", "")
        elif tag == "w:abstractNumId":
            self._abstract[self._list] = value
        elif tag == "w:styleLink":
            self._linked[value] = self._id
        elif tag == "w:numStyleLink":
            self._links[self._id] = value
        elif tag in {"w:lvl", "w:lvlOverride"}:
            self._depth = whole_number(given.get("ilvl"), 0)
        elif tag == "w:startOverride":
            starts = self._starts.setdefault(self._list, {})
            starts[self._depth] = whole_number(value, 1)
        elif not self._list:
            self._take(tag, value)

    def _take(self, tag: str, value: str) -> None:
        levels = self._levels.setdefault(self._id, {})
        level = levels.get(self._depth, Level())
        if tag == "w:start":
            levels[self._depth] = level._replace(start=whole_number(value, 1))
        elif tag == "w:numFmt":
            levels[self._depth] = level._replace(form=_FORMS.get(value, ""))
        elif tag == "w:lvlText":
            levels[self._depth] = level._replace(text=value)
        elif tag == "w:pStyle":
            self._styled[self._id, value] = self._depth

    def mark(self, list_: str, depth: int | None, style: str = "") -> str:
        """Return the bullet or number of the next item of a list, "" for none.

        `depth` is the level of the item. If it is None, the level linked to the style
        is used.
        """
        abstract = self._abstract.get(list_)
        if abstract is None:
            return ""
        if link := self._links.get(abstract):
            abstract = self._linked.get(link, abstract)
        if depth is None:
            depth = self._styled.get((abstract, style), 0)
        counter = self._counters.setdefault(abstract, Counter())
        starts = self._starts.get(list_, {})
        if depth in starts and (list_, depth) not in self._begun:
            counter.restart(depth, starts[depth])
        self._begun.add((list_, depth))
        return counter.mark(self._levels.get(abstract, {}), depth)


@cache
def short(name: str) -> str:
    """Return the short name of an element: `w:p`; `:p` for an ignored namespace."""
    space, _, local = name.rpartition("}")
    return _SPACES.get(space, ":") + local


def values(attributes: dict[str, str]) -> dict[str, str]:
    """Return attributes by name without the namespace: `val`."""
    return {name.rpartition("}")[2]: value for name, value in attributes.items()}


def is_on(given: dict[str, str]) -> bool:
    """Return whether a switch with these attributes is on, such as `<w:vanish/>`."""
    return given.get("val", "1") not in _OFF
