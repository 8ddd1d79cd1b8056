"""Test a backup: restore it into a temporary folder and check the result.

The drill restores the backup as if the archive were lost. Then it compares the restored
archive with the archive at the time of the backup.
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING, NamedTuple

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.archive.drill_comparison import Difference, differences
from mediarel.archive.restore_backup import (
    SameFileError,
    first_of_this_archive,
    read_file,
    restore_whole,
)
from mediarel.attachments.files import (
    attached_files,
    files_folder,
    places_of,
    whole_file,
)
from mediarel.attachments.local_files import LocalFiles
from mediarel.check.finding import error, warning
from mediarel.check.outside import same_file
from mediarel.index.index import SqliteIndex
from mediarel.recovery.newer import Newer
from mediarel.settings import STORE
from mediarel.store.records import read_entry, read_record
from mediarel.store.sound import error_in
from mediarel.store.tiny.file import FileStore, StoreAccessError, reason
from mediarel.store.tiny.rotation import backup_folder, backups_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mediarel.attachments.files import AttachedFile
    from mediarel.check.finding import Finding
    from mediarel.store.protocol import Snapshot

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
                errors.Command("backup", errors.Placeholder("FOLDER")),
            ),
        )


class DrillResult(NamedTuple):
    """The result of testing the backup at `place`.

    `change` is the number of the backup's last change (0 for none), and `at` is its
    time. `since` is the count of later changes in the archive. The number of statements
    is None if the backup can't be restored.
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
    """Return the newest backup in the folder `place`, or `place` if it is a file.

    By default, the folder is the backup folder next to the store. Raises NoBackupError,
    SameFileError or StoreAccessError.
    """
    path = Path(os.path.realpath(store.path))
    folder = backup_folder(path) if place is None else place
    if place is not None and not os.path.lexists(place):
        raise NoBackupError(place)
    if place is not None and not place.is_dir():
        if os.path.realpath(place) == str(path):
            raise SameFileError(place)
        return place
    try:
        found = backups_in(folder, path)
    except OSError as refusal:
        raise StoreAccessError(folder, reason(refusal)) from refusal
    if not found:
        raise NoBackupError(folder)
    newest_first = list(found.values())
    # An external drive may also have backups of other archives.
    return (
        newest_first[0] if place is None else first_of_this_archive(newest_first, store)
    )


def drill(
    archive: Archive,
    store: FileStore,
    place: Path,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> DrillResult:
    """Restore the backup at `place` into a temporary folder, and compare the result.

    `store` belongs to `archive` and is only read; the index is not used. `progress` is
    called with the number of statements compared, and the total. Raises DamagedError,
    NewerArchiveError, NoStoreError or StoreAccessError for `store`, and AccessError.
    """
    if refusal := error_in(store):
        raise refusal
    now = store.read()
    try:
        wanted = read_file(place, store)
    except (
        errors.DamagedError,
        errors.NewerArchiveError,
        errors.AccessError,
    ) as refusal:
        return DrillResult(place, [_unreadable(place, refusal)])
    try:
        with TemporaryDirectory(prefix="mediarel-drill-") as folder:
            return _drilled(archive, store, now, wanted, place, Path(folder), progress)
    except OSError as refusal:  # can't create the folder, or the disk is full
        refused = Path(refusal.filename or gettempdir())
        raise _drill_folder_error(refused, reason(refusal)) from refusal


def _drilled(  # noqa: PLR0913, PLR0917 - all inputs of a drill
    archive: Archive,
    store: FileStore,
    now: Snapshot,
    wanted: Snapshot,
    place: Path,
    folder: Path,
    progress: Callable[[int, int], None],
) -> DrillResult:
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
    path = Path(os.path.realpath(store.path))
    sources = [files_folder(place)]
    if place.parent == backup_folder(path):
        # A backup next to the archive shares the files of the archive.
        sources.append(files_folder(path))
    try:
        restore_whole(elsewhere, target, None, Newer(wanted, []), place)
        restored = target.read()
    except errors.AccessError as refusal:
        raise _drill_folder_error(folder, refusal.problem) from refusal
    finally:
        index.close()
    last = max(map(int, wanted.history), default=0)
    files, lost = _missing_files(restored, sources)
    findings = [
        *([same_file(str(place))] if place.samefile(store.path) else []),
        *(_finding(place, each) for each in differences(now, restored, last, progress)),
        *(_finding(place, each) for each in lost),
    ]
    entry = wanted.history.get(str(last))
    return DrillResult(
        place,
        findings,
        len(restored.statements),
        files,
        len(wanted.history),
        last,
        "" if entry is None else read_entry(last, entry).at,
        sum(int(number) > last for number in now.history),
    )


def _missing_files(
    restored: Snapshot, sources: Iterable[Path]
) -> tuple[int, list[Difference]]:
    """Return the number of attached files, and a difference for each missing file."""
    wanted = attached_files(restored.statements.values())
    lost = {file: why for file in wanted if (why := _why_lost(file, sources))}
    differing = []
    for key, raw in restored.statements.items() if lost else ():
        for file in attached_files([raw]):
            if file not in lost:
                continue
            attachments = read_record(int(key), raw).attachments
            name = next(a.name for a in attachments if a.sha256 == file.sha256)
            said = f'the file "{errors.shorten(name)}" was not restored: {lost[file]}'
            differing.append(Difference(int(key), f"statement {key}", said))
    return len(wanted) - len(lost), differing


def _why_lost(file: AttachedFile, sources: Iterable[Path]) -> str:
    """Return why `file` is in no folder of `sources`, or "" if a folder has it."""
    why = "it has no backup"
    for folder in sources:
        try:
            if whole_file(folder, file):
                return ""
            if places_of(folder, file.sha256):
                why = "its backup has different content"
        except OSError as refusal:
            why = reason(refusal)
    return why


def _finding(place: Path, difference: Difference) -> Finding:
    level = error if difference.is_known else warning
    where = f"{place}, {difference.place}"
    return level("drill", where, difference.what, _ANOTHER, difference.number)


def _unreadable(
    place: Path,
    refusal: errors.DamagedError | errors.NewerArchiveError | errors.AccessError,
) -> Finding:
    is_newer = isinstance(refusal, errors.NewerArchiveError)
    what = refusal.problem.removeprefix(str(place)).lstrip(",: ")
    hint = "To restore this backup, update mediarel." if is_newer else _ANOTHER
    kind = "newer" if is_newer else "backup"
    return error(kind, str(place), f"can't be restored: {what}", hint)


def _drill_folder_error(folder: Path, why: str) -> errors.AccessError:
    return errors.AccessError(
        f"can't restore the backup for a test in {folder}: {why}",
        "Set the variable TMPDIR to a folder with enough free space.",
    )
