"""Find the texts that may be titles of entries, and rate how likely each of them is.

The role of a candidate is its place relative to the date, such as the line below.
Candidates at the same place in different entries have the same role.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable  # noqa: TC003 - a constant's type says it
from functools import lru_cache
from itertools import islice, takewhile
from math import log
from statistics import fmean, pstdev
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.printed import find_dates
from mediarel.pages.labels import ON, is_filing, is_kind, label_of
from mediarel.pages.lines import anchor_of
from mediarel.pages.markup import smallest_of
from mediarel.pages.noise import is_cut, is_noise, is_read_more, without_read_more
from mediarel.pages.page import INSIDE, WHOLE, is_around
from mediarel.pages.words import LETTERS

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from mediarel.pages.lines import Piece, ShownLine
    from mediarel.pages.markup import Element
    from mediarel.pages.page import Page, Spot


_LEAST_LETTERS = 3
_LEAST_LIKE = 0.1
_DISTINCT = 0.85
_FEW_AROUND = 3  # words around a link
_SURE_LIKE = 0.5
_SHORT = 12
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?:[-–/]\d\d(?:\d\d)?)?(?!\d)")
_LONG = 130
_FULL_LINE = 60
_SENTENCE = 8  # words
_SHORT_CUT = 55
_LONGEST = 320
_STOP = re.compile(r"[.។။。;:：;,][\"'”’»)\]\s]{0,6}\Z")
_ADDRESS = re.compile(
    r"\A\d{1,4}(?:bis)?,?\s(?:rue|avenue|allée|place|bd|boulevard|chemin|quai|via)\b"
    r"|,\s\d{5}\s|\S@\S|\b(?:tel|fax|phone)\b|(?!\d{1,3}(?:\.\d{3})+\b)\+?\b\d[\d\s().-]{7,20}\d",
    re.IGNORECASE,
)
_ITEM = re.compile(r"[•·▪◦●○‣➢✓]|[*+–—-]\s|\(?(?:\d{1,2}|[a-z])[.)]\s")
# Scripts without spaces between words. In the second group, one character counts as
# much as two letters.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff]")
_DENSE = re.compile("[\u3040-\u9fff\uac00-\ud7ff]")


@lru_cache(maxsize=20_000)
def likeness(text: str) -> float:
    """Return the likelihood that `text` is a title, from 0 to 1."""
    letters = sum(map(str.isalpha, text[:_LONGEST]))
    if letters < _LEAST_LETTERS or len(text) > _LONGEST:
        return 0
    rest = _without_dates(text)
    if len(rest) < len(text) and width(rest) < _SHORT:
        return 0
    if is_read_more(text) or is_noise(text):
        return 0
    if letters < _SHORT and _YEAR.search(text):
        return 0.2
    length = width(text)
    score = 1.0 if length <= _LONG else max(0.15, 1 - (length - _LONG) / _LONG)
    for speaks_against, factor in _AGAINST:
        if speaks_against(text):
            score *= factor
    return score


def width(text: str) -> int:
    """Return the length of `text`, doubled for Chinese, Japanese and Korean."""
    return len(text) * 2 if _DENSE.search(text[:40]) else len(text)


def is_unspaced(text: str) -> bool:
    """Return whether `text` has a script without spaces between words, such as Thai."""
    return bool(_UNSPACED.search(text))


def _is_word(text: str) -> bool:
    short = len(text) < _SHORT and not _DENSE.search(text)
    return short or (" " not in text and not _UNSPACED.search(text))


def _is_labelled(text: str) -> bool:
    labelled = label_of(text)
    return labelled is not None and labelled[0] != "category"


def _ends_as_sentence(text: str) -> bool:
    return bool(_STOP.search(text[-8:])) and not _is_short_cut(text)


def _goes_on(text: str) -> bool:
    return (is_cut(text) and not _is_short_cut(text)) or without_read_more(text)[1]


def _is_short_cut(text: str) -> bool:
    """Return whether `text` is cut off and short enough to be a title."""
    return len(text) <= _SHORT_CUT and is_cut(text)


def _has_address(text: str) -> bool:
    """Return whether `text` contains an address or a phone number, ignoring dates."""
    return bool(_ADDRESS.search(_YEARS.sub(" ", _without_dates(text)[:200])))


def _without_dates(text: str) -> str:
    for date in reversed(find_dates(text)):
        text = f"{text[: date.start]}{text[date.end :]}"
    return text


def _has_button(text: str) -> bool:
    """Return whether `text` contains a button: `News | Leave a comment`."""
    return "|" in text and any(is_noise(each.strip()) for each in text.split("|"))


def _is_item(text: str) -> bool:
    return text[0].islower() or bool(_ITEM.match(text))


_AGAINST: tuple[tuple[Callable[[str], bool], float], ...] = (
    (_is_word, 0.5),
    (_ends_as_sentence, 0.5),
    (_goes_on, 0.5),
    (_has_address, 0.3),
    (_is_item, 0.6),
    (_is_labelled, 0.15),
    (is_filing, 0.2),
    (_has_button, 0.2),
    # "Comunicato stampa n. 48 del": belongs to the date after it.
    (lambda text: is_kind(ON.sub("", text[:_LONG]).strip(" ,(–—-")), 0.4),
)


@lru_cache(maxsize=20_000)
def without_tail(text: str) -> str:
    """Return `text` without a "Read more" at the end."""
    return without_read_more(text.strip())[0].strip()


def is_title_like(text: str) -> bool:
    """Return True if `text` looks like a title. Its place on the page is ignored."""
    return likeness(text) >= 0.5  # noqa: PLR2004


def is_content(text: str) -> bool:
    """Return whether a line is a sentence or a long title, which is never ignored."""
    is_title = len(text) >= _FULL_LINE and is_title_like(text[:_FULL_LINE])
    return is_title or text.count(" ") + 1 >= _SENTENCE


def ends_sentence(text: str) -> bool:
    """Return whether `text` ends like a sentence or is cut off."""
    return bool(_STOP.search(text[-8:])) or is_cut(text) or text[-1:] in '!?！？”"'


def is_text(line: str) -> bool:
    """Return whether `line` is body text: longer than a title, or a long sentence."""
    return len(line) > _LONG or (len(line) >= _FULL_LINE and ends_sentence(line))


Role = tuple["str | int | Hashable", ...]
ABOVE, BELOW, BESIDE = "above", "below", "beside"
_MOST_LINES = 40  # maximum lines between a date and its title, in HTML
_NEAR = 4  # the same for text
_MOST_ALIKE = 3  # maximum candidates per role
_MOST = 0.8  # minimum share of a line inside a link
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ENTRIES = frozenset(("article", "li", "tr", "section", "body"))
_BOLD = frozenset(("b", "strong", "dt"))
_INNER = frozenset(("b", "strong", "em", "span", "i", "u", "font", "label", "big"))
_BROKEN = frozenset(("a", "b", "strong"))
_MOST_BROKEN = 3  # lines of a title
_TAB = re.compile("\t")
_CELL = re.compile(r"\s*(?:\s[|｜]\s|[|｜]|\s[•·–—]\s|\s//\s|\s-\s)\s*")
_CELL_OR_COLON = re.compile(rf"{_CELL.pattern}|: ")
_LONGEST_IN_BRACKETS = 20  # characters of a label before a date: "(updated on"
_CLOSE = r"[)\]）]"
_CLOSED = re.compile(rf"[^()\[\]（）]{{4,40}}{_CLOSE}")  # a date and a bracket
_EDGE = " \t\u00a0|｜–—-:·•»«,;/>→"


class Unit(NamedTuple):
    """A date, and the lines from `begin` to `end` (exclusive) that may be its entry."""

    spot: Spot
    begin: int
    end: int
    element: Element | None = None


class Candidate(NamedTuple):
    """A text that may be the title of an entry, from `begin` to `end` on its line."""

    text: str
    line: int
    anchor: Element | None = None
    begin: int = 0
    end: int = 0
    last: int = -1
    """The last line of a title that has line breaks."""
    role: Role = ()
    likeness: float = 1.0
    bonus: float = 1.0


class Candidates:
    """The title candidates on a page. Results are cached."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.lines = page.lines
        self._found: dict[Hashable, list[Candidate]] = {}

    def of(self, unit: Unit) -> list[Candidate]:
        """Return the candidates for the title of an entry.

        The candidates on the line of the date come first, then those below the date,
        then those above the date.
        """
        key = (id(unit.spot), unit.begin, unit.end, id(unit.element))
        if key not in self._found:
            self._found[key] = [
                *self._on_line(unit),
                *self._away(unit, range(unit.spot.last + 1, unit.end), BELOW),
                *self._away(unit, range(unit.spot.line - 1, unit.begin - 1, -1), ABOVE),
            ]
        return self._found[key]

    def _on_line(self, unit: Unit) -> Iterator[Candidate]:
        """Yield the candidates on the same line as the date."""
        spot = unit.spot
        if not spot.end:
            return
        line = self.lines[spot.line]
        bonus = bonus_of(line.block)
        told = 0.8 if spot.place == INSIDE else 1.0
        sides = (("before", 0, spot.begin), ("after", spot.end, len(line.text)))
        for side, begin, end in sides:
            tabs = 0.6 if "\t" in line.text[begin:end].strip() else 1.0
            whole = (BESIDE, side)
            yield from self.part(line, spot.line, begin, end, whole, bonus, told * tabs)
            for key, first, last, factor in _spans(line.text, side, begin, end):
                role = (BESIDE, side, key)
                yield from self.part(line, spot.line, first, last, role, bonus, factor)
        if self.page.is_html and len(line.pieces) > 1:
            counts: Counter[Role] = Counter()
            for each in self._in_elements(
                line, spot.line, unit.element, BESIDE, counts
            ):
                if not (each.begin < spot.end and spot.begin < each.end):
                    yield each

    def part(  # noqa: PLR0913, PLR0917 - the place of a part
        self,
        line: ShownLine,
        number: int,
        begin: int,
        end: int,
        role: Role,
        bonus: float,
        factor: float,
    ) -> Iterator[Candidate]:
        """Yield the part of a line from `begin` to `end` as a candidate.

        Yields nothing if the part has no letters.
        """
        begin, end = _trimmed(line.text, begin, end)
        text = without_tail(line.text[begin:end])
        if any(map(str.isalpha, text)):
            pieces = [x for x in line.pieces if x.begin < end and x.end > begin]
            anchor = anchor_of(pieces)
            rated = (role, likeness(text) * factor, bonus)
            yield Candidate(text, number, anchor, begin, end, -1, *rated)

    def _away(
        self, unit: Unit, numbers: Iterable[int], direction: str
    ) -> Iterator[Candidate]:
        """Yield the candidates above or below the date, nearest line first."""
        page, spot = self.page, unit.spot
        counts: Counter[Role] = Counter()
        step = 0
        for place, number in enumerate(numbers):
            line = self.lines[number]
            if page.beside[number] and not page.beside[spot.line]:
                continue
            if not page.is_html and page.furniture[number]:
                if direction == BELOW and is_read_more(line.text):
                    break  # the lines below belong to the next entry
                continue
            others = page.dates_on.get(number, ())
            if any(each.is_day and each.place == WHOLE for each in others):
                if page.is_html and step and spot.is_day and spot.place == WHOLE:
                    break  # a title is never beyond another date
                continue
            if step > (_MOST_LINES if page.is_html else _NEAR - 1):
                break
            if page.is_html:
                yield from self._in_elements(
                    line, number, unit.element, direction, counts
                )
            else:
                yield from self._of_copied(number, direction, step, place)
                if direction == BELOW and is_text(line.text):
                    break  # a title is never below its text
            step += 1

    def _of_copied(
        self, number: int, direction: str, step: int, place: int
    ) -> Iterator[Candidate]:
        """Yield a copied line as a candidate in two roles.

        `place` counts all lines from the date, and `step` counts the lines that are not
        buttons or repeated.
        """
        line = self.lines[number]
        whole = (0, len(line.text))
        for role, bonus in (
            ((direction, step), 0.96**step),
            ((direction, "line", place), 0.95**step),
        ):
            yield from self.part(line, number, *whole, role, bonus, 1)

    def _in_elements(
        self,
        line: ShownLine,
        number: int,
        root: Element | None,
        direction: str,
        counts: Counter[Role],
    ) -> Iterator[Candidate]:
        """Yield the whole line, each link, and each highlighted part as candidates."""
        pieces = [x for x in line.pieces if line.text[x.begin : x.end].strip()]
        whole = smallest_of(x.element for x in pieces)
        groups: list[tuple[Role, list[Piece], Element, float]] = []
        linked = [x for x in pieces if x.anchor is not None]
        share = sum(x.end - x.begin for x in linked) / len(line.text)
        if direction != BESIDE:
            factor = 1.2 if share > _MOST else 1.0
            groups.append((("line",), pieces, whole, factor))
        for anchor in dict.fromkeys(x.anchor for x in linked):
            if anchor is not None:
                own = [x for x in linked if x.anchor is anchor]
                groups.append((("link",), own, anchor, 1.2))
        if len(pieces) > 1:
            inner = [x for x in pieces if x.anchor is None and x.element is not whole]
            for element in dict.fromkeys(x.element for x in inner):
                if element.tag in _INNER:
                    own = [x for x in inner if x.element is element]
                    groups.append((("part",), own, element, 1.0))
        for kind, own, element, factor in groups:
            role = (direction, *kind, kinds_above(element, root))
            n = counts[role]
            counts[role] += 1
            if n >= _MOST_ALIKE:
                continue
            begin, end = _trimmed(line.text, own[0].begin, own[-1].end)
            text = without_tail(line.text[begin:end])
            anchor = anchor_of(own)
            holder = smallest_of(x.element for x in own)
            bonus = factor * 0.9**n * max(bonus_of(holder), bonus_of(element))
            like = likeness(text)
            if kind == ("link",) and _is_within(line.text, begin, end):
                like *= 0.4
            rated = ((*role, n), like, bonus)
            yield Candidate(text, number, anchor, begin, end, -1, *rated)


