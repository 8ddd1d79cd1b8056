"""Backups of a store: the file as it was before the first change of a day.

They stand in `backups/` beside it, as `statements-2026-11-24.json`. The newest
of the last 7 days that had a change stay, and of the 4 weeks before the newest
one each. A backup is another name of the old file, so that making one copies
nothing; the store itself is a new file after every change.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from contextlib import suppress
from glob import escape
from shutil import copyfileobj
from typing import TYPE_CHECKING

from mediarel.atomic import replace_file, sync_folder

if TYPE_CHECKING:
    from pathlib import Path

_DAYS = 7
_WEEKS = 4


def backup_folder(path: Path) -> Path:
    """Return the folder in which the backups of the store at `path` stand."""
    return path.parent / "backups"


def daily_backups(path: Path) -> dict[str, Path]:
    """Return the backups of the store at `path` by their days, the newest first.

    Those that were made by hand are not among them.
    """
    return {time: place for time, place in _named(path).items() if _is_day(time)}


def all_backups(path: Path) -> list[Path]:
    """Return the backups of the store at `path`, by hand or daily, the newest first.

    A daily one is what was there before the first change of its day, so it is
    older than those that were made by hand on that day.
    """
    return list(_named(path).values())


def _named(path: Path) -> dict[str, Path]:
    """Return what is named like a backup by the time in its name, the newest first."""
    time = "([0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{6}Z)?)"
    name = re.compile(f"{re.escape(path.stem)}-{time}{re.escape(path.suffix)}")
    folder = backup_folder(path)
    places = folder.iterdir() if folder.is_dir() else ()
    found = ((name.fullmatch(place.name), place) for place in places)
    return dict(
        sorted(((match[1], place) for match, place in found if match), reverse=True)
    )


def _is_day(time: str) -> bool:
    try:
        dt.date.fromisoformat(time)
    except ValueError:  # a time by hand, or a day that there is not
        return False
    return True


def remove_link(path: Path, day: str) -> None:
    """Remove the backup of `day` where it is but another name of the store at `path`.

    For a change that was not made: who edits the store in place edits the backup.
    """
    place = backup_folder(path) / f"{path.stem}-{day}{path.suffix}"
    with suppress(OSError):
        if place.samefile(path):
            place.unlink()


def keep_daily_backup(path: Path, day: str) -> None:
    """Keep the store at `path` as the backup of `day`, unless it has one.

    Raises OSError.
    """
    folder = backup_folder(path)
    place = folder / f"{path.stem}-{day}{path.suffix}"
    if os.path.lexists(place):
        return
    folder.mkdir(exist_ok=True)
    try:
        os.link(path, place)
    except FileExistsError:
        return
    except OSError:
        # A drive that knows no second name, as on many memory sticks.
        _remove_leftovers(folder, path)
        with path.open("rb") as store:
            replace_file(place, lambda file: copyfileobj(store, file))
    else:
        sync_folder(folder)


def _remove_leftovers(folder: Path, path: Path) -> None:
    """Remove what processes that died while copying `path` have left in `folder`."""
    # One that is made by hand at this moment has a time in its name.
    day = "????-??-??"
    for leftover in folder.glob(
        f".{escape(path.stem)}-{day}{escape(path.suffix)}.*.tmp"
    ):
        with suppress(OSError):
            leftover.unlink()


def other_names(path: Path) -> list[str]:
    """Return what else the file at `path` is called, by hard links that are no backups.

    Only beside it can they be found; of others it is said that they are elsewhere.
    """
    status = path.stat()
    unknown = status.st_nlink - 1
    names = []
    for folder in (path.parent, backup_folder(path)):
        for place in _places_in(folder) if unknown > 0 else ():
            if place.name != path.name and _is_of(place, status):
                unknown -= 1
                if folder == path.parent:
                    names.append(place.name)
    return sorted(names) + ["one elsewhere"] * (unknown > 0)


def _places_in(folder: Path) -> list[Path]:
    """Return what is in `folder`, nothing where there is none or it can't be read."""
    with suppress(OSError):
        return list(folder.iterdir())
    return []


def _is_of(place: Path, status: os.stat_result) -> bool:
    with suppress(FileNotFoundError):  # it was there a moment ago
        return os.path.samestat(place.lstat(), status)
    return False


def remove_superseded(path: Path) -> None:
    """Remove the daily backups of the store at `path` that are no longer to be kept.

    One more than is needed does no harm, and the change is made already.
    """
    with suppress(OSError):
        for place in superseded(daily_backups(path)):
            with suppress(OSError):
                place.unlink()


def superseded(backups: dict[str, Path]) -> list[Path]:
    """Return those of `backups`, by day from the newest, that need not be kept."""
    weeks: set[tuple[int, int]] = set()
    old = []
    for place, day in enumerate(backups):
        if place < _DAYS:
            continue
        week = dt.date.fromisoformat(day).isocalendar()[:2]
        if week in weeks or len(weeks) == _WEEKS:
            old.append(backups[day])
        else:
            weeks.add(week)
    return old
