"""Test a backup: restore it into a temporary folder and check the result.

The backup is restored as if the archive were lost. The statements and the history of
the backup are checked in the same way as the archive itself, with the checksums in the
backup. The last change of the backup must also be in the archive.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import NamedTuple

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.archive.restore_backup import SameFileError, read_file, restore_whole
from mediarel.attachments.files import (
    AttachedFile,
    attached_files,
    files_folder,
    whole_file,
)
from mediarel.attachments.local_files import LocalFiles
from mediarel.check.finding import Finding, error
from mediarel.check.outside import finding_of, same_file
from mediarel.check.store_tables import check_tables
from mediarel.index.index import SqliteIndex
from mediarel.recovery.repair import Newer
from mediarel.settings import STORE
from mediarel.store.protocol import Snapshot
from mediarel.store.records import read_entry, read_fields, read_record
from mediarel.store.sound import error_in
from mediarel.store.tiny.file import FileStore, StoreAccessError, reason
from mediarel.store.tiny.rotation import backup_folder, backups_in

_ANOTHER = errors.Hint(
    "Look for the cause, then make another backup: ", errors.Command("backup")
)


class NoBackupError(errors.AccessError):
    """There is no backup to test."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"no backup of this archive in {folder}",
            errors.Hint(
                "Make a backup: ",
                errors.Command("backup", "FOLDER"),
            ),
        )


class DrillResult(NamedTuple):
    """The result of testing the backup at `place`.

    `statements`, `files` and `changes` are the numbers of restored items. `statements`
    is None if the backup can't be restored. `change` is the number of the last change
    in the backup, or 0, and `at` is the time of this change. `since` is the number of
    changes that the archive has made since the backup.
    """

    place: Path
    findings: list[Finding]
    statements: int | None = None
    files: int = 0
    changes: int = 0
    change: int = 0
    at: str = ""
    since: int = 0


def newest_backup(store: FileStore, place: Path | None = None) -> Path:
    """Return the path of the newest backup in the folder `place`.

    The default is the backup folder next to the store. If `place` is a file, return its
    path. Raises NoBackupError, SameFileError or StoreAccessError.
    """
    path = Path(os.path.realpath(store.path))
    folder = place or backup_folder(path)
    if os.path.realpath(folder) == str(path):
        raise SameFileError(folder)
    if folder.exists() and not folder.is_dir():
        return folder
    try:
        found = backups_in(folder, path)
    except OSError as refusal:
        raise StoreAccessError(folder, reason(refusal)) from refusal
    if not found:
        raise NoBackupError(folder)
    return next(iter(found.values()))


