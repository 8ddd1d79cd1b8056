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
from shutil import copyfileobj
from typing import TYPE_CHECKING

from mediarel.files import replace_file

if TYPE_CHECKING:
    from pathlib import Path

_DAYS = 7
_WEEKS = 4


def backup_folder(path: Path) -> Path:
    """Give the folder in which the backups of the store at `path` stand."""
    return path.parent / "backups"


def daily_backups(path: Path) -> dict[str, Path]:
    """Give the backups of the store at `path` by their days, the newest first.

    Those that were made by hand are not among them.
    """
    name = re.compile(
        rf"{re.escape(path.stem)}-(\d{{4}}-\d\d-\d\d){re.escape(path.suffix)}"
    )
    folder = backup_folder(path)
    places = sorted(folder.iterdir(), reverse=True) if folder.is_dir() else []
    found = ((name.fullmatch(place.name), place) for place in places)
    return {match[1]: place for match, place in found if match}


def keep_for_the_day(path: Path, day: str) -> None:
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
        with path.open("rb") as store:
            replace_file(place, lambda file: copyfileobj(store, file))
    else:
        _sync(folder)


def _sync(folder: Path) -> None:
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def other_names(path: Path) -> list[str]:
    """Give what else the file at `path` is called, by hard links that are no backups.

    Only beside it can they be found; of others it is said that they are elsewhere.
    """
    status = path.stat()
    unknown = status.st_nlink - 1
    names = []
    for folder in (path.parent, backup_folder(path)):
        places = folder.iterdir() if unknown > 0 and folder.is_dir() else ()
        for place in places:
            if place.name != path.name and os.path.samestat(place.lstat(), status):
                unknown -= 1
                if folder == path.parent:
                    names.append(place.name)
    return sorted(names) + ["one elsewhere"] * (unknown > 0)


def remove_old(path: Path) -> None:
    """Remove the daily backups of the store at `path` that are no longer to be kept."""
    for place in superseded(daily_backups(path)):
        # One more than is needed does no harm.
        with suppress(OSError):
            place.unlink()


def superseded(backups: dict[str, Path]) -> list[Path]:
    """Give those of `backups`, by their days from the newest, that need not be kept."""
    weeks: set[tuple[int, int]] = set()
    old = []
    for place, day in enumerate(backups):
        if place < _DAYS:
            continue
        week = dt.date.fromisoformat(day).isocalendar()[:2]
        if week in weeks or len(weeks) == _WEEKS:
            old.append(backups[day])
        weeks.add(week)
    return old
