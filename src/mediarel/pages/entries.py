"""Divide a list into entries, and read the date, title, labels and text of each entry.

Each line of an entry is either part of a field or left out for a stated reason.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from itertools import groupby, pairwise, takewhile
from typing import NamedTuple

from mediarel.dates.edtf import PartialDate
from mediarel.dates.printed_parts import PrintedDate
from mediarel.pages.candidates import Candidate, likeness, lines_of_title
from mediarel.pages.fields import is_read, is_sentence
from mediarel.pages.found import Line, RawEntry
from mediarel.pages.labels import is_kind, label_of, marked
from mediarel.pages.lines import Piece, ShownLine, main_anchor, outside
from mediarel.pages.markup import Element, smallest_of
from mediarel.pages.noise import is_page_numbers, is_read_more, is_stamp
from mediarel.pages.page import (
    END,
    INSIDE,
    WHOLE,
    Page,
    Spot,
    is_around,
    is_aside_heading,
    is_foot,
)
from mediarel.pages.readings import SEVERAL, Entry, Reading
from mediarel.pages.site import whole_address
from mediarel.release.places import place_of

_FILES = (".pdf", ".doc", ".docx")
_LONGEST = 2000
_FILING = re.compile(
    r"(?:^|/)(?:authors?|tags?|categor(?:y|ies)|users?|profiles?|page)/[^/?#]{1,200}/?$"
    r"|[?&](?:author|cat|tag|paged|page)=[^&#]{1,200}$|/feed/?$"
    r"|#(?:comments?|respond|reply)(?:-\d{1,12})?$",
    re.IGNORECASE,
)
_LONGEST_LABEL = 100
_LONGEST_CELL = 60
_WORDS_OF_SUBTITLE = 3.5
_LETTER = 120  # minimum characters of a whole release
_WORDS = 6  # words of a sentence
_WORDS_OF_LABEL = 4  # a label of a category or a place has fewer spaces
_NEAR = 4  # lines below the header that may contain labels
_SEPARATORS = " \t|·•,;–—-"
_CELLS = frozenset(("td", "th"))
_MOST_OF_CELL = 6  # lines
_MOST = 0.8  # share of the entries that counts as all
_FEW = 0.2  # share of the entries that may be undated
_FEWER = 0.1  # share of the entries with rare forms of dates
_LIKE = 0.8  # minimum likelihood of a certain title
_LEAST = 3  # with fewer entries, no conclusion is possible
_LEAST_COMPARED = 5  # entries whose titles are compared
_USUAL = 0.6  # share of the entries with the usual distance of date and title
_MOST_TEXT = 3  # ratio of the texts of the entries in two lists
_ROOM = 2  # lines by which the last entry may be longer than the others


class Segment(NamedTuple):
    """An entry with its date, title, and lines from `begin` to `end` (exclusive)."""

    begin: int
    end: int
    spot: Spot
    title: Candidate | None = None
    element: Element | None = None
    """The element that contains only the entry, or None."""


def segments_of(reading: Reading, page: Page) -> list[Segment]:
    """Return the entries of a reading as segments, in page order."""
    found = []
    entries = sorted(
        reading.entries, key=lambda each: _first_line(each.spot, each.title)
    )
    is_parted = reading.lists or reading.role == (SEVERAL,)
    begins = [_first_line(each.spot, each.title) for each in entries]
    begins.append(len(page.lines))
    whole = _widened([each.unit.element for each in entries])
    for n, entry in enumerate(entries):
        title = None if entry.title is None else _whole(entry.title, page)
        begin, end, element = entry.unit[1:]
        if reading.lists and (element := whole[n]):
            begin, end = element.begin, element.end
        if not is_parted:
            begin, end = begins[n : n + 2]
        found.append(Segment(begin, end, entry.spot, title, element))
    if not is_parted:
        found[-1] = found[-1]._replace(end=end_of_last(found, page))
    if not reading.lists:
        found = [each._replace(end=_without_headings(each, page)) for each in found]
    return found


def _widened(elements: Sequence[Element | None]) -> Sequence[Element | None]:
    """Replace each element by its largest ancestor that contains only one entry.

    The ancestors must all have the same tag.
    """
    above = [each and each.parent for each in elements]
    tags = {each and each.tag for each in above}
    is_alone = len(set(above)) < max(2, len(above))
    return elements if is_alone or None in above or len(tags) > 1 else _widened(above)


def _whole(title: Candidate, page: Page) -> Candidate:
    """Add the other lines of a title that has line breaks in HTML."""
    lines = lines_of_title(page, title.line)
    shown = page.lines[title.line].text
    if not lines or title.text != (shown if page.is_html else shown.rstrip(": ")):
        return title
    text = " ".join(page.lines[number].text for number in lines)
    return title._replace(text=text, last=lines[-1])


def _first_line(spot: Spot, title: Candidate | None) -> int:
    return min(spot.line, title.line if title is not None else spot.line)


def end_of_last(segments: Sequence[Segment], page: Page) -> int:
    """Return the first line below the last entry.

    The entry ends before a footer, page numbers or similar content. The entry is at
    most about 1.5 times as long as the longest other entry.
    """
    *others, last = segments
    head = _head_end(last)
    limit = len(page.lines)
    most_gap = None
    if others:
        sizes = [each.end - _head_end(each) for each in others]
        bodies = [_body_size(each, page) for each in others]
        limit = head + (int(1.5 * max(sizes)) + _ROOM if max(bodies) else 0)
        if not page.is_html:
            gaps = [
                max((page.lines[n].gap for n in range(_head_end(x), x.end)), default=0)
                for x in others
            ]
            most_gap = max(gaps)
    main = (
        smallest_of([each.spot.element for each in segments])
        if page.is_html
        else page.body
    )
    limit = min(limit, len(page.lines))
    if page.is_html and others:
        limit = min(limit, max(main.end, head))
    for number in range(head, limit):
        line = page.lines[number]
        is_other = page.outside[number]
        is_other |= is_page_numbers(line.text) or is_aside_heading(line.text)
        is_other |= is_foot(line.text) and not is_sentence(line.text)
        if is_other or (most_gap is not None and line.gap > max(most_gap, 1)):
            return number
    return limit


def _head_end(segment: Segment) -> int:
    """Return the first line below the date and the title of an entry."""
    title = -1 if segment.title is None else max(segment.title.line, segment.title.last)
    return max(segment.spot.last, title) + 1


def _body_size(segment: Segment, page: Page) -> int:
    return sum(
        not is_around(page.lines[n].text) or is_read_more(page.lines[n].text)
        for n in range(_head_end(segment), segment.end)
    )


def _without_headings(segment: Segment, page: Page) -> int:
    """Return the end of an entry, excluding year and month headings below it."""
    end = segment.end
    while end > _head_end(segment):
        spots = page.dates_on.get(end - 1, ())
        is_heading = any(x.place == WHOLE and not x.is_day for x in spots)
        if not is_heading:
            break
        end -= 1
    return end


def odd_entries(reading: Reading, page: Page) -> frozenset[int]:
    """Return the lines of the dates that probably belong to no entry of the list.

    Their title is missing, or in an unusual place relative to the date, or they are at
    an end of the list and printed unlike the other dates. Return an empty set if there
    are few entries, or if a date has several titles.
    """
    entries = reading.entries
    if len(entries) < _LEAST_COMPARED or reading.role == (SEVERAL,):
        return frozenset()
    roles = _rare([each.title and each.title.role for each in entries])
    steps = _rare([each.title and each.title.line - each.spot.line for each in entries])
    places = _rare([each.spot.place for each in entries])
    forms = _rare([page.form(each.spot) for each in entries], _FEWER)
    titled = sum(each.title is not None for each in entries)
    odd = roles & steps
    if 2 * titled > len(entries):
        odd |= {n for n, each in enumerate(entries) if each.title is None}
    unlike = steps | places | forms
    numbers = range(len(entries))
    for ends in (numbers, reversed(numbers)):
        edge = [*takewhile(unlike.__contains__, ends)]
        odd |= {*edge} if len(edge) <= _FEW * len(entries) else set()
    if not page.is_html:
        odd |= {*range(_begin_of_second(entries, page), len(entries))}
    return frozenset(entries[n].spot.line for n in odd)


def _begin_of_second(entries: Sequence[Entry], page: Page) -> int:
    """Return the number of the first entry of a second list, such as "Recent posts".

    In a second list, the dates are printed differently, and the order of the dates
    begins again. A second list has fewer entries, or much less text for each entry.
    Return the count of entries if there is no second list.
    """
    places = [(each.spot.place, page.form(each.spot)) for each in entries]
    days = [str(each.spot.date.date(page.order)) for each in entries]
    lines = [each.spot.line for each in entries]
    for n in range(len(entries) - 1, _LEAST_COMPARED - 1, -1):
        texts = (page.lines[lines[0] : lines[n - 1]], page.lines[lines[n] : lines[-1]])
        first, second = (sum(len(line.text) for line in part) for part in texts)
        is_shorter = second * (n - 1) * _MOST_TEXT < first * (len(lines) - n)
        if (2 * n > len(entries) or is_shorter) and {*places[:n]}.isdisjoint(
            places[n:]
        ):
            up = sum(one < other for one, other in pairwise(days[:n]))
            down = sum(one > other for one, other in pairwise(days[:n]))
            is_broken = days[n] > days[n - 1] if down > up else days[n] < days[n - 1]
            if is_broken and min(up, down) <= _FEWER * n:
                return n
    return len(entries)


def _rare(values: Sequence[Hashable], most: float = _FEW) -> set[int]:
    """Return the positions of rare values, or an empty set if no value is usual."""
    counts = Counter(values)
    if max(counts.values()) < _USUAL * len(values):
        return set()
    return {n for n, x in enumerate(values) if counts[x] < most * len(values)}


def no_date(element: Element) -> Spot:
    """Return a placeholder for the date of an undated entry."""
    return Spot(PrintedDate(0, 0, None), -1, -1, 0, 0, WHOLE, element)


def split_undated(
    segments: Sequence[Segment], page: Page
) -> tuple[list[Segment], list[Segment]]:
    """Find undated entries in the list. Return the dated and the undated entries.

    In HTML, an undated entry is in an element of the same kind as the dated entries. In
    copied text, empty lines are above an undated entry, as above the dated entries.
    """
    if all(each.element is not None for each in segments):
        return list(segments), list(_undated_elements(segments, page))
    if page.is_html or len(segments) < _LEAST:
        return list(segments), []
    found = _undated_blocks(segments, page)
    kept, undated = [], []
    for each in segments:
        own = [n for n in found if _head_end(each) <= n < each.end]
        kept.append(each._replace(end=own[0]) if own else each)
        for begin, end in zip(own, [*own[1:], each.end][: len(own)], strict=True):
            title = _title_on(page.lines[begin], begin)
            undated.append(Segment(begin, end, no_date(page.body), title))
    return kept, undated


def _undated_blocks(segments: Sequence[Segment], page: Page) -> list[int]:
    """Return the numbers of the lines at which undated entries begin.

    Such a line has at least as many empty lines above it as the dated entries have.
    """
    gap = max(1, min(page.lines[each.begin].gap for each in segments[1:]))
    apart = [
        [n for n in range(_head_end(x), x.end) if page.lines[n].gap >= gap]
        for x in segments
    ]
    # If many entries have such lines, they are subheadings or further paragraphs.
    if sum(map(bool, apart)) > max(1, _FEW * len(segments)):
        return []
    return [n for own in apart for n in own if _begins_entry(page.lines[n].text)]


def _begins_entry(text: str) -> bool:
    """Return whether `text` may be the first line of an entry: a title or a kind."""
    return likeness(text) >= _LIKE or is_kind(text)


def _undated_elements(segments: Sequence[Segment], page: Page) -> Iterator[Segment]:
    """Yield the siblings of the first entry that are of the same kind and undated."""
    elements = [each.element for each in segments if each.element is not None]
    first, known = elements[0], {*map(id, elements)}
    for each in () if first.parent is None else first.parent.children:
        if isinstance(each, str) or id(each) in known or each.kind != first.kind:
            continue
        numbers = range(each.begin, each.end)
        spots = (x for n in numbers for x in page.dates_on.get(n, ()))
        is_dated = any(x.place != INSIDE for x in spots)
        if numbers and not is_dated:
            number = max(numbers, key=lambda n: likeness(page.lines[n].text))
            title = _title_on(page.lines[number], number)
            yield Segment(each.begin, each.end, no_date(each), title, each)


def _title_on(line: ShownLine, number: int) -> Candidate:
    found = main_anchor(line, line.pieces)
    anchor = found[0] if found is not None else None
    return Candidate(line.text, number, anchor, 0, len(line.text))


class _Parts(NamedTuple):
    """The parts of an entry, collected line by line."""

    beside: list[str]
    tags: list[str]
    body: list[int]
    """Indices of lines."""
    begun: dict[int, str]
    """The text without the date, for each body line that contains the date."""
    text: range
    """The lines of the entry's text if the date is below the text, otherwise empty."""
    left: dict[int, str]
    """The lines that are left out, with the reason for each line."""


