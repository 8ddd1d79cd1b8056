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
from mediarel.dates.printed import find_dates
from mediarel.pages.candidates import ends_sentence, is_title_like, is_unspaced, width
from mediarel.pages.found import FIELD, NAVIGATION, LineUse, ListPage, RawEntry
from mediarel.pages.labels import is_filed_by, is_filing, is_kind
from mediarel.pages.noise import is_noise, is_page_numbers, is_read_more
from mediarel.pages.page import INSIDE, START, WHOLE, YEAR, day_order
from mediarel.pages.site import name_in_text
from mediarel.pages.words import WORDS, folded
from mediarel.release.document import date_of
from mediarel.release.head import read_head
from mediarel.release.signatories import read_signatories
from mediarel.release.signing import is_heading

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from mediarel.dates.edtf import PartialDate
    from mediarel.dates.typed import DayOrder
    from mediarel.pages.entries import Segment
    from mediarel.pages.lines import ShownLine
    from mediarel.pages.page import Page


_PARAGRAPH = 100
_SENTENCE = 60
_FULL_LINE = 45  # characters of a wrapped line
_LONGEST = 60  # characters of a line with a date
_LINES_OF_FOOT = 2
_PATTERN = "a single release, not a list; title and date are from its text"
_FEW_DATES = 2  # or one per two paragraphs
_LEAST_PROSE = 3  # a text with this many paragraphs and two dates is no list
_LEAST_ABOVE = 2  # paragraphs of a release above the days it mentions
_LEAST_NAMES = 3
_LEAST_LISTED = 4  # a list has this many different dates, latest first
_MENU = WORDS["home"] | (WORDS["navigation"] - WORDS["languages"])
_FIRST = 10  # rows at the top of a page that may begin a menu
_GAP = 12  # maximum rows between two known rows of a menu
_SHORT = 40  # characters of a menu row
_FEW_WORDS = 3
_FEW_LETTERS = 8  # in a script without spaces between words
_LONGEST_FOOT = 250
_LONGEST_NOTE = 600  # characters of a cookie notice
_PARTS = re.compile(r"\s{0,3}(?:[|•·\t/]|>>?|»|›)\s{0,3}|\s{2,}")
_DECORATION = " \t\u00a0:»«›>→▸▾▼+-–—*•|"


def release_in(
    text: str,
    page: Page,
    cuts: Sequence[Segment],
    source: str,
    order: DayOrder | None,
) -> ListPage | None:
    """Return the release in `text`, or None if the text is a list or unclear.

    `cuts` are the entries of the most likely list in the text. The title and date come
    from the release itself. The date is "" if the release has none. Known menus,
    buttons and footers are left out.

    Raises UnreadableInputError if the date is ambiguous.
    """
    prose = _prose_of(page.lines)
    if not prose:
        return None
    rows = _around(page, prose)
    are_led_on = sum(is_read_more(page.lines[n].text) for n in rows) > 1
    filed = sum(is_filing(page.lines[cut.spot.line].text) for cut in cuts)
    if are_led_on or filed >= _LEAST_LISTED or _are_elsewhere(cuts, rows):
        return None
    parts = _Parts(page, rows, prose, cuts)
    own = _lines_of(text, page, rows)
    if not parts.are_of_one(own):
        return None
    first = parts.prose[0]
    date = date_of(own, order) or _own_date(page, rows, first, source, order)
    entry = RawEntry(str(date or ""), page.lines[rows.start].number, None, text=own)
    menus = len(page.lines) - len(rows)
    site = name_in_text(page.lines, rows) if menus else None
    uses = uses_around(page.lines, rows)
    return ListPage((entry,), _PATTERN, site, (), menus, lines=uses)


def uses_around(
    lines: Sequence[ShownLine], kept: Container[int]
) -> tuple[LineUse, ...]:
    """Return the use of each line of a page. The lines in `kept` are the release."""
    uses = ((FIELD,), (NAVIGATION, "is above or below the release"))
    return tuple(
        LineUse(line.number, line.text, *uses[n not in kept])
        for n, line in enumerate(lines)
    )


