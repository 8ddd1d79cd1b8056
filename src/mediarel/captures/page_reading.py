"""Classify the pages of a capture, and read their entries and links.

Many pages are read by worker processes, whose task is `make`.
"""

import codecs
import gc
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from mediarel import errors
from mediarel.captures.capture import Progress
from mediarel.captures.contents import Captured, Spool
from mediarel.captures.kinds import name_of
from mediarel.captures.layout import packed_lines
from mediarel.dates.typed import DayOrder
from mediarel.documents.web_page import letters_of
from mediarel.formats.listing import reading_of
from mediarel.formats.name_tables import language_code, language_name
from mediarel.pages.listing import read_html
from mediarel.pages.markup import refuse_size
from mediarel.pages.page_text import page_in, page_links
from mediarel.workers import made, started

RELEASE, LIST, OTHER, UNREADABLE = "release", "list", "other", "unreadable"
_WINDOWS = {
    code: letter
    for code in range(0x80, 0xA0)
    if (letter := bytes([code]).decode("cp1252", "ignore"))
}
_CONTROL = re.compile("[\x80-\x9f]")
_LOT = 8  # pages for a worker at a time
_FEW = 40  # pages that are read without workers
_LEAST_TEXT = 200  # characters of a release on a page with a single entry
_LEAST_TITLE = 10  # characters


class PageRead(NamedTuple):
    """A page, in values that marshal supports.

    `entries` has the fields of each entry as for `formats.entries.Entry`. `why` is the
    reason if there are no entries.
    """

    result: str
    entries: tuple[dict[str, Any], ...] = ()
    site: str | None = None
    why: str = ""
    titles: tuple[str, ...] = ()
    canonical: str = ""
    languages: tuple[tuple[str, str], ...] = ()
    is_secure: bool | None = None
    """Whether links to the same site use HTTPS. None if there are no such links."""
    files: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    left_out: int = 0
    """The number of lines that look like entries, but were left out."""
    lines: bytes = b""
    """The lines of the page as from `packed_lines`."""


def pages_read(
    pages: Collection[Captured],
    spool: Spool,
    order: DayOrder | None,
    progress: Progress,
) -> Iterator[PageRead]:
    """Yield what each page contains. Many pages are read in parallel."""
    spool.flush()
    named = order.value if order else None
    path = str(spool.path)
    jobs = (
        (path, *x.content[:2], x.address, x.charset, named) for x in pages if x.content
    )
    lots = iter(lambda: [*islice(jobs, _LOT)], [])
    done, count = 0, len(pages)
    with started(__name__, is_large=count > _FEW) as at:
        for lot, result in made(at, lots, list):
            progress("Reading the pages", done, count)
            for each in result if result is not None else make(lot):
                yield PageRead(*each)
                done += 1
    progress("Reading the pages", 1, 1)


def make(jobs: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Read pages, and return a `PageRead` as a tuple for each.

    A job has the path of the spool, the position and the size of a page, its URL, its
    stated encoding, and the order of day and month.
    """
    found = []
    for path, begin, size, *options in jobs:
        with open(path, "rb") as file:  # noqa: PTH123 - a path as text
            file.seek(begin)
            found.append(tuple(_read_page(file.read(size), *options)))
    gc.collect()  # workers don't collect garbage, but parsed pages have cycles
    return found


def text_of_page(data: bytes, charset: str | None) -> str:
    """Decode a page. `charset` is the encoding in its HTTP header.

    The encoding in the page itself is only used if the header has none.
    """
    is_wide = charset and charset.lower().startswith("utf-16")
    if is_wide and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        little = b"<\0" in data[:100]
        return data.decode("utf-16-le" if little else "utf-16-be", errors="replace")
    # Many pages have the characters of windows-1252 by their numbers, as in browsers.
    text = letters_of(data, charset)[0]
    return text.translate(_WINDOWS) if _CONTROL.search(text) else text


def _read_page(
    data: bytes, address: str, charset: str | None, named: str | None
) -> PageRead:
    """Classify a page and return its entries. `named` is the order of day and month."""
    order = DayOrder(named) if named else None
    try:
        refuse_size(data, "")
        text = text_of_page(data, charset)
        found = _classified(text, address, order)
        links = page_links(text, address, _is_language)
        markup, page = page_in(text, "")[:2]
    except errors.UnreadableInputError as error:
        return PageRead(UNREADABLE, why=error.reason)
    lines = packed_lines(page, markup, address, order)
    read = found._replace(**links._asdict(), lines=lines)
    return read._replace(result=RELEASE) if _is_release(read, address) else read


def _is_release(read: PageRead, address: str) -> bool:
    """Return whether the only entry of a page is on the page itself.

    The entry must have a long text, or the title of the page.
    """
    only = read.entries[0] if len(read.entries) == 1 else {}
    text, title = (str(only.get(name) or "") for name in ("text", "title"))
    is_named = len(title) >= _LEAST_TITLE and any(title in x for x in read.titles)
    names = [name_of(str(each)) for each in only.get("sources", ())]
    is_own = names in ([], [name_of(address)]) and not only.get("excerpt")
    return is_own and len(text) >= (1 if is_named else _LEAST_TEXT)


def _is_language(text: str) -> bool:
    """Return whether a text is the name of a language, or its code."""
    code = language_code(text).lower()
    return language_name(code) != code


def _classified(text: str, address: str, order: DayOrder | None) -> PageRead:
    """Return the entries of a page, without its links."""
    try:
        page = read_html(text.encode(), "", order=order, address=address)
    except errors.UnreadableInputError as error:
        return PageRead(OTHER, why=error.reason)
    reading = reading_of(page)
    entries = tuple({**each.fields} for each in reading.entries)  # type: ignore[union-attr]
    if not entries:
        return PageRead(OTHER, why="has no entries")
    result = RELEASE if any(x.text is not None for x in page.entries) else LIST
    return PageRead(result, entries, reading.site, left_out=len(reading.left_out))
