"""Refuse to export into an archive, and ask before replacing other files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.own_files import role_of
from mediarel.cli import environment, output, prompts
from mediarel.cli.output import is_stdout, would_replace
from mediarel.cli.targets import refuse_target
from mediarel.errors import MisuseError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mediarel.archive.archive import Archive


class FileThereError(RefusedError):
    """The file exists, and replacing it was not confirmed."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is there already, and was left as it is",
            "Replace it with --force, or name another file with --output.",
        )


def refuse_taken(opened: Archive, path: Path | None, *, force: bool) -> None:
    """Ask before the file at `path` is replaced, unless `force`; never an archive.

    Raises MisuseError, UnwritableError or FileThereError.
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
    """Ask once before existing files of `paths` are replaced, unless `force`.

    Raises MisuseError, UnwritableError or FileThereError.
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
    """Raise MisuseError if `path` is part of the archive in `store` or of any other.

    Raises TargetError if `path` is in a folder that belongs to something else, and
    UnwritableError if the path can't be examined.
    """
    try:
        what = role_of(path, store)
    except OSError as error:
        raise output.UnwritableError(path, error) from error
    if what:
        raise MisuseError(
            f"{path} is {what}, which an export would replace",
            "Name another file with --output.",
        )
    if not is_stdout(path):
        refuse_target(path, store)
