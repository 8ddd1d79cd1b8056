"""Read the files of a mirrored site: a folder of wget or HTTrack, or a ZIP of one."""

import datetime as dt
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple
from urllib.parse import quote, unquote

from mediarel.captures import web_archive
from mediarel.captures.contents import (
    IS_LINK,
    MOST_RECORDS,
    OTHER,
    PAGE,
    Captured,
    Spool,
    TooLargeError,
    blocks_of,
)
from mediarel.captures.kinds import SNIFFED, expected_kind, kind_of_content
from mediarel.formats.listing import is_html

UNKNOWN_HOST = "unknown.invalid"
_HOST = re.compile(
    r"(?:(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}|[0-9]{1,3}(?:\.[0-9]{1,3}){3}"
    r"|localhost)(?:[:+][0-9]{1,5})?",
    re.IGNORECASE,
)
_PAGES = (".html", ".htm", ".xhtml", ".php", ".asp", ".aspx")
_INDEX = re.compile(r"(?:^|(?<=/))index\.html?(?=$|\?)")
# `wget --adjust-extension` adds .html to the names of pages from scripts.
_ADDED = re.compile(r"((?:\.(?:php|aspx?|jsp|cgi|cfm))|\?[^/]*)\.html$", re.IGNORECASE)
# On Windows, file names have @ for ?.
_AT = re.compile(r"((?:^|/)index\.html?|\.(?:php|aspx?|jsp|cgi|cfm))@(?=\w+=)")
_MIRRORED = re.compile(
    rb"<!-- Mirrored from (\S{1,2000}) by HTTrack Website Copier", re.IGNORECASE
)
_HTTRACK = {"hts-cache", "hts-log.txt"}
_HREF = re.compile(rb"""\bhref\s*=\s*["']?([^"'\s>]{1,500})""", re.IGNORECASE)
_LOOKED_AT = 20  # pages
_READ = 1 << 18  # bytes of such a page
_ENCRYPTED = 1  # in the flags of a file in a ZIP file
_SAFE = "/:@!$&'()*+,;=~-._"


class _File(NamedTuple):
    """A file of a mirror: its path, the time of its last change, and how to open it.

    `why` is the reason if the file can't be read.
    """

    path: PurePosixPath
    time: str
    opened: Callable[[], AbstractContextManager[BinaryIO]]
    why: str = ""


def is_mirror(folder: Path) -> bool:
    """Return whether a folder is a mirrored site, not a folder of files to import.

    A mirror has folders with the names of hosts, or files of HTTrack, or pages with
    relative links to other pages in the folder.
    """
    pages: list[Path] = []
    for there, folders, files in os.walk(folder):
        if Path(there) == folder and _HTTRACK & {*folders, *files}:
            return True
        inner = Path(there).relative_to(folder).parts
        named = [name for name in files if name.partition("?")[0].endswith(_PAGES)]
        if named and any(map(_HOST.fullmatch, inner[:2])):
            return True
        pages += (Path(there, name) for name in named)
        if len(pages) >= _LOOKED_AT:
            break
    if pages and _HOST.fullmatch(folder.resolve().name):
        return True
    return any(map(_links_to_neighbour, pages[:_LOOKED_AT]))


def _links_to_neighbour(page: Path) -> bool:
    try:
        with page.open("rb") as file:
            data = file.read(_READ)
    except OSError:
        return False
    if not is_html(data[:SNIFFED]):
        return False
    for href in _HREF.findall(data):
        name = unquote(href.decode(errors="replace")).partition("#")[0]
        if not name or name.startswith(("/", "?")) or ":" in name or "\0" in name:
            continue
        other = page.parent / name
        other = other / "index.html" if other.is_dir() else other
        if other.suffix.lower() in _PAGES and other != page and other.is_file():
            return True
    return False


def captured_in_folder(
    folder: Path, base: str | None, spool: Spool
) -> Iterator[Captured]:
    """Yield the pages and files in a mirror folder. Links are not followed."""
    files = sorted(_files_in(folder), key=lambda each: each.path)
    yield from _captured(files, folder.resolve().name, base, spool)


def _files_in(folder: Path) -> Iterator[_File]:
    def failed(error: OSError) -> None:
        raise error

    for there, folders, names in os.walk(folder, onerror=failed):
        links = [name for name in folders if Path(there, name).is_symlink()]
        folders[:] = [x for x in folders if not x.startswith(".") and x != "hts-cache"]
        for name in (*names, *links):
            place = Path(there, name)
            status = place.lstat()
            path = PurePosixPath(place.relative_to(folder).as_posix())
            moment = dt.datetime.fromtimestamp(status.st_mtime, dt.UTC)
            why = ""
            if stat.S_ISLNK(status.st_mode):
                why = IS_LINK
            elif not stat.S_ISREG(status.st_mode):
                why = "is not a regular file"
            time = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
            yield _File(path, time, lambda place=place: place.open("rb"), why)  # type: ignore[misc]


