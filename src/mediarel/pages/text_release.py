"""Read a text that is a single release, not a list, and keep all its lines.

A release is running text that has few dates: in its header, in its dateline or in its
footer. A list of signatories may follow, but without dates. Only known menus and
footers around the release are left out, because a release can also have short lines.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from mediarel import errors
from mediarel.pages.candidates import ends_sentence, is_content, is_unspaced, width
from mediarel.pages.found import (
    FIELD,
    NAVIGATION,
    REFUSED,
    LineUse,
    ListPage,
    RawEntry,
)
from mediarel.pages.labels import is_filed_by, is_filing
from mediarel.pages.lines import ShownLine, text_lines
from mediarel.pages.markup import Element
from mediarel.pages.page import (
    END,
    INSIDE,
    START,
    WHOLE,
    day_order,
    is_around,
    page_of,
    why_navigation,
)
from mediarel.pages.site import MENU, name_in_text
from mediarel.pages.words import EDGES, LABELS, LETTERS, WORDS, folded
from mediarel.release.asides import is_aside
from mediarel.release.dateline import date_line, kind_line
from mediarel.release.document import date_of
from mediarel.release.head import read_head
from mediarel.release.kinds import is_category, kind_in_title
from mediarel.release.signing import is_heading
from mediarel.release.titles import may_be_title

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from mediarel.dates.typed import DayOrder
    from mediarel.pages.entries import Segment
    from mediarel.pages.page import Page, Spot


_PARAGRAPH = 100
_SENTENCE = 60
_FULL_LINE = 45  # characters of a wrapped line
_LONGEST = 60  # characters of a line with a date
NEAR = 6  # rows around a title that may give the author and date
_LONGEST_DATED = 80  # characters of a line with the date of a release
_LEAST_TEXT = 600  # characters
_PATTERN = "a single release, not a list; title and date are from its text"
_OUTSIDE = "is above or below the release"
_FEW_DATES = 2  # or one per two paragraphs
_LEAST_TOLD, _MANY_TOLD = 3, 8  # entries with a date, a title and a text
_TEASER = 250  # characters of a short text about a different release
_MOST_LONGER = 4  # times the usual length of a text
_LEAST_LISTED = 4  # a list has this many different dates, latest first
_FIRST = 10  # rows above a title; more rows are a menu
_HEAD = 18  # rows above a text that may contain the title
_GAP = 12  # maximum rows between two paragraphs of a text
_LEAST_POINTS = 6
_MARGIN = 1
_MOST_ABOVE = 0.3  # share of a text above its title
_STEP = re.compile(r"\s?[/>»›→|]\s?")
_SHORT = 40  # characters of a menu row
_FEW_WORDS = 3
_LONGEST_FOOT = 250
_PARTS = re.compile(r"\s{0,3}(?:[|•·\t/]|>>?|»|›)\s{0,3}|\s{2,}")
_DECORATION = " \t\u00a0:»«›>→▸▾▼+-–—*•|"


def release_in(  # noqa: PLR0913 - the options of a text
    text: str,
    page: Page,
    cuts: Sequence[Segment],
    source: str,
    order: DayOrder | None,
    *,
    date: str | None = None,
    printed: str = "",
    is_sure: bool = False,
) -> ListPage | None:
    """Return the release in `text`, or None if the text is a list or unclear.

    `date` is the known date: "" means undated, and None means that the date is read
    from the text. `printed` is the line with the title, if known. If `is_sure`, the
    text is known to be a release. `cuts` are the entries of the most likely list in the
    text. Known menus, buttons and footers are left out.

    Raises UnreadableInputError if the date is ambiguous.
    """
    prose = _prose_of(page.lines)
    if not (prose or is_sure):
        return None
    rows, title = _around(page, prose, cuts, printed)
    if _has_entries_with_text(page, rows, prose, cuts):
        return None
    # The entry with the longest summary of a list is not a release.
    others = sum(x.spot.place == WHOLE and x.spot.line not in rows for x in cuts)
    if not is_sure and others >= _FEW_DATES and sum(n in rows for n in prose) == 1:
        return None
    is_told = is_sure or _is_told(page, rows, title, prose, cuts)
    if not (is_told or _are_of_one(page, rows, prose, cuts)):
        return None
    own = _lines_of(text, page, rows)
    if date is None:
        near = [x for x in dates_around(page, title, rows) if x[1].date.year]
        date = "" if near and near[0][0] <= NEAR else date_of(own, order)
        if near and not date:
            spot = near[0][1]
            day = spot.date.date(day_order(page, [spot], source, order))
            date = str(day or "")
    entry = RawEntry(date, page.lines[rows.start].number, None, text=own)
    if printed:
        entry = _with_title(entry, printed)
    elif title is not None:
        own = read_head(own).title or ""  # may have a second line
        line = page.lines[title].text
        entry = entry if own.startswith(line) else _with_title(entry, line)
    site = name_in_text(page.lines, rows) if len(rows) < len(page.lines) else None
    uses, left = uses_around(page, rows)
    return ListPage((entry,), _PATTERN, site, left, lines=uses)


def _has_entries_with_text(
    page: Page, rows: range, prose: Sequence[int], cuts: Sequence[Segment]
) -> bool:
    """Return whether most entries have a date, a title, and texts of similar length.

    If many entries have more text than a teaser, one text can be much longer.
    """
    told = [
        letters_of(page.lines, {*prose} & {*range(each.begin, each.end)})
        for each in cuts
        if each.title is not None and each.spot.place != END
    ]
    sizes = sorted(filter(None, told))
    if len(sizes) < max(_LEAST_TOLD, len(cuts) / 2):
        return False
    own = letters_of(page.lines, (n for n in prose if n in rows))
    usual = sizes[len(sizes) // 2]
    are_many = len(sizes) >= _MANY_TOLD and usual > _TEASER
    return are_many or own <= _MOST_LONGER * usual


def _with_title(entry: RawEntry, printed: str) -> RawEntry:
    """Move the line `printed` from the text of `entry` to its title."""
    above, line, below = str(entry.text).partition(printed)
    text = f"{above}{below.lstrip()}".strip()
    return entry._replace(title=printed, text=text) if line else entry


def _is_told(
    page: Page,
    rows: range,
    title: int | None,
    prose: Sequence[int],
    cuts: Sequence[Segment],
) -> bool:
    """Return whether `rows` are surely a release, not the entries of a list.

    The title has a date, and the paragraphs are longer than those of all other entries.
    """
    dates = dates_around(page, title, rows)
    if title is None or not dates or dates[0][0] > NEAR + 2:
        return False
    own = letters_of(page.lines, (n for n in prose if n in rows))
    lines = {number for cut in cuts for number in range(cut.begin, cut.end)}
    others = (n for n in prose if n in lines and n not in rows)
    within = {cut.spot.line for cut in cuts} & {*rows}
    is_long = own >= max(_LEAST_TEXT, letters_of(page.lines, others))
    return is_long and len(within) <= _FEW_DATES


def uses_around(
    page: Page, kept: Container[int]
) -> tuple[tuple[LineUse, ...], tuple[LineUse, ...]]:
    """Return the use of each line of a page, and the refused lines.

    The lines in `kept` are the release. Other sentences and long titles are refused,
    unless they are navigation.
    """
    uses = []
    for n, line in enumerate(page.lines):
        why = "" if n in kept else why_navigation(page, n) or _OUTSIDE
        is_refused = why == _OUTSIDE and is_content(line.text)
        use = REFUSED if is_refused else NAVIGATION if why else FIELD
        uses.append(LineUse(line.number, line.text, use, why))
    return tuple(uses), tuple(each for each in uses if each.use == REFUSED)


def _lines_of(text: str, page: Page, rows: range) -> str:
    """Return the part of `text` that contains `rows`, unchanged."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    starts = [*(row.number - 1 for row in page.lines), len(lines)]
    return "\n".join(lines[starts[rows.start] : starts[rows.stop]]).strip("\n")


