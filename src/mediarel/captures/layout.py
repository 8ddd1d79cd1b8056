"""Find the texts of releases by the layouts that the pages of a site share.

The text of a release is in the same element on all pages of a layout. Elements that
have the same text, links or a date on most of these pages belong to the layout. The
title and the date of most releases show where the layout has them.
"""

import marshal
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from functools import cached_property
from statistics import median
from typing import NamedTuple
from urllib.parse import urlsplit

from mediarel.dates.typed import DayOrder
from mediarel.pages.candidates import width
from mediarel.pages.lines import ShownLine
from mediarel.pages.markup import Element, Markup
from mediarel.pages.page import Page
from mediarel.pages.page_text import gaps_and_texts, is_of_links, linked_width
from mediarel.release.dateline import read_dateline
from mediarel.text.folding import fold

_PART_TAGS = "p li ul ol dl dt dd h1 h2 h3 h4 h5 h6 pre table tbody tr"
_PARTS = frozenset(_PART_TAGS.split())
_LISTS = frozenset({"ul", "ol", "dl", "table", "blockquote"})
_PROSE = 40  # characters of a line of text
_SHORT = 160  # characters of a byline
_MOST_HELD = 0.8  # share of the text of a page in its main element
_LEAST_HELD = 0.1
_LITTLE = 300  # characters
_SAMPLE = 300  # pages
_SAME = 0.2  # share of pages with the same line, which is no text of a release
_FEWEST = 5  # pages with the same layout
_MOST = 0.6  # share of pages with the same text, or a date, at the same place
_HALF = 0.5
_ONCE = 0.9  # share of pages where an element occurs once
_FIRST = 0.2  # share of pages where an element has the first paragraph
_OFTEN, _OFTEN_NAMED = 0.7, 0.1  # share of pages with an element of the layout
_ABSOLUTE = re.compile("(?:https?:)?//")
_ENDS = tuple('.!?…:;,"”»’。！？។៕')
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_DIGITS = re.compile(r"\d+")
# Classes for the topic of a release, not for the layout.
_TOPICS = re.compile(r"(?:category|tag|format|status|author|type|post|term)-")


class Line(NamedTuple):
    """A line of a page. `node` is the index of its block element."""

    node: int
    gap: str
    """The space above the line."""
    text: str
    prose: int
    """The width of the text outside links, or 0 for a short line."""
    linked: int
    """The number of characters in links to the same site."""
    day: str
    """The date on the line, or ""."""
    is_date: bool
    """True if the line has a date and is no sentence."""
    is_beside: bool
    """True if the line seems to be outside the main part of the page."""


class Lines(NamedTuple):
    """The lines of a page, and their elements as pairs of the parent and the name."""

    nodes: list[tuple[int, str]]
    lines: list[Line]

    def up(self, node: int) -> Iterator[int]:
        """Yield an element and its ancestors."""
        while node >= 0:
            yield node
            node = self.nodes[node][0]

    def held(self) -> list[int]:
        """Return the width of the text in each element."""
        held = [0] * len(self.nodes)
        for line in self.lines:
            for node in self.up(line.node) if line.prose else ():
                held[node] += line.prose
        return held

    def main(self) -> int | None:
        """Return the smallest element with most of the text of the page, or None."""
        held = self.held()
        if not held or not held[0]:
            return None
        best = 0
        for number, (parent, name) in enumerate(self.nodes):
            is_part = name.split()[0] in _PARTS
            if parent == best and held[number] >= _MOST_HELD * held[0] and not is_part:
                best = number
        return best


def packed_lines(
    page: Page, markup: Markup, address: str, order: DayOrder | None
) -> bytes:
    """Return the lines of a page and their elements, compressed.

    `address` is the address of the page.
    """
    host = urlsplit(address).netloc.removeprefix("www.")
    nodes: list[tuple[int, str]] = []
    places: dict[int, int] = {}
    lines = []
    texts = gaps_and_texts(page, markup, range(len(page.lines)), None)
    for number, (gap, text) in enumerate(texts):
        line = page.lines[number]
        if page.navigation[number] or is_of_links(line):
            continue
        own = _linked_within(line, host)
        prose = width(line.text) - linked_width(line)
        spots = page.dates_on.get(number, ()) if len(line.text) <= _SHORT else ()
        days = [str(x.date.date(order or page.order) or "") for x in spots if x.is_day]
        lines.append(
            (
                _place_of(line.block, nodes, places),
                gap,
                text,
                prose if prose >= _PROSE and not page.beside[number] else 0,
                len(text) if own >= len(line.text) else own,
                days[0] if days else "",
                bool(days) and not text.endswith(_ENDS),
                page.beside[number],
            )
        )
    return zlib.compress(marshal.dumps((nodes, lines)), 1)


