"""Restore all statements from a file, such as a backup, or test a backup.

A user can name one file, several files or a folder. The newest of the files is used.
The files must be backups of this archive. If the archive can't be read, they must all
be backups of the same archive.

To test a backup, it is restored into a temporary folder, as if the archive were lost.
The result is checked in the same way as the archive itself, with the checksums in the
backup. The last change of the backup must also be in the archive.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import NamedTuple

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.archive.session import OvertakenError, Session
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
from mediarel.history.chain import CHANGED_OUTSIDE, note_on_proved, unproved_in
from mediarel.history.change import (
    Change,
    ChangeSet,
    Edit,
    Explanation,
    changed_fields,
    with_fields,
)
from mediarel.history.ledger import Ledger
from mediarel.index.index import SqliteIndex
from mediarel.model.statement import Statement
from mediarel.recovery.repair import Newer
from mediarel.recovery.salvage import salvage
from mediarel.settings import STORE
from mediarel.store.protocol import Document, Snapshot, Store
from mediarel.store.records import identity_of, read_entry, read_fields, read_record
from mediarel.store.sound import error_in, fits, read_checksums
from mediarel.store.tiny.file import Content, FileStore, StoreAccessError, reason
from mediarel.store.tiny.rotation import as_open_as, backup_folder, backups_in
from mediarel.store.tiny.transaction import replacement

# The errors of a file that can't be restored.
_UNUSABLE = (
    *(errors.AccessError, errors.DamagedError),
    *(errors.NewerArchiveError, errors.RefusedError),
)
_ANOTHER = errors.Hint(
    "Look for the cause, then make another backup: ", errors.Command("backup")
)
_WHERE = "Backups are in the folder backups/ next to the archive."


class BackupFile(NamedTuple):
    """A backup, its last change, and data that identify its archive.

    `number` and `at` are the number and the time of its last change. They are 0 and ""
    if it has no changes. `marks` has the UUIDs of its statements and its first change.
    """

    path: Path
    number: int
    at: str
    marks: frozenset[object]

    def is_of_archive_of(self, other: "BackupFile") -> bool:
        """Return True if both files seem to belong to the same archive.

        They must have a statement or the first change in common. An archive without any
        statements and changes matches every archive.
        """
        is_empty = not (self.marks and other.marks)
        return is_empty or not self.marks.isdisjoint(other.marks)


class RestorePlan(NamedTuple):
    """The statements that a restore adds, changes and removes.

    `proved` are the ids of statements that the archive could not verify before. Their
    restored content matches the checksums in the backup. `highest_id` is the highest id
    that was ever used in the backup.
    """

    added: list[Statement]
    changed: list[tuple[Statement, Statement]]
    removed: list[Statement]
    proved: list[int]
    highest_id: int

    @property
    def size(self) -> int:
        """The number of statements that the restore affects."""
        return len(self.added) + len(self.changed) + len(self.removed)


class SameFileError(errors.RefusedError):
    """The file is the archive itself."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is this archive itself",
            "Enter the path of a backup or of another archive.",
        )


def read_file(path: Path, store: FileStore) -> Snapshot:
    """Check and read a backup of an archive.

    Raises SameFileError if the backup is the store itself. Raises AccessError,
    DamagedError, NewerArchiveError or StoreAccessError.
    """
    if os.path.realpath(path) == os.path.realpath(store.path):
        raise SameFileError(path)
    if not os.path.lexists(path):
        raise _no_file_error(path)
    if path.is_dir():
        raise errors.AccessError(
            f"{path} is a folder", "Enter a file in it, such as the newest backup."
        )
    source = FileStore(path)
    refusal = error_in(source)
    if isinstance(refusal, errors.NewerArchiveError):
        raise refusal
    if refusal:
        raise errors.DamagedError(refusal.problem, f"Enter another backup. {_WHERE}")
    return source.read()


