"""Implement `mediarel export --output FOLDER`: write statements and attachments."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from mediarel.atomic import make_folders
from mediarel.attachments.files import AttachedFile, copy_from, files_folder, places_of
from mediarel.cli import environment
from mediarel.cli.hints import GIVEN
from mediarel.cli.output import UnwritableError
from mediarel.cli.terminal.progress import working
from mediarel.cli.terminal.wording import counted_files
from mediarel.errors import MisuseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import typer

    from mediarel.archive.archive import Archive
    from mediarel.formats.table import Format
    from mediarel.model.parts import Attachment
    from mediarel.model.statement import Statement

USUAL = Path("statements.json")  # in a folder, if no format is named


def folder_meant(
    context: typer.Context, path: Path | None, *, private: bool
) -> Path | None:
    """Return `path` if it is a folder, or was typed with a `/` at its end; else None.

    Raises MisuseError if it is no folder, but `private` files were requested.
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
    """Copy the attachments of `found` to `folder`, and return the statements.

    Without `private`, private files are neither copied nor named. Without a folder,
    nothing is copied.

    Raises UnwritableError or MisuseError.
    """
    if folder is None:
        return found
    target = files_folder(folder / USUAL)
    if os.path.realpath(opened.files.folder(())) == os.path.realpath(target):
        raise MisuseError(
            f"{folder} has the files of the archive itself in it",
            "Name another folder with --output.",
        )
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
    """Return a function that returns the path of an attachment relative to `folder`.

    It returns None without a folder, or if the file could not be copied.
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
