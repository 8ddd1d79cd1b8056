"""Read a list page from HTML or copied text, and record how each line is used.

Each visible line is used in exactly one way. It is part of a field, or it is left out
as navigation, or it is refused. A line that is not in a field has a reason. Running
text is never left out without a report.
"""

from __future__ import annotations

import re
from statistics import fmean
from typing import TYPE_CHECKING, Any

from mediarel import errors
from mediarel.dates.edtf import dated_between
from mediarel.pages import entries
from mediarel.pages.candidates import BESIDE, is_content, is_title_like, width
from mediarel.pages.fields import entry_fields
from mediarel.pages.found import (
    FIELD,
    NAVIGATION,
    REFUSED,
    LineUse,
    ListPage,
    RawEntry,
)
from mediarel.pages.labels import is_kind
from mediarel.pages.lines import ShownLine, main_anchor, text_lines
from mediarel.pages.markup import Element, Markup, page_text, refuse_size, smallest_of
from mediarel.pages.page import (
    ADD_YEAR,
    INSIDE,
    WHOLE,
    day_order,
    page_of,
    why_navigation,
    without_year,
)
from mediarel.pages.page_text import (
    kept_lines,
    main_part,
    page_date,
    page_in,
    text_of_lines,
)
from mediarel.pages.readings import SEVERAL, UNTITLED, readings_of
from mediarel.pages.site import (
    base_of,
    is_partial,
    name_in_text,
    own_address,
    site_name,
)
from mediarel.pages.structured import structured_entries
from mediarel.pages.text_release import likely_title, no_date, release_in, uses_around
from mediarel.pages.words import WORDS, folded
from mediarel.release.document import date_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from mediarel.dates.printed_parts import PrintedDate
    from mediarel.dates.typed import DayOrder
    from mediarel.pages.page import Page
    from mediarel.pages.page_text import PageParts
    from mediarel.pages.readings import Entry, Reading

UNDATED = "has no date"
_NO_YEAR = "has a date without a year"
_TWICE = "is on the page twice"
_OTHER_DATE = "has a date, but is outside the list"
_OUTSIDE = "belongs to no entry"
_EMPTY = "is a date without an entry"
_ODD = "has a title or date in an unusual place"
_STATED = "{} entries: titles and dates from the structured data of the page"
_CRUMBS = re.compile(r"\s?(?:>>?|»|›)\s?")
_LONGEST_CRUMBS = 200
_PROSE = 60  # characters
_LEAST_TEXT = 400  # characters; a page with less text is filled in by scripts
_MOST_LETTERS = 1000  # characters for each linked title of a list
_LINKED = 0.6  # share of a line inside a link of a menu
_UNUSED = LineUse(0, "", REFUSED)
_NEAR = 3  # lines between a date and its title
_FEW = 2  # entries that may be dates of one release
_LEAST_SCORE = 0.2
_SURE_TITLE = 20  # characters of a title that identifies its entry
_MOST_ENTRIES = 0.6  # a different reading must have this share of the entries
_LEAST_TITLED = 2 / 3  # share of the entries
_NEARLY = 0.93  # share of the best score
_NEARLY_ON_LINE = 0.97
_NEARLY_AT_ODD_END = 0.7


def read_text(
    text: str,
    source: str,
    *,
    order: DayOrder | None = None,
    undated: bool = False,
    pick: int | None = None,
) -> ListPage:
    """Return the list on a page that was copied as text.

    If the page can be read in several ways, `pick` is the number of the reading to use.

    Raises UnreadableInputError if the page has no list, or its dates are ambiguous.
    """
    page, readings, release = _release_in(text, source, order)
    if release:
        return release
    if not readings:
        raise _no_list(page, None, source)
    reading = _picked(readings, page, pick, source)
    segments = entries.segments_of(reading, page)
    odd = entries.odd_entries(reading, page)
    listed = _Listed(page, segments, source, order, own=None, undated=undated, odd=odd)
    used = frozenset(n for n, use in listed.uses.items() if use.use == FIELD)
    return listed.page_of(_pattern(reading), name_in_text(page.lines, used))


def _release_in(
    text: str, source: str, order: DayOrder | None, **known: Any
) -> tuple[Page, Sequence[Reading], ListPage | None]:
    """Return the page, the ways to read it, and the release if `text` is a release.

    `known` are options of `release_in`.

    Raises UnreadableInputError if a release has no date in the text or the metadata.
    """
    body = Element("body", None)
    page = page_of(text_lines(text, body), body, is_html=False)
    readings = _rivals_of(page)
    segments = entries.segments_of(readings[0], page) if readings else []
    release = release_in(text, page, segments, source, order, **known)
    if release is not None and not release.entries[0].date:
        if sum(x.spot.place != INSIDE for x in segments) > _FEW:
            return page, readings, None
        raise without_year(page, source) or no_date(source)
    return page, readings, release