def _linked_within(line: ShownLine, host: str) -> int:
    """Count the characters of a line that are in links to the same site."""
    found = 0
    for piece in line.pieces:
        if piece.anchor is not None:
            href = piece.anchor.attributes.get("href", "")
            if not _ABSOLUTE.match(href) or (host and host in href):
                found += piece.end - piece.begin
    return found


def unpacked(data: bytes) -> Lines:
    """Return the lines of a page from `packed_lines`, or no lines for b""."""
    if not data:
        return Lines([], [])
    nodes, lines = marshal.loads(zlib.decompress(data))  # noqa: S302 - own data
    return Lines(nodes, [Line(*each) for each in lines])


def _place_of(
    element: Element, nodes: list[tuple[int, str]], places: dict[int, int]
) -> int:
    """Return the index of an element in `nodes`. Add the element if it is missing."""
    missing = []
    above: Element | None = element
    while above is not None and id(above) not in places:
        missing.append(above)
        above = above.parent
    place = -1 if above is None else places[id(above)]
    for each in reversed(missing):
        nodes.append((place, _name_of(each) if each.parent else each.tag))
        place = places[id(each)] = len(nodes) - 1
    return place


def _name_of(element: Element) -> str:
    """Return the tag of an element, its ID and its classes.

    IDs with numbers and IDs of headings are left out: each page has different ones.
    """
    own = "" if element.tag in _HEADINGS else element.attributes.get("id", "")
    named = [f"#{own}"] if own and not _DIGITS.search(own) else []
    classes = (x for x in sorted(element.kind[1]) if not _TOPICS.match(x))
    return " ".join((element.tag, *named, *classes))


class _Block:
    """An element of a layout, with its contents on all pages.

    `once`, `dated`, `first` and `heavy` are the numbers of pages where the element
    occurs once, has a date, has the first paragraph, and has most of the text. `linked`
    has the share of the text in links for each page. Digits in `lines` and `texts` are
    zeros, to find the same text with different numbers.
    """

    def __init__(self) -> None:
        self.pages = self.once = self.dated = self.first = self.heavy = 0
        self.sizes: list[int] = []
        self.linked: list[float] = []
        self.lines: Counter[str] = Counter()
        self.texts: Counter[str] = Counter()

    def add(self, lines: list[Line], count: int, total: int) -> None:
        """Add the content on a page, where the element occurs `count` times."""
        size = sum(len(each.text) for each in lines)
        self.pages += 1
        self.once += count == 1
        self.sizes.append(size)
        self.linked.append(sum(each.linked for each in lines) / (size or 1))
        self.heavy += sum(each.prose for each in lines) > _HALF * total
        self.dated += any(each.is_date for each in lines)
        texts = [_DIGITS.sub("0", each.text) for each in lines]
        self.lines.update({*texts})
        self.texts["\n".join(texts)] += 1

    def is_boilerplate(self, pages: int, name: str) -> bool:
        """Return whether the element has no part of the text on the `pages`.

        `name` is the tag of the element with its ID and classes.
        """
        tag, _, names = name.partition(" ")
        is_list = tag in _LISTS
        is_named = bool(names) and not is_list
        least = (_OFTEN_NAMED if names else _OFTEN) * pages
        if (
            self.pages < max(_FEWEST, least)
            or self.once < _ONCE * self.pages
            or self.heavy > _HALF * pages
            or self.first > _FIRST * self.pages
        ):
            return False
        common = [x for x in self.lines.items() if x[1] >= _MOST * self.pages]
        is_short = is_named and median(self.sizes) <= _SHORT
        is_same = sum(len(x) * n for x, n in common) >= _MOST * sum(self.sizes)
        return bool(
            (is_short and (common or self.dated >= _MOST * self.pages))
            or (names and self.dated >= _HALF * self.pages and (common or is_list))
            or ((is_short or is_same) and len(self.texts) <= _HALF * self.pages)
            or median(self.linked) >= _HALF
        )