def _is_within(text: str, begin: int, end: int) -> bool:
    """Return whether a link is only a part of a sentence."""
    if not ends_sentence(text):
        return False
    around = _without_dates(f"{text[:begin]} {text[end:]}")
    if is_unspaced(around):
        return sum(map(str.isalnum, around)) > _SHORT
    return len(LETTERS.findall(around)) > _FEW_AROUND


def lines_of_title(page: Page, number: int) -> range:
    """Return the lines of a title with line breaks, such as `<b>One<br>two</b>`.

    A copied title has two lines if the first line ends with a colon. The range is empty
    if the title has only one line, or if the element has other lines than a title.
    """
    if not page.is_html:
        shown = page.lines[number : number + 2]
        goes_on = len(shown) > 1 and shown[0].text.endswith(":") and not shown[1].gap
        goes_on = goes_on and not page.dates_on.get(number + 1)
        return range(number, number + 2 if goes_on else number)
    holder = smallest_of(x.element for x in page.lines[number].pieces)
    lines = range(holder.begin, holder.end)
    is_title = (
        holder.tag in _BROKEN
        and number == lines.start
        and not any(page.dates_on.get(n) or is_text(page.lines[n].text) for n in lines)
    )
    return lines if is_title and 1 < len(lines) <= _MOST_BROKEN else range(0)


