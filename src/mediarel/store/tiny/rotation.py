"""Keep copies of a store: backups, replaced damaged files, temporary files.

A daily backup has the content of the file before the first change of a day. Backups are
in the folder `backups/` next to the file, with names such as
`statements-2026-11-24.json`. The backups of the last 7 days with changes are kept, and
the newest backup of each of the 4 weeks before. If the clock of the computer was wrong,
the dates in the names are wrong too. So the backups with the newest changes are also
kept. A backup is a copy with the permissions of the old file, never a hard link to the
store.
"""

import datetime as dt
import glob
import os
import re
import stat
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec

from mediarel.atomic import is_abandoned, make_inner_folder, replace_file
from mediarel.store.tiny.file import StoreAccessError, reason

_LEFT_BEHIND = 3600  # seconds: writing a file never takes longer
_TEMPORARY = r"\.[a-z0-9_]{8}\.tmp"
_FOLDER = "backups"
_TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{6}Z)?"
_STEM_OF_BACKUP = re.compile(rf"(.+)-{_TIME}\.")
_DAYS = 7
_WEEKS = 4


def backup_folder(path: Path) -> Path:
    """Return the folder of the backups of the store at `path`."""
    return path.parent / _FOLDER


def daily_backups(path: Path) -> dict[str, Path]:
    """Return the daily backups of the store at `path`, keyed by day, newest first."""
    backups = backups_in(backup_folder(path), path)
    return {day: place for day, place in backups.items() if _is_day(day)}


def all_backups(path: Path) -> list[Path]:
    """Return all backups of the store at `path`, daily and manual, newest first.

    A daily backup comes after the manual backups of the same day, because its content
    is older than the first change of the day.
    """
    return list(backups_in(backup_folder(path), path).values())


def as_open_as(path: Path, source: Path) -> Path:
    """Return the file whose mode and group a new file at `path` gets.

    If a file at `path` exists, return `path`. Otherwise return the newest backup. If
    there is no backup, return `source`, the file to restore.
    """
    if path.exists():
        return path
    return next(iter(all_backups(path)), source)


def backups_in(folder: Path, path: Path) -> dict[str, Path]:
    """Return the backups of the store at `path` in `folder`, keyed by time.

    Backups are recognised by name, and sorted newest first. Returns {} if the folder is
    missing. Raises OSError.
    """
    name = re.compile(f"{re.escape(path.stem)}-({_TIME}){re.escape(path.suffix)}")
    places = folder.iterdir() if folder.is_dir() else ()
    matches = ((name.fullmatch(place.name), place) for place in places)
    return dict(
        sorted(((match[1], place) for match, place in matches if match), reverse=True)
    )


def is_backup(path: Path) -> bool:
    """Return whether a file has the name and the folder of a backup."""
    store = _STEM_OF_BACKUP.match(path.name)
    if store is None or path.parent.name != _FOLDER:
        return False
    return (path.parent.parent / f"{store[1]}{path.suffix}").exists()


def _is_day(time: str) -> bool:
    try:
        dt.date.fromisoformat(time)
    except ValueError:  # a manual backup, or an invalid date
        return False
    return True


def keep_daily_backup(path: Path, day: str, data: bytes) -> bool:
    """Save the content of the store at `path` as the backup of a day.

    If this backup exists already, it is not replaced. Returns True if the backup was
    saved. Raises StoreAccessError.
    """
    place = backup_folder(path) / f"{path.stem}-{day}{path.suffix}"
    if os.path.lexists(place):
        return False
    _write_copy(place, data, like=path)
    return True


def restrict_copies(path: Path) -> None:
    """Restrict the permissions of copies to the permissions of the store at `path`.

    The copies are the backups and the damaged files next to the store. Errors are
    ignored, because a copy may belong to a different user.
    """
    with suppress(OSError):
        allowed = path.stat().st_mode
        damaged = path.parent.glob(f"{glob.escape(path.name)}.damaged-*")
        for copy in (*all_backups(path), *damaged):
            mode = stat.S_IMODE(copy.lstat().st_mode)
            if mode & ~allowed and not copy.is_symlink():
                with suppress(OSError):
                    copy.chmod(mode & allowed)


def remove_superseded(path: Path, today: str) -> None:
    """Remove the daily backups of the store at `path` that are no longer needed.

    `today` is the current date. Errors are ignored, because too many backups do no
    harm.
    """
    with suppress(OSError):
        for place in superseded(daily_backups(path), today):
            with suppress(OSError):
                place.unlink()


