"""When each folder within a published one was changed, kept in the user's cache.

By that, and by the size and the time of each file of ours, a later run knows that all
is as it was left, without reading what is in the folders. It holds for one manifest
alone. A worker can look by it: see `looking.py`.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mediarel.publish.manifest import digest_of_file, is_seen, read_own_manifest
from mediarel.publish.paths import LOCK, MANIFEST, STAGED
from mediarel.publish.sealed import opened, sealed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FORM = 1  # raised when anything in the file means something else
_Kept = tuple[int, bytes, dict[str, int]]


def read_times(place: Path, manifest: bytes) -> dict[str, int] | None:
    """Return the times that are kept at `place` for this `manifest`, None for none.

    They are by the paths of folders, in nanoseconds since 1970.
    """
    with suppress(OSError, ValueError, msgspec.MsgspecError):
        times: dict[str, int]
        said = opened(place.read_bytes())
        form, of, times = msgspec.msgpack.decode(said, type=_Kept)
        if (form, of) == (_FORM, manifest):
            return times
    return None


def packed_times(manifest: bytes, times: Mapping[str, int]) -> bytes:
    """Return what is kept of the `times` for this `manifest`."""
    return sealed(msgspec.msgpack.encode((_FORM, manifest, times)))


def make(given: tuple[str, str]) -> bytes | None:
    """Return what `look` does, of a folder by a file of times: both paths as text."""
    folder, place = map(Path, given)
    try:
        manifest = digest_of_file(folder / MANIFEST)
        times = read_times(place, manifest)
        if times is None:
            return None
        rows = read_own_manifest(folder / MANIFEST).rows
        os.chdir(folder)  # names are found in four fifths of the time
        return manifest if is_untouched(Path(), rows, times) else b""
    except OSError:
        return None


def is_untouched(
    folder: Path, rows: Mapping[str, str], times: Mapping[str, int]
) -> bool:
    """Tell whether nothing is in `folder` but what it held at these `times`.

    They are those of the folders in it, as `times_of` returned them. A folder has
    another time when anything in it is made, removed or called otherwise; a file of
    ours is looked at in any case. Where this says no, `look_at` says what is there.

    Raises OSError.
    """
    begin = "" if folder == Path() else f"{folder}/"
    lstat = os.lstat
    if not _has_but(folder, rows, times):
        return False
    try:
        for path, time in times.items():
            status = lstat(begin + path)
            if status.st_mtime_ns != time or not stat.S_ISDIR(status.st_mode):
                return False
        for path, packed in rows.items():
            status = lstat(begin + path)
            if not is_seen(packed, status) or stat.S_ISDIR(status.st_mode):
                return False
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _has_but(folder: Path, rows: Mapping[str, str], times: Mapping[str, int]) -> bool:
    """Tell whether `folder` itself has nothing besides: we change it all the time."""
    names = (each.name for each in folder.iterdir())
    return all(
        name in rows or name in times or name in {STAGED, MANIFEST, LOCK}
        for name in names
    )


def times_of(folder: Path, within: Iterable[str]) -> dict[str, int]:
    """Return when each of the folders `within` it was changed, by its path.

    Those that are not there are left out.

    Raises OSError.
    """
    times: dict[str, int] = {}
    for each in within:
        with suppress(FileNotFoundError):
            times[each] = os.lstat(f"{folder}/{each}").st_mtime_ns
    return times
