"""Recognise captures of web sites, and read their pages and files."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from mediarel import errors
from mediarel.captures import mails, mirror, web_archive
from mediarel.captures.contents import MOST_RECORDS, OTHER, Captured, Spool

Progress = Callable[[str, int, int], None]

_ZIPS = (".zip", ".wacz")
_WARC = b"WARC/"
_MBOX = (".mbox", ".mbx")
_FROM = b"From "


def is_capture(path: Path) -> bool:
    """Return whether `path` is a web archive, a mirror of a site, or a mailbox."""
    name = path.name.lower()
    if path.is_dir():
        return mails.is_folder_of_mails(path) or mirror.is_mirror(path)
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            start = file.read(len(_FROM))
    except OSError:
        return False
    if name.endswith((*web_archive.ENDINGS, *_ZIPS, *mails.ENDINGS)):
        return True
    return start == _WARC or (name.endswith(_MBOX) and start == _FROM)


def _captured_in(
    path: Path, name: str, base: str | None, spool: Spool
) -> Iterator[Captured]:
    """Yield the pages and files of a capture.

    The addresses of mails begin with `name`.
    """
    if path.is_dir():
        if mails.is_folder_of_mails(path):
            yield from mails.captured_in_folder(path, name, spool)
        else:
            yield from mirror.captured_in_folder(path, base, spool)
        return
    with path.open("rb") as file:
        start = file.read(len(_FROM))
        file.seek(0)
        if start == _FROM:
            yield from mails.captured_in_mbox(path, name, spool)
        elif path.name.lower().endswith(mails.ENDINGS):
            yield from mails.captured_in_mail(file, name, spool)
        elif path.name.lower().endswith(_ZIPS):
            yield from mirror.captured_in_zip(path, base, spool)
        else:
            yield from web_archive.captured_in(file, path.name, spool)


def _checked(one: Captured) -> Captured:
    """Return a page with the right time. Remove the content if the URL is invalid."""
    try:
        urlsplit(one.address)
    except ValueError as error:
        why = f"has an invalid address: {error}"
        return one._replace(content=None, target="", why=why, is_damaged=True)
    # A copy of a page in a web archive is as old as its address says.
    return one._replace(time=one.archived[1]) if one.archived else one


def all_captured(
    paths: list[Path], base: str | None, spool: Spool, progress: Progress
) -> list[Captured]:
    """Return the pages and files of several captures.

    Raises AccessError, or InvalidError if the captures are too large.
    """
    found: list[Captured] = []
    uses = Counter(path.name for path in paths)
    for path in paths:
        name = path.name if uses[path.name] == 1 else path.as_posix()
        before = len(found)
        try:
            for each in _captured_in(path, name, base, spool):
                found.append(_checked(each))
                if len(found) > MOST_RECORDS:
                    raise errors.InvalidError(
                        f"{path} has more than {MOST_RECORDS:,} pages and files",
                        "Import its parts one by one.",
                    )
                if not len(found) % 100:
                    progress("Reading the capture", len(found), 0)
        except OSError as error:
            raise errors.AccessError(
                f"{error.filename or path}: {(error.strerror or str(error)).lower()}",
                "Nothing was added. Check the name, permissions and free space.",
            ) from error
        if len(found) == before:
            why = "has no pages or files"
            found.append(Captured(name, "", OTHER, "", why=why, is_damaged=True))
    progress("Reading the capture", 1, 1)
    return found
