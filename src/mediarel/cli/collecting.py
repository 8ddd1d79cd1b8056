"""Read the files and folders of an import, one file after the other."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mediarel import errors
from mediarel.attachments.files import is_kept_place
from mediarel.cli import reading
from mediarel.cli.options.reading import GIVEN_BY
from mediarel.cli.terminal.progress import working
from mediarel.documents.file_kinds import KINDS
from mediarel.formats.drafts import Filling, taken
from mediarel.formats.recognising import readable_format
from mediarel.formats.table import FORMATS, functions_of
from mediarel.store.tiny.rotation import is_backup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mediarel.dates.typed import DayOrder
    from mediarel.formats.drafts import Taken
    from mediarel.formats.entries import Reading, ReadOptions


class How(NamedTuple):
    """Options for reading files: format, details of reading, and default values.

    `program`, `type` and `language` are used for statements without these fields.
    """

    format: str | None
    options: ReadOptions
    program: str | None
    type: str
    mend: bool = False
    language: str | None = None
    issuer: str | None = None
    """The issuer from the options, which replaces an issuer found on a page."""
    ask: Callable[[errors.OpenOrderError], DayOrder] | None = None
    """Asks whether day or month comes first in dates. None without a terminal."""


class FileRead(NamedTuple):
    """The result of reading one file; `entries` counts the accepted entries."""

    source: str
    format: str
    reading: Reading
    entries: int


class Collected(NamedTuple):
    """The result of reading all files.

    `unread` has the errors of files that can't be read at all, `refused` the errors of
    single entries. `passed_over` maps a reason to the files that were not imported.
    """

    taken: Sequence[Taken]
    files: list[FileRead]
    unread: list[errors.UnreadableInputError]
    refused: list[errors.UnreadableInputError]
    passed_over: dict[str, list[Path]]


class NoFilesError(errors.InvalidError):
    """A folder contains no readable files; `documents` are files that `add` reads."""

    def __init__(self, folder: Path, documents: Sequence[Path]) -> None:
        hint = errors.Hint(f"Supported file endings: {', '.join(sorted(_ENDINGS))}.")
        if documents:
            add = errors.Command("add", *map(str, documents[:_SHOWN]))
            hint = errors.Hint("To record documents: ", add)
        super().__init__(f"{folder} has no file that can be imported", hint)


_ENDINGS = {
    ending
    for each in FORMATS
    if each.is_readable
    for ending in (*each.suffixes, *each.read_suffixes)
}
_DOCUMENTS = {ending for kind in KINDS for ending in kind.suffixes} - _ENDINGS
_SHOWN = 3
_OTHER_TYPE, _BACKUP, _ITSELF = "unsupported type", "backup", "this archive"


def collect(paths: Sequence[Path], how: How, archive: str) -> Collected:
    """Read the files at `paths`, and all files in the folders at `paths`.

    In folders, backups are ignored, and so is the file of `archive` itself.

    Errors of unreadable files and of refused entries are collected, not raised.

    Raises AccessError, InvalidError, NoFilesError or MisuseError.
    """
    drafts: list[Taken] = []
    found = Collected(drafts, [], [], [], {})
    for path in paths:
        files = [path]
        if path != reading.STDIN and path.is_dir():
            # Files attached to a statement are imported with the statement.
            every = [each for each in files_in(path) if not is_kept_place(each)]
            files = []
            for each in every:
                if why := _why_passed_over(each, archive):
                    found.passed_over.setdefault(why, []).append(each)
                else:
                    files.append(each)
            if not files:
                raise NoFilesError(path, [*filter(_is_document, every)])
        for file in files:
            _read_file(file, how, found, drafts)
    # Sort the entries of all files together, so that IDs are chronological.
    drafts.sort(key=lambda each: each.draft.date.first)
    return found


def _why_passed_over(path: Path, archive: str) -> str:
    """Return why a file in a folder is not imported, or ""."""
    if path.suffix.lower() not in _ENDINGS:
        return _OTHER_TYPE
    if str(path.resolve()) == archive:
        return _ITSELF
    return _BACKUP if is_backup(path) else ""


def _is_document(path: Path) -> bool:
    return path.suffix.lower() in _DOCUMENTS


def files_in(folder: Path) -> Iterator[Path]:
    """Yield the files in `folder` and its subfolders, sorted, without hidden files.

    Raises InvalidError, or AccessError for a folder that can't be read.
    """
    yield from _files_in(folder, (os.path.realpath(folder),))


def _files_in(folder: Path, above: tuple[str, ...]) -> Iterator[Path]:
    try:
        there = sorted(folder.iterdir())
    except OSError as error:
        raise errors.AccessError(
            f"{folder}: {(error.strerror or str(error)).lower()}",
            "Check the name. Nothing was imported.",
        ) from error
    for path in there:
        if path.name.startswith("."):
            continue
        if not path.is_dir():
            if path.is_file() or path.is_symlink():  # reading a pipe could wait forever
                yield path
            continue
        real = os.path.realpath(path)
        if real in above:
            raise errors.InvalidError(
                f"{path}: the link leads back to a folder above it",
                "Remove the link, or enter the files one by one. Nothing was imported.",
            )
        yield from _files_in(path, (*above, real))


def _read_file(path: Path, how: How, found: Collected, drafts: list[Taken]) -> None:
    source, data = reading.data_of(path)
    before = len(drafts)
    try:
        try:
            refused, file = _read(source, data, how, drafts)
        except errors.OpenOrderError as error:
            if how.ask is None:
                raise
            del drafts[before:]
            options = how.options._replace(order=how.ask(error))
            how = how._replace(options=options)
            refused, file = _read(source, data, how, drafts)
    except errors.UnreadableInputError as error:
        if _is_document(path):
            add = errors.Command("add", str(path))
            error.hint = errors.Hint("To record a document: ", add)
        del drafts[before:]
        found.unread.append(error)
        return
    found.refused.extend(refused)
    found.files.append(file)


def _read(
    source: str, data: bytes, how: How, drafts: list[Taken]
) -> tuple[list[errors.UnreadableInputError], FileRead]:
    """Add the entries of a file to `drafts`; return the errors and the result.

    Raises UnreadableInputError if nothing can be read.
    """
    before = len(drafts)
    refused: list[errors.UnreadableInputError] = []
    with working(f"Reading {errors.shorten(source)}"):
        known = readable_format(how.format, data, source)
        read = functions_of(known).read(data, source, how.options)
        unused = (
            f"{GIVEN_BY[field]} has no effect on {known.name} files"
            for field, value in how.options._asdict().items()
            if value and field not in known.takes
        )
        read = read._replace(notes=(*read.notes, *unused))
        filling = Filling(
            how.program or read.site,
            how.type,
            how.mend,
            how.options.order,
            how.language,
            issuer=how.issuer if known.name == "page" else None,
        )
        for each in taken(read, source, filling):
            if isinstance(each, errors.UnreadableInputError):
                refused.append(each)
            else:
                drafts.append(each)
    # The generator of the entries keeps the whole file in memory.
    read = read._replace(entries=())
    return refused, FileRead(source, known.name, read, len(drafts) - before)