def drill(
    archive: Archive,
    store: FileStore,
    place: Path,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> DrillResult:
    """Restore the backup at `place` into a temporary folder, and check the result.

    The store of the archive is only read, and the index is not used. For `progress`,
    see `check`. Raises AccessError. If the store can't be read, raises DamagedError,
    NewerArchiveError, NoStoreError or StoreAccessError.
    """
    if refusal := error_in(store):
        raise refusal
    now = store.read()
    try:
        wanted = read_file(place, store)
    except errors.NewerArchiveError as refusal:
        hint = "To restore this backup, update mediarel."
        return DrillResult(place, [_unreadable("newer", place, refusal, hint)])
    except (errors.DamagedError, errors.AccessError) as refusal:
        return DrillResult(place, [_unreadable("backup", place, refusal, _ANOTHER)])
    try:
        with TemporaryDirectory(prefix="mediarel-drill-") as folder:
            restored = _restored(archive, wanted, place, Path(folder))
    except OSError as refusal:  # can't create the folder, or the disk is full
        refused = Path(refusal.filename or gettempdir())
        raise _drill_folder_error(refused, reason(refusal)) from refusal
    path = Path(os.path.realpath(store.path))
    sources = [files_folder(place)]
    if place.parent == backup_folder(path):
        # A backup next to the archive shares the files of the archive.
        sources.append(files_folder(path))
    last = max(map(int, wanted.history), default=0)
    files, lost = _missing_files(restored, sources)
    found = [*_differences(now, wanted, restored, progress), *lost]
    same = [same_file(str(place))] if place.samefile(path) else []
    entry = wanted.history.get(str(last))
    return DrillResult(
        place,
        [*same, *(_of_backup(place, each) for each in found)],
        len(restored.statements),
        files,
        len(wanted.history),
        last,
        "" if entry is None else read_entry(last, entry).at,
        sum(int(number) > last for number in now.history),
    )


def _restored(
    archive: Archive, wanted: Snapshot, place: Path, folder: Path
) -> Snapshot:
    """Restore a backup into `folder`, and return the content of the new store.

    `wanted` is the content of the backup, and `place` is its path.
    """
    target = FileStore(folder / STORE)
    index = SqliteIndex(target, folder / "cache")
    elsewhere = Archive(
        target,
        index,
        lambda: LocalFiles(target.path),
        now=archive.now,
        author=archive.author,
    )
    target.path.parent.mkdir()
    try:
        restore_whole(elsewhere, target, None, Newer(wanted, []), place)
        return target.read()
    except errors.AccessError as refusal:
        raise _drill_folder_error(folder, refusal.problem) from refusal
    finally:
        index.close()


def _missing_files(
    restored: Snapshot, sources: Iterable[Path]
) -> tuple[int, list[Finding]]:
    """Count the restored attached files, and describe the missing files."""
    wanted = attached_files(restored.statements.values())
    lost = {file for file in wanted if not _is_in_backup(file, sources)}
    findings = []
    for key, raw in restored.statements.items() if lost else ():
        for each in read_record(int(key), raw).attachments:
            if AttachedFile.of(each) in lost:
                said = f'the file "{errors.shorten(each.name)}" was not restored: its'
                said += " backup is missing or has different content"
                findings.append(error("drill", f"statement {key}", said, "", int(key)))
    return len(wanted) - len(lost), findings


def _is_in_backup(file: AttachedFile, sources: Iterable[Path]) -> bool:
    for folder in sources:
        with suppress(OSError):
            if whole_file(folder, file):
                return True
    return False


def _differences(
    now: Snapshot,
    wanted: Snapshot,
    restored: Snapshot,
    progress: Callable[[str, int, int], None],
) -> Iterator[Finding]:
    """Yield the problems of a backup and of the archive that was restored from it.

    `now` is the present archive, and `wanted` is the backup. Statements that an earlier
    repair could not verify are not reported.
    """
    last = str(max(map(int, wanted.history), default=0))
    here, there = (
        read_fields(bytes(each.history.get(last, b"{}"))) for each in (now, wanted)
    )
    if here != there:
        what = "is missing or different in this archive. The backup is from another"
        what += " archive, or this archive was replaced by an older copy"
        yield error("drill", f"change {last}", what)
        return
    if restored.statements != wanted.statements:
        yield error("drill", "statements", "the restored statements are different")
    checked = check_tables(wanted, None, progress)
    outside = (finding_of(*each, None) for each in checked.kinds.values())
    for each in (*checked.findings, *outside):
        if each.level != "note" and each.kind != "unproved":
            yield each


def _of_backup(place: Path, finding: Finding) -> Finding:
    """Return the finding with the path of the backup, and with a hint for a backup."""
    where = f"{place}, {finding.place}"
    return replace(finding, kind="drill", place=where, hint=_ANOTHER)


def _unreadable(
    kind: str, place: Path, refusal: errors.MediarelError, hint: str
) -> Finding:
    what = refusal.problem.removeprefix(str(place)).lstrip(",: ")
    return error(kind, str(place), f"can't be restored: {what}", hint)


def _drill_folder_error(folder: Path, why: str) -> errors.AccessError:
    return errors.AccessError(
        f"can't restore the backup for a test in {folder}: {why}",
        "Set the variable TMPDIR to a folder with enough free space.",
    )
