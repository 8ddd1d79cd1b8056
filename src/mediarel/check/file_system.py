"""Checking the file system that a store lies on: what it lacks, and what follows.

A change is whole or not at all everywhere. What else may be missing is told, so that
nobody relies on it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mediarel.atomic import can_sync_folder
from mediarel.check.finding import note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.check.finding import Finding

_MOUNTS = Path("/proc/self/mountinfo")  # on Linux; see proc_pid_mountinfo(5)
_ESCAPED = re.compile(r"\\([0-7]{3})")
_READ_ON = " The page on backups says what holds there."


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