class _Layout:
    """The elements of pages that have their text in the same element."""

    def __init__(self, names: list[str]) -> None:
        self.count = 0
        self.blocks: defaultdict[int, _Block] = defaultdict(_Block)
        self.titles: Counter[int] = Counter()
        self.dates: Counter[int] = Counter()
        self.date_words: Counter[tuple[int, str]] = Counter()
        self._names = names

    def add(self, paths: list[int], within: dict[int, list[Line]], total: int) -> None:
        """Add the elements below the main element of a page.

        `total` is the width of the text of the page.
        """
        counts = Counter(paths[node] for node in within)
        gathered: defaultdict[int, list[Line]] = defaultdict(list)
        for node, own in within.items():
            gathered[paths[node]] += own
        for path, own in gathered.items():
            self.blocks[path].add(own, counts[path], total)
        lines = (x for own in within.values() for x in own)
        first = next((x for x in lines if x.prose and not x.is_date), None)
        for path, own in gathered.items():
            self.blocks[path].first += first in own

    @cached_property
    def boilerplate(self) -> frozenset[int]:
        """The paths of the elements that have no part of the text of a release."""
        return frozenset(
            path
            for path, block in self.blocks.items()
            if block.is_boilerplate(self.count, self._names[path])
        )

    def is_byline(self, line: Line, path: int) -> bool:
        """Return whether a line with a date at `path` has no part of the text.

        Such a line is short, or most of its words are on most pages at this place, and
        it doesn't begin with a dateline.
        """
        words, least = _words(line), max(_FEWEST, _MOST * self.dates[path])
        usual = [word for word in words if self.date_words[path, word] >= least]
        is_usual = 2 * len(usual) > len(words)
        return not line.prose or (is_usual and read_dateline(line.text) is None)

    def place_of(self, found: Counter[int]) -> int | None:
        """Return the path of most titles or dates, or None."""
        for path, count in found.most_common(1):
            if count >= max(_FEWEST, _MOST * self.count):
                return path
        return None


class Example(NamedTuple):
    """The lines of a release page, its title and its date."""

    lines: bytes
    title: str
    date: str


class Reading(NamedTuple):
    """The text of a release, and the title and date if the layout has them.

    `left_out` is the number of lines in the same element that belong to the layout.
    """

    text: str
    title: str
    date: str
    left_out: int