def subtitles_of(segments: Sequence[Segment], page: Page) -> frozenset[int]:
    """Return the lines that are subtitles, between the titles and the dates.

    Return an empty set if fewer than half of the entries have subtitles. Short or
    repeated lines are not subtitles, but categories or names.
    """
    lines = [
        number
        for each in segments
        if each.title is not None
        for number in range(each.title.line + 1, each.spot.line)
    ]
    texts = [page.lines[number].text for number in lines]
    words = sum(text.count(" ") + 1 for text in texts)
    is_distinct = len(set(texts)) >= _MOST * len(texts)
    are_long = words >= _WORDS_OF_SUBTITLE * len(texts)
    are_many = len(texts) >= max(_LEAST, len(segments) / 2)
    return frozenset(lines if are_many and is_distinct and are_long else ())


def raw_entry(
    segment: Segment,
    page: Page,
    date: PartialDate | str,
    own: str | None,
    texts: frozenset[int],
) -> tuple[RawEntry, dict[int, str]]:
    """Return the raw data of an entry, and the reason for each line that is left out.

    `own` is the address of the page. `texts` contains the lines that `subtitles_of` and
    `datelines_of` return.
    """
    lines, title, spot = page.lines, segment.title, segment.spot
    parts = _Parts([], [], [], {}, _text_above_date(segment, lines), {})
    for number in range(segment.begin, segment.end):
        is_date_line = spot.line <= number <= spot.last
        if title is not None and title.line < number <= title.last:
            continue
        if is_date_line and not spot.end:
            continue
        if number in texts:
            parts.body.append(number)
        elif is_date_line:
            _read_date_line(segment, lines[number], parts)
        elif title is not None and number == title.line:
            _add_rest(number, _beside_title(title, lines[number]), segment, parts)
        elif page.outside[number]:
            parts.left[number] = "navigation"
        else:
            _read_line(number, segment, lines, parts)
    if parts.body and is_stamp(lines[parts.body[-1]].text):
        parts.left[parts.body.pop()] = "the date of a change"
    raw = RawEntry(
        date,
        lines[segment.begin].number,
        None if title is None else title.text,
        tuple(each for each in parts.beside if any(map(str.isalnum, each))),
        tuple(body_lines(parts.body, parts.begun, lines, own)),
        link_of(segment, lines, own),
        tuple(dict.fromkeys(parts.tags)),
    )
    return raw, parts.left


