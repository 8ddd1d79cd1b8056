"""Read mails: a mailbox (mbox, RFC 4155, or maildir), a folder, or single files."""

import mailbox
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from mediarel.captures.contents import IS_LINK, MAIL, OTHER, Captured, Spool, blocks_of
from mediarel.captures.kinds import kind_of_content
from mediarel.documents import file_kinds
from mediarel.documents.document_text import RefusedError
from mediarel.documents.mail import attachments_of, day_of, header, parse, subject_of

ENDINGS = (*file_kinds.MAIL.suffixes, *file_kinds.MSG.suffixes)
_MAILDIR = ("cur", "new")
_REPLY = re.compile(r"(?:re|ré|rép|aw|sv|回复|答复)\s?[:：]", re.IGNORECASE)


def is_maildir(folder: Path) -> bool:
    """Return whether a folder is a maildir."""
    return all((folder / name).is_dir() for name in _MAILDIR)


def is_folder_of_mails(folder: Path) -> bool:
    """Return whether a folder is a maildir, or most of its files are mails."""
    names = [name for _, _, files in os.walk(folder) for name in files]
    count = sum(name.lower().endswith(ENDINGS) for name in names)
    return is_maildir(folder) or count > len(names) / 2


def captured_in_folder(folder: Path, name: str, spool: Spool) -> Iterator[Captured]:
    """Yield the mails in a folder. Special and hidden files are left out.

    The addresses of the mails begin with `name`.
    """
    is_box = is_maildir(folder)
    for inner in _MAILDIR if is_box else ("",):
        for place in sorted((folder / inner).rglob("[!.]*")):
            address = f"{name}/{place.relative_to(folder).as_posix()}"
            if place.is_symlink():
                yield Captured(address, "", OTHER, "", why=IS_LINK, is_damaged=True)
            elif not place.is_file():
                continue
            elif is_box or address.lower().endswith(ENDINGS):
                with place.open("rb") as file:
                    yield from captured_in_mail(file, address, spool)
            else:
                yield Captured(address, "", OTHER, "")


def captured_in_mbox(path: Path, name: str, spool: Spool) -> Iterator[Captured]:
    """Yield the mails of an mbox file. Their addresses begin with `name`."""
    box = mailbox.mbox(path, create=False)
    try:
        for number, key in enumerate(box.iterkeys(), 1):
            with box.get_file(key) as file:
                address = f"{name}, message {number}"
                yield from captured_in_mail(file, address, spool)  # type: ignore[arg-type]
    finally:
        box.close()


def captured_in_mail(file: BinaryIO, name: str, spool: Spool) -> Iterator[Captured]:
    """Yield a mail, and the documents and pictures that are attached to the mail."""
    first = file.read(len(file_kinds.OLE))
    kind = file_kinds.MSG if first == file_kinds.OLE else file_kinds.MAIL
    one = Captured(name, "", MAIL, kind.media_type)
    try:
        content = spool.keep(blocks_of(file, first))
        mail = parse(spool.data(content))
        files = [*attachments_of(mail)]
    except RefusedError as error:
        why = f"{error.what}. {error.advice}".rstrip(". ")
        yield one._replace(why=why, is_damaged=True)
        return
    one = one._replace(time=day_of(mail) or "", title=subject_of(mail))
    is_reply = _REPLY.match(header(mail, "subject"))
    yield one._replace(**{"why": "is a reply"} if is_reply else {"content": content})
    for number, (named, stated, data) in enumerate(files, 1):
        kind_, media_type = kind_of_content(named, stated, data)
        address = f"{name}, attachment {number}/{quote(named)}"
        kept = spool.keep([data]) if kind_ != OTHER else None
        yield Captured(address, one.time, kind_, media_type, kept, within=name)
