"""What is in a published folder, beside what its manifest says.

A file of ours is known by its size and time; where they are others, by its content.
What leads out of the folder is not followed.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mediarel.attachments.reading import blocks
from mediarel.publish.manifest import Row, is_seen, unpacked
from mediarel.publish.paths import LOCK, MANIFEST, STAGED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_BETWEEN = 64  # folders, from one word on how far it is to the next, about
_NOTHING = bytes(32), bytes(16)  # a digest that no content has, and that of no sources


class Survey(NamedTuple):
    """What was found.

    `rows` are the files of ours that are there, packed, with the size and the time that
    each has now. `edited` are those of them that hold something else; as those that a
    power cut left empty, they have the digest of nothing. `missing` are the paths of
    files that are not there. `others` counts what is not ours: files, and folders in
    which there is nothing of ours. `is_as_told` where all is as the manifest says.
    """

    rows: dict[str, bytes]
    edited: list[str]
    missing: set[str]
    others: int
    is_as_told: bool


def look_at(
    folder: Path,
    rows: dict[str, bytes],
    begun: Mapping[str, bytes],
    tell: Callable[[int, int], None],
) -> Survey:
    """Return what is in `folder`, of which `rows` are those of its manifest, packed.

    They are brought to what is there: of very many there is no room for a copy. Where
    new files were begun to be put in place, a file may be what `begun` says. `tell` is
    called with how many files were found, of how many.

    Raises OSError.
    """
    new = begun.keys() - rows.keys()
    for path in new:
        rows[path] = begun[path]
    look = _Look(rows, begun, new)
    left = [""]
    while left:
        within = left.pop()
        with os.scandir(f"{folder}/{within}") as entries:
            left += [each for entry in entries for each in look.at(entry, within)]
        if not len(left) % _BETWEEN:
            tell(len(rows) - len(look.missing), len(rows))
    for path in look.missing:
        del rows[path]
    is_as_told = not (look.missing or look.changed)
    return Survey(rows, look.edited, look.missing, look.others, is_as_told)


def is_untouched(
    folder: Path, rows: Mapping[str, bytes], times: Mapping[str, int]
) -> bool:
    """Tell whether nothing is in `folder` but what it held at these `times`.

    They are those of the folders in it, as `times_of` returned them. A folder has
    another time when anything in it is made, removed or called otherwise; a file of
    ours is looked at in any case. Where this says no, `look_at` says what is there.

    Raises OSError.
    """
    root, lstat = str(folder), os.lstat
    if not _has_but(folder, rows, times):
        return False
    try:
        for path, time in times.items():
            status = lstat(f"{root}/{path}")
            if status.st_mtime_ns != time or not stat.S_ISDIR(status.st_mode):
                return False
        for path, packed in rows.items():
            status = lstat(f"{root}/{path}")
            if not is_seen(packed, status) or stat.S_ISDIR(status.st_mode):
                return False
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _has_but(folder: Path, rows: Mapping[str, bytes], times: Mapping[str, int]) -> bool:
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


def folders_of(paths: Iterable[str]) -> set[str]:
    """Return all folders in which any of the `paths` is, or a folder in which it is."""
    folders: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders


class _Look:
    """What was seen so far; `rows`, `begun` and `new` as in `look_at`."""

    def __init__(
        self, rows: dict[str, bytes], begun: Mapping[str, bytes], new: set[str]
    ) -> None:
        self._rows = rows
        self._begun = begun
        self._new = new
        self._folders = _folders_of(rows)
        self.missing = set(rows)
        self.edited: list[str] = []
        self.changed = 0
        self.others = 0

    def at(self, entry: os.DirEntry[str], within: str) -> Iterator[str]:
        """Take in what is at `entry`; yield it where it is a folder to be looked at."""
        path = within + entry.name
        packed = self._rows.get(path)
        if packed is not None and not entry.is_dir(follow_symlinks=False):
            self._take_in(entry, path, packed)
        elif hash(path) in self._folders and entry.is_dir(follow_symlinks=False):
            yield f"{path}/"
        elif path not in {STAGED, MANIFEST, LOCK}:
            self.others += 1

    def _take_in(self, entry: os.DirEntry[str], path: str, packed: bytes) -> None:
        status = entry.stat(follow_symlinks=False)
        if is_seen(packed, status):
            self.missing.discard(path)
            return
        content = _Content(entry.path) if entry.is_file(follow_symlinks=False) else None
        known = map(unpacked, (packed, self._begun.get(path, packed)))
        row = next((row for row in known if content and content.is_of(row)), None)
        if row is None and not (content and content.is_lost):
            if path in self._new:  # someone was quicker
                self.others += 1
                return
            self.edited.append(entry.path)
        self.missing.discard(path)
        self.changed += 1
        row = row or Row(0, 0, *_NOTHING)
        now = row._replace(size=status.st_size, modified=status.st_mtime_ns)
        self._rows[path] = now.packed()


def _folders_of(paths: Iterable[str]) -> set[int]:
    """Return the hashes of all folders in which any of the `paths` is.

    There may be very many folders, and a hash takes less room.
    """
    folders: set[int] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and hash(folder) not in folders:
            folders.add(hash(folder))
            folder = folder.rpartition("/")[0]
    return folders


class _Content:
    """What a file holds now; `is_lost` where that is nothing, or zeros alone."""

    def __init__(self, path: str) -> None:
        digest, self.is_lost = sha256(), True
        with Path(path).open("rb", buffering=0) as file:
            for block in blocks(file, lambda _: None):
                digest.update(block)
                self.is_lost = self.is_lost and not any(block)
        self._sha256 = digest.digest()

    def is_of(self, row: Row) -> bool:
        """Tell whether it is what was written of `row`."""
        return self._sha256 == row.sha256