def _release_on(
    parts: PageParts,
    segments: Sequence[entries.Segment],
    source: str,
    order: DayOrder | None,
) -> ListPage | None:
    """Return the release if the main part of a page is a single release.

    `segments` are the entries of the best reading. The page is a list if most entries
    are outside the main part, or if there is little text for each linked title. But if
    the metadata of the page has the title, and a date and a text are below the title,
    these entries are a list of other releases. Returns None for a list.
    """
    markup, page, said, title = parts
    part = main_part(page, title)
    likely = likely_title(page) if title is None else None
    below = "" if likely is None else page.lines[likely + 1].text
    if likely is not None and (page_date(page, said, likely, order) or date_of(below)):
        around = main_part(page, likely)
        inner = (each.spot.date for each in segments if each.spot.line in around)
        if len({(each.year, each.month, each.day) for each in inner}) <= 1:
            title, part = likely, around
    own = [each.title.line for each in segments if each.title is not None]
    if title is None and len(own) == 1 and page.lines[own[0]].heading:
        title, part = own[0], main_part(page, own[0])
    kept = kept_lines(page, part, title)
    linked = sum(
        each.title is not None and each.title.anchor is not None for each in segments
    )
    letters = sum(width(page.lines[number].text) for number in kept)
    shown = {*kept}
    is_named = title is not None and said.is_titled(page.lines[title].text)
    # A list above or below a release has titles of other releases.
    above = (title or 0) - _FEW if is_named else 0
    outside = sum(
        each.spot.line not in part or each.spot.line < above for each in segments
    )
    date = page_date(page, said, title, order, kept)
    inside = len(segments) - outside
    is_long = letters >= _LEAST_TEXT or (is_named and len(segments) <= _FEW)
    is_told = title is not None and bool(date) and is_long
    is_told = is_told and inside <= (_FEW if is_named else 0)
    is_list = letters < linked * _MOST_LETTERS or outside > inside
    if is_list and not is_told:
        return None
    text = text_of_lines(page, markup, kept, title)
    printed = "" if title is None else page.lines[title].text
    known = {"date": date, "printed": printed, "is_sure": is_told}
    found = _release_in(text, source, order, **known)[2]
    if found is None:
        return None
    entry = found.entries[0]._replace(line=page.lines[kept[0]].number)
    uses, left = uses_around(page, shown)
    site = site_name(markup.document, [line.text for line in page.lines])
    return ListPage((entry,), found.pattern, site, left, lines=uses)


def read_html(  # noqa: PLR0913 - the options of a page
    data: bytes,
    source: str,
    *,
    encoding: str | None = None,
    order: DayOrder | None = None,
    base: str | None = None,
    undated: bool = False,
    pick: int | None = None,
    address: str | None = None,
) -> ListPage:
    """Return the entries of an HTML page, in page order.

    `address` is the URL of the page if it is known for certain. Without it, the URL is
    the one that the page states, or else `base`.

    Raises UnreadableInputError if the page contains no readable list.
    """
    refuse_size(data, source)
    text, note = page_text(data, source, encoding)
    parts = page_in(text, source)
    markup, page = parts[:2]
    own = (
        base_of(markup.document, address)
        if address
        else own_address(markup.document, text, base)
    )
    readings = _rivals_of(page)
    printed = [entries.segments_of(each, page) for each in readings]
    segments = printed[0] if printed else []
    odd: frozenset[int] = frozenset()
    if pick is None and (found := structured_entries(page, markup, printed)):
        segments, pattern = found, _STATED.format(len(found))
    elif pick is None and (single := _release_on(parts, segments, source, order)):
        return single._replace(entries=(single.entries[0]._replace(link=own),))
    elif readings:
        reading = _picked(readings, page, pick, source)
        segments, pattern = entries.segments_of(reading, page), _pattern(reading)
        odd = entries.odd_entries(reading, page)
    else:
        raise _no_list(page, markup, source)
    listed = _Listed(page, segments, source, order, own=own, undated=undated, odd=odd)
    notes = [each for each in (note, _note_on_links(listed, own)) if each]
    return listed.page_of(
        pattern, site_name(markup.document, [line.text for line in page.lines]), notes
    )


