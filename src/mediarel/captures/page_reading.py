"""Classify the pages of a capture, and read their entries and links.

Many pages are read by worker processes, whose task is `make`.
"""

import codecs
import gc
import marshal
import os
import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from mediarel import __version__, errors
from mediarel.captures.capture import Progress
from mediarel.captures.contents import Captured, Spool
from mediarel.captures.kinds import name_of
from mediarel.captures.layout import packed_lines
from mediarel.dates.typed import DayOrder
from mediarel.documents.web_page import letters_of
from mediarel.formats.listing import reading_of
from mediarel.formats.name_tables import language_code, language_name
from mediarel.index.index_file import make_private_folder
from mediarel.pages.listing import read_html
from mediarel.pages.markup import refuse_size
from mediarel.pages.page_text import page_in, page_links
from mediarel.worker import received, send
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


class PageReader:
    """Reads pages, and keeps the results in a file until the import is complete.

    If the import is interrupted, the next import uses these results again. If the file
    can't be written, all pages are read.
    """

    def __init__(
        self, spool: Spool, order: DayOrder | None, progress: Progress, file: Path
    ) -> None:
        self.again = 0
        """The number of pages that an interrupted import has read."""
        self.spool, self.progress = spool, progress
        self._order = order.value if order else None
        self._known: dict[tuple[Any, ...], PageRead] = {}
        self._file: BinaryIO | None = None
        with suppress(OSError):
            make_private_folder(file.parent)
            flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
            only_own = os.open(file, flags, 0o600)
            self._file = os.fdopen(only_own, "a+b", buffering=0)
            self._load(self._file)

    def _load(self, file: BinaryIO) -> None:
        """Load the results, and remove an incomplete result at the end of the file."""
        end = file.seek(0)
        with suppress(EOFError, ValueError, TypeError, OverflowError, MemoryError):
            while found := received(file):
                key, read = found
                self._known[key] = PageRead(*read)
                end = file.tell()
        file.truncate(end)

    def close(self) -> None:
        """Close the file with the results."""
        if self._file is not None:
            self._file.close()

    def read(self, pages: Collection[Captured]) -> list[PageRead]:
        """Return what each page contains. Many pages are read in parallel."""
        self.spool.flush()
        keys = {self._key(each): each for each in pages}
        missing = [each for key, each in keys.items() if key not in self._known]
        done = len(keys) - len(missing)
        self.again += done
        unread = iter(missing)
        lots = iter(lambda: [*islice(unread, _LOT)], [])
        with started(__name__, is_large=len(missing) > _FEW) as at:
            for lot, result in made(at, lots, self._jobs):
                self.progress("Reading the pages", done, len(keys))
                found = result if result is not None else make(self._jobs(lot))
                for each, read in zip(lot, found, strict=True):
                    self._keep(self._key(each), read)
                done += len(lot)
        self.progress("Reading the pages", 1, 1)
        return [self._known[self._key(each)] for each in pages]

    def _keep(self, key: tuple[Any, ...], read: tuple[Any, ...]) -> None:
        self._known[key] = PageRead(*read)
        if self._file is not None:
            try:
                send(self._file, marshal.dumps((key, read)))
            except OSError:  # such as a full disk
                self._file = None

    def _key(self, page: Captured) -> tuple[Any, ...]:
        """Return everything that the result of a page depends on."""
        digest = page.content.sha256 if page.content else ""
        return __version__, page.address, digest, page.charset, self._order

    def _jobs(self, pages: list[Captured]) -> list[tuple[Any, ...]]:
        path = str(self.spool.path)
        return [
            (path, *each.content[:2], each.address, each.charset, self._order)
            for each in pages
            if each.content
        ]


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