def superseded(backups: dict[str, Path], today: str) -> list[Path]:
    """Return the daily backups that are no longer needed.

    Two groups of backups are kept: those with the newest dates in their names, and
    those with the newest changes. The groups differ only if the computer's clock was
    wrong. An unreadable backup is kept, because its age is unknown.
    """
    days = sorted((day for day in backups if day <= today), reverse=True)
    if len(kept := _newest(days)) == len(backups):
        return []
    changes = {day: last_change(place) for day, place in backups.items()}
    ordered = sorted(
        ((number, day) for day, number in changes.items() if number is not None),
        reverse=True,
    )
    kept |= _newest([day for _, day in ordered])
    return [
        place
        for day, place in backups.items()
        if day not in kept and changes[day] is not None
    ]


def _newest(days: list[str]) -> set[str]:
    """Return the newest 7 days, and the newest day of each of 4 earlier weeks.

    `days` must be sorted, newest first.
    """
    kept = set(days[:_DAYS])
    weeks: set[tuple[int, int]] = set()
    for day in days[_DAYS:]:
        week = dt.date.fromisoformat(day).isocalendar()[:2]
        if week not in weeks and len(weeks) < _WEEKS:
            weeks.add(week)
            kept.add(day)
    return kept


class _WithHistory(msgspec.Struct):
    """A store from which only the history is read."""

    history: dict[str, msgspec.Raw] = {}


def last_change(path: Path) -> int | None:
    """Return the number of the last change in the archive at `path`.

    Returns 0 if there are no changes, and None if the file can't be read.
    """
    try:
        content = msgspec.json.decode(path.read_bytes(), type=_WithHistory)
        return max(map(int, content.history), default=0)
    except (OSError, ValueError, RecursionError):
        return None


def remove_leftovers(folder: Path, path: Path) -> None:
    """Remove temporary files from `folder` if the commands that wrote them were killed.

    Only temporary files of the store at `path` and of its copies are removed. Errors
    are ignored, because a file may belong to a different user.
    """
    stem, suffix = map(re.escape, (path.stem, path.suffix))
    kinds = (
        rf"-[0-9]{{4}}-[0-9TZ-]+{suffix}|{suffix}(\.damaged-[0-9TZ-]+(\.report\.txt)?)?"
    )
    name = re.compile(rf"\.{stem}({kinds}){_TEMPORARY}")
    with suppress(OSError):
        for place in folder.iterdir():
            if name.fullmatch(place.name) and is_left_behind(place):
                with suppress(OSError):
                    place.unlink()


def is_left_behind(temporary: Path) -> bool:
    """Return whether the command that wrote a temporary file was killed.

    On a drive without locks, this is only known after an hour.
    """
    if is_abandoned(temporary):
        return True
    with suppress(OSError):
        return time.time() - temporary.lstat().st_mtime > _LEFT_BEHIND
    return False


def keep_damaged(path: Path, data: bytes, at: str) -> Path:
    """Save the content of a damaged store next to the store, and return the new path.

    `path` is the path of the store. The time `at` becomes part of the new name. Raises
    StoreAccessError.
    """
    time = compact_time(at)
    place = path.with_name(f"{path.name}.damaged-{time}")
    number = 1
    while os.path.lexists(place):
        number += 1
        place = path.with_name(f"{path.name}.damaged-{time}-{number}")
    return _write_copy(place, data, like=path)


def report_beside(kept: Path, lines: Iterable[str]) -> Path:
    """Write a report next to a damaged copy, and return the path of the report.

    Raises StoreAccessError.
    """
    place = kept.with_name(f"{kept.name}.report.txt")
    text = "".join(f"{line}\n" for line in lines)
    return _write_copy(place, text.encode(), like=kept)


def _write_copy(place: Path, data: bytes, *, like: Path) -> Path:
    """Write a file completely or not at all, and return its path."""
    try:
        make_inner_folder(place.parent)
        replace_file(place, lambda file: file.writelines([data]), like=like)
    except OSError as error:
        remove_copies(place)
        raise StoreAccessError(place, reason(error)) from error
    return place


def remove_copies(*places: Path | None) -> None:
    """Remove files. Ignore missing files."""
    for place in places:
        with suppress(OSError):
            if place is not None:
                place.unlink()


def compact_time(at: str) -> str:
    """Remove colons from an RFC 3339 time, because Windows forbids them in names."""
    return at.replace(":", "")
