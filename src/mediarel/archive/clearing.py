"""Clear attached files for the public, and search them for withheld texts.

If a statement withholds a text, its files are not public until a person has cleared
them. The search helps this person, but pictures and hidden parts can't be searched. A
clearance becomes invalid if the file, the withheld texts or the rules change.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from hashlib import sha256
from typing import NamedTuple

from mediarel.archive.archive import Archive
from mediarel.archive.public import clearance
from mediarel.archive.redaction import Redaction, redaction_of
from mediarel.archive.session import Session
from mediarel.attachments.files import AttachedFile, file_by_size
from mediarel.documents.document_text import PAGE_BREAK
from mediarel.documents.extraction import UnreadableDocumentError, read_searchable
from mediarel.index.index_file import stem, withholding
from mediarel.model.archive_settings import EMAILS, cleared_in, rules_and_clearances
from mediarel.model.parts import WITHDRAWN, Attachment
from mediarel.model.statement import Statement
from mediarel.store.records import CLEARED
from mediarel.text.contacts import addresses, telephones

_LARGEST = 50 << 20  # bytes: larger files are not searched
_LONGEST = 5_000_000  # characters: searching longer texts takes seconds
_ADVICE = "Open the file and check it."


class GuardedFile(NamedTuple):
    """An attached file that is not public until a person has cleared it.

    `id` is the id of the statement.
    """

    id: int
    file: Attachment
    redaction: Redaction
    is_cleared: bool


class Found(NamedTuple):
    """A withheld text that was found in a file.

    Pages are counted from 1. `page` is None if the file has no pages.
    """

    text: str
    page: int | None


class SearchedFile(NamedTuple):
    """A file and the withheld texts that were found in it.

    If the file could not be searched, `problem` is the reason. Otherwise it is "".
    """

    guarded: GuardedFile
    found: tuple[Found, ...]
    problem: str


class SearchedFiles:
    """The files that were searched for withheld texts, in the user's cache folder.

    Each key is a digest of a file, of the withheld texts and of the program's version.
    """

    def __init__(self, archive: Archive) -> None:
        location = stem(archive.store.location)
        self._file = archive.cache and archive.cache / f"{location}-searched.txt"
        self.keys: set[str] = set()
        with suppress(OSError, ValueError):  # missing or damaged: search again
            if self._file:
                self.keys = set(self._file.read_text("ascii").split())

    def keep(self, keys: Iterable[str]) -> None:
        """Replace the keys of the archive."""
        new = set(keys)
        with suppress(OSError):  # not writable: search again the next time
            if self._file and new != self.keys:
                self._file.write_text("\n".join(sorted(new)), "ascii")


def guarded_files(
    archive: Archive, statements: Iterable[Statement]
) -> Iterator[GuardedFile]:
    """Yield the files that a person can clear.

    Private files and files of withdrawn statements are left out, because they are never
    public.
    """
    rules, cleared = rules_and_clearances(withholding(archive.index))
    for statement in statements:
        redaction = redaction_of(statement, rules)
        if not redaction or statement.status == WITHDRAWN:
            continue
        for file in statement.attachments:
            if not file.private:
                is_cleared = clearance(file, redaction) in cleared
                yield GuardedFile(statement.id, file, redaction, is_cleared)


def search_files(
    archive: Archive, files: Sequence[GuardedFile]
) -> Iterator[SearchedFile]:
    """Search each file, and yield the file and the withheld texts in it."""
    wanted: dict[str, list[GuardedFile]] = {}
    for each in files:
        wanted.setdefault(each.file.sha256, []).append(each)
    groups = list(wanted.values())
    texts = read_searchable(documents(archive, (first.file for first, *_ in groups)))
    label = "Searching attached files"
    found = zip(texts, groups, strict=True)
    for done, (text, those) in enumerate(found):
        archive.progress(label, done, len(groups))
        for each in those:
            yield _searched(each, text)
    archive.progress(label, 1, 1)


def set_cleared(
    session: Session, files: Iterable[GuardedFile], *, is_cleared: bool
) -> bool:
    """Set or remove the clearance of files. Return True if anything changed."""
    before = set(cleared_in(session.about().get(CLEARED)))
    these = {clearance(each.file, each.redaction) for each in files}
    after = before | these if is_cleared else before - these
    return bool(session.change_settings({CLEARED: sorted(after) or None}))


def _searched(
    guarded: GuardedFile, text: str | UnreadableDocumentError
) -> SearchedFile:
    if isinstance(text, UnreadableDocumentError):
        found = tuple(_found_in(text.guess, guarded.redaction))
        return SearchedFile(guarded, found, "" if found else text.what)
    if len(text) > _LONGEST:
        return SearchedFile(guarded, (), f"has more than {_LONGEST:,} characters")
    return SearchedFile(guarded, tuple(_found_in(text, guarded.redaction)), "")


def _found_in(text: str, redaction: Redaction) -> Iterator[Found]:
    """Yield the withheld texts and the withheld contacts that `text` contains.

    A rule withholds one kind of contact, such as email addresses. For each rule, only
    the first contact is yielded. Spaces in `text` are ignored, so some matches may be
    wrong. But it would be worse to miss a withheld text.
    """
    if not redaction.is_in_name(text):
        return
    for each in redaction.texts:
        alone = redaction._replace(texts=(each,), rules=())
        if alone.is_in_name(text):
            yield Found(each, _page_of(text, alone.is_in_name))
    for rule in redaction.rules:
        find = addresses if rule == EMAILS else telephones
        for start, stop in find(text)[:1]:
            page = text.count(PAGE_BREAK, 0, start) + 1 if PAGE_BREAK in text else None
            yield Found(text[start:stop], page)


def _page_of(text: str, is_in: Callable[[str], bool]) -> int | None:
    """Return the number of the first page for which `is_in` returns True."""
    *pages, _ = text.split(PAGE_BREAK)
    return next((n for n, page in enumerate(pages, start=1) if is_in(page)), None)


def documents(
    archive: Archive, files: Iterable[Attachment]
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield pairs: a file name, and a function that returns the content of the file.

    `read_searchable` calls this function in a thread, but a connection to a server is
    not thread-safe. So this generator reads the file, and the function only returns the
    content.
    """
    for file in files:
        data = _data_of(archive, file)
        yield file.name, partial(_returned, data)


def _returned(data: bytes | UnreadableDocumentError) -> bytes:
    if isinstance(data, UnreadableDocumentError):
        raise data
    return data


def _data_of(archive: Archive, file: Attachment) -> bytes | UnreadableDocumentError:
    if file.size > _LARGEST:
        what = f"is larger than {_LARGEST >> 20} MB"
        return UnreadableDocumentError(file.name, what, _ADVICE)
    wanted = AttachedFile.of(file)
    try:
        place = file_by_size(archive.files.folder([wanted]), wanted)
        data = b"" if place is None else place.read_bytes()
    except OSError:
        data = b""
    if sha256(data).hexdigest() != file.sha256:
        return UnreadableDocumentError(file.name, "is missing or damaged", _ADVICE)
    return data
