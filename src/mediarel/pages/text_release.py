"""Read a text that is one release, not a list, and keep all its lines."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mediarel.pages.anchors import DAY, MONTH
from mediarel.pages.found import ListPage, RawEntry
from mediarel.pages.one_or_several import Parts, are_many
from mediarel.pages.order import DateOnPage, day_order
from mediarel.pages.page_rows import FOOT_LINE, TEXT
from mediarel.pages.refusals import no_date_of_release
from mediarel.pages.release_day import is_byline
from mediarel.pages.site import name_in_text
from mediarel.pages.text_around import are_of_list, around
from mediarel.pages.title_likeness import ends_sentence, width
from mediarel.release.document import date_of
from mediarel.release.places import place_of

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Sequence

    from mediarel.dates.edtf import PartialDate
    from mediarel.dates.printed import PrintedDate
    from mediarel.dates.typed import DayOrder
    from mediarel.pages.anchors import Anchor
    from mediarel.pages.layouts import Page
    from mediarel.pages.page_rows import Row
    from mediarel.pages.text_entries import Cut


_PARAGRAPH = 100
_SENTENCE = 60
_FULL_LINE = 45  # characters of a wrapped line
_LONGEST = 60  # characters of a line with a date
_WORDS_OF_PLACE = 3
_LINES_OF_FOOT = 2
_PATTERN = "a release, and no list: title and date as its text says"


def release_in(
    text: str, page: Page, cuts: list[Cut], source: str, order: DayOrder | None
) -> ListPage | None:
    """Return the release in `text`, or None for a list or an unclear text.

    `cuts` are the entries of the likeliest list in the text. The title and date come
    from the release itself. Known menus, buttons and footers are left out.

    Raises UnreadableInputError if the release has no date, or an ambiguous one.
    """
    prose = prose_of(page.rows)
    if not prose or are_many(cuts, prose):
        return None
    where = around(page.rows, prose)
    within = frozenset(where.rows)
    if are_of_list([page.rows[n] for n in where.rows]):
        return None
    parts = Parts(page, where.rows, prose, cuts)
    own = _lines_of(text, page, within)
    if not parts.are_of_one(own):
        return None
    first = parts.prose[0]
    date = date_of(own, order) or own_date(page, within, first, source, order)
    if not date:
        raise no_date_of_release(source)
    line = page.rows[min(within)].number
    entry = RawEntry(str(date), line, None, text=own)
    menus = sum(row.lines for n, row in enumerate(page.rows) if n not in within)
    site = name_in_text(page.rows, within) if menus else None
    return ListPage((entry,), _PATTERN, site, (), menus)


def _lines_of(text: str, page: Page, within: Container[int]) -> str:
    """Return the lines of the rows `within`, unchanged from `text`."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    starts = [row.number - 1 for row in page.rows]
    kept: list[str] = []
    for n, (start, end) in enumerate(
        zip(starts, (*starts[1:], len(lines)), strict=True)
    ):
        if n in within:
            kept += lines[start:end]
    return "\n".join(kept).strip("\n")


def own_date(
    page: Page,
    rows: Collection[int],
    first: int,
    source: str,
    order: DayOrder | None,
) -> PartialDate | None:
    """Return the date of the release in `rows`, with text from the row `first` on.

    Raises UnreadableInputError if the figures of the date are ambiguous.
    """
    dated = [
        each
        for each in page.anchors
        if each.row in rows
        and not each.is_prose
        and each.date.year is not None
        and each.precision in {DAY, MONTH}
        and len(page.rows[each.row].text) <= _LONGEST
    ]
    above = [each for each in dated if each.row < first]
    head = [each for each in above if _begins(each)] or [
        each for each in above if is_byline(page.rows[each.row].text)
    ]
    last = sorted(rows)[-_LINES_OF_FOOT:]
    foot = [each for each in dated if each.row in last and each.is_alone]
    placed = [each for each in dated if _is_placed(each)]
    sure = [each[0] for each in (head[:1], placed, foot) if len(each) == 1]
    own = next(iter(sure), None)
    if own is None:
        return None
    row = page.rows[own.row]
    printed = DateOnPage(own.date, row.text[own.date.start : own.date.end], row.number)
    others: Sequence[PrintedDate] = [date for each in page.rows for date in each.dates]
    return own.date.date(day_order([printed], others, source, order))


def _begins(anchor: Anchor) -> bool:
    """Return whether a date begins its line, or only a label is before the date."""
    return anchor.shape[0] in {"", ":"}


def _is_placed(anchor: Anchor) -> bool:
    """Return whether a line contains only a place and a date."""
    is_last = not any(map(str.isalnum, anchor.after))
    is_short = len(anchor.before.split()) <= _WORDS_OF_PLACE
    return is_last and is_short and place_of(anchor.before, is_dated=True) is not None


def prose_of(rows: Sequence[Row]) -> list[int]:
    """Return the rows that are paragraphs, or lines of a wrapped paragraph."""
    found = {n for n, row in enumerate(rows) if _is_paragraph(row)}
    for n, (row, below) in enumerate(pairwise(rows)):
        if _goes_on(row, below):
            found |= {n, n + 1}
    return sorted(found)


def _is_paragraph(row: Row) -> bool:
    if row.kind not in (TEXT, FOOT_LINE):
        return False
    length = width(row.text)
    return length >= _PARAGRAPH or (length >= _SENTENCE and ends_sentence(row.text))


def _goes_on(row: Row, below: Row) -> bool:
    """Return whether a sentence continues in the line below, in lower case."""
    is_next = not below.blanks and row.kind == below.kind == TEXT
    return is_next and len(row.text) >= _FULL_LINE and below.text[:1].islower()
