"""Read a list page as text copied from a browser."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from mediarel.dates.edtf import dated_between
from mediarel.errors import UnreadableInputError, shorten
from mediarel.pages.anchors import DAY, find_anchors, is_change_of
from mediarel.pages.fields import entry_fields, with_each_below
from mediarel.pages.found import Line, ListPage, Passed, RawEntry
from mediarel.pages.headed_titles import fit_of_months, with_days_behind
from mediarel.pages.kinds import is_kind
from mediarel.pages.labels import is_label
from mediarel.pages.layouts import (
    ABOVE,
    BEFORE,
    BEHIND,
    BELOW,
    HEADING,
    PAIRS,
    TAIL,
    UNTITLED,
    Page,
)
from mediarel.pages.list_columns import best_fit, heads_above, labelled_pieces
from mediarel.pages.misprints import NO_DAY, UNDATED, why_of
from mediarel.pages.order import DateOnPage, day_order
from mediarel.pages.page_rows import HEADING as HEADING_ROW
from mediarel.pages.page_rows import TEXT, read_rows, with_second_lines
from mediarel.pages.refusals import no_list_in_text
from mediarel.pages.site import name_in_text
from mediarel.pages.split_rows import with_breaks, with_glued_dates
from mediarel.pages.text_entries import cut_entries
from mediarel.pages.text_heads import with_names
from mediarel.pages.text_release import release_in
from mediarel.pages.title_likeness import ends_sentence, is_title_like
from mediarel.pages.undated import split_undated
from mediarel.pages.year_rows import with_headings, years_above

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.dates.edtf import PartialDate
    from mediarel.dates.typed import DayOrder
    from mediarel.pages.anchors import Anchor
    from mediarel.pages.page_rows import Row
    from mediarel.pages.scores import Fit
    from mediarel.pages.text_entries import Cut
    from mediarel.pages.undated import Undated


_LONGEST = 40
_LEAST = 3
_MOST = 0.5
_WEEKDAY = re.compile(r"\s\S{2,14}\Z")
_TIME = 12  # characters after a date: a time
_EDGES = " \t\u00a0|,;:–—-()[]"
_PARAGRAPH = 100
_LONGEST_CRUMBS = 200
_NEAR = 3  # maximum rows from the list to a paragraph that is reported
_WHERE = {
    BELOW: "the title below the date",
    ABOVE: "the title above the date",
    BEHIND: "the title behind the date",
    BEFORE: "the title before the date",
    TAIL: "the date below the text",
    UNTITLED: "the text below the date, few titles",
    PAIRS: "the title beside the date, on either side",
    HEADING: "the date as a heading over titles",
}
_CRUMB = re.compile(r"\s?(?:>>?|»|›)\s?")


def read_text(
    text: str, source: str, *, order: DayOrder | None = None, undated: bool = False
) -> ListPage:
    """Return the list on a page copied as text.

    Raises UnreadableInputError if the page has no list, or its dates are ambiguous.
    """
    rows = with_breaks(read_rows(text))
    rows = with_headings(with_glued_dates(rows))
    page = Page(rows, find_anchors(rows))
    fit = fit_of_months(page) or best_fit(page)
    cuts = [] if fit is None else with_days_behind(cut_entries(page, fit))
    if release := release_in(text, page, cuts, source, order):
        return release
    if fit is None:
        raise no_list_in_text(rows, page.anchors, source)
    cuts = with_each_below(page, cuts, fit.layout)
    cuts = with_second_lines(page, cuts)
    cuts, alone = split_undated(page, cuts, fit.layout)
    return _ListReading(page, fit, cuts, source, order).page(alone, undated=undated)


class _ListReading:
    """A list divided into entries, to be turned into a `ListPage`."""

    def __init__(
        self,
        page: Page,
        fit: Fit,
        cuts: Sequence[Cut],
        source: str,
        order: DayOrder | None,
    ) -> None:
        self.rows, self.anchors, self.texts = page.rows, page.anchors, page.texts
        self.fit, self.cuts, self.source = fit, cuts, source
        self._years = years_above(page)
        own = [
            DateOnPage(
                cut.anchor.date, _printed(cut.anchor, self.rows), self._line(cut)
            )
            for cut in cuts
            if cut.anchor.date.year or cut.anchor.row in self._years
        ]
        others = [date for row in page.rows for date in row.dates]
        self.order = day_order(own, others, source, order)
        self.issuers = {text.strip() for cut in cuts for text in cut.beside}
        self.again = lines_of_each(page, [cut.body for cut in cuts])
        above = self.rows[: min(cuts[0].head)]
        self.heads = heads_above(row.text for row in above)
        self.kind = _kind_of_page(self.rows[: min(cuts[0].head)])
        self.used: set[int] = set()
        self.left_out: list[Passed] = []

    def _line(self, cut: Cut) -> int:
        return self.rows[min(cut.head)].number

    def page(self, alone: Sequence[Undated], *, undated: bool) -> ListPage:
        """Return the page, including undated entries on request."""
        dates = [self._date(cut) for cut in self.cuts]
        entries: list[RawEntry] = []
        below: dict[int, list[Undated]] = {}
        for each in alone:
            below.setdefault(each.below, []).append(each)
        for n, (cut, date) in enumerate(zip(self.cuts, dates, strict=True)):
            self.used.update(cut.head, cut.body)
            if date is not None:
                entries.append(self._raw(cut, date))
            for each in below.get(n, ()):
                self.used.update(each.rows)
                if each.misprint is not None:
                    self._leave_misprinted(each, *each.misprint)
                elif undated:
                    entries.append(self._of_no_date(each, dates))
                else:
                    self._leave(each.rows.start, UNDATED, self._title_of(each))
        if not entries:
            raise self._no_dates()
        self._name_what_is_near()
        if self.fit.today is not None and self.fit.today not in self.used:
            self.used.add(self.fit.today)
            self._leave(self.fit.today, "is the date of the day, above the menus")
        once, twice = distinct(with_names(entries))
        return ListPage(
            once,
            self._pattern(len(once)),
            name_in_text(self.rows, self.used),
            tuple(sorted((*self.left_out, *twice))),
            self._menus(),
            tuple(self._other_dates()),
        )

    def _date(self, cut: Cut) -> PartialDate | None:
        date = cut.anchor.date
        year = self._years.get(cut.anchor.row) if date.year is None else None
        found = date.date(self.order, year)
        if found is None:
            why = "has a date without a year"
            if date.year is not None or year is not None:
                why = NO_DAY
            named = cut.title or cut.text
            if not named and len(cut.body):
                named = self.rows[cut.body[0]].text
            if named:
                why = f"{why}: {_printed(cut.anchor, self.rows)}"
            self._leave(min(cut.head), why, named)
        return found

    def _leave(self, row: int, why: str, named: str = "") -> None:
        text = named or self.rows[row].text
        self.left_out.append(Passed(self.rows[row].number, text, why))

    def _title_of(self, each: Undated) -> str:
        """Return the title of an undated entry, not a category above the title."""
        first, *others = (self.rows[n].text for n in each.rows)
        is_category = self.texts[first] > 1 or is_kind(first) or first in self.issuers
        titles = filter(is_title_like, others[:1])
        below = [each for each in titles if not ends_sentence(each)]
        return below[0] if is_category and below else first

    def _leave_misprinted(self, each: Undated, row: int, misprint: str) -> None:
        """Report an entry with an invalid date as left out, under its title."""
        beside = self.rows[row].text.replace(misprint, "", 1).strip(_EDGES)
        others = [self.rows[n].text for n in each.rows if n != row]
        named = beside if any(map(str.isalnum, beside)) else "".join(others[:1])
        self._leave(each.rows.start, why_of(misprint), named)

    def _raw(self, cut: Cut, date: PartialDate) -> RawEntry:
        raw = RawEntry(
            date,
            self._line(cut),
            cut.title,
            labelled_pieces(cut.beside, self.rows[cut.anchor.row].text, self.heads),
            (*_begun(cut, self.rows), *_lines(self.rows, cut.body, self.again)),
            None,
        )
        if self.kind is None or entry_fields(raw).get("type"):
            return raw
        return raw._replace(beside=(*raw.beside, self.kind))

    def _of_no_date(
        self, each: Undated, dates: Sequence[PartialDate | None]
    ) -> RawEntry:
        """Return an undated entry, dated between its neighbours."""
        rows = list(each.rows)
        beside = [] if self.kind is None else [self.kind]
        line = self.rows[rows[0]].number
        if len(rows) > 1 and self.rows[rows[0]].text in self.issuers:
            beside.insert(0, self.rows[rows.pop(0)].text)
        first = self.rows[rows[0]].text
        title = first if is_title_like(first) or is_kind(first) else None
        body = range(rows[0] + (title is not None), each.rows.stop)
        known = [str(date or "") for date in dates]
        known.insert(each.below + 1, "")
        date = dated_between(known)[each.below + 1]
        lines = tuple(_lines(self.rows, body, self.again))
        return RawEntry(date, line, title, tuple(beside), lines)

    def _name_what_is_near(self) -> None:
        """Report paragraphs just above and below the list, which belong to no entry."""
        first, last = min(self.used), max(self.used)
        for n in (
            *range(max(first - _NEAR, 0), first),
            *range(last + 1, last + 1 + _NEAR),
        ):
            if n < len(self.rows) and len(self.rows[n].text) >= _PARAGRAPH:
                self.used.add(n)
                self._leave(
                    n, "stands above the list" if n < first else "stands below the list"
                )

    def _other_dates(self) -> list[str]:
        """Return notes about dates outside all entries, such as a list in a sidebar."""
        rows = [
            each.row
            for each in self.anchors
            if each.row not in self.used and each.precision == DAY and not each.is_prose
        ]
        if not rows:
            return []
        first = self.rows[rows[0]]
        count = "1 date is" if len(rows) == 1 else f"{len(rows)} dates are"
        where = f"line {first.number}: {shorten(first.text)!r}"
        return [
            f"{count} of no entry, {'on' if len(rows) == 1 else 'first on'} {where}"
        ]

    def _menus(self) -> int:
        return sum(row.lines for n, row in enumerate(self.rows) if n not in self.used)

    def _pattern(self, count: int) -> str:
        entries = "1 entry" if count == 1 else f"{count} entries"
        return f"{entries}: {_WHERE[self.fit.layout.where]}"

    def _no_dates(self) -> UnreadableInputError:
        return UnreadableInputError(
            self.source,
            self.left_out[0].line,
            "none of its dates has a year",
            "Put the year on a line of its own above the dates that are of it: 2019",
        )


def _printed(anchor: Anchor, rows: Sequence[Row]) -> str:
    return rows[anchor.row].text[anchor.date.start : anchor.date.end]


def _begun(cut: Cut, rows: Sequence[Row]) -> list[Line]:
    """Return the part of a text after its date."""
    number = rows[cut.anchor.row].number
    return [Line(cut.text, number), Line("", number)] if cut.text else []


def _lines(rows: Sequence[Row], body: range, again: frozenset[str]) -> list[Line]:
    """Return the lines of a body, without the lines in `again` that entries repeat."""
    lines: list[Line] = []
    for n in body:
        if rows[n].kind == HEADING_ROW or rows[n].text in again or is_change(rows[n]):
            continue
        if rows[n].blanks and lines:
            lines.append(Line("", rows[n].number - 1))
        lines.append(Line(rows[n].text, rows[n].number))
    return lines


def _kind_of_page(above: Sequence[Row]) -> str | None:
    """Return the kind at the end of a breadcrumb above the list."""
    for row in reversed(above):
        crumbs = _CRUMB.split(row.text[:_LONGEST_CRUMBS])
        if len(crumbs) > 1 and is_kind(crumbs[-1]):
            return crumbs[-1].strip()
    return None


def distinct(
    entries: Sequence[RawEntry],
) -> tuple[tuple[RawEntry, ...], list[Passed]]:
    """Return the entries without duplicates, then the duplicates.

    Entries with equal date and title but different issuers are not duplicates.
    """
    kept: dict[object, RawEntry] = {}
    twice = []
    for entry in entries:
        body = () if entry.title and entry.link else tuple(x.text for x in entry.body)
        key = (entry.date, entry.title, entry.beside, entry.link, body)
        if kept.setdefault(key, entry) is not entry:
            shown = entry.title or next((each.text for each in entry.body), "")
            twice.append(Passed(entry.line, shown, "stands on the page twice"))
    return tuple(kept.values()), twice


def lines_of_each(page: Page, bodies: Sequence[range]) -> frozenset[str]:
    """Return the short lines that begin or end the bodies of most entries.

    Such lines are links: "See the photo", `ShareTweetWhatsApp`. Lines with a kind or
    category are not included.
    """
    counts: Counter[str] = Counter()
    for body in bodies:
        rows = [n for n in body if page.rows[n].kind == TEXT]
        edges = {page.rows[n].text for n in (*rows[:1], *rows[-2:])}
        counts.update(edges)
    least = max(_LEAST, _MOST * len(bodies))
    return frozenset(
        text
        for text, count in counts.items()
        if count >= least
        and len(text) <= _LONGEST
        and not ends_sentence(text)
        and not is_kind(text)
        and not is_label(text, at_edge=True)
    )


def is_change(row: Row) -> bool:
    """Return whether a row only gives the time of an entry's last change."""
    if len(row.dates) != 1:
        return False
    date = row.dates[0]
    if len(row.text) - date.end > _TIME:
        return False
    before = row.text[: date.start].rstrip(" ,")
    return is_change_of(before) or is_change_of(_WEEKDAY.sub("", before))
