"""Where the archive is that a command is about."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mediarel.address import Address
from mediarel.cli.folders import cache_folder, data_folder, settings
from mediarel.cli.telling import say
from mediarel.errors import AccessError, Command, Hint, MisuseError, RefusedError
from mediarel.index.file import has_index
from mediarel.settings import STORE, VARIABLE, find_archive
from mediarel.store.tiny.access import NoStoreError, newest_backup

if TYPE_CHECKING:
    from collections.abc import Callable

    import typer

_BEGINNING = 4096  # bytes


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


class ElsewhereError(MisuseError):
    """A command without a terminal would change an archive that nobody named."""

    def __init__(self, place: Path | Address) -> None:
        super().__init__(
            f"the archive {place} is not in this folder, and no terminal is there to"
            " ask whether to change it",
            f"To change it, add --archive {shlex.quote(str(place))}",
        )


class NotAnArchiveError(MisuseError):
    """The file that was named as the archive is a table, a document or the like."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is not an archive",
            # No Hint, which would name the same file as the archive of this command.
            f"Import its statements into your archive: {Command('import', path)}",
        )


def archive_place(
    context: typer.Context,
    named: str | Path | Address | None,
    *,
    may_be_missing: bool = False,
) -> Path | Address:
    """Return where the archive is that a command is about: a file, or on a server.

    `--archive` may stand before the command or, as `named`, after it. With
    `may_be_missing`, this may be a folder that has lost its archive.

    Raises AddressError, NoArchiveError, NoStoreError, NotAnArchiveError,
    FolderGoneError or OutputIntoArchiveError.
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
        existed=_existed,
    )
    if isinstance(found, Path):
        _refuse_output_into(found)
        _refuse_other_file(found)
        is_searched = named is None and not os.environ.get(VARIABLE)
        if is_searched and not (may_be_missing or found.exists()) and _existed(found):
            raise NoStoreError(found, newest_backup(found), existed=True)
    return found


def tell_archive_elsewhere(
    context: typer.Context, named: str | Path | Address | None, place: Path | Address
) -> None:
    """Say on stderr which archive is used, if it is not in the current folder."""
    if _is_elsewhere(context, named, place):
        say(f"Using the archive {place}, which is not in this folder.")


def confirm_elsewhere(
    context: typer.Context, named: str | Path | Address | None, place: Path | Address
) -> None:
    """Ask before a change of an archive that is not in the current folder.

    There is no question about an archive in the settings: the user named it.

    Raises ElsewhereError without a terminal, NotConfirmedError for a no.
    """
    if not _is_elsewhere(context, named, place) or _is_set(place):
        return
    # These import this module.
    from mediarel.cli.environment import is_interactive  # noqa: PLC0415
    from mediarel.cli.prompts import confirm  # noqa: PLC0415

    if not is_interactive():
        raise ElsewhereError(place)
    confirm(f"Change the archive {place}?", yes=False)


def _is_elsewhere(
    context: typer.Context, named: str | Path | Address | None, place: Path | Address
) -> bool:
    """Return whether `place` was found by searching, outside the current folder."""
    if named or context.find_root().params["archive"] or os.environ.get(VARIABLE):
        return False
    return not isinstance(place, Path) or _here() not in place.parents[:2]


def _is_set(place: Path | Address) -> bool:
    """Return whether `place` comes from the settings."""
    above = [folder / STORE for folder in _here().parents]
    return bool(settings().archive) and place not in above


def _existed(path: Path) -> bool:
    """Return whether the cache has the index of an archive at `path`."""
    return has_index(cache_folder(), os.path.realpath(path))


def _refuse_other_file(path: Path) -> None:
    """Raise NotAnArchiveError if the file at `path` holds something else.

    An archive begins with a brace, or with the mark of a merge conflict. What looks
    different may be a damaged archive if its name is usual, or if it had an index.
    """
    if path.suffix == ".json" or not path.is_file() or _existed(path):
        return
    try:
        with path.open("rb") as file:
            start = file.read(_BEGINNING).removeprefix(b"\xef\xbb\xbf").lstrip()
    except OSError:
        return
    if start and not start.startswith((b"{", b"<<<<<<<")):
        raise NotAnArchiveError(path)


def store_path(
    context: typer.Context,
    named: str | Path | None,
    instead: Callable[[Address], str],
    *,
    may_be_missing: bool = False,
) -> Path:
    """Return the file of the archive that a command is about, which is about files.

    `instead` says what there is on a server in its place.

    Raises OnServerError, and what `archive_place` raises.
    """
    found = archive_place(context, named, may_be_missing=may_be_missing)
    if isinstance(found, Path):
        tell_archive_elsewhere(context, named, found)
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