def _lines_of(text: str, page: Page, rows: range) -> str:
    """Return the part of `text` that contains `rows`, unchanged."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    starts = [*(row.number - 1 for row in page.lines), len(lines)]
    return "\n".join(lines[starts[rows.start] : starts[rows.stop]]).strip("\n")


def no_date(source: str) -> errors.UnreadableInputError:
    """Return the error for a release without a date."""
    file, date, name = map(errors.Placeholder, ("FILE", "DATE", "NAME"))
    command = errors.Command("add", file, "--date", date, "--issuer", name)
    return errors.UnreadableInputError(
        source,
        None,
        "it is a single release without a date",
        errors.Hint(
            "Enter the date: ", command, ". If the page is a list, copy its dates too."
        ),
    )


def _own_date(
    page: Page,
    rows: range,
    first: int,
    source: str,
    order: DayOrder | None,
) -> PartialDate | None:
    """Return the date in the header or in the last two rows of a release, or None.

    The header ends above the row `first`. Raises UnreadableInputError if the order of
    day and month is ambiguous.
    """
    last = rows[-_LINES_OF_FOOT:]
    dated = [
        each
        for each in page.spots
        if each.line in rows
        and (each.line < first or each.line in last)
        and each.precision != YEAR
        and len(page.lines[each.line].text) <= _LONGEST
    ]
    if not dated:
        return None
    return dated[0].date.date(day_order(page, dated[:1], source, order))


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


def _are_elsewhere(cuts: Sequence[Segment], rows: range) -> bool:
    """Return whether most entries are outside `rows`."""
    entries = sum(cut.spot.line not in rows for cut in cuts)
    return len(cuts) >= _LEAST_LISTED and 2 * entries > len(cuts)


class _Parts:
    """The paragraphs and dates of a text, and its entries if the text is a list."""

    def __init__(
        self, page: Page, rows: range, prose: Sequence[int], cuts: Sequence[Segment]
    ) -> None:
        self.page = page
        self.prose = [n for n in prose if n in rows]
        told = _days_told(page, self.prose) | _days_remarked(page, rows)
        within = frozenset(rows) - told
        self.cuts = [cut for cut in cuts if cut.spot.line in within]
        if self.cuts and self.cuts[0].spot.place != INSIDE:
            # A date in a paragraph is no entry if the first date is on its own line.
            inner = {cut.spot.line for cut in self.cuts if cut.spot.place == INSIDE}
            inner.intersection_update(self.prose)
            self.cuts = [cut for cut in self.cuts if cut.spot.line not in inner]
        self.dated = {
            each.line
            for each in page.spots
            if each.line in within and each.place != INSIDE and each.is_day
        }

    def are_of_one(self, text: str) -> bool:
        """Return True if the text is a single release, not a list of entries."""
        if not self.prose:
            return False
        if len(self.cuts) < 2:  # noqa: PLR2004
            are_few = len(self.dated) <= max(_FEW_DATES, len(self.prose) / 2)
            return are_few or (len(self.prose) > 1 and _is_dated(text))
        if self._are_latest_first():
            return False
        if self._are_one_date():
            return True
        return self._is_mostly_outside() and (_is_dated(text) or _is_signed(text))

    def _are_latest_first(self) -> bool:
        """Return whether titled entries are in descending order, as in lists."""
        dates = [str(cut.spot.date.date(self.page.order)) for cut in self.cuts]
        titled = sum(
            cut.title is not None and is_title_like(cut.title.text) for cut in self.cuts
        )
        is_down = all(one >= other for one, other in pairwise(dates))
        return is_down and len(set(dates)) >= _LEAST_LISTED and titled == len(dates)

    def _are_one_date(self) -> bool:
        """Return True if all dates are equal, and no date is between the paragraphs.

        If there are few paragraphs, no row between the dates may look like a title.
        """
        first, last = self.prose[0], self.prose[-1]
        dates = {cut.spot.date.date(self.page.order) for cut in self.cuts}
        between = range(self.cuts[0].spot.line + 1, self.cuts[-1].spot.line)
        texts = [self.page.lines[n].text for n in between]
        is_sure = len(self.prose) >= _LEAST_PROSE or not any(map(is_title_like, texts))
        is_outside = not any(first < row <= last for row in self.dated)
        return len(dates) == 1 and is_sure and is_outside

    def _is_mostly_outside(self) -> bool:
        """Return True if more paragraphs are outside than inside the entries.

        If there are more than two entries, two paragraphs must be above the first
        entry.
        """
        taken = {n for cut in self.cuts for n in range(cut.begin, cut.end)}
        within = sum(n in taken for n in self.prose)
        above = sum(n < self.cuts[0].begin for n in self.prose)
        is_above = above >= _LEAST_ABOVE or len(self.cuts) <= _FEW_DATES
        return is_above and len(self.prose) - within > within


def _is_dated(text: str) -> bool:
    """Return whether the header of `text` has a date. The header of a list has none."""
    return read_head(text).dated is not None


def _is_signed(text: str) -> bool:
    return len(read_signatories(text).names) >= _LEAST_NAMES


def _days_told(page: Page, prose: Sequence[int]) -> frozenset[int]:
    """Return the rows in `prose` that mention a date in a sentence.

    A date without a year also counts, unless a heading has the year.
    """
    has_years = any(spot.precision == YEAR for spot in page.spots)
    return frozenset(
        each.line
        for each in page.spots
        if each.line in prose
        and (
            each.place == INSIDE
            or (each.place == START and each.begin > 0)
            or (each.date.year is None and not has_years)
        )
    )


def _days_remarked(page: Page, rows: Sequence[int]) -> frozenset[int]:
    """Return the rows that are captions with a date.

    Example: `Members at the harbour on 3 March 2019`. Return an empty set if there are
    too many captions for a single release.
    """
    found: set[int] = set()
    for spot in page.spots:
        if spot.line not in rows or not spot.is_day:
            continue
        text = page.lines[spot.line].text
        before = text[: spot.begin].rstrip()
        word = before.rpartition(" ")[2]
        is_led = len(before) >= _LEAST_LED and word.isalpha() and word.islower()
        if is_led and not is_filed_by(text):
            found.add(spot.line)
    return frozenset(found if len(found) <= _FEW_REMARKS else ())


_FEW_REMARKS = 3
_LEAST_LED = 10  # characters before the date


def _around(page: Page, prose: Sequence[int]) -> range:
    """Return the rows of the release, between the menu and the footer.

    `prose` contains the rows of the paragraphs.
    """
    rows = page.lines
    notes = frozenset(n for n, row in enumerate(rows) if _is_of_cookies(row.text))
    prose = [n for n in prose if n not in notes]
    first = prose[0] if prose else len(rows)
    return range(
        _below_menu(page, first, notes), _above_foot(page, prose, first, notes)
    )


def _below_menu(page: Page, first: int, notes: frozenset[int]) -> int:
    """Return the first row below the menu and the cookie notice at the top of a page.

    Returns 0 if the page has neither.
    """
    rows = page.lines
    begin = max((n + 1 for n in notes if n < first), default=0)
    while begin < first and _bare(rows[begin]) in WORDS["accepted"]:
        begin += 1
    known: list[int] = []
    for n in range(begin, first):
        row = rows[n]
        if not _may_be_of_menu(row) or n - (known[-1] if known else begin) > _GAP:
            break
        if _items(row) & _MENU:
            known.append(n)
    words = set().union(*(_items(rows[n]) & _MENU for n in known))
    if (
        not known
        or known[0] - begin >= _FIRST
        or not (words & WORDS["home"] or len(words) > 1)
    ):
        return begin
    return _end_of_menu(rows, known[-1], first)


def _end_of_menu(rows: Sequence[ShownLine], last: int, first: int) -> int:
    """Return the first row below a menu. `last` is the last row with known items.

    Short rows directly below `last` also belong to the menu. If the last short row
    names a kind of statement, the row belongs to the menu only if an empty line
    follows.
    """
    end = last + 1
    while end < first and _is_item(rows[end]):
        end += 1
    is_closed = end < first and rows[end].gap
    while end > last + 1 and not is_closed and is_kind(rows[end - 1].text):
        end -= 1
    return end


def _may_be_of_menu(row: ShownLine) -> bool:
    items = _items(row)
    is_path = len(items) > 1 and bool(items & WORDS["home"])
    is_short = is_path or len(row.text) <= _SHORT or len(items) > _FEW_WORDS
    is_dated = any(each.day for each in find_dates(row.text))
    return is_short and not is_dated and not ends_sentence(row.text)


def _is_item(row: ShownLine) -> bool:
    """Return whether a row directly below a menu is part of the menu, not a title."""
    text = row.text
    is_few = len(text.split()) <= _FEW_WORDS
    is_short = len(text) <= _FEW_LETTERS if is_unspaced(text) else is_few
    return is_short and not row.gap and _may_be_of_menu(row)


def _above_foot(
    page: Page, prose: Sequence[int], first: int, notes: frozenset[int]
) -> int:
    """Return the first row below a release, such as the first row of a footer."""
    rows = page.lines
    end = len(rows)
    signed = max((n for n, row in enumerate(rows) if is_heading(row.text)), default=-1)
    for n in range(max(first, signed) + 1, end):
        above = bisect_left(prose, n)
        below = len(prose) - above
        if n in notes or _is_foot(rows[n]):
            is_end = 4 * below <= above
        elif _bare(rows[n]) in WORDS["below"]:
            # Each link to a different release has a date.
            dates = sum(x.line >= n and x.place == WHOLE for x in page.spots)
            is_end = 2 * below <= above or dates >= below
        else:
            continue
        if is_end:
            end = n
            break
    while first < end and (fewer := _without_last(rows, end)) < end:
        end = fewer
    return end


def _without_last(rows: Sequence[ShownLine], end: int) -> int:
    """Return `end`, or a lower number if the last row does not belong to the release.

    Such a row is a button, a comment or a link to another page.
    """
    row = rows[end - 1]
    low = _bare(row)
    is_comment = any(low.endswith(each) for each in WORDS["no_comments"])
    is_arrow = row.text.startswith("←") or row.text.endswith("→")
    is_way = is_arrow or is_page_numbers(row.text)
    are_buttons = is_noise(row.text) and low not in WORDS["buttons"]
    if is_comment or is_way or low in WORDS["last"] or are_buttons:
        return end - 1
    run = end
    while run and _bare(rows[run - 1]) in WORDS["buttons"]:
        run -= 1
    return run if end - run > 1 else end


def _is_foot(row: ShownLine) -> bool:
    low = folded(row.text[:_LONGEST_FOOT])
    return len(row.text) <= _LONGEST_FOOT and any(
        low.startswith(each) and not low[len(each) : len(each) + 1].isalpha()
        for each in WORDS["feet"]
    )


def _is_of_cookies(text: str) -> bool:
    """Return whether `text` is a cookie notice."""
    if len(text) > _LONGEST_NOTE:
        return False
    low = folded(text)
    return any(map(low.__contains__, WORDS["cookies"])) and any(
        map(low.__contains__, WORDS["of_cookies"])
    )


def _bare(row: ShownLine) -> str:
    return folded(row.text).strip(_DECORATION) if len(row.text) <= _SHORT else ""


def _items(row: ShownLine) -> set[str]:
    """Return the menu items in a row. A row without separators is a single item."""
    if len(row.text) > _LONGEST_FOOT:
        return set()
    return {folded(each).strip(_DECORATION) for each in _PARTS.split(row.text)} - {""}
