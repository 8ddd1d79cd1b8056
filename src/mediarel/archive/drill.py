"""Test a backup: restore it into a temporary folder and check the result.

The backup is restored as if the archive were lost. A restored statement is correct if
it matches its checksum in the backup. Otherwise, the present statement is compared with
the restored statement. Before the comparison, all changes since the backup are undone
in a copy of the present statement.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any, NamedTuple

import msgspec

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
from mediarel.check.finding import Finding, error, warning
from mediarel.check.history import check_last_change
from mediarel.check.outside import UNKNOWN_BEFORE, same_file, shown_pair
from mediarel.history import ledger
from mediarel.history.chain import misfits
from mediarel.history.change import Change
from mediarel.index.index import SqliteIndex
from mediarel.model.statement import is_same
from mediarel.recovery.repair import Newer
from mediarel.settings import STORE
from mediarel.store.protocol import Document, Snapshot
from mediarel.store.records import read_entry, read_record
from mediarel.store.sound import error_in, fits, read_checksums
from mediarel.store.tiny.file import FileStore, StoreAccessError, reason
from mediarel.store.tiny.rotation import backup_folder, backups_in

State = dict[str, Any] | None

_ANOTHER = errors.Hint(
    "Look for the cause, then make another backup: ", errors.Command("backup")
)


_OFTEN = 1000  # statements between two progress reports


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


class Difference(NamedTuple):
    """A statement or change that was not restored correctly.

    `number` is the id of the statement, or None for a change. `is_known` is False if
    the content at the time of the backup is unknown.
    """

    number: int | None
    place: str
    what: str
    is_known: bool = True


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
    progress: Callable[[int, int], None] = lambda *_: None,
) -> DrillResult:
    """Restore the backup at `place` into a temporary folder, and check the result.

    The store of the archive is only read, and the index is not used. `progress` is
    called with the number of statements that have been compared, and with the total.
    Raises AccessError. If the store can't be read, raises DamagedError,
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
    ends = (Difference(None, e.place, e.message) for e in check_last_change(wanted))
    found = [*ends, *_differences(now, restored, last, progress), *lost]
    same = [same_file(str(place))] if place.samefile(path) else []
    entry = wanted.history.get(str(last))
    return DrillResult(
        place,
        [*same, *(_finding(place, each) for each in found)],
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
) -> tuple[int, list[Difference]]:
    """Count the restored attached files, and describe the missing files."""
    wanted = attached_files(restored.statements.values())
    lost = {file for file in wanted if not _is_in_backup(file, sources)}
    differing = []
    for key, raw in restored.statements.items() if lost else ():
        for each in read_record(int(key), raw).attachments:
            if AttachedFile.of(each) in lost:
                said = f'the file "{errors.shorten(each.name)}" was not restored: its'
                said += " backup is missing or has different content"
                differing.append(Difference(int(key), f"statement {key}", said))
    return len(wanted) - len(lost), differing


def _is_in_backup(file: AttachedFile, sources: Iterable[Path]) -> bool:
    for folder in sources:
        with suppress(OSError):
            if whole_file(folder, file):
                return True
    return False


def _differences(
    now: Snapshot,
    restored: Snapshot,
    last: int,
    progress: Callable[[int, int], None],
) -> Iterator[Difference]:
    """Yield the differences between the restored archive and the present archive.

    `last` is the last change in the backup. In the restored archive, later changes are
    ignored, because restoring has added them. In the present archive, later changes are
    undone before the comparison. The present archive must be undamaged.
    """
    here = _changes(now)
    there = {n: each for n, each in _changes(restored).items() if n <= last}
    if last and here.get(last) != there.get(last):
        what = "is missing or different in this archive. The backup is from another"
        what += " archive, or this archive was replaced by an older copy"
        yield Difference(None, f"change {last}", what)
        return
    yield from _differing_changes(here, there, restored)
    since: dict[int, list[Change]] = {}
    for number in sorted((n for n in here if n > last), reverse=True):
        for touched in here[number].ids:
            since.setdefault(touched, []).append(here[number])
    checksums = read_checksums(restored.checksums)
    ids = sorted({*map(int, (*now.statements, *restored.statements)), *checksums})
    for done, number in enumerate(ids):
        if done % _OFTEN == 0:
            progress(done, len(ids))
        raw, kept = restored.statements.get(str(number)), checksums.get(number)
        is_whole = None if kept is None else raw is not None and fits(raw, kept)
        if not is_whole:
            state = _state(number, now.statements.get(str(number)))
            changes = since.get(number, [])
            found = _state(number, raw)
            what, is_known = _difference(
                number, state, changes, found, is_whole=is_whole
            )
            if what:
                yield Difference(number, f"statement {number}", what, is_known)


