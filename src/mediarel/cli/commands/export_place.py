"""Decide where `mediarel export` writes: a file, or a folder with attached files.

It never writes over an archive, and asks before it replaces a file.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from mediarel.archive.own_files import role_of
from mediarel.atomic import make_folders
from mediarel.attachments.files import AttachedFile, copy_from, files_folder, places_of
from mediarel.cli import environment, output, prompts
from mediarel.cli.output import UnwritableError, is_stdout, would_replace
from mediarel.cli.surroundings import GIVEN
from mediarel.cli.targets import refuse_target
from mediarel.cli.terminal.progress import working
from mediarel.cli.terminal.wording import counted_files
from mediarel.errors import MisuseError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import typer

    from mediarel.archive.archive import Archive
    from mediarel.formats.table import Format
    from mediarel.model.parts import Attachment
    from mediarel.model.statement import Statement


USUAL = Path("statements.json")  # in a folder, where no format is named


class OwnFilesError(MisuseError):
    """The folder has the archive's own files in it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} has the files of the archive itself in it",
            "Name another folder with --output.",
        )


class ArchiveThereError(MisuseError):
    """The file to be written is an archive or part of one; `what` says which."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"{path} is {what}, which an export would replace",
            "Name another file with --output.",
        )


class FileThereError(RefusedError):
    """There is a file by this name, and no one said that it may be replaced."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is there already, and was left as it is",
            "Replace it with --force, or name another file with --output.",
        )


def refuse_taken(opened: Archive, path: Path | None, *, force: bool) -> None:
    """Ask before the file at `path` is replaced, unless `force`; never an archive.

    Raises ArchiveThereError, UnwritableError or FileThereError.
    """
    if path is None:
        return
    refuse_archive(path, opened.store.location)
    if force or not would_replace(path):
        return
    question = f"{path} is there already. Replace it?"
    if not environment.is_interactive() or not prompts.agrees(question):
        raise FileThereError(path)


def refuse_files_taken(opened: Archive, paths: Sequence[Path], *, force: bool) -> None:
    """Ask once before those of `paths` that are there are replaced, unless `force`.

    Raises ArchiveThereError, UnwritableError or FileThereError.
    """
    for path in paths:
        refuse_archive(path, opened.store.location)
    there = [path for path in paths if would_replace(path)]
    if force or not there:
        return
    others = f", as are {len(there) - 1:,} more" if there[1:] else ""
    question = f"{there[0]} is there already{others}. Replace?"
    if not environment.is_interactive() or not prompts.agrees(question):
        raise FileThereError(there[0])


def refuse_archive(path: Path, store: str) -> None:
    """Raise ArchiveThereError where `path` is part of the archive in `store`.

    Or of another. Raises TargetError if `path` is in a folder of something else, and
    UnwritableError where that can't be seen.
    """
    try:
        what = role_of(path, store)
    except OSError as error:
        raise output.UnwritableError(path, error) from error
    if what:
        raise ArchiveThereError(path, what)
    if not is_stdout(path):
        refuse_target(path, store)


def folder_meant(
    context: typer.Context, path: Path | None, *, private: bool
) -> Path | None:
    """Return `path` where it is a folder, or was written as one, with a `/` behind.

    Raises MisuseError where it is none, and `private` says what to put there.
    """
    given = [word.rpartition("=")[2] for word in context.meta.get(GIVEN, ())]
    if path == Path() and "" in given:
        raise MisuseError("--output is empty", "Name a file, or a folder.")
    ends = tuple({"/", os.sep})
    is_written = any(each.endswith(ends) and Path(each) == path for each in given)
    if path is not None and (path.is_dir() or is_written):
        return path
    if private:
        raise MisuseError(
            "--private says which files a folder gets",
            "Name a folder with --output, or leave it out.",
        )
    return None


def file_in(folder: Path, wanted: Format) -> Path:
    """Return the file of the export in `folder`."""
    return folder / f"{USUAL.stem}{wanted.suffixes[0]}"


def with_files(
    opened: Archive, found: Iterator[Statement], folder: Path | None, *, private: bool
) -> Iterator[Statement]:
    """Copy the files of what was `found` to `folder`; return what is to be written.

    Without `private`, private files are neither copied nor named there. Without a
    folder, nothing is copied.

    Raises UnwritableError or OwnFilesError.
    """
    if folder is None:
        return found
    target = files_folder(folder / USUAL)
    if os.path.realpath(opened.files.folder(())) == os.path.realpath(target):
        raise OwnFilesError(folder)
    whole = list(found)
    written = whole if private else [_public(each) for each in whole]
    wanted = [AttachedFile.of(f) for each in written for f in each.attachments]
    try:
        make_folders(folder)
        with working("Copying attached files"):
            copied = copy_from(opened.files, dict.fromkeys(wanted), target)
    except OSError as error:
        raise UnwritableError(Path(error.filename or folder), error) from error
    if copied.copied:
        environment.tell(f"Copied {counted_files(copied.copied)} to {target}.")
    if copied.missing:
        missing = counted_files(len(copied.missing))
        environment.tell(f"Not there to be copied: {missing}.")
    left = sum(len(each.attachments) for each in whole) - len(wanted)
    if left:
        told = f"Left out, as they are private: {counted_files(left)}."
        environment.tell(f"{told} With --private they are there too.")
    return iter(written)


def places_in(folder: Path | None) -> Callable[[Attachment], str | None]:
    """Return what says where in `folder` an attached file lies, as seen from there.

    Without a folder, and where a file was not there to be copied, it says None.
    """

    def place_of(attachment: Attachment) -> str | None:
        if folder is None:
            return None
        there = places_of(files_folder(folder / USUAL), attachment.sha256)
        return there[0].relative_to(folder).as_posix() if there else None

    return place_of


def _public(statement: Statement) -> Statement:
    files = tuple(each for each in statement.attachments if not each.private)
    return statement.replace(attachments=files)