def plan_restore(
    store: Store, wanted: Snapshot, path: Path, changes: Sequence[Change]
) -> RestorePlan:
    """Compare an archive with a backup, and return the plan to restore the backup.

    `wanted` is the content of the backup at `path`. `changes` are the changes of the
    archive. Raises RefusedError, DamagedError, NoStoreError or StoreAccessError.
    """
    here = store.read()
    present, there = here.statements, wanted.statements
    pairs = [
        (_statement(store, int(key), raw), read_record(int(key), there[key]))
        for key, raw in present.items()
        if key in there and raw != there[key]
    ]
    added = [read_record(int(n), raw) for n, raw in there.items() if n not in present]
    gone = [n for n in present if n not in there]
    others = [after.id for before, after in pairs if before.uuid != after.uuid]
    others += _ids_of_others(added, present, changes)
    if others:
        first, more = min(others), len(others) - 1
        raise errors.RefusedError(
            f"IDs in {path} belong to different statements in this archive: {first}"
            f"{f' and {more} more' if more else ''}",
            errors.Hint(
                "To import the file's statements under new IDs: ",
                errors.Command("import", str(path)),
            ),
        )
    changed = [pair for pair in pairs if changed_fields(*pair)]
    kept = read_checksums(here.checksums)
    doubted = [
        before.id
        for before, _ in changed
        if before.id in kept and not fits(present[str(before.id)], kept[before.id])
    ]
    return RestorePlan(
        added=added,
        changed=changed,
        removed=[_statement(store, int(n), present[n]) for n in gone],
        proved=_proved(wanted, {*unproved_in(changes), *doubted}),
        highest_id=_highest_id(wanted),
    )


def later_changes(here: Snapshot, wanted: Snapshot) -> int:
    """Return the number of changes that a backup has and the archive lacks.

    `here` is the archive, and `wanted` is the backup. Return 0 if the two histories
    differ before these changes.
    """
    same = (wanted.history.get(key) == raw for key, raw in here.history.items())
    newest = max(map(int, here.history), default=0)
    later = sum(int(key) > newest for key in wanted.history)
    is_continued = len(wanted.history) == len(here.history) + later and all(same)
    return later if is_continued else 0


def restore_from(
    session: Session, wanted: Snapshot, path: Path, *, expected: RestorePlan
) -> None:
    """Restore all statements from a backup in one change.

    `wanted` is the content of the backup at `path`. The history records which
    statements had been changed outside mediarel. Raises RefusedError, or OvertakenError
    if the plan differs from `expected`.
    """
    found = plan_restore(session.store, wanted, path, [*session.changes()])
    if found != expected:
        raise OvertakenError
    edited = [
        Edit(before, with_fields(before, after.fields()))
        for before, after in found.changed
    ]
    session.commit(
        ChangeSet(
            "restore",
            edited=edited,
            removed=found.removed,
            restored=found.added,
            last_id=found.highest_id,
            explanation=Explanation(
                notes=_outside(session, found) | note_on_proved(found.proved)
            ),
        )
    )


def _proved(wanted: Snapshot, ids: Iterable[int]) -> list[int]:
    """Return the ids of the statements that match their checksums in the backup."""
    kept = read_checksums(wanted.checksums)
    entries = ((int(key), raw) for key, raw in wanted.history.items())
    doubted = unproved_in(read_entry(*each, ignore_unknown=True) for each in entries)
    there = wanted.statements
    return [
        number
        for number in sorted({*ids} - doubted.keys())
        if str(number) in there
        and number in kept
        and fits(there[str(number)], kept[number])
    ]


def _outside(session: Session, plan: RestorePlan) -> dict[str, str]:
    """Return a note for each affected statement that doesn't match its history."""
    ledger = Ledger(session.changes())
    before = [*plan.removed, *(earlier for earlier, _ in plan.changed)]
    there = {each.id: each.document() for each in before}
    gone = (each.id for each in plan.added if ledger.touching(each.id))
    return {
        str(number): CHANGED_OUTSIDE
        for number in sorted((*there, *gone))
        if not ledger.explains(number, there.get(number))
    }


def restore_whole(
    archive: Archive,
    store: FileStore,
    content: Content | None,
    wanted: Newer,
    source: Path,
) -> Path | None:
    """Replace a damaged or missing store with a backup.

    `content` is the content of the damaged store, or None. `wanted` is the content of
    the backup at the path `source`. Ids that were ever used are not used again. The
    history records where the restored data come from. Return the path to which the
    damaged store was moved, or None. Raises BusyStoreError, OvertakenRepairError or
    StoreAccessError.
    """
    path = Path(os.path.realpath(store.path))
    highest = max(_highest_id(wanted.snapshot), wanted.highest_id)
    notes = {"restored": f"from the file {source.name}"}
    if wanted.changes:
        notes["changes taken from the index"] = ", ".join(map(str, wanted.changes))
    if content is not None:
        highest = max(highest, salvage(content.data).highest_id)
    explanation = Explanation(notes=notes)
    changes = ChangeSet("repair", last_id=highest, explanation=explanation)
    like = as_open_as(path, source)
    archive.index.close()  # the index was built from the replaced store
    with replacement(store, content, wanted.snapshot, like=like) as transaction:
        Session(archive, transaction, "restore").commit(changes)
        return transaction.kept