def kinds_above(element: Element, root: Element | None) -> Hashable:
    """Return the kind of an element, and of its two nearest ancestors below `root`.

    A kind consists of the tag and the classes of an element.
    """
    above = takewhile(lambda x: x is not root, (element, *element.ancestors()))
    return tuple(each.kind for each in islice(above, 3))


def bonus_of(element: Element) -> float:
    """Return a factor for the likelihood that a text in `element` is a title.

    The factor is above 1 in headings and bold text.
    """
    above = takewhile(lambda x: x.tag not in _ENTRIES, (element, *element.ancestors()))
    tags = {each.tag for each in islice(above, 4)}
    return 1.6 if tags & _HEADINGS else 1.15 if tags & _BOLD else 1.0


def _parts(
    text: str, begin: int, end: int, mark: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    """Split `text` at each `mark`, and yield the start and end of each part."""
    first = begin
    for found in mark.finditer(text, begin, end):
        if text[first : found.start()].strip(_EDGE):
            yield first, found.start()
        first = found.end()
    if text[first:end].strip(_EDGE):
        yield first, end


def _spans(
    text: str, side: str, begin: int, end: int
) -> Iterator[tuple[str | int, int, int, float]]:
    """Yield the parts of the text next to a date, as (key, begin, end, factor).

    The key is the number of the part. The key "rest" is for the text after the first
    separator: "Reopen all rooms: a letter" in "Statement – Reopen all rooms: a letter".
    """
    has_tabs = "\t" in text[begin:end].strip()
    marks = (_TAB, _TAB) if has_tabs else (_CELL, _CELL_OR_COLON)
    cells, either = ([*_parts(text, begin, end, mark)] for mark in marks)
    if len(either) > 1:
        first = either[1][0]
        yield "rest", first, end, 0.6 if "\t" in text[first:end].strip() else 0.95
    if side == "before":
        cells.reverse()
    if len(cells) > 1:
        for n, (first, last) in enumerate(cells[:4]):
            yield n, first, last, 0.95


def _trimmed(text: str, begin: int, end: int) -> tuple[int, int]:
    """Return the start and end of a part of `text`, without separators at its edges."""
    part = text[begin:end]
    kept = part.strip(_EDGE)
    if kept.count("»") > kept.count("«") and part.lstrip().startswith("«"):
        kept = part[part.find("«") :].rstrip(_EDGE)
    while kept.startswith((")", "]")) or kept.endswith(("(", "[")):
        kept = kept.lstrip(")]").rstrip("([").strip(_EDGE)
    opened = max(map(kept.rfind, "([（"))
    if opened > 0 and _CLOSED.match(text, end) and not re.search(_CLOSE, kept[opened:]):
        is_label = len(kept) - opened <= _LONGEST_IN_BRACKETS
        kept = kept[:opened].rstrip(_EDGE) if is_label else kept
    first = part.find(kept) if kept else 0
    return begin + first, begin + first + len(kept)


# Titles compared with one another


def fit_of(line: ShownLine, others: Sequence[ShownLine]) -> float:
    """Return how much a line is like `others`, compared with menus and footers.

    The value is the logarithm of a ratio of likelihoods. If the value is above 0, the
    line is more like `others`.
    """
    sizes = [log(width(each.text)) for each in (line, *others)]
    spread = max(_LEAST_SPREAD, pstdev(sizes[1:]))
    fit = _normal(sizes[0], fmean(sizes[1:]), spread) - _normal(sizes[0], *_USUAL_SIZE)
    fit = max(-_MOST_FIT, min(fit, _MOST_FIT))
    told = zip(
        _OUTSIDE, _traits(line), zip(*map(_traits, others), strict=True), strict=True
    )
    for usual, own, values in told:
        fit += _ratio(values.count(own) / len(values), usual[own], len(values))
    same = sum(each.text == line.text for each in others) / len(others)
    return fit + max(0, _ratio(same, _SAME_TEXT, len(others)))


def _normal(value: float, mean: float, spread: float) -> float:
    return -(((value - mean) / spread) ** 2) / 2 - log(spread)


def _ratio(share: float, usual: float, count: int) -> float:
    most = min(_MOST_COMPARED, count)
    return log((most * share / usual + 1) / (most + 1))


def _traits(line: ShownLine) -> tuple[bool, int, bool]:
    return ends_sentence(line.text), min(line.gap, 2), is_around(line.text)


# Traits of the lines around lists, with their shares: the end of a sentence, the
# number of empty lines, and buttons.
_OUTSIDE: tuple[Mapping[object, float], ...] = (
    {False: 0.93, True: 0.07},
    {0: 0.79, 1: 0.18, 2: 0.03},
    {False: 0.89, True: 0.11},
)
_USUAL_SIZE = 2.5, 1.0  # mean and spread of the logarithm of the size
_LEAST_SPREAD = 0.35
_MOST_FIT = 4
_SAME_TEXT = 0.02  # share of lines around lists that are equal to a line of the list
_MOST_COMPARED = 8  # more lines are no more certain


def likely(
    title: Candidate | None, others: Iterable[Candidate | None]
) -> Candidate | None:
    """Return `title`, or if `title` is unlikely, the first likely title in `others`."""
    if title is None or title.likeness < _LEAST_LIKE:
        sure = (each for each in others if each and each.likeness >= _SURE_LIKE)
        return next(sure, None)
    return title


def title_quality(
    units: Sequence[Unit], titles: Mapping[int, Candidate]
) -> tuple[float, float]:
    """Return a pair: the average likelihood of the titles, and their distinctness.

    Both are numbers from 0 to 1. Equal titles are less distinct.
    """
    mean = sum(each.likeness for each in titles.values()) / len(units)
    pairs = {(units[n].spot.date[2:], x.text.casefold()) for n, x in titles.items()}
    distinct = len({text for _, text in pairs}) / len(pairs)
    # The same kind is before each title: "STATEMENT – Reopen the reading room".
    starts = Counter(" ".join(text.split()[:2]) for _, text in pairs if " " in text)
    is_beside = next(iter(titles.values())).role[0] == BESIDE
    if is_beside and starts and starts.most_common(1)[0][1] >= 0.7 * len(pairs):
        distinct *= 0.7
    distinct = distinct if distinct > _DISTINCT else distinct**2
    return mean, max(distinct, least_distinct(titles.values()))


def least_distinct(titles: Iterable[Candidate]) -> float:
    """Return the lowest possible distinctness of titles.

    The value is 0.6 if all titles have different links, even if the texts are equal.
    Otherwise, the value is 0.
    """
    anchors = [each.anchor for each in titles]
    links = {each.attributes.get("href") for each in anchors if each is not None}
    return 0.6 if len(links) == len(anchors) > 1 else 0.0