def no_date(source: str) -> errors.UnreadableInputError:
    """Return the error for a release without a date."""
    command = errors.Command("add", "FILE", "--date", "DATE", "--issuer", "NAME")
    return errors.UnreadableInputError(
        source,
        None,
        "it is a single release without a date",
        errors.Hint(
            "Enter the date: ", command, ". If the page is a list, copy its dates too."
        ),
    )


def dates_around(
    page: Page, title: int | None, kept: Sequence[int]
) -> list[tuple[int, Spot]]:
    """Return the dates that may be the date of a release, and their distances.

    The nearest date to the row `title` is first. `kept` are the rows of the release. A
    date at the end of the title may be the date of an event, so it is after the others.
    """
    end = kept[-1] if kept else 0
    title = kept[0] - 1 if title is None and kept else title
    found: list[tuple[int, Spot]] = []
    for spot in (x for x in page.spots if x.is_day or x.date.month):
        number, text = spot.line, page.lines[spot.line].text
        line = date_line(text)
        is_alone = spot.place == WHOLE or is_filing(text)
        is_alone |= line is not None and line.printed == text
        is_near = is_near_title(page, number, title) and number <= (end or number)
        if is_near and (is_alone or _gives_date(text, spot)):
            found.append((min(abs(number - (title or 0)), NEAR), spot))
        elif number == title and spot.place == END:
            found.append((NEAR + 3, spot))
        elif end and is_alone and end - NEAR < number <= end + NEAR:
            found.append((NEAR + (2 if number <= end else 4), spot))
    return sorted(found, key=lambda each: (not each[1].is_day, each[0]))


