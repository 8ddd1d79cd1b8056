"""Read the addresses of archived copies from WACZ, CDX, CDXJ, or any list of URLs.

A CDX file has a line for each capture: a key, the time, then the original URL, media
type and HTTP status. In CDXJ, a JSON object follows the time. WACZ is a ZIP file with a
CDX or CDXJ file in `indexes/`. In other files, all URLs of archived copies are read.
"""

import gzip
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, NamedTuple, cast

from mediarel import errors
from mediarel.text.urls import capture_in

WAYBACK = "https://web.archive.org/web/"
_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
_LONGEST = 100_000  # bytes of a line
_CDX = re.compile(r"\S+ (?P<time>[12][0-9]{3,13})[0-9]{0,3} (?P<rest>\S.*)")
_URL = re.compile(r"https?://[^\s\"'<>\\]+", re.IGNORECASE)
_INDEX = re.compile(r"indexes/.*\.cdxj?(?:\.gz)?")
_ENTER = "Enter a WACZ or CDX file, or a list of URLs of archived copies."
_SUCCESSFUL = {"200", "-", ""}


class Capture(NamedTuple):
    """A copy in a web archive: its URL, the original URL, and the time (RFC 3339)."""

    url: str
    original: str
    at: str


def captures_in(path: Path) -> Iterator[Capture]:
    """Yield the successful captures in a file.

    CDX and WACZ files don't say where the copies are, so the result has their URLs in
    the Wayback Machine. Raises UnreadableInputError or AccessError.
    """
    is_found = False
    try:
        with ExitStack() as opened:
            for file in _files(path, opened):
                while line := file.readline(_LONGEST):
                    for url in _urls(line.decode(errors="replace").strip()):
                        if capture := capture_in(url):
                            is_found = True
                            yield Capture(url, *capture)
    except (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile) as error:
        reason = "the file is damaged or incomplete"
        hint = "Download the file again."
        raise errors.UnreadableInputError(str(path), None, reason, hint) from error
    except OSError as error:
        problem = f"{path}: {(error.strerror or str(error)).lower()}"
        raise errors.AccessError(problem, f"Check the name. {_ENTER}") from error
    if not is_found:
        reason = "the file has no URLs of archived copies"
        raise errors.UnreadableInputError(str(path), None, reason, _ENTER)


def _files(path: Path, opened: ExitStack) -> Iterator[IO[bytes]]:
    """Yield the decompressed file, or the indexes in a WACZ file."""
    file = opened.enter_context(path.open("rb"))
    start = file.read(len(_ZIP))
    file.seek(0)
    if start != _ZIP:
        yield _unpacked(file) if start.startswith(_GZIP) else file
        return
    packed = opened.enter_context(zipfile.ZipFile(file))
    indexes = list(filter(_INDEX.fullmatch, packed.namelist()))
    if not indexes:
        reason = "the file has no CDX file in indexes/"
        raise errors.UnreadableInputError(str(path), None, reason, _ENTER)
    for name in indexes:
        index = opened.enter_context(packed.open(name))
        yield _unpacked(index) if name.endswith(".gz") else index


def _unpacked(file: IO[bytes]) -> IO[bytes]:
    return cast("IO[bytes]", gzip.GzipFile(fileobj=file))


def _urls(line: str) -> list[str]:
    """Return the URLs of archived copies in a line, and other URLs."""
    found = _CDX.fullmatch(line)
    if found is None:
        return _URL.findall(line)
    url, status = _original(found["rest"])
    if status not in _SUCCESSFUL or not _URL.fullmatch(url):
        return []
    # A page that was saved from a web archive has the URL of the archived copy.
    return [url if capture_in(url) else f"{WAYBACK}{found['time']}/{url}"]


def _original(rest: str) -> tuple[str, str]:
    """Return the URL and the HTTP status in a line, after the time of the capture."""
    if not rest.startswith("{"):
        url, _, status, *_ = (*rest.split(" "), "", "")
        return url, status
    try:
        said = json.loads(rest)
    except (ValueError, RecursionError):
        return "", ""
    return str(said.get("url", "")), str(said.get("status", ""))