def datelines_of(segments: Sequence[Segment], page: Page) -> frozenset[int]:
    """Return the lines that are datelines, such as `Kampot, 3 March 2019`.

    Return an empty set if fewer than half of these lines are above a long text. In a
    list of short entries, the name before a date is the issuer, not a place.
    """
    lines, found, told = page.lines, [], 0
    for each in segments:
        spot, line = each.spot, lines[each.spot.line]
        if spot.place != END or "," not in line.text:
            continue
        if place_of(line.text[: spot.begin], is_dated=True) is not None:
            found.append(spot.line)
            below = sum(len(x.text) for x in lines[_head_end(each) : each.end])
            told += below >= _LETTER
    return frozenset(found if 2 * told >= len(found) else ())


def _read_date_line(segment: Segment, line: ShownLine, parts: _Parts) -> None:
    rest, labels, tags = _beside_date(segment, line)
    parts.beside.extend(labels)
    parts.tags.extend(tags)
    _add_rest(segment.spot.line, rest, segment, parts)


def _add_rest(
    number: int, rest: Sequence[str], segment: Segment, parts: _Parts
) -> None:
    """Add the texts next to the title or the date: labels, or the begin of the text."""
    text = " ".join(rest)
    is_text = text.count(" ") >= _WORDS_OF_LABEL and not is_around(text)
    is_text &= not any(is_read(each, parts.beside) for each in rest)
    if is_text or (segment.title is None and is_running(text)):
        parts.begun[number] = text
        parts.body.append(number)
    else:
        parts.beside.extend(each.strip(_SEPARATORS) for each in rest)


