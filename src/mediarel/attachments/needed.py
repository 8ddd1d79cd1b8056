"""Find and remove attached files that are no longer needed.

A file is needed if its SHA-256 is in a statement, in the history, or in a backup next
to the store. Damaged copies of the store are also searched.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from mediarel import errors
from mediarel.attachments import files
from mediarel.model.fields import ATTACHMENTS
from mediarel.store.protocol import Document
from mediarel.store.records import SITE, read_entry
from mediarel.store.tiny.rotation import all_backups, is_left_behind

_FIELD = ATTACHMENTS.name
_NAMED = re.compile(rb'"sha256"\s*:\s*"([0-9a-f]{64})"')


class PastName(NamedTuple):
    """The name that a file had in a statement.

    `id` is the id of the statement. It is 0 if the file was the logo of the site.
    """

    id: int
    name: str


def unneeded_files(path: Path) -> list[Path]:
    """Return the attached files of the store at `path` that are no longer needed.

    Lock the store before you remove these files. Raises OSError.
    """
    kept = files.all_kept(files.files_folder(path)).files
    for place in _naming_files(path):
        if not kept:
            break
        for sha256 in named_in(place.read_bytes()):
            kept.pop(sha256, None)
    return [place for places in kept.values() for place in places]


def named_in(data: bytes) -> set[str]:
    """Return the SHA-256 of all attached files of a store.

    `data` is the content of the store. The store may be damaged.
    """
    return {found.decode() for found in _NAMED.findall(data)}


def remove_files(path: Path, wanted: Container[Path]) -> list[Path]:
    """Remove the files in `wanted` and return a list of the removed files.

    Files that are still needed are kept. `wanted` may also contain temporary files. The
    caller must have locked the store at `path`. Raises OSError.
    """
    removed = []
    for place in [*unneeded_files(path), *leftovers(files.files_folder(path))]:
        if place in wanted:
            place.unlink()
            removed.append(place)
    for folder in {place.parent for place in removed}:
        with suppress(OSError):
            folder.rmdir()
    return removed


def remove_unneeded(path: Path, names: Iterable[str]) -> None:
    """Remove the files that were copied for a change that failed.

    `names` are the SHA-256 of the files. Files that are still needed are kept. Errors
    are ignored. The caller must have locked the store.
    """
    these = set(names)
    with suppress(OSError):
        remove_files(path, [p for p in unneeded_files(path) if p.name[:64] in these])


def leftovers(folder: Path) -> list[Path]:
    """Return the temporary files of interrupted commands in this folder.

    If the drive does not support locks, only files that are older than one hour are
    returned. Raises OSError.
    """
    return [
        place
        for place in files.all_kept(folder).others
        if files.OUR_LEFTOVER.fullmatch(place.name) and is_left_behind(place)
    ]


def remove_leftovers(folder: Path) -> None:
    """Remove the files that `leftovers` returns. Errors are ignored."""
    with suppress(OSError):
        for place in leftovers(folder):
            with suppress(OSError):
                place.unlink()


def _naming_files(path: Path) -> Iterator[Path]:
    """Yield the paths of the store, of its backups, and of its damaged copies."""
    yield path
    yield from all_backups(path)
    yield from path.parent.glob(f"{path.name}.damaged-*")


def past_files(history: Mapping[str, Document]) -> dict[files.AttachedFile, PastName]:
    """Return the attached files that the history mentions, and their names.

    `history` has the raw entries of all changes. Unreadable entries are skipped.
    """
    found: dict[files.AttachedFile, PastName] = {}
    for key, raw in history.items():
        if b'"sha256"' not in bytes(raw):
            continue
        try:
            change = read_entry(int(key), raw, ignore_unknown=True)
        except errors.InvalidFieldError:
            continue
        for number, fields in change.changed.items():
            for value in fields.get(_FIELD, ()):
                found.update(_files_in(number, value))
        for number, kept in change.removed.items():
            found.update(_files_in(number, kept.get(_FIELD)))
        for site in change.archive.get(SITE, ()):
            if isinstance(site, dict):
                found.update(_files_in(0, [site.get("logo")]))
    return found


def _files_in(number: int, value: Any) -> Iterator[tuple[files.AttachedFile, PastName]]:
    for each in value if isinstance(value, list) else ():
        if isinstance(each, dict):
            name, sha256, size = map(each.get, ("name", "sha256", "size"))
            if isinstance(name, str) and isinstance(sha256, str) and type(size) is int:
                yield files.AttachedFile(sha256, size), PastName(number, name)