def _highest_id(snapshot: Snapshot) -> int:
    highest = max(map(int, snapshot.statements), default=0)
    for key, raw in snapshot.history.items():
        # An old backup may have a broken entry.
        with suppress(errors.InvalidFieldError):
            highest = max(
                highest, read_entry(int(key), raw, ignore_unknown=True).last_id
            )
    return highest


def _statement(store: Store, number: int, raw: Document) -> Statement:
    try:
        return read_record(number, raw)
    except errors.InvalidFieldError as error:
        raise store.damaged_record("statements", number, error.problem) from error


def _ids_of_others(
    added: Sequence[Statement],
    present: Mapping[str, Document],
    changes: Iterable[Change],
) -> list[int]:
    """Return the ids of the statements in `added` that conflict with this archive.

    There are two conflicts: the archive has the statement under a different id, or the
    id belonged to a different statement, which was removed.
    """
    if not added:
        return []
    uuids = {identity_of(raw).uuid for raw in present.values()}
    of_removed: dict[int, str] = {}
    for change in changes:
        for number, kept in change.removed.items():
            if "uuid" in kept:  # some are only partly known
                of_removed.setdefault(number, kept["uuid"])
    return [
        each.id
        for each in added
        if each.uuid in uuids or of_removed.get(each.id, each.uuid) != each.uuid
    ]


def files_at(given: Path, store: FileStore) -> list[Path]:
    """Return the backups at the path `given`, which is a file or a folder.

    If the folder contains no backups of this archive, return all its JSON files. Raises
    AccessError.
    """
    if not os.path.lexists(given):
        raise _no_file_error(given)
    if not given.is_dir():
        return [given]
    path = Path(os.path.realpath(store.path))
    found = list(backups_in(given, path).values()) or [
        each
        for each in sorted(given.glob("*.json"))
        if os.path.realpath(each) != str(path)
    ]
    return found or [given]


def newest_of(paths: Sequence[Path], store: FileStore) -> tuple[BackupFile, list[str]]:
    """Return the newest backup of this archive, and a sentence for each skipped file.

    Raises RefusedError.
    """
    files: list[BackupFile] = []
    left_out: list[str] = []
    ours = _present(store)
    for path in dict.fromkeys(paths):
        try:
            found = _seen(path, read_file(path, store))
        except _UNUSABLE as error:
            left_out.append(_named(path, error))
            continue
        if ours is None or found.is_of_archive_of(ours):
            files.append(found)
        else:
            left_out.append(f"{path} belongs to another archive")
    if not files:
        raise errors.RefusedError(
            f"none of these {len(left_out)} files can be restored:"
            f" {'; '.join(left_out)}",
            _WHERE,
        )
    newest = max(files, key=lambda each: (each.number, each.at, each.path.name))
    for other in files:
        if not other.is_of_archive_of(newest):
            raise errors.RefusedError(
                f"{newest.path} and {other.path} belong to different archives",
                "Enter only files of the archive that you want to restore.",
            )
    return newest, left_out


def _present(store: FileStore) -> BackupFile | None:
    """Return the data of the present archive, or None if it can't be read."""
    if not store.path.exists() or error_in(store):
        return None
    return _seen(store.path, store.read())


def _seen(path: Path, snapshot: Snapshot) -> BackupFile:
    numbers = sorted(map(int, snapshot.history))
    marks = {identity_of(raw).uuid for raw in snapshot.statements.values()}
    if not numbers:
        return BackupFile(path, 0, "", frozenset(marks))
    last = numbers[-1]
    first, entry = (snapshot.history[str(n)] for n in (numbers[0], last))
    at = read_entry(last, entry, ignore_unknown=True).at
    return BackupFile(path, last, at, frozenset({*marks, bytes(first)}))


def _named(path: Path, error: errors.MediarelError) -> str:
    problem = error.problem
    return problem if str(path) in problem else f"{path}: {problem}"


def _no_file_error(path: Path) -> errors.AccessError:
    return errors.AccessError(f"there is no file {path}", _WHERE)


class NoBackupError(errors.AccessError):
    """There is no backup to test."""

    def __init__(self, folder: Path) -> None:
        hint = errors.Hint("Make a backup: ", errors.Command("backup", "FOLDER"))
        super().__init__(f"no backup of this archive in {folder}", hint)


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
    last = _seen(place, wanted)
    files, lost = _missing_files(restored, sources)
    found = [*_differences(now, wanted, restored, progress), *lost]
    same = [same_file(str(place))] if place.samefile(path) else []
    return DrillResult(
        place,
        [*same, *(_of_backup(place, each) for each in found)],
        len(restored.statements),
        files,
        len(wanted.history),
        last.number,
        last.at,
        sum(int(number) > last.number for number in now.history),
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