def _text_above_date(segment: Segment, lines: Sequence[ShownLine]) -> range:
    """Return the lines of text between the title and a date at the end of the entry."""
    title = segment.title
    if title is None or title.line >= segment.spot.line:
        return range(0)
    begin = max(title.line, title.last) + 1
    for number in range(begin, segment.spot.line):
        line = lines[number]
        if is_running(line.text) or (is_sentence(line.text) and not is_label(line)):
            # "We demand:" introduces the following lines.
            is_led = number > begin and lines[number - 1].text.endswith((":", "："))
            return range(number - is_led, segment.spot.line)
    return range(0)


def _read_line(
    number: int, segment: Segment, lines: Sequence[ShownLine], parts: _Parts
) -> None:
    """Read a line that has neither the date nor the title, and add it to `parts`."""
    line, title = lines[number], segment.title
    head = _head_end(segment) - 1
    said = marked(line, line.pieces)
    if (said.labels or said.tags) and not (said.rest or is_running(line.text)):
        parts.beside.extend(said.labels)
        parts.tags.extend(said.tags)
        return
    is_above = number < head and not is_running(line.text)
    is_named = is_label(line) and (
        number <= head or (not parts.body and number <= head + _NEAR)
    )
    if number in parts.text or not (is_named or is_above):
        parts.body.append(number)
        return
    text = line.text if is_named else _above(line, title, number)
    if is_read(text, parts.beside):
        parts.beside.append(text)
    elif label_of(line.text) is None and line.text.count(" ") >= _WORDS_OF_LABEL:
        parts.body.append(number)
    else:
        parts.left[number] = "a category or label"


