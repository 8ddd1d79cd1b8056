"""Which of several files of an archive is the newest, by what is in them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mediarel.archive.restore_from import NoFileError, read_file
from mediarel.errors import (
    AccessError,
    DamagedError,
    MediarelError,
    NewerArchiveError,
    RefusedError,
)
from mediarel.store.records import identity_of, read_entry
from mediarel.store.sound import error_in
from mediarel.store.tiny.rotation import backups_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.store.protocol import Snapshot
    from mediarel.store.tiny.file import FileStore

_ANOTHER = "is of another archive"


class Newest(NamedTuple):
    """The newest file, with number and time of its last change, 0 and "" without one.

    `left_out` are the files that could not be taken, each with a sentence on why.
    """

    path: Path
    number: int
    at: str
    left_out: tuple[str, ...]


class NoneUsableError(RefusedError):
    """None of the files can be restored from."""

    def __init__(self, left_out: Sequence[str]) -> None:
        super().__init__(
            f"none of these {len(left_out)} files can be restored from:"
            f" {'; '.join(left_out)}",
            "Backups of an archive are in the folder backups/ beside it.",
        )


class SeveralArchivesError(RefusedError):
    """The files are of several archives, and there is none to compare them with."""

    def __init__(self, one: Path, other: Path) -> None:
        super().__init__(
            f"{one} and {other} are of different archives",
            "Name only files of the one to be restored.",
        )


class _File(NamedTuple):
    """What tells of which archive a file is, and how new it is."""

    path: Path
    number: int
    at: str
    uuids: frozenset[object]
    begin: bytes

    def is_of_archive_of(self, other: _File) -> bool:
        """Tell whether both have a statement or the first change in common.

        An archive in which there never was anything may be any.
        """
        if not ((self.uuids or self.begin) and (other.uuids or other.begin)):
            return True
        return bool(self.begin and self.begin == other.begin) or not (
            self.uuids.isdisjoint(other.uuids)
        )


def files_at(given: Path, store: FileStore) -> list[Path]:
    """Return the backups of `store` in a folder, or else its JSON files; or a file.

    Raises NoFileError.
    """
    if not os.path.lexists(given):
        raise NoFileError(given)
    if not given.is_dir():
        return [given]
    path = Path(os.path.realpath(store.path))
    found = list(backups_in(given, path).values()) or [
        each
        for each in sorted(given.glob("*.json"))
        if os.path.realpath(each) != str(path)
    ]
    return found or [given]


def newest_of(paths: Sequence[Path], store: FileStore) -> Newest:
    """Return the newest of the files at `paths` that are of the archive in `store`.

    Raises NoneUsableError; SeveralArchivesError where the archive can't be read.
    """
    files: list[_File] = []
    left_out: list[str] = []
    ours = _present(store)
    for path in dict.fromkeys(paths):
        try:
            found = _seen(path, read_file(path, store))
        except (AccessError, DamagedError, NewerArchiveError, RefusedError) as error:
            left_out.append(_named(path, error))
            continue
        if ours is None or found.is_of_archive_of(ours):
            files.append(found)
        else:
            left_out.append(f"{path} {_ANOTHER}")
    if not files:
        raise NoneUsableError(left_out)
    newest = max(files, key=lambda each: (each.number, each.at, each.path.name))
    for other in files:
        if not other.is_of_archive_of(newest):
            raise SeveralArchivesError(newest.path, other.path)
    return Newest(newest.path, newest.number, newest.at, tuple(left_out))


def first_of_this_archive(paths: Sequence[Path], store: FileStore) -> Path:
    """Return the first of `paths` that is of no other archive than that in `store`.

    One that can't be read may be of any. Where all are of others, it is the first.
    """
    ours = _present(store) if len(paths) > 1 else None
    if ours is None:
        return paths[0]
    for path in paths:
        try:
            found = _seen(path, read_file(path, store))
        except (AccessError, DamagedError, NewerArchiveError, RefusedError):
            return path
        if found.is_of_archive_of(ours):
            return path
    return paths[0]


def _present(store: FileStore) -> _File | None:
    """Return what is in the archive itself, None where it can't be read."""
    if not store.path.exists() or error_in(store):
        return None
    return _seen(store.path, store.read())


def _seen(path: Path, snapshot: Snapshot) -> _File:
    numbers = sorted(map(int, snapshot.history))
    last = numbers[-1] if numbers else 0
    entry = snapshot.history.get(str(last))
    return _File(
        path,
        last,
        "" if entry is None else read_entry(last, entry, ignore_unknown=True).at,
        frozenset(identity_of(raw).uuid for raw in snapshot.statements.values()),
        bytes(snapshot.history[str(numbers[0])]) if numbers else b"",
    )


def _named(path: Path, error: MediarelError) -> str:
    """Return what is wrong with the file at `path`, in a sentence that names it."""
    problem = error.problem
    return problem if str(path) in problem else f"{path}: {problem}"