class Layouts:
    """The layouts of the pages of a site, learned from its release pages."""

    def __init__(self, pages: Sequence[Example]) -> None:
        self._paths: dict[tuple[int, str], int] = {}
        self._names: list[str] = []
        self._bodies: Counter[int] = Counter()
        """The number of pages whose text is in the element with this path."""
        self._layouts: dict[int, _Layout] = {}
        self._same: frozenset[str] = frozenset()
        """The lines that are on many pages, which are no text of a release."""
        sample = pages[:: len(pages) // _SAMPLE + 1]
        counts: Counter[str] = Counter()
        for example in sample:
            counts.update({x.text for x in unpacked(example.lines).lines if x.prose})
        least = max(_FEWEST, _SAME * len(sample))
        self._same = frozenset(x for x, count in counts.items() if count >= least)
        learned = [(*self._read(example), example) for example in sample]
        repeated: Counter[int] = Counter()
        for page, paths, _ in learned:
            dated = {node for x in page.lines if x.day for node in page.up(x.node)}
            held = enumerate(page.held())
            texts = Counter(paths[n] for n, prose in held if prose and n not in dated)
            repeated.update(path for path, count in texts.items() if count > 1)
        for page, paths, _ in learned:
            if (body := page.main()) is not None:
                above = (paths[node] for node in page.up(body))
                path = next((x for x in above if repeated[x] < _FEWEST), None)
                self._bodies.update([] if path is None else [path])
        for each in learned:
            self._learn(*each)

    def _read(self, example: Example) -> tuple[Lines, list[int]]:
        """Return the lines of a page, and the path of each element.

        Elements with the same names and the same ancestors have the same path.
        """
        page = unpacked(example.lines)
        paths: list[int] = []
        for parent, name in page.nodes:
            path = (paths[parent] if parent >= 0 else -1, name)
            number = self._paths.setdefault(path, len(self._paths))
            if number == len(self._names):
                self._names.append(name)
            paths.append(number)
        title = letters(example.title)
        for number, line in enumerate(page.lines):
            if line.prose and (line.text in self._same or _is_title(line, title)):
                page.lines[number] = line._replace(prose=0)
        return page, paths

    def _body_of(self, page: Lines, paths: list[int]) -> int | None:
        """Return the element with the text of a page, or None."""
        held = page.held()
        least = min(_LEAST_HELD * held[0], held[0] - _LITTLE) if held else 0
        found = [
            (self._bodies[path], held[number], number)
            for number, path in enumerate(paths)
            if self._bodies[path] >= _FEWEST and held[number] >= least
        ]
        return max(found)[2] if found else None

    def _learn(self, page: Lines, paths: list[int], example: Example) -> None:
        """Add the elements of a page to its layout."""
        body = self._body_of(page, paths)
        if body is None:
            return
        layout = self._layouts.setdefault(paths[body], _Layout(self._names))
        layout.count += 1
        title = letters(example.title)
        titles, dates, words = set(), set(), set()
        within: defaultdict[int, list[Line]] = defaultdict(list)
        for line in page.lines:
            above = [*page.up(line.node)]
            if body in above and not line.is_beside:
                for node in above[: above.index(body)]:
                    within[node].append(line)
            if _is_title(line, title):
                titles.add(paths[line.node])
            if line.day and line.day == example.date:
                dates.add(paths[line.node])
                words |= {(paths[line.node], word) for word in _words(line)}
        layout.date_words.update(words)
        layout.titles.update(titles)
        layout.dates.update(dates)
        layout.add(paths, within, page.held()[body])

    def reading(self, example: Example) -> Reading | None:
        """Return the text of a release below its title, or None if it is unclear."""
        page, paths = self._read(example)
        body = self._body_of(page, paths)
        layout = None if body is None else self._layouts.get(paths[body])
        if body is None or layout is None or layout.count < _FEWEST:
            return None
        place = layout.place_of(layout.titles)
        titles = [x.text for x in page.lines if paths[x.node] == place]
        place = layout.place_of(layout.dates)
        dates = [x for x in page.lines if x.day and paths[x.node] == place]
        title = titles[0] if len(titles) == 1 else ""
        date = dates[0].day if len(dates) == 1 else ""
        within = [n for n, x in enumerate(page.lines) if body in page.up(x.node)]
        own = [n for n in within if page.lines[n].day == (date or example.date)]
        bylines = {
            n for n in own if layout.is_byline(x := page.lines[n], paths[x.node])
        }
        is_beside = all(page.lines[n].is_beside for n in within)
        kept = {
            n
            for n in within
            if is_beside or not page.lines[n].is_beside
            if not date or page.lines[n] is not dates[0] or n not in bylines
            if layout.boilerplate.isdisjoint(
                paths[x] for x in page.up(page.lines[n].node)
            )
        }
        text = _text_below(page.lines, sorted(kept), title or example.title, bylines)
        return Reading(text, title, date, len(within) - len(kept))


def _text_below(
    lines: list[Line], kept: list[int], title: str, bylines: Container[int]
) -> str:
    """Join the lines in `kept` that are below the title and the date of a release."""
    named = letters(title)
    titles = (x for x, n in enumerate(kept) if _is_title(lines[n], named))
    if (place := next(titles, None)) is not None:
        above = [n for n in kept[:place] if lines[n].prose]
        kept = [*above, *kept[place + 1 :]]
    while kept and kept[0] in bylines:
        kept.pop(0)
    text, last = "", -1
    for number in kept:
        text += (lines[number].gap if last == number - 1 else "\n\n") if text else ""
        text += lines[number].text
        last = number
    return text


def _words(line: Line) -> set[str]:
    return {word for word in line.text.casefold().split() if word.isalpha()}


def _is_title(line: Line, title: str) -> bool:
    """Return whether a line has the letters of a title, and no others."""
    is_near = 0 < len(title) <= len(line.text) <= 2 * len(title) + _PROSE
    return is_near and letters(line.text) == title


def letters(text: str) -> str:
    """Return the letters and digits of a text, folded, to compare texts."""
    return "".join(filter(str.isalnum, fold(text)))
