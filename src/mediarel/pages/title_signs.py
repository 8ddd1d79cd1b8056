"""Find the titles of entries by a sign: heading, link, bold line, first line."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.months import months, weekdays
from mediarel.dates.printed import PrintedDate, date_alone
from mediarel.pages.kinds import is_kind
from mediarel.pages.labels import is_byline, label_of
from mediarel.pages.markup import Element
from mediarel.pages.markup_lines import (
    cell_of,
    is_classed,
    main_anchor,
    rest_pieces,
    without_files,
)
from mediarel.pages.noise import is_noise, is_read_more
from mediarel.pages.units import Spot
from mediarel.pages.words_around import folded

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from mediarel.pages.choice import Page
    from mediarel.pages.markup_lines import Piece, ShownLine
    from mediarel.pages.several import Cut

_LEAST = 3  # entries
_ASKED = 60  # entries that are enough to recognise a list
_LETTERS = 15  # characters of a title; less is probably a name
_MOST = 0.8
_STOPS = re.compile(r"[.;:,…។。]['\"”’»)\]]{0,3}$")
_LONGEST_HEADING = 40
_LONGEST_WEEKDAY = 16
_MOST_DAYS = 31
_EDGES_OF_DAY = " \t\u00a0.,:;–—-|·•()[]▼▾▸►+"
_OF = ("ខែ", "เดือน", "ເດືອນ", "mes de ", "mois de ", "mese di ", "bulan ")
# Words that may replace the weekday before the day.
_DAY_WORDS = frozenset(
    ("ថ្ងៃទី", "ទី", "ថ្ងៃ", "วันที่", "ວັນທີ", "ngày", "le", "am", "el", "il", "den")
)
_ORDINAL = r"(?:st|nd|rd|th|er|re|[ºª°]|\.?[ºª°]|[日号號])?"
# After it comes punctuation or a space, nothing that continues the number.
_AT_START = re.compile(
    r"[\W_]{0,3}(?:(?P<weekday>[^\W\d_][^\d\n]{0,15}?)[\s,.]{0,3})?"
    rf"(?P<day>\d{{1,2}}){_ORDINAL}(?![\w%°])"
    r"(?:\s{0,3}[)\]]?\s{0,3}(?:[–—|:.·•]|-(?!\w))(?!\d)|[)\]]|\s{1,3}(?![\d–—%€$£-])|\Z)"
    r"[\s–—|:.·•]{0,4}",
    re.IGNORECASE,
)
_AT_END = re.compile(
    rf"\s[(\[]\s?(?P<day>\d{{1,2}}){_ORDINAL}\s?[)\]]\W{{0,2}}\Z", re.IGNORECASE
)
# With the month repeated: "12/17 Reopen …", "Reopen … (17.12.)".
_PAIR = r"(?P<first>\d{1,2})\s?[-/.．／]\s?(?P<second>\d{1,2})\.?"
_PAIR_AT_START = re.compile(
    rf"[\W_]{{0,3}}{_PAIR}(?:[)\]]|\s{{0,3}}[–—|:·•](?!\d)|\s|\Z)[\s–—|:.·•]{{0,4}}"
)
_PAIR_AT_END = re.compile(rf"\s[(\[]\s?{_PAIR}\s?[)\]]\W{{0,2}}\Z")
_WORD = re.compile(r"[^\W\d_]")
_EDGES = " \t|·•,;:–—-/»«>()[]"
_LONGEST = 300
_SHORTEST = 4  # characters of a title
_MOST_LINES = 4  # lines of a title
_NEAR = 12  # lines in the header of an entry
_FEWEST = 0.3  # minimum share of entries with a title by a sign
_DISTINCT = 0.4  # minimum share of distinct titles; labels repeat more
_MOST_OF = 0.6  # share of its line inside a link that is a title
_SENTENCE_END = re.compile(r"[.;:,…។。]['\"”’»)\]]{0,3}$")
# Reliability of the signs of a title.
SIGNS = {
    "heading": 1.0,
    "class": 0.98,
    "link": 0.9,
    "bold": 0.7,
    "rest": 0.6,
    "line": 0.5,
}
# Placeholder for the date of an undated entry.
NO_DATE = Spot(PrintedDate(0, 0, None), -1, -1, 0, 0, Element("body", None), "none")


class Day(NamedTuple):
    """A day of a month at an edge of a line, and its span."""

    day: int
    begin: int
    end: int


class Segment(NamedTuple):
    """The lines of one entry, and its date."""

    begin: int
    end: int
    spot: Spot
    element: Element | None = None
    """The element that contains only the entry, or None."""


class Found(NamedTuple):
    """A title, or a candidate."""

    text: str
    line: int
    anchor: Element | None
    sign: str
    column: Hashable = None
    """The position in an entry."""
    last: int = -1
    """The last line of a title divided by a line break."""


def titles_of(
    segments: Sequence[Segment], page: Page
) -> tuple[str, list[Found | None]]:
    """Return the sign that identifies the titles of a list, and each title."""
    candidates = [list(_candidates(each, page)) for each in segments]
    columns = _columns(candidates)
    best, best_score = "", 0.0
    chosen: dict[str, list[Found | None]] = {}
    for sign, weight in SIGNS.items():
        of_sign = [_of_sign(each, sign, columns) for each in candidates]
        titles = [each.text for each in of_sign if each is not None]
        chosen[sign] = of_sign
        if not titles:
            continue
        if len(titles) < _FEWEST * len(segments):
            chosen[sign] = [None] * len(segments)
            continue
        distinct = len(set(titles)) / len(titles)
        score = weight * distinct * len(titles) / len(segments)
        if sign in {"line", "rest"} and not _are_titles(titles, len(segments)):
            chosen[sign] = [None] * len(segments)
        elif score > best_score and (distinct > _DISTINCT or len(titles) < 3):  # noqa: PLR2004
            best, best_score = sign, score
    if not best:
        return "", [
            _head(each, s) for each, s in zip(candidates, segments, strict=True)
        ]
    titled = list(chosen[best])
    for sign in ("heading", "class", "link"):
        titled = [a or b for a, b in zip(titled, chosen[sign], strict=True)]
    return best, titled


def _head(found: Sequence[Found], segment: Segment) -> Found | None:
    """Return the title of an entry if most other entries have none.

    The title is a heading, or in bold, on the line below the date.
    """
    first = segment.spot.last + 1
    heads = [x for x in found if x.sign in {"heading", "bold"} and x.line == first]
    return heads[0] if heads else None


def _columns(candidates: Sequence[Sequence[Found]]) -> dict[Hashable, float]:
    """Return the likelihood of titles in each column of links."""
    texts: dict[Hashable, list[str]] = {}
    for found in candidates:
        for each in found:
            texts.setdefault((each.sign, each.column), []).append(each.text)
    return {
        column: len(set(each)) * min(60, sum(map(len, each)) / len(each))
        for column, each in texts.items()
    }


def _of_sign(
    found: Sequence[Found], sign: str, columns: dict[Hashable, float]
) -> Found | None:
    of_sign = [each for each in found if each.sign == sign]
    if not of_sign:
        return None
    return max(of_sign, key=lambda each: columns[sign, each.column])


def _are_titles(lines: Sequence[str], entries: int) -> bool:
    """Return whether most first lines are titles."""
    likely = sum(
        len(each) < 200 and not _SENTENCE_END.search(each)  # noqa: PLR2004
        for each in lines
    )
    return 10 * likely >= 7 * entries


def _candidates(segment: Segment, page: Page) -> Iterator[Found]:
    is_first = True
    spot = segment.spot
    for number in _near_head(segment):
        is_date_line = spot.line <= number <= spot.last
        if is_date_line and not spot.end:
            continue
        key = (number, spot.begin, spot.end) if is_date_line else (number, 0, 0)
        found = page.known.get(key)
        if found is None:
            line = page.lines[number]
            pieces = line.pieces
            if is_date_line:
                pieces = rest_pieces(line, spot.begin, spot.end)
            found = tuple(_on_line(number, line, pieces, is_date_line=is_date_line))
            if not is_date_line:
                found = tuple(_with_next(each, page) for each in found)
            page.known[key] = found
        for each in found:
            if each.sign != "line":
                yield each
            elif is_first:
                is_first = False
                yield each


def _with_next(found: Found, page: Page) -> Found:
    """Return a title with its further lines after line breaks."""
    line = page.lines[found.line]
    if found.sign == "heading":
        holder = line.block
    elif found.sign == "link" and found.anchor is not None:
        holder = found.anchor
    else:
        return found
    begin, end = holder.begin, holder.end
    if not (found.line == begin and 1 < end - begin <= _MOST_LINES):
        return found
    parts = page.lines[begin:end]
    is_dated = any(number in page.dated for number in range(begin, end))
    if is_dated or any(part.block is not line.block for part in parts):
        return found
    text = " ".join(part.text for part in parts)
    return found._replace(text=text, last=end - 1) if len(text) <= _LONGEST else found


def _near_head(segment: Segment) -> Iterator[int]:
    """Yield the lines that may contain the title: the first, and near the date."""
    spot = segment.spot
    top = min(segment.end, segment.begin + _NEAR)
    yield from range(segment.begin, top)
    around = range(max(top, spot.line - _NEAR), min(segment.end, spot.last + _NEAR))
    yield from around


def _on_line(
    number: int, line: ShownLine, pieces: Sequence[Piece], *, is_date_line: bool
) -> Iterator[Found]:
    """Yield the possible titles on a line."""
    pieces = without_files(line, pieces)
    text = "".join(line.text[p.begin : p.end] for p in pieces).strip(_EDGES)
    if not is_title_like(text):
        return
    anchor = main_anchor(line, pieces)
    whole = anchor[0] if anchor and anchor[1] > _MOST_OF else None
    clean = _clean(line, pieces)
    if line.heading:
        yield Found(clean, number, whole, "heading", line.heading)
    classed = _classed(line, pieces)
    if classed:
        yield Found(classed, number, whole, "class", line.block.kind)
    if anchor is not None and (whole or is_date_line):
        title = _text_in(line, pieces, anchor[0])
        if is_title_like(title):
            column = (anchor[0].kind, line.block.kind, cell_of(line.block))
            yield Found(title, number, anchor[0], "link", column)
    if line.is_bold and not line.heading:
        yield Found(clean, number, whole, "bold")
    if is_date_line:
        yield Found(_without_kind(clean), number, whole, "rest")
    else:
        yield Found(clean, number, whole, "line")


def _without_kind(text: str) -> str:
    """Return a title without the kind after its last comma."""
    title, _, kind = text.rpartition(",")
    return title.rstrip() if title and is_kind(kind.strip()) else text


def _clean(line: ShownLine, pieces: Sequence[Piece]) -> str:
    """Return the title in pieces of a line, without punctuation at its edges."""
    if len(pieces) == len(line.pieces) and pieces == line.pieces:
        return line.text.strip()
    text = "".join(line.text[piece.begin : piece.end] for piece in pieces)
    return _trimmed(text)


def _trimmed(text: str) -> str:
    """Return `text` without the punctuation that separates it from the date."""
    text = re.sub(r"[(\[]\s*[)\]]", "", text).strip()
    text = text.lstrip(" \t|·•,;:–—-/»>)]").rstrip(" \t|·•,;–—-/«(>[")
    return text.removesuffix(":").rstrip()


@lru_cache(maxsize=4096)  # called for a line once for each way to cut its list
def is_title_like(text: str) -> bool:
    """Return whether a text can be a title."""
    letters = len(_WORD.findall(text[:_LONGEST]))
    if (month := month_alone(text)) is not None and month[1] is None:
        return False
    return (
        letters >= _SHORTEST
        and len(text) <= _LONGEST
        and not is_read_more(text)
        and not is_noise(text)
    ) or (1 < letters < _SHORTEST and not text.isascii() and not is_noise(text))


def _text_in(line: ShownLine, pieces: Sequence[Piece], anchor: Element) -> str:
    held = [each for each in pieces if each.anchor is anchor]
    text = "".join(line.text[each.begin : each.end] for each in held)
    is_whole = all(each in line.pieces for each in held)
    return text.strip() if is_whole else _trimmed(text)


def _classed(line: ShownLine, pieces: Sequence[Piece]) -> str:
    """Return the text of a line in elements whose class marks a title."""
    held = "".join(
        line.text[piece.begin : piece.end]
        for piece in pieces
        if is_classed(piece.element)
    )
    return _trimmed(held) if is_title_like(held.strip()) else ""


@lru_cache(maxsize=4096)
def month_alone(text: str) -> tuple[int, int | None] | None:
    """Return the month and year if `text` contains nothing else.

    Without a year, the year is None. Returns None for other texts. Examples: `May`,
    `Mai 2013`, `ខែឧសភា`, `5月`.
    """
    if len(text) > _LONGEST_HEADING:
        return None
    date = date_alone(text)
    if date is not None:
        is_month = date.month is not None and date.day is None and date.figures is None
        return (date.month, date.year) if is_month and date.month else None
    name = text.strip(_EDGES_OF_DAY).lower()
    for word in _OF:
        name = name.removeprefix(word).strip()
    number = months().get(name.replace("_", " ")) or months().get(folded(name))
    return None if number is None else (number, None)


def day_of_month(text: str, month: int) -> Day | None:
    """Return the day at the beginning or end of a line below the name of `month`.

    If the month is repeated in figures, the other figure is the day.
    """
    moved = max(0, len(text) - _LONGEST_WEEKDAY)
    for found, by in (
        (_PAIR_AT_START.match(text), 0),
        (_PAIR_AT_END.search(text[moved:]), moved),
    ):
        if found is None:
            continue
        first, second = int(found["first"]), int(found["second"])
        day = second if first == month else first if second == month else 0
        if 0 < day <= _MOST_DAYS:
            return Day(day, found.start() + by, found.end() + by)
    return day_at_edge(text)


def day_at_edge(text: str) -> Day | None:
    """Return the day at the start or end of a line: `30 – Reopen`, `Reopen (30)`."""
    found = _AT_START.match(text)
    if found is not None and (weekday := found["weekday"]):
        name = weekday.strip(_EDGES_OF_DAY).lower()
        if name not in weekdays() and name not in _DAY_WORDS:
            found = None
    found = found or _AT_END.search(text[-_LONGEST_WEEKDAY:])
    if found is None or not 0 < int(found["day"]) <= _MOST_DAYS:
        return None
    moved = max(0, len(text) - _LONGEST_WEEKDAY) if found.re is _AT_END else 0
    return Day(int(found["day"]), found.start() + moved, found.end() + moved)


def with_whole_lines(
    cut: Cut, titles: Sequence[Found | None], lines: Sequence[ShownLine]
) -> list[Found | None]:
    """Return titles; an item with words around its links is a title as a whole."""
    found: list[Found | None] = []
    for segment, title in zip(cut.segments, titles, strict=True):
        line = lines[segment.begin]
        is_item = (
            segment.end - segment.begin == 1
            and segment.spot.last < segment.begin
            and line.block.tag == "li"
        )
        is_part = title is None or (title.text != line.text and _runs(line, title))
        if not is_item or not is_part or not is_title_like(line.text):
            found.append(title)
            continue
        anchor = main_anchor(line, line.pieces)
        link = None if anchor is None else anchor[0]
        found.append(Found(line.text, segment.begin, link, "line"))
    return found


def _runs(line: ShownLine, title: Found) -> bool:
    """Return whether a word next to a title continues the same sentence."""
    before, _, after = line.text.partition(title.text)
    is_before = before[-1:].isspace() and before.rstrip()[-1:].isalpha()
    return is_before or (after[:1].isspace() and after.lstrip()[:1].islower())


def have_own_titles(cut: Cut, lines: Sequence[ShownLine]) -> bool:
    """Return whether most dates are on lines with distinct titles."""
    texts = []
    asked = cut.segments[:_ASKED]
    for segment in asked:
        spot = segment.spot
        if spot.line != spot.last or spot.form not in {"start", "end", "alone"}:
            continue
        line = lines[spot.line]
        pieces = rest_pieces(line, spot.begin, spot.end)
        text = "".join(line.text[p.begin : p.end] for p in pieces).strip(_EDGES)
        if len(text) >= _LETTERS and _is_title(text):
            texts.append(text)
    least = max(_LEAST, _MOST * len(asked))
    return len(set(texts)) >= least


def are_bare_titles(
    cut: Cut, titles: Sequence[Found | None], lines: Sequence[ShownLine]
) -> bool:
    """Return whether undated units are only titles, like the dated entries.

    All content of such a list is on the lines of its titles.
    """
    if any(each.end - each.begin > 1 for each in cut.segments):
        return False
    if not have_own_titles(cut, lines):
        return False
    longest = max(len(each.text) for each in titles if each is not None)
    return all(
        unit.end - unit.begin == 1
        and len(lines[unit.begin].text) <= 2 * longest
        and _is_title(lines[unit.begin].text)
        for unit in cut.undated
    )


def _is_title(text: str) -> bool:
    return (
        is_title_like(text)
        and not _STOPS.search(text)
        and label_of(text) is None
        and not is_byline(text)
    )
