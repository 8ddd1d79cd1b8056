"""Check the surroundings of a store: file system, leftovers, links, permissions."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mediarel.atomic import can_sync_folder, temporary_beside
from mediarel.attachments.files import LEFTOVER
from mediarel.check.finding import note, warning
from mediarel.store.tiny.rotation import backup_folder, other_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.check.finding import Finding

_MOUNTS = Path("/proc/self/mountinfo")  # on Linux; see proc_pid_mountinfo(5)
_ESCAPED = re.compile(r"\\([0-7]{3})")
_READ_ON = " The page on backups says what holds there."
_BY_HAND = re.compile(r"-[0-9-]+T[0-9]{6}Z\.json\.")


class Lack(NamedTuple):
    """What a file system lacks, and what to do about it."""

    what: str
    hint: str


NO_RIGHTS = Lack(
    "it keeps no rights: whoever has the drive can read the archive",
    "Keep what is private on another.",
)


NO_JOURNAL = Lack(
    "a power failure may damage the drive itself",
    "Have a backup on another.",
)


SERVER = Lack(
    "two computers wait for each other only where its server keeps locks",
    "If it does not, change the archive from one computer at a time.",
)


NO_LOCKS = Lack(
    "two computers do not wait for each other",
    "Change the archive from one computer at a time.",
)


NO_SYNC = Lack(
    "it can't be told to keep the name of a new file: a power failure may bring back"
    " the archive as it was a moment before",
    "Unmount the drive before you unplug it.",
)


# By the names that Linux has for them.
LACKS = {
    **dict.fromkeys(("vfat", "msdos", "exfat", "fuse.exfat"), (NO_RIGHTS, NO_JOURNAL)),
    "fuseblk": (NO_RIGHTS,),  # NTFS or exFAT
    **dict.fromkeys(("nfs", "nfs4"), (SERVER,)),
    **dict.fromkeys(("cifs", "smb3", "smbfs"), (NO_RIGHTS, SERVER)),
    **dict.fromkeys(("fuse.sshfs", "fuse.rclone", "fuse.davfs2"), (NO_LOCKS,)),
}


def check_file_system(path: Path) -> Iterator[Finding]:
    """Yield a note on each thing that the store at `path` can't rely on."""
    kind = _kind_at(path)
    lacks = list(LACKS.get(kind, ()))
    if not can_sync_folder(path.parent):
        lacks.append(NO_SYNC)
    where = f"it lies on {kind}" if kind in LACKS else "of its drive"
    for lack in lacks:
        yield note(
            kind="file_system",
            place=path.name,
            message=f"{where}: {lack.what}",
            hint=lack.hint + _READ_ON,
        )


def _kind_at(path: Path) -> str:
    """Return the kind of the file system of `path`, "" where it is not known."""
    try:
        lines = _MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    kind, longest = "", -1
    for line in lines:
        before, _, behind = line.partition(" - ")
        point = Path(_ESCAPED.sub(lambda code: chr(int(code[1], 8)), before.split()[4]))
        # A later one hides an earlier one at the same place.
        if path.is_relative_to(point) and len(point.parts) >= longest:
            kind, longest = behind.split()[0], len(point.parts)
    return kind


def check_surroundings(path: Path) -> Iterator[Finding]:
    """Yield what is wrong around the file of the store at `path`."""
    yield from check_file_system(path)
    yield from _leftovers(path)
    with suppress(OSError):  # reading the store has raised it already
        names = other_names(path)
        if names:
            yield warning(
                kind="link",
                place=path.name,
                message=f"this file has another name too: {', '.join(names)}",
                hint="It is not kept in step: after the next change it is a file of"
                " its own, with what was before.",
            )
        if not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK):
            yield note(
                kind="read_only",
                place=path.name,
                message="it may only be read",
                hint=f"To change the archive: chmod u+w {path.name}",
            )
    yield from _closed_backups(backup_folder(path))


def _closed_backups(folder: Path) -> Iterator[Finding]:
    """Yield a warning where a colleague made the folder of backups, for them alone."""
    by_effect = os.access in os.supports_effective_ids
    can_read, can_write = (
        os.access(folder, way, effective_ids=by_effect) for way in (os.R_OK, os.W_OK)
    )
    if can_read and not can_write:
        yield warning(
            kind="read_only",
            place=f"{folder.name}/",
            message="you may not write here, so the first change of a day is refused",
            hint=f"Have its owner make it as open as the archive's folder: chmod"
            f" --reference={folder.parent} {folder}",
        )


def _leftovers(path: Path) -> Iterator[Finding]:
    """Yield the temporary files of changes that were cut short, or still go on."""
    prefix, suffix = temporary_beside(path)
    for folder in (path.parent, backup_folder(path)):
        try:
            names = sorted(place.name for place in folder.iterdir())
        except OSError:
            continue
        is_own = folder == path.parent
        for name in names:
            is_ours = name.startswith(prefix) and name.endswith(suffix)
            if LEFTOVER.fullmatch(name) and (is_ours or not is_own):
                yield note(
                    kind="leftover",
                    place=name if is_own else f"{folder.name}/{name}",
                    message="it was left by a change that was cut short; it does no"
                    " harm",
                    hint=_removal(name),
                )


def _removal(name: str) -> str:
    if _BY_HAND.search(name):
        return "A change removes it, an hour after it was left."
    return "The next change removes it."
