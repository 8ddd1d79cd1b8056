"""Refuse to export into an archive, and ask before replacing other files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel import errors
from mediarel.archive.own_files import role_of
from mediarel.cli import environment, output, prompts
from mediarel.cli.output import is_stdout, would_replace
from mediarel.cli.targets import refuse_target

if TYPE_CHECKING:
    from pathlib import Path

    from mediarel.archive.archive import Archive


def refuse_taken(opened: Archive, *paths: Path, force: bool) -> None:
    """Ask before existing files are replaced, unless `force`; never replace an archive.

    Raises MisuseError, UnwritableError or RefusedError.
    """
    for path in paths:
        _refuse_archive(path, opened.store.location)
    there = [path for path in paths if would_replace(path)]
    if force or not there:
        return
    question = f"{there[0]} already exists. Replace it?"
    if more := len(there) - 1:
        question = f"{there[0]} and {more:,} more already exist. Replace them?"
    if not environment.is_interactive() or not prompts.agrees(question):
        raise errors.RefusedError(
            f"{there[0]} already exists; nothing was written",
            "To replace it, add --force. Or choose a different file with --output.",
        )


def _refuse_archive(path: Path, store: str) -> None:
    """Raise MisuseError if `path` is part of an archive.

    Raises MisuseError if `path` is in the folder of an archive, a publication or a bag,
    and UnwritableError if the path can't be examined.
    """
    try:
        what = role_of(path, store)
    except OSError as error:
        raise output.UnwritableError(path, error) from error
    if what:
        raise errors.MisuseError(
            f"{path} is {what}, which can't be replaced",
            "Choose a different file.",
        )
    if not is_stdout(path):
        refuse_target(path, store)
