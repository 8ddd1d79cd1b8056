"""Open the archive that a command uses, and read the user's environment.

Only this module reads the date, the user's name, and the folders of cache and settings.
"""

from __future__ import annotations

import datetime as dt
import getpass
import os
import shlex
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import typer

from mediarel import errors
from mediarel.address import Address
from mediarel.archive.archive import Archive
from mediarel.cli import messages, prompts
from mediarel.cli.messages import INTERRUPTED, message_on_interrupt, notify
from mediarel.cli.options import parameters
from mediarel.cli.terminal.lines import local_time
from mediarel.cli.terminal.progress import shown_progress
from mediarel.dates.edtf import EDTF, KeptDate, PartialDate
from mediarel.index.index import LostChange, SqliteIndex
from mediarel.index.index_file import has_index
from mediarel.index.protocol import Index
from mediarel.settings import STORE, VARIABLE, Settings, find_archive, read_settings
from mediarel.store.tiny.file import FileStore, NoStoreError, newest_backup
from mediarel.text.lines import capitalised, spaced_once

if TYPE_CHECKING:
    from mediarel.attachments.files import Files
    from mediarel.dates.typed import DayOrder
    from mediarel.index.fill import Progress
    from mediarel.store.protocol import Store


_BEGINNING = 4096  # bytes of a file
USER = "MEDIAREL_USER"
_NOBODY = "unknown"


@contextmanager
def archive(
    context: typer.Context, named: str | Path | Address | None = None
) -> Iterator[Archive]:
    """Open the archive that a command uses, and close it after the block.

    If neither `named` nor `--archive` names an archive, search for an archive. Raises
    NoArchiveError.
    """
    place = archive_place(context, named)
    # Completion must print only completions.
    on_message = notify if not context.resilient_parsing else lambda _: None
    if not context.resilient_parsing:
        _report_elsewhere(context, place, named)
    with shown_progress() as shown:
        progress = shown if not context.resilient_parsing else lambda *_: None
        store, index = _store_and_index(context, place, progress, on_message)

        is_shown = False

        def confirm_change() -> None:
            nonlocal is_shown
            confirm_elsewhere(context, place, named)
            is_shown = _confirm_older_copy(context, index)

        try:
            yield Archive(
                store,
                index,
                lambda: _files(place),
                now=now,
                author=author,
                progress=progress,
                # Ask once per command, even for several changes.
                confirm_change=cache(confirm_change),
                cache=cache_folder(),
            )
            if not (context.resilient_parsing or is_shown):
                _report_older_copy(index)
        finally:
            index.close()


def _older_copy(lost: LostChange) -> errors.RefusedError:
    """Return the error that an older copy replaced the archive, with ways to go on."""
    problem = "an older copy replaced the archive:"
    problem += f" change {lost.number} of {local_time(lost.at)} is missing"
    ways: list[tuple[str | errors.Command, ...]] = [
        ("To restore the lost changes: ", errors.Command("repair"), " – "),
        ("To use a backup: ", errors.Command("restore", "--from", "FOLDER"), " – "),
        ("To accept the older copy: ", errors.Command("check", "--accept")),
    ]
    hint = [part for way in ways[not lost.can_be_restored :] for part in way]
    return errors.RefusedError(problem, *hint)


def refuse_older_copy(index: Index) -> None:
    """Raise RefusedError if an older copy has replaced the archive.

    In the older copy, texts may not yet be withheld.
    """
    index.prepare()
    if lost := index.lost_change():
        raise _older_copy(lost)


def _report_older_copy(index: Index) -> bool:
    """Report whether an older copy has replaced the archive, and return this."""
    lost = index.lost_change()
    if lost is not None:
        error = _older_copy(lost)
        notify(f"{capitalised(error.problem)}.")
        notify(error.hint)
    return lost is not None


def _confirm_older_copy(context: typer.Context, index: Index) -> bool:
    """On a terminal, ask before a change to an older copy of the archive.

    After the change, the lost changes can't be restored. Git also replaces the archive
    by an older copy, so a script isn't stopped. Return whether the user was asked.
    """
    if not prompts.is_interactive():
        return False
    index.prepare()
    is_older = _report_older_copy(index)
    if is_older:
        yes = bool(context.params.get("yes"))
        prompts.confirm("Change the older copy?", yes=yes)
    return is_older


def _store_and_index(
    context: typer.Context,
    place: Path | Address,
    progress: Progress,
    on_message: Callable[[str], None],
) -> tuple[Store, Index]:
    """Return the store and the index of the archive at a path or an address."""
    wait = parameters.wait(context)
    if isinstance(place, Path):
        store = FileStore(place, patience=wait, notify=on_message)
        return store, SqliteIndex(
            store, cache_folder(), progress=progress, notify=on_message
        )
    # Needed only for an archive on a server.
    from mediarel.postgres import connection as server  # noqa: PLC0415
    from mediarel.postgres.index import opened  # noqa: PLC0415

    patience = server.FOR_A_TAB if context.resilient_parsing else server.PATIENCE
    connection = server.Connection(place, patience=patience, wait=wait)
    return opened(connection, cache_folder(), progress=progress, notify=on_message)


