"""Find the attached files that are still needed, and remove all others.

A file is needed if its SHA-256 is in a statement, in the history, or in a backup next
to the store. Damaged copies of the store count too.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel import errors
from mediarel.attachments import files
from mediarel.model.fields import ATTACHMENTS
from mediarel.store.records import SITE, read_entry
from mediarel.store.tiny.rotation import all_backups, is_left_behind

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from pathlib import Path

    from mediarel.store.protocol import Document


_FIELD = ATTACHMENTS.name
_NAMED = re.compile(rb'"sha256"\s*:\s*"([0-9a-f]{64})"')


class PastName(NamedTuple):
    """The id of a statement that had a file, and the name of the file there.

    The id of a logo is 0.
    """

    id: int
    name: str


def unneeded_files(path: Path) -> list[Path]:
    """Return the files next to the store at `path` that nothing needs.

    To remove these files, lock the store first. Raises OSError.
    """
    kept = files.all_kept(files.files_folder(path)).files
    for place in _naming_files(path):
        if not kept:
            break
        for sha256 in named_in(place.read_bytes()):
            kept.pop(sha256, None)
    return [place for places in kept.values() for place in places]


def named_in(data: bytes) -> set[str]:
    """Return all SHA-256 of attached files in `data`, the content of a store.

    The store may be damaged.
    """
    return {found.decode() for found in _NAMED.findall(data)}


def remove_files(path: Path, wanted: Container[Path]) -> list[Path]:
    """Remove the `wanted` files that nothing needs, including temporary files.

    Returns the removed files. The caller must hold the lock of the store at `path`.
    Raises OSError.
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
    """Remove the files whose SHA-256 are `names`, unless needed; ignore errors.

    The files were copied for a change that failed. The caller must hold the lock of the
    store.
    """
    these = set(names)
    with suppress(OSError):
        remove_files(path, [p for p in unneeded_files(path) if p.name[:64] in these])


def leftovers(folder: Path) -> list[Path]:
    """Return the temporary files that killed commands left in `folder`.

    On a drive without locks, returns files that are older than one hour. Raises
    OSError.
    """
    return [
        place
        for place in files.all_kept(folder).others
        if files.OUR_LEFTOVER.fullmatch(place.name) and is_left_behind(place)
    ]


def remove_leftovers(folder: Path) -> None:
    """Remove the files that `leftovers` returns; ignore errors."""
    with suppress(OSError):
        for place in leftovers(folder):
            with suppress(OSError):
                place.unlink()


def _naming_files(path: Path) -> Iterator[Path]:
    """Yield the paths that may need attached files: the store, backups and copies."""
    yield path
    yield from all_backups(path)
    yield from path.parent.glob(f"{path.name}.damaged-*")


def past_files(history: Mapping[str, Document]) -> dict[files.AttachedFile, PastName]:
    """Return the attached files in the changes of a raw `history`.

    Unreadable entries are skipped.
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
