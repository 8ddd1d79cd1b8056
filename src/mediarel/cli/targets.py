"""Refuse to write into archives, publications and bags, and ask before replacing files.

Every file in a published folder becomes public. A bag must not change. The folders of
an archive contain only its own files.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.archive.own_files import is_own_folder, role_of
from mediarel.archive.scan import LeakError
from mediarel.cli import output, prompts
from mediarel.cli.command_line import with_options
from mediarel.cli.options.parameters import option
from mediarel.publish.paths import EditedError, is_bag, is_published


def refuse_target(
    target: Path,
    store: Path | str = "",
    *,
    new_store: Path | None = None,
    is_publication: bool = False,
) -> None:
    """Raise MisuseError if a command must not write to `target`, a file or folder.

    `store` is the path or URL of the archive. `new_store` is the data file of an
    archive that the command is about to create. If `is_publication` is true, `target`
    may be a published folder or a bag. The code that publishes checks such a folder.
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
    """Ask before existing files are replaced. If `force` is true, don't ask.

    Raises RefusedError if the user does not agree, MisuseError if a file is part of an
    archive.
    """
    for path in paths:
        _refuse_archive(path, opened.store.location)
    there = [path for path in paths if output.would_replace(path)]
    if force or not there:
        return
    question = f"{there[0]} already exists. Replace it?"
    if more := len(there) - 1:
        question = f"{there[0]} and {more:,} more already exist. Replace them?"
    if not prompts.is_interactive() or not prompts.agrees(question):
        raise errors.RefusedError(
            f"{there[0]} already exists; nothing was written",
            "To replace it, add --force. Or choose a different file with --output.",
        )


def _refuse_archive(path: Path, store: str) -> None:
    """Raise MisuseError for a file of an archive, a publication or a bag."""
    if what := role_of(path, store):
        raise errors.MisuseError(
            f"{path} is {what}, which can't be replaced", "Choose a different file."
        )
    if not output.is_stdout(path):
        refuse_target(path, store)


ALLOW = option(
    "--allow TEXT",
    "Publish this text, even if it is withheld, or is the title of a draft."
    " Can be repeated.",
)


@contextmanager
def allowing(context: typer.Context) -> Iterator[None]:
    """Add a command to the hint of a LeakError or an EditedError.

    The command publishes the text with --allow, or replaces the edited files with
    --overwrite.
    """
    try:
        yield
    except LeakError as error:
        again = with_options(context, "--allow", error.text)
        error.hint = errors.Hint(error.hint, " – or publish the text: ", again)
        raise
    except EditedError as error:
        error.hint = errors.Hint(error.hint, ": ", with_options(context, "--overwrite"))
        raise
