"""What is in a published folder, beside what its manifest says.

A file of ours is known by its size and time; where they are others, by its content.
What leads out of the folder is not followed.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mediarel.attachments.reading import blocks
from mediarel.publish.manifest import Row, is_seen, unpacked
from mediarel.publish.paths import LOCK, MANIFEST, STAGED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_NOTHING = bytes(32), bytes(16)  # a digest that no content has, and that of no sources


class Survey(NamedTuple):
    """What was found beside the rows of a manifest, which now say what is there.

    `edited` are the files of ours that hold something else now; as those that a power
    cut left empty, they have the digest of nothing. `others` counts what is not ours:
    files, and folders in which there is nothing of ours. `missing` are the paths of
    files that are not there; `is_as_told` where there are none, and no time is another.
    """

    edited: list[str]
    others: int
    missing: set[str]
    is_as_told: bool


def look_at(
    folder: Path,
    rows: dict[str, bytes],
    begun: Mapping[str, bytes],
    tell: Callable[[int, int], None] = lambda *_: None,
) -> Survey:
    """Bring `rows`, packed by their paths, to what is in `folder`.

    Those of files that are not there are taken out. A file may also be what `begun`
    says, of which all paths are in `rows`. `tell` is called with how many files were
    found, of how many.

    Raises OSError.
    """
    total, others = len(rows), 0
    missing, edited, changed = set(rows), list[str](), 0
    folders = _folders_of(rows)
    left = [""]
    while left:
        within = left.pop()
        with os.scandir(f"{folder}/{within}") as entries:
            for entry in entries:
                path = within + entry.name
                packed = rows.get(path)
                if packed is not None and not entry.is_dir(follow_symlinks=False):
                    missing.discard(path)
                    status = entry.stat(follow_symlinks=False)
                    if not is_seen(packed, status):
                        changed += 1
                        known = [packed, *([begun[path]] if path in begun else ())]
                        rows[path] = _now(entry, status, known, edited).packed()
                elif hash(path) in folders and entry.is_dir(follow_symlinks=False):
                    left.append(f"{path}/")
                elif path not in {STAGED, MANIFEST, LOCK}:
                    others += 1
        tell(total - len(missing), total)
    for path in missing:
        del rows[path]
    return Survey(edited, others, missing, is_as_told=not (missing or changed))


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


def _now(
    entry: os.DirEntry[str],
    status: os.stat_result,
    known: Iterable[bytes],
    edited: list[str],
) -> Row:
    """Return what a file is now, of which the packed rows `known` say what it may be.

    One that is nothing of these is `edited`.

    Raises OSError.
    """
    content = _Content(entry.path) if entry.is_file(follow_symlinks=False) else None
    fitting = [row for row in map(unpacked, known) if content and content.is_of(row)]
    if not fitting and not (content and content.is_lost):
        edited.append(entry.path)
    row = fitting[0] if fitting else Row(0, 0, *_NOTHING)
    return row._replace(size=status.st_size, modified=status.st_mtime_ns)


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