def is_running(text: str) -> bool:
    """Return whether `text` is running text: a long line or a sentence."""
    is_ended = text.rstrip("\"'”’»)").endswith((".", "!", "?", "…", "។", "。"))
    return len(text) > _LONGEST_LABEL or (is_ended and text.count(" ") > _WORDS)


def _above(line: ShownLine, title: Candidate | None, number: int) -> str:
    """Return the text of a line above the date.

    If the line is also above the title, add the label "Category:".
    """
    is_above = title is not None and number < title.line
    is_category = is_above and not _is_cell(line)
    text = line.text.strip(" |·•-–:")
    return f"Category: {text}" if is_category and "|" not in text else line.text


def _beside_date(
    segment: Segment, line: ShownLine
) -> tuple[list[str], tuple[str, ...], tuple[str, ...]]:
    """Return three lists: the texts next to the date, the labels, and the tags.

    The labels are the authors and categories. Labels and tags are found in the markup
    of the date's line. The title is not one of the texts.
    """
    spot, title = segment.spot, segment.title
    pieces = outside(line.pieces, spot.begin, spot.end)
    if title is not None and title.line == spot.line:
        pieces = outside(pieces, title.begin, title.end)
    pieces = tuple(each for each in pieces if not _leads_on(each, line))
    said = [
        marked(line, [each for each in pieces if each.end <= spot.begin]),
        marked(line, [each for each in pieces if each.end > spot.begin]),
    ]
    sides = [text for each in said for text in each.rest]
    return (
        [each.strip() for each in sides if any(map(str.isalnum, each))],
        said[0].labels + said[1].labels,
        said[0].tags + said[1].tags,
    )


