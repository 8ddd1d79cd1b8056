"""Read WARC files (ISO 28500), also compressed or inside WACZ files."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from contextlib import contextmanager, redirect_stderr
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from mediarel.captures.contents import OTHER, Captured, Spool, TooLargeError, blocks_of
from mediarel.captures.kinds import SNIFFED, expected_kind, kind_of_content
from mediarel.text.urls import capture_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

ENDINGS = (".warc", ".warc.gz")
_GZIP = b"\x1f\x8b"
_LONGEST_HEADER = 1 << 20  # bytes
_START = re.compile(rb"WARC/[01]\.[0-9]{1,2}\r?\n")
# The end of a record, and the start of the next one.
_NEXT = re.compile(rb"\r\n\r\nWARC/1\.[01]\r\n")
_LONGEST_NEXT = 14  # bytes
_MOST_GAPS = 1_000
_GAPS = "the lengths of too many records are wrong"
_WRONG = "the length of its record is wrong"
_ENDS, _DAMAGED = "the file ends too early", "its compressed data is damaged"
_LONG, _CUT = "a header is too long", "a header is incomplete"
_SLASH = re.compile(r"(?<=^http:)/(?!/)|(?<=^https:)/(?!/)")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_OK = "200"


def bare(address: str) -> str:
    """Return a URL without fragment, and without the prefix of the Wayback Machine."""
    address = address.strip().strip("<>").partition("#")[0]
    found = capture_in(address)
    return found[0] if found else _SLASH.sub("//", address)


def archived_copy(address: str) -> tuple[str, str] | None:
    """Return the URL and the time of a copy in a web archive.

    Return None if `address` is a different URL.
    """
    address = address.partition("#")[0]
    found = capture_in(address)
    return (address, found[1]) if found else None


def captured_in(file: BufferedReader, name: str, spool: Spool) -> Iterator[Captured]:
    """Yield the responses in a WARC file.

    A damaged record is yielded with a reason. If the rest of the file can't be read,
    the last result has the name of the file as its address.
    """
    count, why = 0, ""
    last: Captured | None = None
    try:
        for record, is_wrong in _records(file):
            if last is not None and is_wrong:
                last = last._replace(content=None, why=_WRONG, is_damaged=True)
            if last is not None:
                yield last
            count += record is not None
            last = None if record is None else _captured(record, spool)
    except (OSError, ValueError, zlib.error) as error:
        why = f"can't be read from record {count + 1:,} on: {error}"
    if last is not None:
        yield last
    if why or not count:
        why = why or "has no records"
        yield Captured(name, "", OTHER, "", why=why, is_damaged=True)


def _records(file: BufferedReader) -> Iterator[tuple[Any, bool]]:
    """Yield each record, and whether the length of the record before it is wrong.

    Instead of the last record, yield None. If the start of the next record is not where
    it should be, search for it, also in the content of the record.
    """
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - 25 ms
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 - as above

    is_packed = file.peek(2).startswith(_GZIP)
    stream: Any = _Unpacked(fileobj=file) if is_packed else file
    lines = None
    for _ in range(_MOST_GAPS):
        records: Any = ArchiveIterator(stream)
        lines = records.reader = lines or _Lines(records.reader)
        # The library fails if a record has no address.
        load = records.loader.load_http_headers
        records.loader.load_http_headers = lambda kind, address, *more, load=load: load(
            kind, address or "", *more
        )
        try:
            while True:
                # The library prints a warning if the length of a record is wrong.
                with redirect_stderr(io.StringIO()) as warned, lines.limited():
                    record = next(records, None)
                lines.refuse_cut(record)
                is_wrong = lines.is_cut or bool(warned.getvalue())
                lines.is_cut = False
                yield record, is_wrong
                if record is None:
                    return
                if not _has_length(record):
                    break
        except ArchiveLoadFailed:
            pass
        except (OSError, ValueError, zlib.error) as error:
            raise ValueError(f"{error}, at byte {lines.count:,}") from error
        yield None, True
        if not lines.find_start():
            return
    raise ValueError(_GAPS)


class _Unpacked(gzip.GzipFile):
    """A compressed file. The library takes an EOFError for the end of the file."""

    def read(self, size: int | None = -1) -> bytes:
        try:
            return super().read1(size or -1)
        except EOFError:
            raise ValueError(_ENDS) from None
        except zlib.error:
            raise ValueError(_DAMAGED) from None


class _Lines:
    """A reader of the library that refuses long headers, and counts bytes.

    `is_cut` is True if the content of a record has the start of the next record.
    """

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._ahead = b""
        self.is_cut = False
        self._left: int | None = None
        self.count = 0
        self._is_begun = self._is_at_end = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    @contextmanager
    def limited(self) -> Iterator[None]:
        """Limit the length of all lines that are read in the block."""
        self._left, self._is_begun = _LONGEST_HEADER, False
        try:
            yield
        finally:
            self._left = None

    def read(self, size: int) -> bytes:
        """Return at most `size` bytes, and none from the start of a record on."""
        data = self._ahead
        most = size + _LONGEST_NEXT
        while len(data) < most and (more := self._reader.read(most - len(data))):
            data += more
        found = _NEXT.search(data)
        self.is_cut = found is not None and found.start() < size
        size = found.start() if found and self.is_cut else size
        self._ahead = data[size:]
        self.count += len(data[:size])
        return data[:size]

    def refuse_cut(self, record: Any) -> None:
        """Raise ValueError if the file ends in the header of the record."""
        if self._is_begun and (record is None or self._is_at_end):
            raise ValueError(_CUT)

    def find_start(self) -> bool:
        """Go to the next record. Return False at the end of the file."""
        while (line := self.readline()) and not _START.match(line):
            pass
        self._ahead = line + self._ahead
        self.count -= len(line)
        return bool(line)

    def readline(self, length: int | None = None) -> bytes:
        """Read a line. Raises ValueError if the headers are too long."""
        most = min(length or _LONGEST_HEADER, _LONGEST_HEADER)
        line = self._ahead[: self._ahead.find(b"\n") + 1 or most][:most]
        self._ahead = self._ahead[len(line) :]
        if len(line) < most and not line.endswith(b"\n"):
            line += self._reader.readline(most - len(line))
        self.count, self._is_at_end = self.count + len(line), not line
        self._is_begun = self._is_begun or bool(_START.match(line))
        if self._left is not None:
            self._left -= len(line)
            if self._left <= 0:
                raise ValueError(_LONG)
        return line


def _captured(record: Any, spool: Spool) -> Captured | None:
    """Return the page or file in a record, or None if the record has neither."""
    header = record.rec_headers.get_header
    target = header("WARC-Target-URI") or ""
    address = bare(target)
    is_web = address.lower().startswith(("http://", "https://"))
    if record.rec_type not in {"response", "resource", "revisit"} or not is_web:
        return None
    http = record.http_headers
    typed = (http.get_header("Content-Type") if http else record.content_type) or ""
    stated = typed.partition(";")[0].strip().lower()
    charset = _CHARSET.search(typed)
    one = Captured(
        address,
        header("WARC-Date") or "",
        expected_kind(address, stated),
        stated,
        charset=charset[1] if charset else None,
        archived=archived_copy(target),
    )
    if not _has_length(record):
        return one
    status = http.get_statuscode() if http else _OK
    if status.startswith("3") and (to := http.get_header("Location")):
        return one._replace(target=bare(urljoin(address, to)), why="is a redirect")
    if record.rec_type == "revisit":
        target = bare(header("WARC-Refers-To-Target-URI") or "") or address
        return one._replace(target=target, why="was unchanged")
    if status != _OK:
        return one._replace(why=f"the server answered with HTTP status {status}")
    return _with_content(one, record, spool)


def _has_length(record: Any) -> bool:
    """Return whether a record has its length. Otherwise, its end is unknown."""
    return record.rec_headers.get_header("Content-Length") is not None


def _with_content(one: Captured, record: Any, spool: Spool) -> Captured:
    """Return a capture with the content of its record, or with the reason why not."""
    stream = record.content_stream()
    try:
        first = _start_of(stream)
        kind, media_type = kind_of_content(one.address, one.media_type, first)
        one = one._replace(kind=kind, media_type=media_type)
        if kind == OTHER:
            return one
        content = spool.keep(blocks_of(stream, first))
    except TooLargeError as error:
        return one._replace(why=str(error), is_damaged=True)
    except (OSError, EOFError, ValueError, zlib.error):
        return one._replace(why="its content is damaged", is_damaged=True)
    cut = record.rec_headers.get_header("WARC-Truncated")
    raw = record.raw_stream
    if cut or getattr(raw, "limit", 0) > 0 or _is_short(record, content.size):
        return one._replace(why="is incomplete in the capture", is_damaged=True)
    return one._replace(content=content)


def _start_of(stream: Any) -> bytes:
    """Return the beginning of a content. A chunked content comes in small pieces."""
    start = b""
    while len(start) < SNIFFED and (more := stream.read(SNIFFED)):
        start += more
    return start


def _is_short(record: Any, size: int) -> bool:
    """Return whether a content has fewer bytes than its HTTP header states."""
    header = record.http_headers.get_header if record.http_headers else lambda _: None
    stated = header("Content-Length") or ""
    is_coded = header("Content-Encoding") or header("Transfer-Encoding")
    return stated.isdecimal() and not is_coded and size < int(stated)