def _files(place: Path | Address) -> Files:
    """Return the attachment store of the archive at `place`."""
    if isinstance(place, Path):
        from mediarel.attachments.local_files import LocalFiles  # noqa: PLC0415 - rare

        return LocalFiles(Path(os.path.realpath(place)))
    from mediarel.postgres.connection import Connection  # noqa: PLC0415 - as above
    from mediarel.postgres.stored_files import ServerFiles  # noqa: PLC0415 - as above

    return ServerFiles(Connection(place), cache_folder())


def usual_values(opened: Archive) -> dict[str, str]:
    """Return the usual values of new statements, keyed by field.

    Values of the archive override values in the user's settings.
    """
    from mediarel.model.statement import DEFAULT_TYPE  # noqa: PLC0415 - not for a list

    usual = {"type": settings().type or DEFAULT_TYPE, **opened.usual()}
    opened.index.close()  # the archive may change while the user is asked
    return usual


def refresh_index(opened: Archive) -> None:
    """Try to update the index after the whole archive was rewritten.

    A later repair can use the index. Errors are ignored, because the next command also
    updates the index and reports the problem.
    """
    with suppress(errors.MediarelError):
        opened.index.discard()
        opened.index.prepare()


def now() -> str:
    """Return the current time as RFC 3339 in UTC, to the second."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def today() -> str:
    """Return the current local date in the form YYYY-MM-DD."""
    return time.strftime("%Y-%m-%d")


def author() -> str:
    """Return the name of the user for the history.

    This is MEDIAREL_USER, or else the author in the settings, or else the login name.
    """
    name = spaced_once(os.environ.get(USER, "")) or spaced_once(settings().author or "")
    if not name:
        # The user may have no login name.
        with suppress(OSError, KeyError, ImportError):
            name = spaced_once(getpass.getuser())
    return name.encode(errors="replace").decode() or _NOBODY


def read_bare_date(text: str) -> KeptDate:
    """Parse a date that is typed where --day-first can't be used, such as in a query.

    Raises InvalidDateError or AmbiguousDateError.
    """
    try:
        return read_date(text)
    except errors.AmbiguousDateError as error:
        error.hint = "Write the month as a word, or the date as 2012-07-16."
        raise


def read_date(text: str, order: DayOrder | None = None) -> KeptDate:
    """Parse a typed date, using the order of day and month in options or settings.

    Raises InvalidDateError or AmbiguousDateError.
    """
    if EDTF.fullmatch(text):
        # Most dates are typed in the stored form; parsing other forms costs 25 ms.
        return PartialDate.from_edtf(text)

    from mediarel.dates.typed import read_date_or_interval as read  # noqa: PLC0415

    order = order or day_order(day_first=False, month_first=False)
    return read(text, today=dt.datetime.now().astimezone().date(), order=order)


def day_order(*, day_first: bool, month_first: bool) -> DayOrder | None:
    """Return the order of day and month in numeric dates, from options or settings.

    Raises MisuseError if both options are used.
    """
    if day_first and month_first:
        raise errors.MisuseError(
            "--day-first and --month-first can't be combined", "Use one of them."
        )
    if not (day_first or month_first or settings().dates):
        return None
    from mediarel.dates.typed import DayOrder  # noqa: PLC0415 - as above

    if day_first or month_first:
        return DayOrder.DAY_FIRST if day_first else DayOrder.MONTH_FIRST
    return DayOrder(settings().dates)


@contextmanager
def change_interrupted(opened: Archive) -> Iterator[None]:
    """If Ctrl-C ends the block, print whether the archive was changed."""
    store, before = opened.store, opened.store.revision()

    def message() -> str:
        with suppress(errors.MediarelError):
            if store.is_at(before):
                return INTERRUPTED
        return errors.Hint(
            "Interrupted. To see whether anything was changed: ", errors.Command("log")
        )

    with message_on_interrupt(message):
        yield


def cache_folder() -> Path:
    """Return the user's cache folder for the index.

    If the user has no home folder, return the null device. Then the index is built in
    memory.
    """
    return _folder(platformdirs.user_cache_dir) or Path(os.devnull)


def state_folder() -> Path | None:
    """Return the user's state folder, or None if there is no home folder."""
    return _folder(platformdirs.user_state_dir)


@cache
def settings() -> Settings:
    """Return the user's settings."""
    folder = _folder(platformdirs.user_config_dir)
    return Settings() if folder is None else read_settings(folder / "settings.toml")


def _folder(find: Callable[..., str]) -> Path | None:
    """Return the folder that `find` returns, or None if there is no home folder."""
    try:
        return Path(find("mediarel", appauthor=False))
    except RuntimeError:
        return None


