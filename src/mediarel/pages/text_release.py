"""A text that is one release and no list: every line of it stays in its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.pages.found import ListPage, RawEntry
from mediarel.pages.one_or_several import Parts, are_many
from mediarel.pages.own_dates import own_date
from mediarel.pages.prose import prose_of
from mediarel.pages.refusals import no_date_of_release
from mediarel.pages.site import name_in_text
from mediarel.pages.text_around import are_of_list, around
from mediarel.release.document import date_of

if TYPE_CHECKING:
    from collections.abc import Container

    from mediarel.dates.typed import DayOrder
    from mediarel.pages.layouts import Page
    from mediarel.pages.text_entries import Cut

_PATTERN = "a release, and no list: title and date as its text says"


def release_in(
    text: str, page: Page, cuts: list[Cut], source: str, order: DayOrder | None
) -> ListPage | None:
    """Return the release that a `text` is, None where it is a list or neither is clear.

    `cuts` are the entries of the likeliest list in it. Its title and its date are those
    that it says itself; what is known for a menu, a button or a foot is not of it.

    Raises UnreadableInputError where it says no date, or one that can be read in two
    ways.
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
    """Return the lines of the rows `within`, as they stand in `text`."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    starts = [row.number - 1 for row in page.rows]
    kept: list[str] = []
    for n, (start, end) in enumerate(
        zip(starts, (*starts[1:], len(lines)), strict=True)
    ):
        if n in within:
            kept += lines[start:end]
    return "\n".join(kept).strip("\n")