def _leads_on(piece: Piece, line: ShownLine) -> bool:
    text = line.text[piece.begin : piece.end].strip()
    return piece.anchor is not None and bool(text) and is_read_more(text)


def _beside_title(title: Candidate, line: ShownLine) -> list[str]:
    pieces = outside(line.pieces, title.begin, title.end)
    rest = "".join(line.text[each.begin : each.end] for each in pieces).strip()
    return [] if is_around(rest) else [rest]


def is_label(line: ShownLine) -> bool:
    """Return whether a line near the title gives the kind or author of the entry."""
    text = line.text
    if len(text) > _LONGEST_LABEL or line.heading:
        return False
    if label_of(text) is not None or is_kind(text):
        return True
    return _is_cell(line) and len(text) <= _LONGEST_CELL and not is_around(text)


def _is_cell(line: ShownLine) -> bool:
    """Return True if a line is in a table cell that has only a few lines."""
    above = line.block.parent
    cells = (each for each in (line.block, above) if each and each.tag in _CELLS)
    return any(each.end - each.begin <= _MOST_OF_CELL for each in cells)


def body_lines(
    numbers: Sequence[int],
    begun: dict[int, str],
    lines: Sequence[ShownLine],
    own: str | None,
) -> Iterator[Line]:
    """Yield the lines of a text, with an empty line between paragraphs.

    The keys of `begun` are the numbers of lines that contain the date. The values are
    the texts of these lines without the date.
    """
    for position, number in enumerate(numbers):
        line = lines[number]
        if position and line.is_apart:
            yield Line("", line.number)
        found = main_anchor(line, line.pieces)
        href = found[0].attributes.get("href", "") if found and found[1] > 0.6 else ""  # noqa: PLR2004
        text = begun.get(number, line.text)
        yield Line(text, line.number, whole_address(href, own), line.heading)


def link_of(
    segment: Segment, lines: Sequence[ShownLine], own: str | None
) -> str | None:
    """Return the address of an entry.

    This is the link of the title, else "Read more", else the only file, else the only
    link. Returns None if the entry has none of these.
    """
    title = segment.title
    if title is not None and title.anchor is not None:
        address = whole_address(title.anchor.attributes.get("href", ""), own)
        if address is not None:
            return address
    others: list[str] = []
    for anchor, text in _linked(segment, lines):
        address = whole_address(anchor.attributes.get("href", ""), own)
        if address is None:
            continue
        if is_read_more(text, title and title.text):
            return address
        if not is_filing(anchor):
            others.append(address)
    if segment.element is not None:
        others += _of_pictures(segment.element, own)
    distinct = list(dict.fromkeys(others))
    files = [each for each in distinct if each.lower().endswith(_FILES)]
    if len(files) == 1:
        return files[0]
    return distinct[0] if len(distinct) == 1 else None


def _linked(
    segment: Segment, lines: Sequence[ShownLine]
) -> Iterator[tuple[Element, str]]:
    """Yield each link of an entry, together with the text of the link."""
    for line in lines[segment.begin : segment.end]:
        for anchor, pieces in groupby(line.pieces, key=lambda piece: piece.anchor):
            if anchor is not None:
                yield anchor, "".join(line.text[x.begin : x.end] for x in pieces)


def is_filing(anchor: Element) -> bool:
    """Return whether a link leads to an index page, such as a tag or an author."""
    return _FILING.search(anchor.attributes.get("href", "")[:_LONGEST]) is not None


def _of_pictures(element: Element, own: str | None) -> list[str]:
    """Return the addresses of links that contain a picture instead of text."""
    empty = (x for x in element.inner() if x.tag == "a" and x.begin == x.end)
    addresses = (whole_address(x.attributes.get("href", ""), own) for x in empty)
    return [each for each in addresses if each]
