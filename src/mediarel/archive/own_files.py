"""Recognise the files and folders of an archive, so that no export overwrites them.

Files are compared by real path and inode, so links, `..` and case make no difference.
The files of another archive are recognised by their content.
"""

import os
from pathlib import Path

from mediarel.attachments.files import files_folder
from mediarel.formats.encoding import is_archive
from mediarel.settings import STORE
from mediarel.store.tiny.rotation import all_backups, backup_folder


def role_of(place: Path, store: str) -> str:
    """Return why the file at `place` must not be overwritten.

    The result is the end of a sentence that starts with "FILE is", such as "a backup of
    the archive". Return "" if the file does not exist or belongs to no archive. `store`
    is the path of this archive. Raises OSError if the file can't be read.
    """
    real, path = Path(os.path.realpath(place)), Path(os.path.realpath(store))
    return _role_here(real, path) or _role_elsewhere(real)


def _role_here(real: Path, path: Path) -> str:
    if real == path or _is_same(real, path):
        return "the archive itself"
    for folder, what in _own_folders(path):
        if any(_is_same(each, folder) for each in real.parents):
            return what
    if any(_is_same(real, backup) for backup in all_backups(path)):
        return "a backup of the archive"
    name, own = real.name.casefold(), path.name.casefold()
    is_kept = name.startswith((f".{own}.", f"{own}.damaged-"))
    if is_kept and _is_same(real.parent, path.parent):
        return "a file that mediarel keeps next to the archive"
    return ""


def _role_elsewhere(real: Path) -> str:
    if real.name == STORE.name and backup_folder(real).is_dir():
        return "the path of another archive"
    return "an archive" if real.is_file() and is_archive(real.read_bytes()) else ""


def is_own_folder(folder: Path, store: str, but: Path | None = None) -> bool:
    """Return True if a folder contains files that belong to an archive.

    An archive uses the folder `data/`, and folders for backups, seals and attached
    files. `store` is the path of this archive, or "". `but` is the path of an archive
    whose folders are ignored.
    """
    stores = [folder / STORE.name] if folder.name == STORE.parent.name else []
    near = folder.parent / STORE.name
    if _is_next_to(folder, near):
        stores.append(near)
    if store and _is_next_to(folder, Path(store)):
        return True
    return any(
        _is_archive(each)
        for each in stores
        if but is None or os.path.realpath(each) != os.path.realpath(but)
    )


def _is_next_to(folder: Path, store: Path) -> bool:
    return any(_is_same(folder, own) for own, _ in _own_folders(store))


def _own_folders(store: Path) -> tuple[tuple[Path, str], ...]:
    """Return pairs: a folder of the archive, and the role of its files."""
    return (
        (backup_folder(store), "in the archive's backup folder"),
        (files_folder(store), "in the archive's folder for attached files"),
        (seals_folder(store), "in the archive's folder for seals"),
    )


def seals_folder(store: Path) -> Path:
    """Return the folder for the seals of the archive in the file `store`."""
    return store.parent / "seals"


def _is_archive(store: Path) -> bool:
    """Return True if `store` is an archive or has a backup folder."""
    if os.path.lexists(backup_folder(store)):
        return True
    try:
        return store.is_file() and is_archive(store.read_bytes())
    except OSError:  # belongs to a different user
        return True


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
