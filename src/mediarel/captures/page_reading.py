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
from mediarel.pages.page_links import page_links
from mediarel.pages.page_text import page_in
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


class Job(NamedTuple):
    """A page to read: its position in the spool, its URL and its stated encoding."""

    spool: str
    begin: int
    size: int
    address: str
    charset: str | None
    order: str | None


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
    jobs = (
        Job(str(spool.path), *x.content[:2], x.address, x.charset, named)
        for x in pages
        if x.content
    )
    lots = iter(lambda: [*islice(jobs, _LOT)], [])
    done, count = 0, len(pages)
    with started(__name__, is_large=count > _FEW) as at:
        for lot, result in made(at, lots, lambda lot: [tuple(x) for x in lot]):
            progress("Reading the pages", done, count)
            for each in result if result is not None else make(lot):
                yield PageRead(*each)
                done += 1
    progress("Reading the pages", 1, 1)


def make(jobs: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Read pages, and return a `PageRead` as a tuple for each."""
    found = []
    for each in jobs:
        job = Job(*each)
        with open(job.spool, "rb") as file:  # noqa: PTH123 - a path as text
            file.seek(job.begin)
            data = file.read(job.size)
        found.append(tuple(read_page(data, job)))
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


def read_page(data: bytes, job: Job) -> PageRead:
    """Classify a page and return its entries."""
    try:
        refuse_size(data, "")
        text = text_of_page(data, job.charset)
    except errors.UnreadableInputError as error:
        return PageRead(UNREADABLE, why=error.reason)
    found = _classified(text, job)
    try:
        links = page_links(text, job.address, _is_language)
    except errors.UnreadableInputError as error:
        return PageRead(UNREADABLE, why=error.reason)
    markup, page = page_in(text, "")
    order = DayOrder(job.order) if job.order else None
    lines = packed_lines(page, markup, job.address, order)
    read = found._replace(**links._asdict(), lines=lines)
    return read._replace(result=RELEASE) if _is_short_release(read, job) else read


def _is_short_release(read: PageRead, job: Job) -> bool:
    """Return whether the only entry of a page has text, and the title of the page."""
    only = read.entries[0] if len(read.entries) == 1 else {}
    title = str(only.get("title") or "")
    is_named = len(title) >= _LEAST_TITLE and any(title in x for x in read.titles)
    return is_named and bool(only.get("text")) and _is_own(only, job)


def _is_language(text: str) -> bool:
    """Return whether a text is the name of a language, or its code."""
    code = language_code(text).lower()
    return language_name(code) != code


def _classified(text: str, job: Job) -> PageRead:
    """Classify a page without its links."""
    order = DayOrder(job.order) if job.order else None
    try:
        page = read_html(text.encode(), "", order=order, address=job.address)
    except errors.UnreadableInputError as error:
        return PageRead(OTHER, why=error.reason)
    reading = reading_of(page)
    entries = tuple({**each.fields} for each in reading.entries)  # type: ignore[union-attr]
    if not entries:
        return PageRead(OTHER, why="has no entries")
    is_release = any(each.text is not None for each in page.entries)
    if len(entries) == 1 and not is_release:
        (only,) = entries
        length = len(str(only.get("text") or ""))
        is_release = length >= _LEAST_TEXT and _is_own(only, job)
    left_out = len(reading.left_out)
    result = RELEASE if is_release else LIST
    return PageRead(result, entries, reading.site, left_out=left_out)


def _is_own(entry: dict[str, Any], job: Job) -> bool:
    """Return whether the whole entry is on this page."""
    names = [name_of(str(each)) for each in entry.get("sources", ())]
    return names in ([], [name_of(job.address)]) and not entry.get("excerpt")
