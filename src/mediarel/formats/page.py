"""A page that lists statements: as HTML, or as text copied out of a browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.errors import UnreadableInputError
from mediarel.formats.encoding import refuse_binary
from mediarel.formats.reading import Entry, LeftOut, Reading
from mediarel.pages.fields import entry_fields

if TYPE_CHECKING:
    from mediarel.formats.reading import ReadOptions
    from mediarel.pages.found import ListPage

_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# What stands before the first element that tells: comments, declarations, white space.
_ABOVE = re.compile(
    rb"(?:\s++|<!--.*?-->|<\?(?!php)[^>]*+>|<!doctype[^>]*+>)*+",
    re.DOTALL | re.IGNORECASE,
)
_ELEMENT = re.compile(rb"<([a-z][a-z0-9:]{0,30})(?=[\s/>])", re.IGNORECASE)
_HTML = re.compile(
    rb"(?:html|head|body|title|meta|link|style|script|base|table|tbody|tr|div|span|p|br|"
    rb"h[1-6]|ul|ol|li|dl|main|article|section|header|nav|a|b|font|center|form|frameset)",
    re.IGNORECASE,
)
_SNIFFED = 8192
_NOTHING = "is a date with nothing beside it but labels"
_DECLARED = re.compile(rb"<!doctype\s{1,9}html", re.IGNORECASE)


def sniff(start: bytes) -> bool:
    """Tell whether what begins with `start` is HTML; text of any kind may be a page."""
    for mark in _MARKS:
        start = start.removeprefix(mark)
    start = start.replace(b"\0", b"")  # of UTF-16
    above = _ABOVE.match(start)
    end = above.end() if above else 0
    if _DECLARED.search(start, 0, end):
        return True
    element = _ELEMENT.match(start, end)
    return element is not None and _HTML.fullmatch(element[1]) is not None


def read(data: bytes, source: str, options: ReadOptions) -> Reading:
    """Return the entries on the page `data`, oldest first.

    Raises UnreadableInputError where there are none that can be read, MisuseError for
    a selector that is none.
    """
    return reading_of(_list_page(data, source, options))


def _list_page(data: bytes, source: str, options: ReadOptions) -> ListPage:
    # Only what is read loads them, and never both.
    if sniff(data[:_SNIFFED]) or options.select:
        from mediarel.pages.html import read_html  # noqa: PLC0415

        return read_html(
            data,
            source,
            encoding=options.encoding,
            order=options.order,
            select=options.select,
            base=options.base,
            undated=options.undated,
        )
    from mediarel.pages.encoding import page_text  # noqa: PLC0415
    from mediarel.pages.text import read_text  # noqa: PLC0415

    if not data.strip():
        hint = "Save the page again, or copy its text out of the browser."
        raise UnreadableInputError(source, None, "it is empty", hint)
    if not data.startswith(_MARKS):
        refuse_binary(data, source)
    text, note = page_text(data, source, options.encoding)
    page = read_text(text, source, order=options.order, undated=options.undated)
    return page._replace(notes=(*page.notes, note)) if note else page


def reading_of(page: ListPage) -> Reading:
    """Return what is read of a page, the oldest entry first.

    A date beside which nothing stands but labels is left out.
    """
    entries = list(page.entries)
    if entries and str(entries[0].date) >= str(entries[-1].date):
        entries.reverse()
    read = [Entry(entry_fields(each), each.line) for each in entries]
    left_out = [LeftOut(*each) for each in page.left_out]
    for each, raw in zip(read, entries, strict=True):
        if not _says_something(each):
            left_out.append(LeftOut(raw.line, str(raw.date), _NOTHING))
    return Reading(
        [each for each in read if _says_something(each)],
        page.pattern,
        page.site,
        tuple(sorted(left_out, key=lambda each: each.line or 0)),
        page.menus,
        page.notes,
    )


def _says_something(entry: Entry) -> bool:
    return bool(entry.fields.get("title") or entry.fields.get("text"))
