"""What is in a published folder, beside what its manifest says.

A file of ours is known by its size and time; where they are others, by its content.
What leads out of the folder is not followed.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mediarel.attachments.files import blocks
from mediarel.publish.manifest import Row, is_seen, unpacked
from mediarel.publish.paths import LOCK, MANIFEST, STAGED, folders_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_BETWEEN = 64  # folders, from one word on how far it is to the next, about
_NOTHING = bytes(32), bytes(16)  # a digest that no content has, and that of no sources


class Survey(NamedTuple):
    """What was found.

    `rows` are the files of ours that are there, packed, with the size and the time that
    each has now. `edited` are those of them that hold something else; as those that a
    power cut left empty, they have the digest of nothing. `missing` are the paths of
    files that are not there. `others` are the paths of what is not ours: files, and,
    with a `/` at the end, folders in which there is nothing of ours. `is_as_told` where
    all is as the manifest says.
    """

    rows: dict[str, str]
    edited: list[str]
    missing: set[str]
    others: tuple[str, ...]
    is_as_told: bool


def look_at(
    folder: Path,
    rows: dict[str, str],
    begun: Mapping[str, str],
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
    return Survey(
        rows, look.edited, look.missing, tuple(sorted(look.others)), is_as_told
    )


class _Look:
    """What was seen so far; `rows`, `begun` and `new` as in `look_at`."""

    def __init__(
        self, rows: dict[str, str], begun: Mapping[str, str], new: set[str]
    ) -> None:
        self._rows = rows
        self._begun = begun
        self._new = new
        self._folders = {*map(hash, folders_of(rows))}
        self.missing = set(rows)
        self.edited: list[str] = []
        self.changed = 0
        self.others: list[str] = []

    def at(self, entry: os.DirEntry[str], within: str) -> Iterator[str]:
        """Take in what is at `entry`; yield it where it is a folder to be looked at."""
        path = within + entry.name
        packed = self._rows.get(path)
        if packed is not None and not entry.is_dir(follow_symlinks=False):
            self._take_in(entry, path, packed)
        elif hash(path) in self._folders and entry.is_dir(follow_symlinks=False):
            yield f"{path}/"
        elif path not in {STAGED, MANIFEST, LOCK}:
            is_folder = entry.is_dir(follow_symlinks=False)
            self.others.append(f"{path}/" if is_folder else path)

    def _take_in(self, entry: os.DirEntry[str], path: str, packed: str) -> None:
        status = entry.stat(follow_symlinks=False)
        if is_seen(packed, status):
            self.missing.discard(path)
            return
        content = _Content(entry.path) if entry.is_file(follow_symlinks=False) else None
        known = map(unpacked, (packed, self._begun.get(path, packed)))
        row = next((row for row in known if content and content.is_of(row)), None)
        if row is None and not (content and content.is_lost):
            if path in self._new:  # someone was quicker
                self.others.append(path)
                return
            self.edited.append(entry.path)
        self.missing.discard(path)
        self.changed += 1
        row = row or Row(0, 0, *_NOTHING)
        now = row._replace(size=status.st_size, modified=status.st_mtime_ns)
        self._rows[path] = now.packed()


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
