"""Find the texts of releases by the layouts that the pages of a site share.

The text of a release is in the same element on all pages of a layout. Elements that
have the same text, links or a date on most of these pages belong to the layout. The
title and the date of most releases show where the layout has them.
"""

import marshal
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from statistics import median
from typing import NamedTuple

from mediarel.dates.printed import date_alone
from mediarel.dates.typed import DayOrder
from mediarel.pages.candidates import width
from mediarel.pages.markup import Element, Markup
from mediarel.pages.page import Page
from mediarel.pages.page_text import (
    gaps_and_texts,
    is_byline,
    is_of_links,
    is_of_no_text,
    linked_width,
)
from mediarel.text.folding import fold

_PART_TAGS = "p li ul ol dl dt dd h1 h2 h3 h4 h5 h6 pre table tbody tr"
_PARTS = frozenset(_PART_TAGS.split())
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
_ABOVE = 0.3  # share of a text above its title
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
    """The number of characters in links."""
    day: str
    """The date on the line, or ""."""
    is_byline: bool
    is_button: bool
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


def packed_lines(page: Page, markup: Markup, order: DayOrder | None) -> bytes:
    """Return the lines of a page and their elements, compressed."""
    nodes: list[tuple[int, str]] = []
    places: dict[int, int] = {}
    lines = []
    texts = gaps_and_texts(page, markup, range(len(page.lines)), None)
    for number, (gap, text) in enumerate(texts):
        line = page.lines[number]
        if page.navigation[number] or is_of_links(line):
            continue
        linked = linked_width(line)
        prose = width(line.text) - linked
        spots = page.dates_on.get(number, ()) if len(line.text) <= _SHORT else ()
        days = [str(x.date.date(order or page.order) or "") for x in spots if x.is_day]
        lines.append(
            (
                _place_of(line.block, nodes, places),
                gap,
                text,
                prose if prose >= _PROSE and not page.beside[number] else 0,
                linked,
                days[0] if days else "",
                is_byline(page, number),
                is_of_no_text(line.text),
                page.beside[number],
            )
        )
    return zlib.compress(marshal.dumps((nodes, lines)), 1)


def unpacked(data: bytes) -> Lines:
    """Return the lines of a page from `packed_lines`."""
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
    """Return the tag of an element, its ID and its classes. Leave out numbers."""
    own = element.attributes.get("id", "")
    named = [f"#{own}"] if own and not _DIGITS.search(own) else []
    classes = (x for x in sorted(element.kind[1]) if not _TOPICS.match(x))
    return " ".join((element.tag, *named, *classes))


def lines_beside(data: bytes) -> list[str]:
    """Return the lines of a page that are outside the element with most of its text."""
    page = unpacked(data)
    sizes: Counter[int] = Counter()
    holders = []
    for line in page.lines:
        parent, name = page.nodes[line.node]
        holders.append(line.node if name.startswith("div ") else parent)
        sizes[holders[-1]] += 0 if line.is_beside else len(line.text)
    most = max(sizes, key=sizes.__getitem__, default=0)
    pairs = zip(page.lines, holders, strict=True)
    return [x.text for x, holder in pairs if holder != most and not x.is_beside]


class _Block:
    """An element of a layout, with its contents on all pages."""

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
        self.dated += any(each.day for each in lines)
        texts = [_DIGITS.sub("0", each.text) for each in lines]
        self.lines.update({*texts})
        self.texts["\n".join(texts)] += 1

    def is_furniture(self, pages: int, *, is_named: bool) -> bool:
        """Return whether the element has no part of the text on the `pages`."""
        least = (_OFTEN_NAMED if is_named else _OFTEN) * pages
        if (
            self.pages < max(_FEWEST, least)
            or self.once < _ONCE * self.pages
            or self.heavy > _HALF * pages
        ):
            return False
        is_short = median(self.sizes) <= _SHORT
        if is_short and is_named and self.dated >= _MOST * self.pages:
            return True
        return self.first <= _FIRST * self.pages and (
            max(self.lines.values()) >= _MOST * self.pages
            or median(self.linked) >= _HALF
            or (is_short and is_named and len(self.texts) <= _HALF * self.pages)
        )


class _Layout:
    """The elements of pages that have their text in the same element."""

    def __init__(self, names: list[str]) -> None:
        self.count = 0
        self.blocks: defaultdict[int, _Block] = defaultdict(_Block)
        self.titles: Counter[int] = Counter()
        self.dates: Counter[int] = Counter()
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
        first = next((x for own in within.values() for x in own if x.prose), None)
        for path, own in gathered.items():
            self.blocks[path].first += first in own

    @cached_property
    def furniture(self) -> frozenset[int]:
        """The paths of the elements that have no part of the text of a release."""
        return frozenset(
            path
            for path, block in self.blocks.items()
            if block.is_furniture(self.count, is_named=" " in self._names[path])
        )

    def place_of(self, found: Counter[int]) -> int | None:
        """Return the path of most titles or dates, or None."""
        for path, count in found.most_common(1):
            if count >= max(_FEWEST, _MOST * self.count):
                return path
        return None


class Known(NamedTuple):
    """The lines of a release page, its title and its date."""

    lines: bytes
    title: str
    date: str


class Reading(NamedTuple):
    """The text of a release, and the title and date if the layout has them."""

    text: str
    title: str
    date: str


