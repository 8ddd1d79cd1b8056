"""Putting files in place, and removing those that are wanted no more.

Each is looked at once more before it is replaced or removed.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mediarel.publish.manifest import unpacked
from mediarel.publish.paths import folded
from mediarel.publish.refusals import MeanwhileError, OtherFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mediarel.publish.staging import Staging

_BETWEEN = 256  # files, from one word on how far it is to the next
_STAYS = {errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR}


class Seen(NamedTuple):
    """What tells that a file is the one that was looked at; the time in nanoseconds."""

    size: int
    modified: int


def refuse_other(root: str, path: str, ours: Mapping[str, str]) -> None:
    """Raise OtherFileError where what is not of `ours` is at `path`, or before it.

    `ours` are the files of ours that may go, by their paths below `root`.
    """
    end = path.find("/")
    while end != -1:
        before = path[:end]
        status = _status(f"{root}/{before}")
        if status is None or (before in ours and not stat.S_ISDIR(status.st_mode)):
            return
        if not stat.S_ISDIR(status.st_mode):
            raise OtherFileError(f"{root}/{before}", _what(status))
        end = path.find("/", end + 1)
    status = _status(f"{root}/{path}")
    if status is None:
        return
    if stat.S_ISDIR(status.st_mode):
        _refuse_others_in(root, path, ours)
    elif not _is_spelled_otherwise(root, path, status, ours):
        raise OtherFileError(f"{root}/{path}", _what(status))


def _refuse_others_in(root: str, path: str, ours: Mapping[str, str]) -> None:
    """Raise OtherFileError where the folder at `path` would not go with `ours`."""
    for folder, folders, files in os.walk(f"{root}/{path}"):
        within = folder[len(root) + 1 :]
        if not (folders or files):
            raise OtherFileError(folder, "a folder")
        for name in files:
            if f"{within}/{name}" not in ours:
                raise OtherFileError(f"{folder}/{name}", "a file")


def _is_spelled_otherwise(
    root: str, path: str, status: os.stat_result, ours: Mapping[str, str]
) -> bool:
    """Tell whether one of `ours` is what the system finds at `path`, too."""
    name = folded(path)
    alike = (each for each in ours if folded(each) == name)
    found = (_status(f"{root}/{each}") for each in alike)
    return any(each and os.path.samestat(each, status) for each in found)


def is_as_seen(place: str, seen: Seen | None) -> bool:
    """Tell whether the file at `place` is the one that was seen; None: there is none.

    Raises OSError.
    """
    status = _status(place)
    if seen is None or status is None:
        return seen is None and status is None
    return seen == (status.st_size, status.st_mtime_ns)


def remove_files(root: str, rows: Mapping[str, str]) -> None:
    """Remove the files at the paths of `rows`, and folders in which nothing is left.

    Raises OSError or MeanwhileError.
    """
    for path, packed in rows.items():
        row = unpacked(packed)
        place = f"{root}/{path}"
        if is_as_seen(place, Seen(row.size, row.modified)):
            Path(place).unlink()
        elif not is_as_seen(place, None):
            raise MeanwhileError(place)
    remove_empty_folders(root, rows)


def put_files(
    root: str,
    staging: Staging,
    staged: Sequence[tuple[int, str, Seen | None]],
    progress: Callable[[str, int, int], None],
) -> None:
    """Put what is `staged` in place: each its number, its path, what is seen there.

    Raises OSError or MeanwhileError.
    """
    for done, (number, path, seen) in enumerate(staged):
        place = f"{root}/{path}"
        is_empty = staging.make_folders(place.rpartition("/")[0])
        if not (is_empty or is_as_seen(place, seen) or is_as_seen(place, None)):
            raise MeanwhileError(place)
        staging.put(number, place)
        if not done % _BETWEEN:
            progress("Putting files in place", done, len(staged))


def remove_empty_folders(root: str, paths: Iterable[str]) -> None:
    """Remove the folders in which files of `paths` were, where nothing is left in them.

    Raises OSError.
    """
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and _remove_folder(Path(root, folder)):
            folder = folder.rpartition("/")[0]


def _remove_folder(folder: Path) -> bool:
    """Remove `folder` if nothing is in it; tell whether it is gone.

    Raises OSError.
    """
    try:
        folder.rmdir()
    except FileNotFoundError:
        return True
    except OSError as error:
        if error.errno not in _STAYS:
            raise
        return False
    return True


def _status(place: str) -> os.stat_result | None:
    try:  # `suppress` takes half as long again, and they are many thousands
        return os.lstat(place)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _what(status: os.stat_result) -> str:
    return "a link" if stat.S_ISLNK(status.st_mode) else "a file"