def _note_on_links(listed: _Listed, own: str | None) -> str:
    """Return a note if relative links are left out, otherwise "".

    Without the address of the page, `own`, relative links can't be resolved.
    """
    hrefs = (
        piece.anchor.attributes.get("href", "")
        for segment, entry in zip(listed.segments, listed.entries, strict=True)
        for line in listed.page.lines[segment.begin : segment.end]
        for piece in line.pieces
        if entry.link is None and piece.anchor is not None
    )
    if own is not None or not any(map(is_partial, hrefs)):
        return ""
    return (
        "the page doesn't contain its URL, so its links are left out;"
        " to keep them, add --base URL"
    )


def _pattern(reading: Reading) -> str:
    """Return a description of how the entries were found."""
    count = len(reading.entries)
    where = {
        "above": "the title above the date",
        "below": "the title below the date",
        "beside": "the title beside the date",
        "first": "the title first, the date last",
        SEVERAL: "several titles below a date",
        UNTITLED: "the text below the date, no titles",
    }[str(reading.role[0])]
    return f"{'1 entry' if count == 1 else f'{count} entries'}: {where}"


def _rivals_of(page: Page) -> list[Reading]:
    """Return the best reading, and also the second-best if the choice is uncertain.

    The choice is uncertain if the scores are nearly equal. It is also uncertain if more
    than a third of the entries in the best reading have no title.
    """
    readings = [
        each
        for each in readings_of(page)
        if each.role[0] != SEVERAL or not _has_own_dates(each, page)
    ]
    if not readings or readings[0].score < _LEAST_SCORE:
        return []
    best = readings[0]
    own = set(map(_place_of, best.entries))
    others = (
        each
        for each in readings[1:]
        if len(each.entries) >= _MOST_ENTRIES * len(best.entries)
        and len(own.intersection(map(_place_of, each.entries))) < len(own) / 2
    )
    other = next(others, None)
    lacks_titles = best.role != (UNTITLED,) and _titled(best) < _LEAST_TITLED
    # Parts of the same lines have similar scores.
    is_on_line = other is not None and best.role[0] == other.role[0] == BESIDE
    nearly = _NEARLY_ON_LINE if is_on_line else _NEARLY
    # Without a usual title at one end, each title may belong to the next date.
    ends = {best.entries[n].spot.line for n in (0, -1)}
    odd = frozenset() if page.is_html else entries.odd_entries(best, page)
    if not (is_on_line or ends.isdisjoint(odd)):
        nearly = _NEARLY_AT_ODD_END
    is_near = other is not None and other.score >= nearly * best.score
    if is_near and other:
        is_near = _titled(other) >= _titled(best) and best.lists <= other.lists
    return [best, other] if other and (is_near or lacks_titles) else [best]


def _titled(reading: Reading) -> float:
    """Return the share of the entries that have a title."""
    return fmean(each.title is not None for each in reading.entries)


def _has_own_dates(reading: Reading, page: Page) -> bool:
    """Return whether most titles of a reading have a complete date on their line."""
    spots = (page.dates_on.get(x.title.line, ()) for x in reading.entries if x.title)
    return sum(any(s.is_day for s in on) for on in spots) > len(reading.entries) / 2


def _place_of(entry: Entry) -> tuple[int, ...]:
    """Return a key for an entry: the places of the date and of the title.

    The same entry has the same key in different readings.
    """
    line, title = entry.spot.line, entry.title
    if title is None:
        return (line,)
    return line, title.line, *((title.begin, title.end) if title.line == line else ())


def _picked(
    readings: Sequence[Reading], page: Page, pick: int | None, source: str
) -> Reading:
    """Return the reading with the number `pick`.

    Without a number, the page must have only one reading. Raises UnreadableInputError
    if the page has several readings and no number is given, or if the number is too
    high.
    """
    if pick is not None:
        if pick > len(readings):
            count = "one way" if len(readings) == 1 else f"{len(readings)} ways"
            reason = f"--pick {pick} is too high: the page can be read in {count}"
            raise errors.UnreadableInputError(source, None, reason, "Leave out --pick.")
        return readings[pick - 1]
    if len(readings) > 1:
        shown = "; ".join(
            f"{n}: {_pattern(each)}, such as {_example(each, page)}"
            for n, each in enumerate(readings, 1)
        )
        reason = f"the page can be read in {len(readings)} ways. {shown}"
        hint = "To choose one of them, add its number to your command: --pick 1"
        raise errors.UnreadableInputError(source, None, reason, hint)
    return readings[0]


def _example(reading: Reading, page: Page) -> str:
    entry = reading.entries[0]
    title = entry.title.text if entry.title is not None else "(no title)"
    return f"{entry.spot.date.date(page.order)} {errors.shorten(title)!r}"


