"""Read WARC files (ISO 28500), also compressed or inside WACZ files."""

from __future__ import annotations

import io
import re
import zlib
from contextlib import redirect_stderr
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from mediarel.captures.kinds import SNIFFED, expected_kind, kind_of_content
from mediarel.captures.spool import OTHER, Captured, TooLargeError, blocks_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from mediarel.captures.spool import Spool

ENDINGS = (".warc", ".warc.gz")
_LONGEST_LINE = 1 << 20  # bytes
# The Wayback Machine puts its own address before the address of a page.
_WAYBACK = re.compile(
    r"https?://[^/]+/(?:web/)?\d{4,14}(?:[a-z]{2}_)?/(?=https?:/)", re.IGNORECASE
)
_SLASH = re.compile(r"(?<=^http:)/(?!/)|(?<=^https:)/(?!/)")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_OK = "200"


def bare(address: str) -> str:
    """Return a URL without fragment, and without the prefix of the Wayback Machine."""
    address = address.strip().strip("<>").partition("#")[0]
    return _SLASH.sub("//", _WAYBACK.sub("", address))


def captured_in(file: BinaryIO, name: str, spool: Spool) -> Iterator[Captured]:
    """Yield the responses in a WARC file.

    A damaged record is yielded with a reason. If the rest of the file can't be read,
    the last result has the name of the file as its address.
    """
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - 25 ms
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 - as above

    count = 0
    try:
        records = ArchiveIterator(file)
        records.reader.readline = _bounded(records.reader.readline)
        while True:
            # The library prints a warning about a wrong length.
            with redirect_stderr(io.StringIO()) as warned:
                record = next(records, None)
            if warned.getvalue():
                where = f"{name}, record {count}"
                why = "the length of this record is wrong"
                yield Captured(where, "", OTHER, "", why=why, is_damaged=True)
            if record is None:
                break
            count += 1
            if (found := _captured(record, spool)) is not None:
                yield found
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, zlib.error) as error:
        told = str(error).strip().partition("\n")[0] or "it ends too early"
        why = f"can't be read after record {count:,}: {told}"
        yield Captured(name, "", OTHER, "", why=why, is_damaged=True)
    else:
        if not count:
            why = "has no records"
            yield Captured(name, "", OTHER, "", why=why, is_damaged=True)


def _bounded(readline: Callable[..., bytes]) -> Callable[..., bytes]:
    """Return a function that reads a line, but refuses lines without an end."""

    def limited(length: int | None = None) -> bytes:
        line = readline(min(length or _LONGEST_LINE, _LONGEST_LINE))
        if len(line) >= _LONGEST_LINE:
            told = "a header line is too long"
            raise ValueError(told)
        return line

    return limited


def _captured(record: Any, spool: Spool) -> Captured | None:
    """Return the page or file in a record, or None if the record has neither."""
    header = record.rec_headers.get_header
    address = bare(header("WARC-Target-URI") or "")
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
    )
    status = http.get_statuscode() if http else _OK
    if status.startswith("3") and (to := http.get_header("Location")):
        return one._replace(target=bare(urljoin(address, to)), why="is a redirect")
    if record.rec_type == "revisit":
        target = bare(header("WARC-Refers-To-Target-URI") or "") or address
        return one._replace(target=target, why="was unchanged")
    if status != _OK:
        return one._replace(why=f"the server answered with HTTP status {status}")
    return _with_content(one, record, spool)


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
        return one._replace(why=error.reason, is_damaged=True)
    except (OSError, EOFError, ValueError, zlib.error):
        return one._replace(why="its content is damaged", is_damaged=True)
    cut = record.rec_headers.get_header("WARC-Truncated")
    raw = record.raw_stream
    if cut or getattr(raw, "limit", 0) > 0 or _is_short(record, content.size):
        return one._replace(why="is incomplete in the capture", is_damaged=True)
    return one._replace(content=content)


def _start_of(stream: BinaryIO) -> bytes:
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
