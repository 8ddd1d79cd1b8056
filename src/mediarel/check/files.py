"""Check the file system and the permissions of a store, and its attached files."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from mediarel import errors
from mediarel.attachments.files import LEFTOVER, AttachedFile, Files, KeptFile
from mediarel.attachments.local_files import PastName, past_files
from mediarel.check.finding import BY_NAME, Finding, error, note, warning
from mediarel.check.outside import unreadable
from mediarel.model.archive_settings import LOGO, command_for
from mediarel.store.protocol import Document

Attached = dict[str, Any]


_MOUNTS = Path("/proc/self/mountinfo")  # on Linux; see proc_pid_mountinfo(5)
_ESCAPED = re.compile(r"\\([0-7]{3})")


class _Look(NamedTuple):
    """The files in the folder of attached files, and the problems found with them."""

    kept: Mapping[str, list[KeptFile]]
    others: list[str]
    wrong: dict[AttachedFile, str | OSError]
    has_backups: bool

    def hint(self, number: int) -> errors.Hint:
        """Return the hint for recovering a lost file of a statement."""
        again = errors.Command("attach", number, "FILE")
        if not self.has_backups:
            return errors.Hint("Attach the file again: ", again)
        return errors.Hint(
            "Restore the file from a backup on another drive: ",
            errors.Command("restore", "--from", "BACKUP"),
            " – or attach the file again: ",
            again,
        )


# File systems that lack permissions, a journal or locks, with the names in Linux.
_LIMITED = {
    *("vfat", "msdos", "exfat", "fuse.exfat", "fuseblk", "nfs", "nfs4", "cifs"),
    *("smb3", "smbfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2"),
}


def check_file_system(path: Path) -> Iterator[Finding]:
    """Yield a note if the file system of the archive at `path` lacks a feature."""
    kind = _kind_at(path)
    if kind in _LIMITED:
        yield note("file_system", path.name, f"is on a drive with limits ({kind})")


def _kind_at(path: Path) -> str:
    """Return the type of the file system that has `path`, or "" if it is unknown."""
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
    """Yield problems with the file system and the permissions of a store."""
    yield from check_file_system(path)
    with suppress(OSError):  # already reported when the store was read
        if not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK):
            hint = f"To change the archive: chmod u+w {path.name}"
            yield note("read_only", path.name, "this file is read-only", hint)


def check_files(  # noqa: PLR0913 - the files, and how to check them
    files: Files,
    attachments: Mapping[int, list[Attached]],
    history: Mapping[str, Document],
    logo: Attached | None,
    progress: Callable[[int, int], None],
    *,
    quick: bool = False,
    has_backups: bool = True,
) -> Iterator[Finding]:
    """Yield problems with the attached files of an archive, and with the site's logo.

    `attachments` has the attachments by statement id. `history` has the raw changes. If
    `quick`, the content of files is not read. `progress` is called with the number of
    bytes read and the total. If `has_backups`, hints mention backups.
    """
    try:
        kept, others = files.kept(), files.others()
    except OSError as refusal:
        yield unreadable("files/", refusal)
        return
    named = {_file(each): each for many in attachments.values() for each in many}
    past = {f: name for f, name in past_files(history).items() if f not in named}
    if logo is not None:
        past[_file(logo)] = PastName(0, logo["name"])
    wanted = {f: kept[f.sha256] for f in (*named, *past) if f.sha256 in kept}
    wrong: dict[AttachedFile, str | OSError] = {
        file: f"{there[0].size:,} bytes instead of {file.size:,}"
        for file, there in wanted.items()
        if not _right(file, there)
    }
    if not quick:
        wrong |= _with_other_bytes(files, wanted, progress)
    look = _Look(kept, others, wrong, has_backups=has_backups)
    yield from _of_statements(attachments, look)
    yield from _of_history(past, _file(logo) if logo else None, look)
    yield from _too_many(files, look, {file.sha256 for file in named})


def _file(attached: Mapping[str, Any]) -> AttachedFile:
    return AttachedFile(attached["sha256"], attached["size"])


def _with_other_bytes(
    files: Files,
    wanted: Mapping[AttachedFile, list[KeptFile]],
    progress: Callable[[int, int], None],
) -> dict[AttachedFile, str | OSError]:
    """Read attached files. Return the files with wrong content.

    Each of these files maps to a description of the problem. `wanted` maps attached
    files to the copies in the folder. Copies of the wrong size are not read.
    """
    to_prove = {file: _right(file, there) for file, there in wanted.items()}
    read = [each for right in to_prove.values() for each in right]
    digests = files.digests(dict.fromkeys(read), progress)
    wrong: dict[AttachedFile, str | OSError] = {}
    for file, right in to_prove.items():
        found = [digests[each] for each in right]
        if found and file.sha256 not in found:
            refusals = [each for each in found if isinstance(each, OSError)]
            what = "its SHA-256 doesn't match its name"
            wrong[file] = refusals[0] if refusals else what
    return wrong


def _right(file: AttachedFile, there: Iterable[KeptFile]) -> list[KeptFile]:
    """Return the files in the folder that have the same size as `file`."""
    return [each for each in there if each.size == file.size]


def _of_statements(
    attachments: Mapping[int, list[Attached]], look: _Look
) -> Iterator[Finding]:
    reported: set[AttachedFile] = set()
    for number, attached in attachments.items():
        for each in attached:
            file = _file(each)
            what = f"{_called(each)} of statement {number}"
            if file.sha256 not in look.kept:
                place, hint = f"files/{file.sha256}", look.hint(number)
                yield error("file_missing", place, f"{what} is missing", hint, number)
            elif file in look.wrong and file not in reported:
                reported.add(file)
                place, why = look.kept[file.sha256][0].place, look.wrong[file]
                if isinstance(why, OSError):
                    yield unreadable(place, why, number)
                    continue
                message = f"{what} was changed: {why}"
                yield error("file_changed", place, message, look.hint(number), number)


def _of_history(
    past: Mapping[AttachedFile, PastName], logo: AttachedFile | None, look: _Look
) -> Iterator[Finding]:
    """Yield a note for each lost file that only the history mentions.

    If the file is the present logo of the site, yield a warning instead.
    """
    for file, (number, name) in past.items():
        if file.sha256 in look.kept and file not in look.wrong:
            continue
        if not number:
            message = f"{_called({'name': name})}, a logo of the site, is missing"
            hint = errors.Hint("To set the logo again: ", command_for(LOGO))
            level = warning if file == logo else note
            yield level("file_missing", f"files/{file.sha256}", message, hint)
            continue
        message = f"{_called({'name': name})}, earlier attached to statement {number},"
        message += " is lost: undo can restore its name, but not the file"
        hint = look.hint(number)
        yield note("file_missing", f"files/{file.sha256}", message, hint, number)


def _too_many(files: Files, look: _Look, wanted: set[str]) -> Iterator[Finding]:
    try:
        unneeded = files.unneeded()
    except OSError as refusal:
        yield unreadable("files/", refusal)
        return
    for each in unneeded:
        if LEFTOVER.fullmatch(PurePosixPath(each.place).name):
            message = "an interrupted command left this temporary file"
            yield note("leftover", each.place, message, BY_NAME["file_unused"].to_do)
        else:
            message = "no statement and no change in the history needs this file"
            yield note("file_unused", each.place, message)
    for place in look.others:
        name = PurePosixPath(place).name
        # A folder in place of a file was reported as a missing file.
        if not LEFTOVER.fullmatch(name) and name not in wanted:
            message = "not an attached file: attached files are named by their SHA-256"
            yield note("file_name", place, message)


def _called(attached: Mapping[str, Any]) -> str:
    return f'the file "{errors.shorten(attached["name"])}"'