def is_near_title(page: Page, number: int, title: int | None) -> bool:
    """Return whether a row of the main part is at most six rows from the title."""
    if title is None or number == title or page.outside[number]:
        return False
    between = page.outside[min(number, title) + 1 : max(number, title)]
    return between.count(False) < NEAR


def _gives_date(text: str, spot: Spot) -> bool:
    """Return whether a line gives the date of a release, such as `News, 3 May 2019`."""
    is_told = spot.place != INSIDE and not (spot.place == END and ends_sentence(text))
    return is_filed_by(text) or (is_told and len(text) <= _LONGEST_DATED)


def _prose_of(rows: Sequence[ShownLine]) -> list[int]:
    """Return the rows that are paragraphs, or lines of a wrapped paragraph."""
    found = {n for n, row in enumerate(rows) if _is_paragraph(row)}
    for n, (row, below) in enumerate(pairwise(rows)):
        if _goes_on(row, below):
            found |= {n, n + 1}
    return sorted(found)


def _is_paragraph(row: ShownLine) -> bool:
    length = width(row.text)
    return length >= _PARAGRAPH or (length >= _SENTENCE and ends_sentence(row.text))


def _goes_on(row: ShownLine, below: ShownLine) -> bool:
    """Return whether a sentence continues in the line below, in lower case."""
    is_next = not below.gap
    return is_next and len(row.text) >= _FULL_LINE and below.text[:1].islower()


def _are_of_one(
    page: Page, rows: range, prose: Sequence[int], cuts: Sequence[Segment]
) -> bool:
    """Return whether `rows` have few dates, as a release, not a list of entries."""
    prose = [number for number in prose if number in rows]
    within = {*rows} - {*prose}
    spots = {cut.spot.line for cut in cuts}
    own = [
        each
        for each in cuts
        if each.spot.line in rows
        and each.spot.place != INSIDE
        and (
            each.spot.place == START
            or not ends_sentence(page.lines[each.spot.line].text)
        )
    ]
    are_entries = len(spots & within) > 1 or len(spots - {*rows}) >= _LEAST_LISTED
    are_entries |= len(own) > _FEW_DATES
    dated = {
        each.line
        for each in page.spots
        if each.line in within and each.place != INSIDE and each.is_day
    }
    are_few = len(dated) <= max(_FEW_DATES, len(prose) / 2)
    return are_few and not are_entries


def _around(
    page: Page, prose: Sequence[int], cuts: Sequence[Segment], printed: str
) -> tuple[range, int | None]:
    """Return the rows of the release, and the row of its title or None.

    The release is between the menu and the footer. `prose` contains the rows of the
    paragraphs, and `cuts` are the entries if the page is a list.
    """
    rows = page.lines
    body = _body_of(page, prose)
    if not body:
        return range(len(rows)), None
    named = (n for n, row in enumerate(rows) if row.text == printed)
    title = next(named, None) if printed else _title_row(page, body)
    begin = 0 if title is None else begin_of(page, title)
    end = _above_foot(page, prose, body[0])
    return range(begin, _below_text(page, body, range(begin, end), cuts)), title


