"""Read the messages of a mailbox: mbox (RFC 4155) or maildir."""

from __future__ import annotations

import mailbox
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from mediarel.captures.spool import MAIL, Captured, TooLargeError, blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from mediarel.captures.spool import Spool

_MAILDIR = ("cur", "new")
_HEADERS = 1 << 16  # bytes


def is_maildir(folder: Path) -> bool:
    """Return whether a folder is a maildir."""
    return all((folder / name).is_dir() for name in _MAILDIR)


def captured_in_maildir(folder: Path, spool: Spool) -> Iterator[Captured]:
    """Yield the messages of a maildir. Links and special files are left out."""
    for name in _MAILDIR:
        for place in sorted((folder / name).iterdir()):
            if place.is_file() and not place.is_symlink():
                with place.open("rb") as file:
                    yield _captured(file, f"{folder.name}/{place.name}", spool)


def captured_in_mbox(path: Path, spool: Spool) -> Iterator[Captured]:
    """Yield the messages of an mbox file."""
    box = mailbox.mbox(path, create=False)
    try:
        for number, key in enumerate(box.iterkeys(), 1):
            with box.get_file(key) as file:
                yield _captured(file, f"{path.name}, message {number}", spool)  # type: ignore[arg-type]
    finally:
        box.close()


def _captured(file: BinaryIO, name: str, spool: Spool) -> Captured:
    first = file.read(_HEADERS)
    headers = message_from_bytes(first)
    try:
        time = parsedate_to_datetime(str(headers["Date"])).isoformat()
    except (TypeError, ValueError):  # it is missing or invalid
        time = ""
    one = Captured(name, time, MAIL, "message/rfc822")
    try:
        return one._replace(content=spool.keep(blocks_of(file, first)))
    except TooLargeError as error:
        return one._replace(why=error.reason, is_damaged=True)