def _differing_changes(
    here: Mapping[int, Change], there: Mapping[int, Change], restored: Snapshot
) -> Iterator[Difference]:
    numbers = sorted(there)
    entries = ((n, msgspec.json.decode(restored.history[str(n)])) for n in numbers)
    altered = misfits(entries)
    last = max(numbers, default=0)
    for number in sorted({*there, *(n for n in here if n <= last)}):
        what = ""
        if here.get(number) != there.get(number):
            is_restored = number in there
            what = "is different in this archive" if is_restored else "not restored"
        elif number in altered and here.get(number - 1) == there.get(number - 1):
            what = "fails its checksum"
        if what:
            yield Difference(None, f"change {number}", what)


def _difference(
    number: int,
    state: State,
    since: Sequence[Change],
    found: State,
    *,
    is_whole: bool | None,
) -> tuple[str, bool]:
    """Compare two states. Return the error, and False if they can't be compared.

    The error is "" if the statement is correct. `found` is the restored state, `state`
    is the present state, and `since` are the changes since the backup. `is_whole` is
    None if the backup has no checksum for the statement.
    """
    possible = [state]
    is_certain = True
    for change in since:
        try:
            state = ledger.rewind(number, state, [change])
        except ledger.HistoryMismatchError:
            is_certain = False
            break
        # A change outside mediarel may have been made before the backup.
        is_beginning = ledger.is_beginning(change, number)
        is_certain = is_certain and not is_beginning
        possible = [*possible, state] if is_beginning else [state]
    left_out = {"modified"} if since else set()  # a later change also changed it
    differing = [_differing(each, found, left_out) for each in possible]
    if {} in differing:
        is_wrong = is_certain and is_whole is False
        what = "not restored" if found is None else "its checksum is different"
        return what if is_wrong else "", True
    if not is_certain and is_whole is None:
        return f"can't be compared: {UNKNOWN_BEFORE}", False
    if found is None:
        return "not restored", True
    if possible[-1] is None:
        return "restored, but it was not in the archive when the backup was made", True
    pairs = {name: shown_pair(*values) for name, values in differing[-1].items()}
    told = [f"{name} {old} was restored as {new}" for name, (old, new) in pairs.items()]
    return "; ".join(told), True


def _differing(
    expected: State, found: State, left_out: set[str]
) -> dict[str, tuple[object, object]]:
    """Return the expected and the found value of each field that differs."""
    old, new = expected or {}, found or {}
    return {
        name: (old.get(name), new.get(name))
        for name in dict.fromkeys((*old, *new))
        if name not in left_out and not is_same(old.get(name), new.get(name))
    }


def _state(number: int, raw: Document | None) -> State:
    return None if raw is None else read_record(number, raw).document()


def _changes(snapshot: Snapshot) -> dict[int, Change]:
    """Return a dict that maps the number of each change to the change.

    Digests are left out, because a repair may have computed them again.
    """
    entries = ((int(key), raw) for key, raw in snapshot.history.items())
    return {
        number: replace(read_entry(number, raw, ignore_unknown=True), digest=None)
        for number, raw in entries
    }


def _finding(place: Path, difference: Difference) -> Finding:
    level = error if difference.is_known else warning
    where = f"{place}, {difference.place}"
    return level("drill", where, difference.what, _ANOTHER, difference.number)


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
