"""Where a bag is written: in a folder beside, which takes its name when it is whole.

A folder that a command left there which was killed is removed by the next one: it is
not locked any more. Before it goes it gets another name, so that it can't take the
place of a bag while it goes.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import choice
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING

from mediarel.atomic import make_folders, sync_folder, temporary_beside
from mediarel.errors import BusyError, RefusedError
from mediarel.publish.lock import locked
from mediarel.publish.paths import DECLARATION
from mediarel.publish.refusals import UnwritableFolderError, refuse_file
from mediarel.publish.staging import sync_all

if TYPE_CHECKING:
    from collections.abc import Iterator

_LETTERS = ascii_lowercase + digits
_CHANCE = 8  # letters
_WHOLE, _OURS = 0o777, 0o700


class TakenFolderError(RefusedError):
    """There is something where the bag would be."""

    def __init__(self, folder: Path, what: str) -> None:
        super().__init__(
            f"{folder} {what}",
            "Name a folder that is new or empty; nothing was changed.",
        )


@contextmanager
def new_folder(
    folder: Path, *, like: Path | None, is_closed: bool = False
) -> Iterator[Path]:
    """Yield an empty folder, which is `folder` when it is filled; or there is none.

    It is open to those alone who may read the file `like`. Without one it is open to
    all whom the mask leaves; or, where it `is_closed`, to the user alone.

    Raises TakenFolderError, FileThereError, UnwritableFolderError, or what is raised
    inside.
    """
    place = Path(os.path.realpath(folder))
    try:
        refuse_taken(folder)
        make_folders(place.parent)
        _remove_leftovers(place)
        made = _beside(place)
        made.mkdir(_mode(like, is_closed=is_closed))
        try:
            with locked(made):
                yield made
                sync_all()
            refuse_taken(folder)
            with suppress(FileNotFoundError):
                place.rmdir()
            made.rename(place)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
        sync_folder(place.parent)
    except OSError as error:
        raise UnwritableFolderError(folder, error) from error


def refuse_taken(folder: Path) -> None:
    """Raise TakenFolderError where `folder` is anything but new or empty.

    Raises FileThereError where a file is above it, OSError where it can't be read.
    """
    if folder.is_dir():
        if os.path.ismount(folder):
            what = f"is a drive: name a folder on it, such as {folder / 'bag'}"
            raise TakenFolderError(folder, what)
        if (folder / DECLARATION).exists():
            raise TakenFolderError(folder, "is a bag already, which is never changed")
        if next(folder.iterdir(), None) is not None:
            raise TakenFolderError(folder, "is not empty")
    elif folder.exists():
        raise TakenFolderError(folder, "is a file")
    else:
        refuse_file(folder)


def _beside(place: Path) -> Path:
    """Return the path of a folder beside `place` that is not there yet."""
    prefix, suffix = temporary_beside(place)
    chance = "".join(choice(_LETTERS) for _ in range(_CHANCE))
    return place.with_name(f"{prefix}{chance}{suffix}")


def _mode(like: Path | None, *, is_closed: bool) -> int:
    """Return the mode of a folder whose files are those alone to read who read `like`.

    Raises OSError.
    """
    if like is None:
        return _OURS if is_closed else _WHOLE
    readable = like.stat().st_mode & 0o044
    return _OURS | readable | readable >> 2


def _remove_leftovers(place: Path) -> None:
    """Remove what commands left beside `place` that were killed; errors are passed."""
    prefix, suffix = map(re.escape, temporary_beside(place))
    name = re.compile(f"{prefix}[{_LETTERS}]{{{_CHANCE}}}{suffix}")
    with suppress(OSError):
        for each in list(place.parent.iterdir()):
            if name.fullmatch(each.name) and _is_ours(each):
                with suppress(OSError, BusyError):
                    _remove(each, place)


def _is_ours(leftover: Path) -> bool:
    if leftover.is_symlink() or not leftover.is_dir():
        return False
    return (leftover / DECLARATION).exists() or not any(leftover.iterdir())


def _remove(leftover: Path, place: Path) -> None:
    """Remove a folder, unless a command is at work in it.

    Raises OSError or BusyFolderError.
    """
    with locked(leftover):
        gone = _beside(place)
        leftover.rename(gone)
        # Its declaration last, by which it is known the next time.
        for each in sorted(gone.iterdir(), key=lambda one: one.name == DECLARATION):
            if each.is_dir() and not each.is_symlink():
                shutil.rmtree(each)
            else:
                each.unlink()
        gone.rmdir()
