"""Read list pages as HTML: find the list on a page, then its entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.dates.edtf import dated_between
from mediarel.pages.account import account_of, main_of
from mediarel.pages.choice import page_of
from mediarel.pages.dated import navigation_of, spots_of
from mediarel.pages.entries import (
    is_partial,
    own_address,
    raw_entry,
    whole_address,
)
from mediarel.pages.entry_dates import with_dates
from mediarel.pages.fields import entry_fields
from mediarel.pages.found import ListPage, Passed
from mediarel.pages.kinds import is_kind
from mediarel.pages.markup import page_text, read_markup, refuse_size
from mediarel.pages.markup_lines import shown_lines
from mediarel.pages.page_subject import as_list, likeliest_list, release_on
from mediarel.pages.patterns import RELEASE, pattern_of
from mediarel.pages.refusals import no_list
from mediarel.pages.release_page import of_release
from mediarel.pages.second_dates import note_of
from mediarel.pages.selected import Selected
from mediarel.pages.site import site_name
from mediarel.pages.text import distinct
from mediarel.pages.text_heads import with_names
from mediarel.pages.title_signs import NO_DATE, Segment, titles_of
from mediarel.pages.whole_release import stated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediarel.dates.edtf import PartialDate
    from mediarel.dates.typed import DayOrder
    from mediarel.pages.choice import Choice, Page
    from mediarel.pages.found import RawEntry
    from mediarel.pages.markup_lines import ShownLine
    from mediarel.pages.title_signs import Found
    from mediarel.pages.units import Unit

_CRUMBS = ">>"


def read_html(  # noqa: PLR0913 - the options of a page
    data: bytes,
    source: str,
    *,
    encoding: str | None = None,
    order: DayOrder | None = None,
    select: Mapping[str, str] | None = None,
    base: str | None = None,
    undated: bool = False,
) -> ListPage:
    """Return the entries of the page `data` in page order.

    Raises UnreadableInputError if the page contains no readable list.
    """
    refuse_size(data, source)
    text, note = page_text(data, source, encoding)
    markup = read_markup(text, source)
    lines = shown_lines(markup.body, text)
    passed = navigation_of(markup.body, len(lines))
    page = page_of(lines, passed, spots_of(lines, markup.body))
    own = own_address(markup.document, text, base)
    selected = Selected(markup, select, source) if select else None
    if selected is None:
        choice = likeliest_list(page)
        release = release_on(page, stated(markup.document), choice)
        choice = as_list(release) if release else choice
    else:
        choice = next(iter(selected.choices(page)), None)
    if choice is None:
        raise no_list(page, markup, source)
    whole, dates, yearless = with_dates(choice, page, source, order)
    choice, chosen = whole, choice
    found = [
        (segment, raw_entry(segment, title, page, date, own))
        for segment, title, date in zip(
            choice.cut.segments, choice.titles, dates, strict=True
        )
    ]
    if choice.sign == RELEASE:
        found = [(segment, of_release(entry, own)) for segment, entry in found]
    kind = _kind_above(choice, page)
    if kind:
        found = [(segment, _of_kind(entry, kind)) for segment, entry in found]
    if selected is not None:
        found = [
            (segment, selected.changed(entry, segment, page, own))
            for segment, entry in found
        ]
    if undated:
        found += _undated(choice, page, dates, own)
        found.sort(key=lambda each: each[0].begin)
    told, bare = _told([entry for _, entry in found])
    entries, twice = distinct(with_names(told))
    units = choice.cut.undated
    titles = (each and each.text for each in _titles_of(choice, page))
    account = account_of(
        page,
        chosen.cut.segments,
        zip(units, titles, strict=True),
        main_of(choice.group.lists),
        takes_undated=undated,
    )
    second = note_of(choice.cut.segments, page)
    notes = [each for each in (note, second) if each]
    if any(_lacks_link(*each, page, own) for each in found):
        notes.append(
            "it does not say its own address: its links are left out without --base URL"
        )
    return ListPage(
        entries,
        pattern_of(choice),
        site_name(markup.document, _texts(lines)),
        tuple(sorted((*account.named, *yearless, *bare, *twice))),
        account.menus,
        tuple(notes),
    )


def _kind_above(choice: Choice, page: Page) -> str:
    """Return the kind at the end of the page's breadcrumb, or "".

    Example, above all entries: `Program's Media Release >> Joint Statement`.
    """
    begin = min(each.begin for each in choice.cut.segments)
    for line in page.lines[:begin]:
        above, mark, kind = line.text.rpartition(_CRUMBS)
        if mark and above and is_kind(kind.strip()):
            return kind.strip()
    return ""


def _of_kind(entry: RawEntry, kind: str) -> RawEntry:
    """Return an entry with the kind of its page, unless the entry has its own."""
    own = {"type"} & entry_fields(entry).keys()
    return entry if own else entry._replace(beside=(*entry.beside, kind))


def _told(entries: Sequence[RawEntry]) -> tuple[list[RawEntry], list[Passed]]:
    """Return the entries with content, and the dates without content.

    If the only content is a word next to the date, that word is the title.
    """
    told: list[RawEntry] = []
    bare: list[Passed] = []
    for entry in entries:
        if entry.title or entry.body:
            told.append(entry)
        elif entry.beside:
            told.append(entry._replace(title=entry.beside[0], beside=entry.beside[1:]))
        else:
            why = "is a date with nothing below it"
            bare.append(Passed(entry.line, str(entry.date), why))
    return told, bare


def _texts(lines: Sequence[ShownLine]) -> list[str]:
    """Return the texts of lines and of the links on them."""
    linked = [
        line.text[piece.begin : piece.end].strip()
        for line in lines
        for piece in line.pieces
        if piece.anchor is not None
    ]
    return [line.text for line in lines] + linked


def _undated(
    choice: Choice, page: Page, dates: Sequence[PartialDate], own: str | None
) -> list[tuple[Segment, RawEntry]]:
    """Return the undated entries, dated between their neighbours."""
    segments = _segments_of(choice.cut.undated)
    titles = _titles_of(choice, page)
    placed = {
        each.begin: str(date)
        for each, date in zip(choice.cut.segments, dates, strict=True)
    }
    begins = sorted({*placed, *(each.begin for each in segments)})
    intervals = dated_between([placed.get(begin, "") for begin in begins])
    found = []
    for segment, title in zip(segments, titles, strict=True):
        interval = intervals[begins.index(segment.begin)]
        entry = raw_entry(segment, title, page, interval, own)
        found.append((segment, entry))
    return found


def _segments_of(units: Sequence[Unit]) -> list[Segment]:
    return [Segment(unit.begin, unit.end, NO_DATE, unit.element) for unit in units]


def _titles_of(choice: Choice, page: Page) -> list[Found | None]:
    """Return the titles of the undated entries, found by the sign of dated entries."""
    segments = _segments_of(choice.cut.undated)
    if not segments:
        return []
    _, titles = titles_of([*choice.cut.segments, *segments], page)
    found = titles[len(choice.cut.segments) :]
    return [
        title or titles_of([segment], page)[1][0]
        for segment, title in zip(segments, found, strict=True)
    ]


def _lacks_link(segment: Segment, entry: RawEntry, page: Page, own: str | None) -> bool:
    """Return whether an entry has no link because its page address is unknown."""
    return entry.link is None and any(
        is_partial(href := piece.anchor.attributes.get("href", ""))
        and whole_address(href, own) is None
        for line in page.lines[segment.begin : segment.end]
        for piece in line.pieces
        if piece.anchor is not None
    )
