"""Refuse to write into archives, publications and bags, and ask before replacing files.

Every file in a published folder becomes public. A bag must not change. The folders of
an archive contain only its own files.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from mediarel import errors
from mediarel.archive.own_files import is_own_folder, role_of
from mediarel.cli import environment, prompts
from mediarel.cli.output import is_stdout, would_replace
from mediarel.publish.paths import is_bag, is_published

if TYPE_CHECKING:
    from mediarel.archive.archive import Archive


def refuse_target(
    target: Path,
    store: Path | str = "",
    *,
    new_store: Path | None = None,
    is_publication: bool = False,
) -> None:
    """Raise MisuseError if nothing may be written to `target`, a folder or a file.

    `store` is where the archive of the command is. `new_store` is the file of an
    archive that the command is about to create. With `is_publication`, the publisher
    itself checks whether the folder was published before.
    """
    real = Path(os.path.realpath(target))
    for folder in (real, *real.parents):
        what = ""
        if is_own_folder(folder, str(store), new_store):
            what = "a folder of an archive"
        elif is_publication and folder == real:
            continue
        elif is_published(folder):
            what = "a folder that mediarel published"
        elif is_bag(folder):
            what = "a bag, which is never changed"
        if what:
            where = f"is {what}" if folder == real else f"is inside {what}: {folder}"
            raise errors.MisuseError(
                f"{target} {where}",
                "Choose a place outside this folder. Nothing was written.",
            )


def refuse_taken(opened: Archive, *paths: Path, force: bool) -> None:
    """Ask before existing files are replaced, unless `force`; never replace an archive.

    Raises MisuseError or RefusedError.
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

    The same holds for a path in the folder of an archive, a publication or a bag.
    """
    if what := role_of(path, store):
        raise errors.MisuseError(
            f"{path} is {what}, which can't be replaced",
            "Choose a different file.",
        )
    if not is_stdout(path):
        refuse_target(path, store)