def _below_text(
    page: Page, body: Sequence[int], rows: range, cuts: Sequence[Segment]
) -> int:
    """Return the end of a release without other entries and without a second menu.

    The rows of a menu are also above the release.
    """
    lines = page.lines
    menu = {_bare(row) for row in lines[: rows.start]} - {""}
    below = [number for number in rows if number > body[-1]]
    repeated = (
        one
        for one, two in pairwise(below)
        if {*map(_bare, lines[one : two + 1])} <= menu
    )
    end = next(repeated, rows.stop)
    later = {cut.spot.line: cut for cut in cuts if cut.spot.line > body[-1]}
    others = [*later.values()][:-1]
    listed = {number for cut in others for number in range(cut.begin, cut.end)}
    if others and letters_of(lines, listed) <= letters_of(lines, body):
        return min(end, max(others[0].begin, body[-1] + 1))
    return end


def _body_of(page: Page, prose: Sequence[int]) -> list[int]:
    """Return the rows of the neighbouring paragraphs with the most characters.

    No row between them is only a date.
    """
    dates = [
        spot.line
        for spot in page.spots
        if spot.is_day
        and (spot.place == END or _is_dated_row(page, spot.line))
        and not ends_sentence(page.lines[spot.line].text)
    ]
    runs: list[list[int]] = []
    for number in prose:
        last = runs[-1][-1] if runs else number
        is_dated = bisect_left(dates, last) < bisect_left(dates, number)
        if runs and number - last <= _GAP and not is_dated:
            runs[-1].append(number)
        else:
            runs.append([number])
    return max(runs, key=lambda run: letters_of(page.lines, run), default=[])


def letters_of(rows: Sequence[ShownLine], numbers: Iterable[int]) -> int:
    """Count the characters in the rows `numbers`."""
    return sum(width(rows[number].text) for number in numbers)


def likely_title(page: Page) -> int | None:
    """Return the row that is most likely the title above the longest text, or None."""
    prose = [number for number in _prose_of(page.lines) if not page.outside[number]]
    body = _body_of(page, prose)
    return _title_row(page, body) if body else None


def _title_row(page: Page, body: Sequence[int]) -> int | None:
    """Return the row that is most likely the title above the text `body`, or None.

    Each row gets points. A title has several words that are in the text too, looks like
    a headline, and is near a date. If titles follow each other, returns the first one.
    """
    rows = page.lines
    prose = [n for n in body if not may_be_title(rows[n].text)] or [body[-1]]
    known = _words_of(" ".join(rows[n].text for n in prose))
    total, above, paragraphs = letters_of(rows, body), 0, {*body}
    texts = [folded(row.text) for row in rows]
    found: dict[int, float] = {}
    for number in range(max(body[0] - _HEAD, 0), min(body[-1], body[0] + 4 * _HEAD)):
        row = rows[number]
        if number in paragraphs:
            if above > _MOST_ABOVE * total:
                break
            above += width(row.text)
        words = _words_of(row.text)
        if not words or page.outside[number] or _is_wrapped(rows, number):
            continue
        is_within = number > prose[0]
        near = (-1, 1) if is_within else (-2, -1, 1, 2, 3)
        is_dated = any(_is_dated_row(page, number + step) for step in near)
        unit = 2 if is_unspaced(row.text) else 1
        found[number] = (
            min(len(words) / unit, 6) / 2
            + min(len(words & known) / unit, 4)
            + 4 * may_be_title(row.text)
            + 2 * (kind_in_title(row.text) is not None)
            + 2 * is_dated
            + (sum(text.endswith(texts[number]) for text in texts) > 1)
            + bool(row.heading)
            - 3 * (is_within and not is_dated)
            - 3 * _is_label(page, number)
            - width(row.text) / 70
        )
    found = {n: points for n, points in found.items() if points >= _LEAST_POINTS}
    best = max(found, key=lambda n: (found[n], -n), default=None)
    for number in range((best or 0) - 1, (best or 0) - 5, -1):
        if best is not None and found.get(number, -1.0) >= found[best] - _MARGIN:
            best = number
        elif number in found or number < 0 or not _is_between(page, number):
            break
    return best


def _is_label(page: Page, number: int) -> bool:
    """Return whether a row is a menu, kind, category, date or author, not a title."""
    row = page.lines[number]
    above = folded(page.lines[number - 1].text).strip(EDGES) if number else ""
    below = {folded(each.text) for each in page.lines[number + 1 : number + 4]}
    path = _STEP.split(folded(row.text))  # such as "Home / News / Open the dam"
    return (
        bool(_items(row) & MENU)
        or (row.text[0] == "[" and row.text.find("]") == len(row.text) - 1)
        or folded(row.text).split()[0] in WORDS["home"]
        or (len(path) > 1 and path[-1] in below)
        or above in LABELS["author"]
        or is_category(row.text)
        or _is_between(page, number)
    )


