"""Look through a published folder: which files are ours, edited, missing, of others.

A file of ours is known by its size and time; if these differ, by its content. Links are
not followed.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mediarel.attachments.reading import blocks
from mediarel.publish.manifest import Row
from mediarel.publish.paths import LOCK, MANIFEST, STAGED, folders_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mediarel.publish.manifest import Manifest

_BETWEEN = 64  # folders between two reports of progress, about
_NOTHING = bytes(32)  # a digest that no content has


class Survey(NamedTuple):
    """The files in a folder.

    `rows` are the files of ours that are there, with their size and time now. The
    digest is zero for those that were `edited`, and for files that a power cut left
    empty. `missing` are the paths of files of ours that are not there. `others` are the
    paths of files of others; a folder that contains nothing of ours ends in `/`.
    """

    rows: dict[str, Row]
    edited: list[str]
    missing: set[str]
    others: tuple[str, ...]


def look_at(
    folder: Path, manifest: Manifest, tell: Callable[[int, int], None]
) -> Survey:
    """Return what is in `folder`, which has this `manifest`.

    `tell` is called with how many files were found, of how many.

    Raises OSError.
    """
    look = _Look(manifest)
    total = len(look.missing)
    left = [""]
    while left:
        within = left.pop()
        with os.scandir(f"{folder}/{within}") as entries:
            left += [each for entry in entries for each in look.at(entry, within)]
        if not len(left) % _BETWEEN:
            tell(len(look.rows), total)
    return Survey(look.rows, look.edited, look.missing, tuple(sorted(look.others)))


class _Look:
    """What was seen so far."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self.missing = {*manifest.rows, *manifest.new}
        self._folders = {*map(hash, folders_of(self.missing))}
        self.rows: dict[str, Row] = {}
        self.edited: list[str] = []
        self.others: list[str] = []

    def at(self, entry: os.DirEntry[str], within: str) -> Iterator[str]:
        """Take in `entry`; yield its path if it is a folder to be looked at."""
        path = within + entry.name
        is_folder = entry.is_dir(follow_symlinks=False)
        if path in self.missing and not is_folder:
            self._take_in(entry, path)
        elif is_folder and hash(path) in self._folders:
            yield f"{path}/"
        elif path not in {STAGED, MANIFEST, LOCK}:
            self.others.append(f"{path}/" if is_folder else path)

    def _take_in(self, entry: os.DirEntry[str], path: str) -> None:
        told = (self._manifest.rows.get(path), self._manifest.new.get(path))
        known = [row for row in told if row]
        status = entry.stat(follow_symlinks=False)
        now = Row(_NOTHING, status.st_size, status.st_mtime_ns)
        found = next((row for row in known if row[1:] == now[1:]), None)
        if found is None:
            is_file = entry.is_file(follow_symlinks=False)
            digest, is_lost = _content(entry.path) if is_file else (b"", False)
            if any(row.sha256 == digest for row in known):
                found = now._replace(sha256=digest)
            elif not is_lost and path not in self._manifest.rows:
                self.others.append(path)  # someone put another file there meanwhile
                return
            elif not is_lost:
                self.edited.append(entry.path)
        self.missing.discard(path)
        self.rows[path] = found or now


def _content(path: str) -> tuple[bytes, bool]:
    """Return the SHA-256 of a file, and whether it is empty or all zeros."""
    digest, is_lost = sha256(), True
    with Path(path).open("rb", buffering=0) as file:
        for block in blocks(file, lambda _: None):
            digest.update(block)
            is_lost = is_lost and not any(block)
    return digest.digest(), is_lost
