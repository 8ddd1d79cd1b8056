"""Split a page into lines, from HTML or from copied text.

Lines from both sources have the same type. In copied text, all lines are in the element
`body`. If a copied line has several cells, each cell is a `Piece` of the line.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.months import months
from mediarel.pages.noise import is_read_more

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.pages.markup import Element

_EDGES = " \t|·•,;:–—-/»«>()[]"
_INLINE_TAGS = """
a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label
mark nobr o:p q ruby rb rt rp s samp small span strike strong sub sup time tt u
var wbr button blink picture source
"""
_INLINE = frozenset(_INLINE_TAGS.split())
_BOLD = frozenset(("b", "strong"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CLOSE = frozenset(("li", "td", "th", "dt", "dd"))  # no empty lines between them
_WHITE = re.compile(r"[ \t\n\r\f\u00a0]+")
_MOST_BREAKS = 2  # within a title
_PROBED = 24  # characters used to find a text in its source
_WINDOW = 200_000  # maximum distance from the previous text
_BLANKS = " \t\n\r\f\u00a0"
_ENTERED = -1
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")


class Piece(NamedTuple):
    """A part of a line that is in one element."""

    begin: int
    end: int
    element: Element
    anchor: Element | None
    """The link that contains the piece."""


class ShownLine(NamedTuple):
    """A line of a page, with white space reduced to single spaces."""

    text: str
    number: int
    """The source line where the line begins, from 1."""
    block: Element
    """The block element of the line: a paragraph, a cell, a heading."""
    pieces: tuple[Piece, ...]
    heading: int
    """The level of the heading that contains the line, or 0."""
    is_bold: bool
    """True if the whole line is bold."""
    gap: int
    """The number of empty lines above the line."""

    @property
    def is_apart(self) -> bool:
        """True if an empty line is above the line."""
        return self.gap > 0


def shown_lines(body: Element, source: str) -> list[ShownLine]:
    """Return the lines of `body`, and set the line range of each element."""
    lines: list[ShownLine] = []
    places = _Places(source)
    pending = _Pending(body)
    for element, text in _walk(body):
        if text is not None:
            is_pre = any(
                each.tag == "pre" for each in (element, *islice(element.ancestors(), 4))
            )
            for position, each in enumerate(text.split("\n") if is_pre else [text]):
                if position:
                    pending.end_line(lines)
                pending.add(each, element, places)
        elif element.end == _ENTERED:
            if element.tag == "br" and pending.joins(element):
                pending.add(" ", element, places)
            elif element.tag not in _INLINE:
                pending.end_line(lines)
            element.begin = len(lines)
            pending.enter(element)
        else:
            is_joined = element.tag == "br" and pending.joins(element)
            if element.tag not in _INLINE and not is_joined:
                pending.end_line(lines)
            pending.leave(element)
            element.end = len(lines) + (1 if pending.has_text() else 0)
    pending.end_line(lines)
    return lines


def _walk(body: Element) -> Iterator[tuple[Element, str | None]]:
    """Yield the elements and texts of a page in reading order.

    Each element is yielded at its start and at its end. Its attribute `end` is
    `_ENTERED` at the start, and 0 at the end. A text is yielded together with its
    element.
    """
    stack: list[tuple[Element, int]] = [(body, 0)]
    body.end = _ENTERED
    yield body, None
    while stack:
        element, position = stack.pop()
        if position == len(element.children):
            element.end = 0
            yield element, None
            continue
        stack.append((element, position + 1))
        child = element.children[position]
        if isinstance(child, str):
            yield element, child
        else:
            child.end = _ENTERED
            yield child, None
            stack.append((child, 0))


def _is_one_title(heading: Element) -> bool:
    """Return whether a heading is a single title: few line breaks, at most one link."""
    inner = [*heading.inner()]
    breaks = sum(each.tag == "br" for each in inner)
    hrefs = {each.attributes.get("href") for each in inner if each.tag == "a"}
    return breaks <= _MOST_BREAKS and len(hrefs) <= 1


class _Pending:
    """The line that is being read, and the open elements."""

    def __init__(self, body: Element) -> None:
        self._text = ""
        self._pieces: list[Piece] = []
        self._number = 1
        self._blocks = [body]
        self._anchors: list[Element] = []
        self._headings: list[int] = []
        self._bold = 0
        self._breaks = 0
        self._letters = 0
        self._bold_letters = 0

    def enter(self, element: Element) -> None:
        if element.tag not in _INLINE:
            self._blocks.append(element)
        if element.tag == "a" and "href" in element.attributes:
            self._anchors.append(element)
        if element.tag in _HEADINGS:
            self._headings.append(_HEADINGS[element.tag])
        self._bold += element.tag in _BOLD
        self._breaks += element.tag == "br"

    def leave(self, element: Element) -> None:
        if element.tag not in _INLINE and len(self._blocks) > 1:
            self._blocks.pop()
        if self._anchors and self._anchors[-1] is element:
            self._anchors.pop()
        if element.tag in _HEADINGS:
            self._headings.pop()
        self._bold -= element.tag in _BOLD

    def joins(self, line_break: Element) -> bool:
        """Return whether a line break is inside a title with several lines."""
        if not self._headings:
            return False
        headings = (x for x in line_break.ancestors() if x.tag in _HEADINGS)
        return any(map(_is_one_title, islice(headings, 1)))

    def has_text(self) -> bool:
        return bool(self._text.strip())

    def add(self, text: str, element: Element, places: _Places) -> None:
        """Add a text from `element` to the line."""
        bare = _WHITE.sub(" ", text)
        if self._pieces and self._pieces[-1].element is not element:
            # Fields side by side without a space: "dara|3 March", "Mar|3".
            end = self._text[-2:]
            is_glued = end.isalpha() and bare[:1].isdigit()
            is_glued |= end[-1:].isdigit() and bare[:3].isalpha()
            is_glued |= end[-1:].isdigit() and _YEAR.match(bare) is not None
            if is_glued and element.tag not in {"sup", "sub"}:
                bare = f" {bare}"
        if not self._text or self._text.endswith(" "):
            bare = bare.removeprefix(" ")
        if not bare:
            return
        if bare != " ":
            number = places.line_of(text)
            if not self.has_text():
                self._number = number
                self._block = self._blocks[-1]
                self._heading = self._headings[-1] if self._headings else 0
            self._letters += len(bare)
            self._bold_letters += len(bare) if self._bold else 0
        begin = len(self._text)
        self._text += bare
        anchor = self._anchors[-1] if self._anchors else None
        self._pieces.append(Piece(begin, len(self._text), element, anchor))

    def end_line(self, lines: list[ShownLine]) -> None:
        """Append the line to `lines` unless it is empty, and start a new line."""
        text = self._text.rstrip()
        if text:
            is_bold = self._bold_letters == self._letters
            gap = self._gap_below(lines[-1].block) if lines else 1
            pieces = tuple(self._pieces)
            shown = (text, self._number, self._block, pieces, self._heading)
            lines.append(ShownLine(*shown, is_bold, gap))
            self._breaks = 0
        self._text = ""
        self._pieces = []
        self._letters = self._bold_letters = 0

    def _gap_below(self, above: Element) -> int:
        if self._block is above:
            return int(self._breaks > 1)
        return int(not {self._block.tag, above.tag} <= _CLOSE)


_TABS = re.compile(r"[ \u00a0]*\t[ \t\u00a0]*|[ \u00a0]{3,}")
# Two dates without a space between: "3 de marzo de 20197 de marzo de 2019".
_MONTH_YEAR = r"\.? (?:de )?[^\W\d]{3,12}\.? (?:de )?(?:19|20)\d\d"
_GLUED_DATES = re.compile(rf"(?<=[^\W\d] (?:19|20)\d\d)(?=\d{{1,2}}{_MONTH_YEAR})")
# "Noticiasagosto 8, 2026": only the full names of months are certain. The digits are
# tested first, because few words are before such digits.
_FULL_NAMES = "|".join(x for x in months() if x.isascii() and len(x) > len("june"))
_GLUED_MONTH = re.compile(
    rf"\b(?=\w+ \d{{1,2}}, (?:19|20)\d\d)\w*?[a-z](?=(?:{_FULL_NAMES}) )",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")


def text_lines(text: str, body: Element) -> list[ShownLine]:
    """Return the lines of a page that was copied as text.

    Tabs, or three or more spaces, separate cells.
    """
    lines: list[ShownLine] = []
    gap = 1
    for number, raw in enumerate(re.split(r"\r\n|[\n\r\f\v\u2028\u2029]", text), 1):
        bare = _TABS.sub("\t", _INVISIBLE.sub("", raw).strip(_BLANKS))
        shown = re.sub(r"[ \u00a0]+", " ", bare)
        if not shown:
            gap += 1
            continue
        shown = _GLUED_MONTH.sub(r"\g<0> ", _GLUED_DATES.sub(" ", shown))
        # "Read more → 3 May 2019" is the end of an entry and the date of the next.
        more, arrow, rest = shown.partition("→ ")
        parts = [more + arrow, rest] if rest and is_read_more(more) else [shown]
        for part in map(str.rstrip, parts):
            pieces, begin = [], 0
            for cell in part.split("\t"):
                pieces.append(Piece(begin, begin + len(cell), body, None))
                begin += len(cell) + 1
            place = (part, number, body, tuple(pieces), 0)
            lines.append(ShownLine(*place, is_bold=False, gap=gap))
            gap = 0
    body.end = len(lines)
    return lines


class _Places:
    """A search for the line numbers of texts in the HTML source.

    The texts must be searched in the order of the source.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        found = re.search("<body", source, re.IGNORECASE)
        self._position = found.start() if found else 0
        self._line = 1 + source.count("\n", 0, self._position)

    def line_of(self, text: str) -> int:
        """Return the source line of `text`, or the previous line if `text` isn't found.

        Only the beginning of `text` is searched, up to an escape such as `&amp;`.
        """
        probe = text.lstrip(_BLANKS)[:_PROBED].partition("\n")[0]
        for stop in "&<>\u00a0\"'":
            probe = probe.partition(stop)[0]
        if len(probe) > 1:
            end = self._position + _WINDOW
            found = self._source.find(probe, self._position, end)
            if found >= 0:
                self._line += self._source.count("\n", self._position, found)
                self._position = found + len(probe)
        return self._line


def outside(pieces: Sequence[Piece], begin: int, end: int) -> tuple[Piece, ...]:
    """Return `pieces` without the text from `begin` to `end`."""
    rest: list[Piece] = []
    for piece in pieces:
        if piece.begin < begin:
            rest.append(piece._replace(end=min(piece.end, begin)))
        if piece.end > end:
            rest.append(piece._replace(begin=max(piece.begin, end)))
    return tuple(rest)


def anchor_of(pieces: Iterable[Piece]) -> Element | None:
    """Return the first link in `pieces`, or None."""
    return next((each.anchor for each in pieces if each.anchor is not None), None)


def main_anchor(
    line: ShownLine, pieces: Sequence[Piece]
) -> tuple[Element, float] | None:
    """Return the link with the most text, and its share of the text in `pieces`.

    Returns None if no link has text.
    """
    letters: Counter[Element] = Counter()
    total = 0
    for piece in pieces:
        count = len(line.text[piece.begin : piece.end].strip(_EDGES))
        total += count
        if piece.anchor is not None:
            letters[piece.anchor] += count
    if not letters or not total:
        return None
    anchor, count = letters.most_common(1)[0]
    return (anchor, count / total) if count else None