def _is_wrapped(rows: Sequence[ShownLine], number: int) -> bool:
    """Return whether a row is a line of a paragraph, not of a title in two lines."""
    goes_on = [_goes_on(*pair) for pair in pairwise(rows[max(number - 1, 0) :][:4])]
    if number and goes_on[:1] == [True]:
        return True
    below = goes_on[1 if number else 0 :]
    return below[:1] == [True] and ends_sentence(rows[number + 1].text)


def _is_dated_row(page: Page, number: int) -> bool:
    """Return whether a row has the date of a release, not a date in a sentence."""
    return any(
        spot.is_day
        and spot.date.year is not None
        and (
            spot.place == WHOLE
            or is_filed_by(page.lines[number].text)
            or (spot.place != INSIDE and len(page.lines[number].text) <= _LONGEST)
        )
        for spot in page.dates_on.get(number, ())
    )


def _is_between(page: Page, number: int) -> bool:
    """Return whether a row may be above or below a title: a kind, a date, a button."""
    text = page.lines[number].text
    is_label = is_around(text) or is_filed_by(text) or is_aside(text)
    found = date_line(text)
    is_day = found is not None and found.dated is not None and bool(found.dated.day)
    is_dated = _is_dated_row(page, number) or is_day
    return is_label or is_dated or kind_line(text, None) is not None


def _words_of(text: str) -> set[str]:
    """Return the beginnings of long words, or pairs of characters without spaces."""
    low = folded(text)
    if is_unspaced(text):
        return {f"{one}{two}" for one, two in pairwise(filter(str.isalnum, low))}
    return {word[:5] for word in LETTERS.findall(low) if len(word) > _FEW_WORDS}


def begin_of(page: Page, title: int, start: int = 0) -> int:
    """Return the first row of a release whose title is the row `title`.

    If the rows from `start` on contain a menu, these are the rows with a kind or date
    directly above the title. Otherwise, returns `start`.
    """
    begin = title
    while begin > max(title - _FEW_WORDS, start) and _is_between(page, begin - 1):
        begin -= 1
    above = [page.lines[n] for n in range(start, begin) if not page.outside[n]]
    words = set().union(*(_items(row) & MENU for row in above))
    is_menu = len(above) > _FIRST or len(words) > 1 or bool(words & WORDS["home"])
    return begin if is_menu else start


def without_menus(text: str) -> tuple[RawEntry, int] | None:
    """Return the release on a copied page, and the number of lines in its menus.

    The date is "" if it is ambiguous. Returns None if the text has no title.
    """
    body = Element("body", None)
    page = page_of(text_lines(text, body), body, is_html=False)
    prose = _prose_of(page.lines)
    if not prose or not _around(page, prose, (), "")[1]:
        return None
    try:
        found = release_in(text, page, (), "", None, is_sure=True)
    except errors.UnreadableInputError:
        found = release_in(text, page, (), "", None, date="", is_sure=True)
    return found and (found.entries[0], sum(x.use != FIELD for x in found.lines))


def _above_foot(page: Page, prose: Sequence[int], first: int) -> int:
    """Return the first row below a release, such as the first row of a footer."""
    rows = page.lines
    signed = max((n for n, row in enumerate(rows) if is_heading(row.text)), default=-1)
    for n in range(max(first, signed) + 1, len(rows)):
        above = bisect_left(prose, n)
        below = len(prose) - above
        if _is_foot(rows[n]):
            is_end = 4 * below <= above
        elif _bare(rows[n]) in WORDS["below"]:
            is_end = 2 * below <= above
        else:
            continue
        if is_end:
            return n
    return len(rows)


def _is_foot(row: ShownLine) -> bool:
    low = folded(row.text[:_LONGEST_FOOT])
    return len(row.text) <= _LONGEST_FOOT and any(
        low.startswith(each) and not low[len(each) : len(each) + 1].isalpha()
        for each in WORDS["feet"]
    )


def _bare(row: ShownLine) -> str:
    return folded(row.text).strip(_DECORATION) if len(row.text) <= _SHORT else ""


def _items(row: ShownLine) -> set[str]:
    """Return the menu items in a row. A row without separators is a single item."""
    if len(row.text) > _LONGEST_FOOT:
        return set()
    return {folded(each).strip(_DECORATION) for each in _PARTS.split(row.text)} - {""}
