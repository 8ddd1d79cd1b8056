"""Check the surroundings of a store: file system, leftovers, links, permissions."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from mediarel.atomic import can_sync_folder, temporary_beside
from mediarel.attachments.files import LEFTOVER, AttachedFile
from mediarel.attachments.needed import past_files
from mediarel.check.finding import error, note, warning
from mediarel.errors import Command, Hint, Placeholder, shorten
from mediarel.store.tiny.rotation import backup_folder, other_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from mediarel.attachments.files import Files, KeptFile
    from mediarel.attachments.needed import PastName
    from mediarel.check.finding import Finding
    from mediarel.store.protocol import Document

    Attached = dict[str, Any]


_PRUNE = Hint("Have it deleted: ", Command("check", "--prune"))
_MOUNTS = Path("/proc/self/mountinfo")  # on Linux; see proc_pid_mountinfo(5)
_ESCAPED = re.compile(r"\\([0-7]{3})")
_READ_ON = " The page on backups says what holds there."
_BY_HAND = re.compile(r"-[0-9-]+T[0-9]{6}Z\.json\.")


class _Look(NamedTuple):
    """The kept files, and the problems found with the files of statements."""

    kept: Mapping[str, list[KeptFile]]
    others: list[str]
    wrong: dict[AttachedFile, str | OSError]
    has_backups: bool

    def hint(self, number: int) -> Hint:
        """Return how to recover a lost file of statement `number`."""
        again = Command("attach", number, Placeholder("FILE"))
        if not self.has_backups:
            return Hint("Attach it again: ", again)
        return Hint(
            "Bring it back from a backup on another drive: ",
            Command("restore", "--from", Placeholder("BACKUP")),
            " – or attach it again: ",
            again,
        )


class Lack(NamedTuple):
    """A feature that a file system lacks, and what to do about it."""

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
# Names as used by Linux.
LACKS = {
    **dict.fromkeys(("vfat", "msdos", "exfat", "fuse.exfat"), (NO_RIGHTS, NO_JOURNAL)),
    "fuseblk": (NO_RIGHTS,),  # NTFS or exFAT
    **dict.fromkeys(("nfs", "nfs4"), (SERVER,)),
    **dict.fromkeys(("cifs", "smb3", "smbfs"), (NO_RIGHTS, SERVER)),
    **dict.fromkeys(("fuse.sshfs", "fuse.rclone", "fuse.davfs2"), (NO_LOCKS,)),
}


def check_file_system(path: Path) -> Iterator[Finding]:
    """Yield a note on each feature that the file system of `path` lacks."""
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
    """Return the type of the file system of `path`, "" if unknown."""
    try:
        lines = _MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    kind, longest = "", -1
    for line in lines:
        before, _, behind = line.partition(" - ")
        point = Path(_ESCAPED.sub(lambda code: chr(int(code[1], 8)), before.split()[4]))
        # A later mount hides an earlier one at the same place.
        if path.is_relative_to(point) and len(point.parts) >= longest:
            kind, longest = behind.split()[0], len(point.parts)
    return kind


def check_surroundings(path: Path) -> Iterator[Finding]:
    """Yield problems with the surroundings of the store at `path`."""
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
    """Yield a warning if only a colleague may open the folder of backups."""
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
    """Yield the temporary files of interrupted or running changes."""
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


def check_files(  # noqa: PLR0913 - what there is, and how it is looked at
    files: Files,
    attachments: Mapping[int, list[Attached]],
    history: Mapping[str, Document],
    progress: Callable[[int, int], None],
    *,
    quick: bool = False,
    has_backups: bool = True,
) -> Iterator[Finding]:
    """Yield problems with the attached `files` of an archive.

    `attachments` are by statement id; `history` is raw. With `quick`, the bytes of
    files are not read. `progress` is called with the number of bytes read.
    `has_backups` says that a file may be restored from a backup.
    """
    try:
        kept, others = files.kept(), files.others()
    except OSError as refusal:
        yield _unreadable("files/", refusal)
        return
    named = {_file(each): each for many in attachments.values() for each in many}
    past = {f: name for f, name in past_files(history).items() if f not in named}
    wanted = {f: kept[f.sha256] for f in (*named, *past) if f.sha256 in kept}
    wrong = _of_another_size(wanted)
    if not quick:
        wrong |= _with_other_bytes(files, wanted, progress)
    look = _Look(kept, others, wrong, has_backups=has_backups)
    yield from _of_statements(attachments, look)
    yield from _of_history(past, look)
    yield from _too_many(files, look, {file.sha256 for file in named})


def _file(attached: Mapping[str, Any]) -> AttachedFile:
    return AttachedFile(attached["sha256"], attached["size"])


def _of_another_size(
    wanted: Mapping[AttachedFile, list[KeptFile]],
) -> dict[AttachedFile, str | OSError]:
    """Describe the problem of each `wanted` file that has the wrong size."""
    return {
        file: f"it has {there[0].size:,} bytes, not {file.size:,}"
        for file, there in wanted.items()
        if not _right(file, there)
    }


def _with_other_bytes(
    files: Files,
    wanted: Mapping[AttachedFile, list[KeptFile]],
    progress: Callable[[int, int], None],
) -> dict[AttachedFile, str | OSError]:
    """Read the `wanted` files of the right size, and describe each problem."""
    to_prove = {file: _right(file, there) for file, there in wanted.items()}
    read = [each for right in to_prove.values() for each in right]
    digests = files.digests(dict.fromkeys(read), progress)
    wrong: dict[AttachedFile, str | OSError] = {}
    for file, right in to_prove.items():
        found = [digests[each] for each in right]
        if found and file.sha256 not in found:
            refusals = [each for each in found if isinstance(each, OSError)]
            what = "its SHA-256 is another than its name"
            wrong[file] = refusals[0] if refusals else what
    return wrong


def _right(file: AttachedFile, there: Iterable[KeptFile]) -> list[KeptFile]:
    """Return the kept files that have the size of `file`."""
    return [each for each in there if each.size == file.size]


def _of_statements(
    attachments: Mapping[int, list[Attached]], look: _Look
) -> Iterator[Finding]:
    told: set[AttachedFile] = set()
    for number, attached in attachments.items():
        for each in attached:
            file = _file(each)
            if file.sha256 not in look.kept:
                yield _missing(number, each, look)
            elif file in look.wrong and file not in told:
                told.add(file)
                yield _changed(number, each, look)


def _changed(number: int, attached: Mapping[str, Any], look: _Look) -> Finding:
    """Return the finding for a file that differs from the attached one."""
    file = _file(attached)
    place = look.kept[file.sha256][0].place
    what = look.wrong[file]
    if isinstance(what, OSError):
        return _unreadable(place, what, number)
    return error(
        kind="file_changed",
        place=place,
        id=number,
        message=f"{_called(attached)} of statement {number} is another now: {what}",
        hint=look.hint(number),
    )


def _missing(number: int, attached: Mapping[str, Any], look: _Look) -> Finding:
    return error(
        kind="file_missing",
        place=f"files/{attached['sha256']}",
        id=number,
        message=f"{_called(attached)} of statement {number} is missing",
        hint=look.hint(number),
    )


def _of_history(
    past: Mapping[AttachedFile, PastName], look: _Look
) -> Iterator[Finding]:
    """Yield a note for each lost file that only undo could restore."""
    for file, (number, name) in past.items():
        if file.sha256 in look.kept and file not in look.wrong:
            continue
        yield note(
            kind="file_missing",
            place=f"files/{file.sha256}",
            id=number,
            message=f"{_called({'name': name})}, which statement {number} had before,"
            " is lost: undo would bring back its name alone",
            hint=look.hint(number),
        )


def _too_many(files: Files, look: _Look, wanted: set[str]) -> Iterator[Finding]:
    try:
        unneeded = files.unneeded()
    except OSError as refusal:
        yield _unreadable("files/", refusal)
        return
    for each in unneeded:
        is_left = LEFTOVER.fullmatch(PurePosixPath(each.place).name)
        yield note(
            kind="leftover" if is_left else "file_unused",
            place=each.place,
            message="a killed command left this temporary file"
            if is_left
            else "neither a statement nor the history needs it",
            hint=_PRUNE,
        )
    for place in look.others:
        name = PurePosixPath(place).name
        # A folder in place of a file was reported as a missing file.
        if not LEFTOVER.fullmatch(name) and name not in wanted:
            yield note(
                kind="file_name",
                place=place,
                message="it is no file of a statement: those are named by their"
                " SHA-256",
                hint="Move it out of the archive's folder.",
            )


def _unreadable(place: str, refusal: OSError, number: int | None = None) -> Finding:
    return error(
        kind="unreadable",
        place=place,
        id=number,
        message=(refusal.strerror or str(refusal)).lower(),
        hint="Check its permissions.",
    )


def _called(attached: Mapping[str, Any]) -> str:
    return f'the file "{shorten(attached["name"])}"'