def archive_place(
    context: typer.Context,
    named: str | Path | Address | None = None,
    *,
    may_be_missing: bool = False,
) -> Path | Address:
    """Return the path or the server address of the archive that a command uses.

    If `named` is None, use the value of `--archive`. Without this option, search for
    the archive. If `may_be_missing` is True, the archive does not need to exist.

    Raises AddressError, NoArchiveError, NoStoreError, MisuseError or AccessError.
    """
    if isinstance(named, Address):
        return named
    named = parameters.named_archive(context) if named is None else named
    if named == "":  # an empty variable of a script
        hint = "Enter its file or folder. For the archive in this folder, enter a dot."
        raise errors.MisuseError("the name of the archive is empty", hint)
    found = find_archive(
        None if named is None else str(named),
        environment=os.environ,
        settings=settings(),
        folder=_here,
        data_folder=_folder(platformdirs.user_data_dir),
        existed=_existed,
    )
    if isinstance(found, Path):
        _refuse_output_into(found)
        _refuse_other_file(found)
        is_searched = named is None and not os.environ.get(VARIABLE)
        if is_searched and not (may_be_missing or found.exists()) and _existed(found):
            raise NoStoreError(found, newest_backup(found), existed=True)
    return found


def _report_elsewhere(
    context: typer.Context,
    place: Path | Address,
    named: str | Path | Address | None = None,
) -> None:
    """Print the place of the archive to stderr if it isn't in the current folder."""
    if _is_elsewhere(context, place, named):
        messages.say(f"Using the archive {place}, which is not in this folder.")


def confirm_elsewhere(
    context: typer.Context,
    place: Path | Address,
    named: str | Path | Address | None = None,
) -> None:
    """Ask before a change to an archive that is not in the current folder.

    If the archive is named in the settings, the user isn't asked. If the archive is in
    a bag, print a warning.

    Raises MisuseError if there is no terminal, or NotConfirmedError if the user
    declines.
    """
    # Needed only for a change.
    from mediarel.publish.paths import is_bag  # noqa: PLC0415

    if isinstance(place, Path) and is_bag(
        bag := Path(os.path.realpath(place)).parent.parent
    ):
        message = f"Warning: a change makes the bag {bag} invalid. To change a copy: "
        notify(message, "copy", place, "FOLDER")
    if not _is_elsewhere(context, place, named) or _is_set(place):
        return
    if not prompts.is_interactive():
        raise errors.MisuseError(
            f"the archive {place} is not in this folder, and there is no terminal to"
            " confirm the change",
            f"To change it, add --archive {shlex.quote(str(place))}",
        )
    prompts.confirm(f"Change the archive {place}?", yes=False)


def _is_elsewhere(
    context: typer.Context, place: Path | Address, named: str | Path | Address | None
) -> bool:
    """Return whether a search found the archive outside the current folder."""
    named = parameters.named_archive(context) if named is None else named
    if named is not None or os.environ.get(VARIABLE):
        return False
    return not isinstance(place, Path) or _here() not in place.parents[:2]


def _is_set(place: Path | Address) -> bool:
    """Return whether the archive at `place` is named in the settings."""
    above = [folder / STORE for folder in _here().parents]
    return bool(settings().archive) and place not in above


def _existed(path: Path) -> bool:
    """Return whether the cache has an index of an archive at `path`."""
    return has_index(cache_folder(), os.path.realpath(path))


def _refuse_other_file(path: Path) -> None:
    """Raise MisuseError if the file at `path` is not an archive.

    An archive starts with a brace, or with Git's conflict marker `<<<<<<<`. A file
    with the ending `.json` is always accepted, because it may be a damaged archive.
    """
    if path.suffix == ".json" or not path.is_file():
        return
    with path.open("rb") as file:
        start = file.read(_BEGINNING).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start and not start.startswith((b"{", b"<<<<<<<")):
        raise errors.MisuseError(
            f"{path} is not an archive",
            "Import its statements into your archive:"
            f" {errors.Command('import', path)}",
        )


def store_path(context: typer.Context, *, may_be_missing: bool = False) -> Path:
    """Return the path of the archive, for a command that works only with files.

    Raises RefusedError if the archive is on a server, or the errors of `archive_place`.
    """
    found = archive_place(context, may_be_missing=may_be_missing)
    if isinstance(found, Path):
        _report_elsewhere(context, found)
        return found
    raise errors.RefusedError(
        f"the archive {found} is on a server, not in a file",
        "Use the programs of PostgreSQL instead. To read how: ",
        errors.Command("help", "server"),
    )


def _refuse_output_into(path: Path) -> None:
    """Raise MisuseError if stdout is redirected to the archive at `path`."""
    try:
        is_same = os.path.samestat(os.fstat(sys.stdout.fileno()), path.stat())
    except (OSError, ValueError):  # no archive yet, or stdout is no file
        return
    if is_same:
        raise errors.MisuseError(
            f"the output would overwrite the archive {path}",
            "Write to a different file. Nothing was written.",
        )


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise errors.AccessError(
            "the current folder no longer exists",
            "Go to a different folder, or add --archive FILE.",
        ) from error