def captured_in_zip(path: Path, base: str | None, spool: Spool) -> Iterator[Captured]:
    """Yield the pages and files in a ZIP file: a WACZ file, or a ZIP of a mirror."""
    try:
        with zipfile.ZipFile(path) as packed:
            members = [x for x in packed.infolist() if x.filename and not x.is_dir()]
            if len(members) > MOST_RECORDS:
                why = f"has more than {MOST_RECORDS:,} files"
                yield Captured(path.name, "", OTHER, "", why=why, is_damaged=True)
                return
            archives = [x for x in members if x.filename.endswith(web_archive.ENDINGS)]
            for each in archives:
                name = f"{path.name}, {each.filename}"
                with packed.open(each) as opened:
                    file = BufferedReader(opened)  # type: ignore[type-var]
                    yield from web_archive.captured_in(file, name, spool)  # type: ignore[arg-type]
            if archives:
                return
            files = [_member(packed, each) for each in members]
            yield from _captured(files, path.stem, base, spool)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        why = f"can't be read: {error}"
        yield Captured(path.name, "", OTHER, "", why=why, is_damaged=True)


def _member(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> _File:
    name = member.filename.replace("\\", "/")
    path = PurePosixPath(name)
    why = ""
    if path.is_absolute() or ".." in path.parts or re.match("[A-Za-z]:", name):
        why = "has a path outside the ZIP file"
    elif member.flag_bits & _ENCRYPTED:
        why = "is encrypted"
    elif stat.S_ISLNK(member.external_attr >> 16):
        why = IS_LINK
    year, month, day, *clock = member.date_time
    time = f"{year:04}-{month:02}-{day:02}T{':'.join(f'{n:02}' for n in clock)}"
    return _File(path, time, lambda: packed.open(member), why)  # type: ignore[arg-type, return-value]


def _captured(
    files: Sequence[_File], name: str, base: str | None, spool: Spool
) -> Iterator[Captured]:
    """Yield the pages and files of a mirror, with their URLs.

    `name` is the name of the folder, which can be a host. `base` is the URL of the
    folder, if it is known.
    """
    skipped, has_hosts = _layout([each.path for each in files])
    named = name if _HOST.fullmatch(name) else UNKNOWN_HOST
    root = base or f"http://{named}/"
    for each in files:
        parts = each.path.parts[skipped:]
        is_outside = has_hosts and not (len(parts) > 1 and _HOST.fullmatch(parts[0]))
        if each.why or is_outside:
            why = each.why or "is outside the folders of the sites"
            kind = expected_kind(each.path.name, "")
            if kind == OTHER and not each.why:
                continue
            shown = str(each.path)
            yield Captured(
                shown, each.time, kind, "", why=why, is_damaged=bool(each.why)
            )
            continue
        if has_hosts:
            root, parts = f"http://{parts[0].replace('+', ':')}/", parts[1:]
        yield _read(each, root, "/".join(parts), spool)._replace(
            is_guessed=base is None
        )


def _layout(paths: Iterable[PurePosixPath]) -> tuple[int, bool]:
    """Return the number of outer folders, and whether the next folders are hosts."""
    tops = [each.parts for each in paths]
    for skipped in range(3):
        inner = {parts[skipped] for parts in tops if len(parts) > skipped + 1}
        if any(map(_HOST.fullmatch, inner)):
            return skipped, True
        has_files = any(
            len(parts) == skipped + 1 and parts[-1].endswith(_PAGES) for parts in tops
        )
        if len(inner) != 1 or has_files:
            return skipped, False
    return 0, False


def _read(file: _File, root: str, path: str, spool: Spool) -> Captured:
    """Return a file of a mirror as a capture. `path` is relative to the URL `root`."""
    literal = root + quote(path, safe=_SAFE)
    full = _address(root, path)
    address = web_archive.bare(full)
    # Servers often hide the ending of a page.
    bare = re.sub(r"\.html?$", "", literal)
    one = Captured(
        address,
        file.time,
        expected_kind(path, ""),
        "",
        aliases=(literal, bare),
        archived=web_archive.archived_copy(full),
    )
    try:
        with file.opened() as opened:
            first = opened.read(SNIFFED)
            kind, media_type = kind_of_content(path, "", first)
            one = one._replace(kind=kind, media_type=media_type)
            if kind == OTHER:
                return one
            if kind == PAGE and (mirrored := _MIRRORED.search(first)):
                address = f"http://{mirrored[1].decode(errors='replace')}"
                one = one._replace(
                    address=address, aliases=(literal, bare, one.address)
                )
            return one._replace(content=spool.keep(blocks_of(opened, first)))
    except TooLargeError as error:
        why = str(error)
    except (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        why = f"can't be read: {error}"
    return one._replace(why=why, is_damaged=True)


def _address(root: str, path: str) -> str:
    """Return the URL of a file in a mirror.

    Undo the changes that wget makes to names: `?` in names, added endings, and
    index.html for a folder.
    """
    path = _AT.sub(r"\1?", path)
    path = _INDEX.sub("", _ADDED.sub(r"\1", path))
    path, mark, query = path.partition("?")
    return root + quote(path, safe=_SAFE) + mark + quote(query, safe=f"%?{_SAFE}")
