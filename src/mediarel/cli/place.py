"""Where the archive is that a command is about."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mediarel.address import Address
from mediarel.cli.folders import data_folder, settings
from mediarel.errors import AccessError, Command, Hint, MisuseError, RefusedError
from mediarel.settings import find_archive

if TYPE_CHECKING:
    from collections.abc import Callable

    import typer


class FolderGoneError(AccessError):
    """The folder that the command was called in no longer exists."""

    def __init__(self) -> None:
        super().__init__(
            "the folder you are in is there no more",
            "Go to another, or say where the archive is: --archive FILE.",
        )


class OnServerError(RefusedError):
    """A command is about the file of an archive, which is on a server."""

    def __init__(self, address: Address, instead: str) -> None:
        super().__init__(
            f"the archive {address} is on a server, not in a file", instead
        )


class OutputIntoArchiveError(MisuseError):
    """The shell was told to send the results into the archive."""

    def __init__(self, path: Path, size: int) -> None:
        hint: str = "Send it to another file; nothing was written."
        if not size:
            hint = Hint(
                "Send it to another file. By > the shell has emptied this one: ",
                Command("repair"),
            )
        super().__init__(f"standard output goes into the archive {path}", hint)


def archive_place(
    context: typer.Context, named: str | Path | Address | None
) -> Path | Address:
    """Return where the archive is that a command is about: a file, or on a server.

    `--archive` may stand before the command or, as `named`, after it.

    Raises AddressError, NoArchiveError, FolderGoneError or OutputIntoArchiveError.
    """
    if isinstance(named, Address):
        return named
    named = named or context.find_root().params["archive"]
    found = find_archive(
        None if named is None else str(named),
        environment=os.environ,
        settings=settings(),
        folder=_here,
        data_folder=data_folder(),
    )
    if isinstance(found, Path):
        _refuse_output_into(found)
    return found


def store_path(
    context: typer.Context,
    named: str | Path | None,
    instead: Callable[[Address], str],
) -> Path:
    """Return the file of the archive that a command is about, which is about files.

    `instead` says what there is on a server in its place.

    Raises OnServerError, and what `archive_place` raises.
    """
    found = archive_place(context, named)
    if isinstance(found, Path):
        return found
    raise OnServerError(found, instead(found))


def _refuse_output_into(path: Path) -> None:
    """Raise OutputIntoArchiveError where stdout is the file at `path`."""
    try:
        status = path.stat()
        is_same = os.path.samestat(os.fstat(sys.stdout.fileno()), status)
    except (OSError, ValueError):  # no archive yet, or no file behind stdout
        return
    if is_same:
        raise OutputIntoArchiveError(path, status.st_size)


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise FolderGoneError from error