class Layouts:
    """The layouts of the pages of a site, learned from its release pages."""

    def __init__(self, pages: Sequence[Known]) -> None:
        self._paths: dict[tuple[int, str], int] = {}
        self._names: list[str] = []
        self._votes: Counter[int] = Counter()
        self._layouts: dict[int, _Layout] = {}
        self._same: frozenset[str] = frozenset()
        sample = pages[:: len(pages) // _SAMPLE + 1]
        counts: Counter[str] = Counter()
        for known in sample:
            counts.update({x.text for x in unpacked(known.lines).lines if x.prose})
        least = max(_FEWEST, _SAME * len(sample))
        self._same = frozenset(x for x, count in counts.items() if count >= least)
        for known in sample:
            page, paths = self._read(known)
            if (body := page.main()) is not None:
                self._votes[paths[body]] += 1
        for known in sample:
            self._learn(known)

    def _read(self, known: Known) -> tuple[Lines, list[int]]:
        """Return the lines of a page, and the path of each element.

        Elements with the same names and the same ancestors have the same path.
        """
        page = unpacked(known.lines)
        paths: list[int] = []
        for parent, name in page.nodes:
            path = (paths[parent] if parent >= 0 else -1, name)
            number = self._paths.setdefault(path, len(self._paths))
            if number == len(self._names):
                self._names.append(name)
            paths.append(number)
        title = _letters(known.title)
        for number, line in enumerate(page.lines):
            if line.prose and (line.text in self._same or _is_title(line, title)):
                page.lines[number] = line._replace(prose=0)
        return page, paths

    def _body_of(self, page: Lines, paths: list[int]) -> int | None:
        """Return the element with the text of a page, or None."""
        held = page.held()
        least = min(_LEAST_HELD * held[0], held[0] - _LITTLE) if held else 0
        found = [
            (self._votes[path], held[number], number)
            for number, path in enumerate(paths)
            if self._votes[path] >= _FEWEST and held[number] >= least
        ]
        return max(found)[2] if found else None

    def _learn(self, known: Known) -> None:
        """Add the elements of a page to its layout."""
        page, paths = self._read(known)
        body = self._body_of(page, paths)
        if body is None:
            return
        layout = self._layouts.setdefault(paths[body], _Layout(self._names))
        layout.count += 1
        title = _letters(known.title)
        titles, dates = set(), set()
        within: defaultdict[int, list[Line]] = defaultdict(list)
        for line in page.lines:
            above = [*page.up(line.node)]
            if body in above and not line.is_beside:
                for node in above[: above.index(body)]:
                    within[node].append(line)
            if _is_title(line, title):
                titles.add(paths[line.node])
            if line.day and line.day == known.date:
                dates.add(paths[line.node])
        layout.titles.update(titles)
        layout.dates.update(dates)
        layout.add(paths, within, page.held()[body])

    def reading(self, known: Known) -> Reading | None:
        """Return the text of a release below its title, or None if it is unclear."""
        page, paths = self._read(known)
        body = self._body_of(page, paths)
        layout = None if body is None else self._layouts.get(paths[body])
        if body is None or layout is None or layout.count < _FEWEST:
            return None
        at = [
            [x for x in page.lines if paths[x.node] == layout.place_of(found)]
            for found in (layout.titles, layout.dates)
        ]
        title = at[0][0].text if len(at[0]) == 1 else ""
        date = at[1][0].day if len(at[1]) == 1 else ""
        around = {*page.up(body)}
        above = [[*page.up(line.node)] for line in page.lines]
        inner = [n for n, each in enumerate(above) if body in each]
        is_beside = all(page.lines[n].is_beside for n in inner)
        kept = [
            number
            for number in inner
            if is_beside or not page.lines[number].is_beside
            if not {paths[x] for x in above[number] if x not in around}
            & layout.furniture
        ]
        return Reading(
            _joined(page.lines, kept, title or known.title, date or known.date),
            title,
            date,
        )


def _joined(lines: list[Line], kept: list[int], title: str, date: str) -> str:
    """Join the lines in `kept` that are below the title of a release."""
    named = _letters(title)
    most = _ABOVE * sum(lines[n].prose for n in kept)
    above = 0
    for place, number in enumerate(kept):
        if _is_title(lines[number], named):
            kept = kept[place + 1 :]
            break
        above += lines[number].prose
        if above > most:
            break
    first = next((x for x, n in enumerate(kept) if lines[n].prose), 0)
    kept = [
        n
        for x, n in enumerate(kept)
        if x >= first or not (lines[n].is_byline or _is_date(lines[n], date))
    ]
    while kept and lines[kept[-1]].is_button:
        kept.pop()
    while kept and lines[kept[0]].is_button:
        kept.pop(0)
    text, last = "", -1
    for number in kept:
        text += (lines[number].gap if last == number - 1 else "\n\n") if text else ""
        text += lines[number].text
        last = number
    return text


def _is_title(line: Line, letters: str) -> bool:
    """Return whether a line has the letters of a title, and no others."""
    is_near = 0 < len(letters) <= len(line.text) <= 2 * len(letters) + _PROSE
    return is_near and _letters(line.text) == letters


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


def _is_date(line: Line, date: str) -> bool:
    return line.day == date and date_alone(line.text) is not None