class _Listed:
    """The entries of a list, and the use of each line of the page."""

    def __init__(  # noqa: PLR0913 - what a list consists of
        self,
        page: Page,
        segments: Sequence[entries.Segment],
        source: str,
        order: DayOrder | None,
        *,
        own: str | None,
        undated: bool,
        odd: frozenset[int],
    ) -> None:
        self.page, self.uses = page, dict[int, LineUse]()
        self.left: list[LineUse] = []
        self.segments: list[entries.Segment] = []
        self.entries: list[RawEntry] = []
        segments, without = entries.split_undated(segments, page)
        self.texts = entries.subtitles_of(segments, page)
        self.texts |= entries.datelines_of(segments, page)
        listed = [x.spot for x in segments if x.spot.line not in odd]
        order = day_order(page, listed, source, order)
        seen: set[object] = set()
        for segment in segments:
            date = segment.spot.date.date(order)
            entry, left = entries.raw_entry(segment, page, date or "", own, self.texts)
            is_odd = segment.spot.line in odd
            why = _ODD if is_odd else _why_refused(entry, segment, seen)
            seen.add(_key_of(entry))
            self._use(segment, left, why)
            if is_odd and segment.spot.place != WHOLE:  # the title may be wrong
                self._leave(segment.spot.line, why)
            elif why:
                self._leave(segment.begin, why, entry.title or "")
            else:
                self.entries.append(entry)
                self.segments.append(segment)
        if not self.entries:
            raise _none_of(self.left, source)
        self._take_undated(without, own, undated=undated)
        if kind := _kind_above(page, self.segments):
            self.entries = [
                each
                if "type" in entry_fields(each)
                else each._replace(beside=(*each.beside, kind))
                for each in self.entries
            ]
        self._account()

    def _take_undated(
        self,
        segments: Sequence[entries.Segment],
        own: str | None,
        *,
        undated: bool,
    ) -> None:
        """Add the undated entries, or refuse them if `undated` is False.

        The date of such an entry is the interval between the dates of its neighbours.
        """
        if not segments:
            return
        dates = {
            x.begin: str(y.date)
            for x, y in zip(self.segments, self.entries, strict=True)
        }
        begins = sorted({*dates, *(each.begin for each in segments)})
        between = dated_between([dates.get(begin, "") for begin in begins])
        placed = dict(zip(begins, between, strict=True))
        for each in segments:
            date = placed[each.begin]
            entry, left = entries.raw_entry(each, self.page, date, own, self.texts)
            self._use(each, left, "" if undated else UNDATED)
            if not undated:
                self._leave(each.begin, UNDATED, entry.title or "")
                continue
            place = sum(x.begin < each.begin for x in self.segments)
            self.segments.insert(place, each)
            self.entries.insert(place, entry)

    def page_of(
        self, pattern: str, site: str | None, notes: Iterable[str] = ()
    ) -> ListPage:
        """Return the page with its entries and the use of each line."""
        uses = tuple(self.uses[n] for n in sorted(self.uses))
        left = tuple(sorted(self.left))
        return ListPage(tuple(self.entries), pattern, site, left, tuple(notes), uses)

    def _use(self, segment: entries.Segment, left: Mapping[int, str], why: str) -> None:
        spot, title = segment.spot, segment.title
        numbers = {*range(segment.begin, segment.end)}
        numbers |= {*range(spot.line, spot.last + 1)} - {-1}
        numbers |= {title.line} if title is not None else set()
        for number in numbers:
            if number in left:
                self._set(number, NAVIGATION, f"is {left[number]}")
            elif why:
                self._set(number, REFUSED, why)
            else:
                self._set(number, FIELD)

    def _set(self, number: int, use: str, why: str = "") -> None:
        line = self.page.lines[number]
        if number not in self.uses or use == FIELD:
            self.uses[number] = LineUse(line.number, line.text, use, why)

    def _leave(self, number: int, why: str, named: str = "") -> None:
        line = self.page.lines[number]
        self.left.append(LineUse(line.number, named or line.text, REFUSED, why))

    def _account(self) -> None:
        """Record the use of the lines that are in no entry."""
        page = self.page
        used = [n for n, use in self.uses.items() if use.use != NAVIGATION]
        first, last = min(used), max(used)
        main = smallest_of([each.spot.element for each in self.segments])
        for number, line in enumerate(page.lines):
            if number in self.uses:
                continue
            if why := why_navigation(page, number):
                self._set(number, NAVIGATION, why)
                continue
            within = first < number < last or (
                page.is_html and main.begin <= number < main.end
            )
            reason = self._why_refused(number, line, within=within)
            if reason:
                self._set(number, REFUSED, reason)
                self._leave(number, reason)
            else:
                self._set(number, NAVIGATION, "is outside the list")

    def _why_refused(self, number: int, line: ShownLine, *, within: bool) -> str:
        spots = self.page.dates_on.get(number, [])
        if any(spot.place != INSIDE for spot in spots):
            if any(spot.is_day for spot in spots):
                return _OTHER_DATE
            return "is a heading" if within else ""
        found = main_anchor(line, line.pieces)
        if found is not None and found[1] > _LINKED and not within:
            return ""
        if within:
            return "is a heading" if line.heading else _OUTSIDE
        is_prose = is_content(line.text)
        # Perhaps the title of an entry outside the list.
        near = range(number - _NEAR, number + _NEAR + 1)
        dates = (x for n in near for x in self.page.dates_on.get(n, ()))
        others = (x for x in dates if self.uses.get(x.line, _UNUSED).use != FIELD)
        is_prose |= any(x.is_day for x in others) and is_title_like(line.text)
        return _OUTSIDE if is_prose else ""


def _why_refused(
    entry: RawEntry, segment: entries.Segment, seen: Container[object]
) -> str:
    """Return the reason why an entry is refused, or "" if it is accepted."""
    if not entry.date:
        return _why_no_date(segment.spot.date)
    if not (entry.title or entry.body):
        return _EMPTY
    return _TWICE if _key_of(entry) in seen else ""


def _why_no_date(date: PrintedDate) -> str:
    if date.year is None:
        return _NO_YEAR
    day, month = date.figures or (date.day, date.month)
    numbers = "-".join(str(n) for n in (date.year, month, day) if n is not None)
    return f"has a date that is not in the calendar: {numbers}"


def _key_of(entry: RawEntry) -> object:
    """Return a key to recognise an entry that is printed twice."""
    if entry.title and (entry.link or len(entry.title) > _SURE_TITLE):
        start = "" if entry.link or not entry.body else entry.body[0].text[:_PROSE]
        return entry.date, folded(entry.title), entry.link, start
    return entry.date, entry.title, entry.beside, tuple(x.text for x in entry.body)


def _kind_above(page: Page, segments: Sequence[entries.Segment]) -> str | None:
    """Return the kind at the end of a breadcrumb above the list.

    Example: `Program's Media Release >> Joint Statement`.
    """
    for line in reversed(page.lines[: min(each.begin for each in segments)]):
        crumbs = _CRUMBS.split(line.text[:_LONGEST_CRUMBS])
        if len(crumbs) > 1 and is_kind(crumbs[-1]):
            return crumbs[-1].strip()
    return None


def _none_of(left: Sequence[LineUse], source: str) -> errors.UnreadableInputError:
    first = left[0]
    is_of_year = first.why == _NO_YEAR
    reason = "no date has a year" if is_of_year else f"{first.text!r} {first.why}"
    return errors.UnreadableInputError(source, first.line, reason, ADD_YEAR)


def _no_list(page: Page, markup: Markup | None, source: str) -> errors.MediarelError:
    """Return the error for a page without a readable list."""
    texts = [folded(line.text[:_PROSE]) for line in page.lines]
    shown = zip(page.lines, page.outside, strict=True)
    letters = sum(len(line.text) for line, is_outside in shown if not is_outside)
    has_scripts = markup is not None and markup.scripts > 0
    is_filled_in = has_scripts and letters < _LEAST_TEXT
    is_filled_in |= any(word in text for text in texts for word in WORDS["loading"])
    dates = [spot for spot in page.spots if spot.is_day]
    hint = "Use a page that shows the date of each statement."
    if not page.lines and not has_scripts:
        reason = "it is empty"
        hint = "Save the page again, or copy its text from the browser."
    elif is_filled_in and all(page.beside[spot.line] for spot in dates):
        reason = "the saved page has no list, because a script loads it"
        hint = "Copy the text from the browser into a file, and import the file."
    elif not dates:
        reason = "the page has no dates, so mediarel can't separate its entries"
    elif all(page.beside[spot.line] for spot in dates):
        reason = "its dates are only in a sidebar or footer"
    elif no_year := without_year(page, source):
        return no_year
    else:
        reason = "its dates don't belong to a list of titles or texts"
        hint = "Copy the text of the list from the browser into a file, and import it."
    return errors.UnreadableInputError(source, None, reason, hint)
