"""`mediarel restore --from`: all statements as a backup, or another file, has them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from mediarel.archive.newest import files_at, newest_of
from mediarel.archive.reading import changes
from mediarel.archive.restore_from import (
    RestorePlan,
    later_changes,
    plan_restore,
    read_file,
    restore_from,
    restore_whole,
)
from mediarel.archive.session import open_session
from mediarel.attachments.places import files_folder
from mediarel.cli import environment, on_server, prompts
from mediarel.cli.place import confirm_elsewhere, store_path
from mediarel.cli.public import tell_shown_again
from mediarel.cli.targets import refuse_target
from mediarel.cli.telling import columns
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.progress import working
from mediarel.cli.terminal.widths import shortened
from mediarel.cli.waiting import seconds
from mediarel.errors import Command, Hint, NewerArchiveError, shorten
from mediarel.history.change import changed_fields
from mediarel.recovery.backup import copy_all
from mediarel.recovery.newer import Newer, with_newer
from mediarel.recovery.source import sources_of
from mediarel.release.headline import headline
from mediarel.store.checksums import mismatched_ids
from mediarel.store.sound import error_in
from mediarel.store.tiny.content import read_content
from mediarel.store.tiny.file import FileStore
from mediarel.store.tiny.rotation import as_open_as
from mediarel.text.lines import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import typer

    from mediarel.archive.archive import Archive
    from mediarel.model.statement import Statement
    from mediarel.store.protocol import Snapshot
    from mediarel.store.tiny.content import Content

_SHOWN = 5  # of each kind


def restore_all(
    context: typer.Context,
    given: Sequence[Path],
    more: Sequence[Path],
    archive: str | None,
    *,
    yes: bool,
) -> None:
    """Make the statements what a file has, after showing what would change and asking.

    Of several, it is the newest: those that are `given` may be folders, not those that
    are `more`, which a shell names. An archive that is missing or can't be read is
    replaced by the whole of the file.
    """
    path = store_path(context, archive, on_server.for_restore, may_be_missing=True)
    confirm_elsewhere(context, archive, path)
    store = FileStore(path, patience=seconds(context), tell=environment.tell)
    is_one = len(given) + len(more) == 1
    files = [
        file
        for each in given
        for file in (files_at(each, store) if is_one or each.is_dir() else [each])
    ]
    files += more
    if is_one and given[0].is_dir() and len(files) == 1 and files != [*given]:
        environment.tell(f"The one file in {given[0]} is {files[0].name}.")
    file = files[0] if len(files) == 1 else _newest(files, store)
    with working(f"Reading {shorten(str(file))}", file):
        wanted = read_file(file, store)
    with environment.archive(context, path) as opened:
        if not store.path.exists():
            refuse_target(store.path, new_store=store.path)
            environment.tell(f"There is no archive at {store.path}.")
            _put_whole(opened, store, None, wanted, file, yes=yes)
            return
        with working("Reading the archive", store.path):
            content = read_content(store.path)
            damage = error_in(store)
        if isinstance(damage, NewerArchiveError):
            raise damage
        if damage:
            environment.tell(f"Damaged: {damage.problem}.")
            environment.tell(
                Hint("What may be newer, repair would save: ", Command("repair"))
            )
            _put_whole(opened, store, content, wanted, file, yes=yes)
            return
        _restore(opened, store, content, wanted, file, yes=yes)


def _newest(files: Sequence[Path], store: FileStore) -> Path:
    """Return the newest of `files`, and tell which it is, and which can't be taken."""
    found = newest_of(files, store)
    for each in found.left_out:
        environment.tell(f"Left out: {each}.")
    of = f", of change {found.number} ({found.at})" if found.number else ""
    environment.tell(f"The newest of {len(files)} files is {found.path}{of}.")
    return found.path


def _restore(
    opened: Archive,
    store: FileStore,
    content: Content,
    wanted: Snapshot,
    file: Path,
    *,
    yes: bool,
) -> None:
    with working("Comparing it with the archive"):
        found = plan_restore(store, wanted, file, [*changes(opened)])
    here = store.read()
    later = later_changes(here, wanted)
    if not later:
        _tell_of_missing(here, wanted, file)
    if not (found.size or found.proved or later):
        with working("Copying attached files"):
            brought = _copy_files(wanted, file, store)
        if brought:
            what = wording.counted_files(brought)
            environment.tell(f"Brought back {what} from beside {file}.")
        else:
            environment.tell(
                f"Nothing to restore: all statements are as {file} has them."
            )
        return
    for line in _told(found):
        environment.tell(line)
    if found.proved:
        ids = wording.numbers(found.proved)
        environment.tell(f"Its checksums prove statements unproved here: {ids}")
    changed = (after for _, after in found.changed)
    _tell_of_others(wanted, file, {each.id for each in (*found.added, *changed)})
    if later:
        environment.tell(
            f"{file} continues the history of this archive: {_changes(later)} more."
        )
        prompts.confirm("Put that in its place?", yes=yes)
        _write_whole(opened, store, content, Newer(wanted, []), file)
        return
    tell_shown_again(found.changed)
    if found.size:
        prompts.confirm(f"Restore {environment.counted(found.size)}?", yes=yes)
    _copy_files(wanted, file, store)
    with open_session(opened, "restore") as session:
        restore_from(session, wanted, file, expected=found)
    if found.size:
        environment.tell(Hint("Restored. To take it back: ", Command("undo")))


def _put_whole(
    opened: Archive,
    store: FileStore,
    content: Content | None,
    wanted: Snapshot,
    file: Path,
    *,
    yes: bool,
) -> None:
    statements = environment.counted(len(wanted.statements))
    environment.tell(f"{file} has {statements} and {_changes(len(wanted.history))}.")
    newer = _newer(opened, store, wanted)
    wanted = newer.snapshot
    _tell_of_others(wanted, file, set(map(int, wanted.statements)))
    prompts.confirm("Put that in its place?", yes=yes)
    _write_whole(opened, store, content, newer, file)


def _write_whole(
    opened: Archive,
    store: FileStore,
    content: Content | None,
    newer: Newer,
    file: Path,
) -> None:
    store.path.parent.mkdir(parents=True, exist_ok=True)
    with working("Writing the archive"):
        _copy_files(newer.snapshot, file, store)
        kept = restore_whole(opened, store, content, newer, file)
    environment.tell(
        "Restored." if kept is None else f"Restored. What was there: {kept}"
    )
    environment.refresh_index(opened)


def _tell_of_missing(here: Snapshot, wanted: Snapshot, file: Path) -> None:
    """Tell which changes the history lacks that `file` has, and how to add them."""
    newest = max(map(int, here.history), default=0)
    missing = sorted(map(int, wanted.history.keys() - here.history.keys()))
    if gaps := [number for number in missing if number < newest]:
        environment.tell(
            Hint(
                f"The history lacks {_changes(len(gaps))} that {file} has:"
                f" {wording.numbers(gaps)}. restore does not add them. Add them: ",
                Command("repair", "--from", file),
            )
        )


def _newer(opened: Archive, store: FileStore, wanted: Snapshot) -> Newer:
    """Return `wanted` with the later changes that the index has, and tell of them."""
    path = Path(os.path.realpath(store.path))
    sources = sources_of(path, opened.index.folder)
    with working("Looking for what came later"):
        newer = with_newer(wanted, sources, opened.now())
    if newer.changes:
        environment.tell(
            f"The index has {_changes(len(newer.changes))} that came later, and are"
            f" taken too: {wording.numbers(newer.changes)}."
        )
    return newer


def _changes(count: int) -> str:
    return f"{count:,} change{'' if count == 1 else 's'}"


def _tell_of_others(wanted: Snapshot, file: Path, ids: set[int]) -> None:
    """Tell which of `ids` something else than mediarel had changed in `file`."""
    others = [number for number in mismatched_ids(wanted) if number in ids]
    if others:
        environment.tell(
            f"Changed outside mediarel before they came into {file}:"
            f" {wording.numbers(others)}."
        )


def _copy_files(wanted: Snapshot, file: Path, store: FileStore) -> int:
    """Copy what is attached to what is `wanted`, where `file` has it beside it.

    Returns how many files were copied.
    """
    path = Path(os.path.realpath(store.path))
    result = copy_all(wanted, file, files_folder(path), like=as_open_as(path, file))
    if missing := len(result.missing):
        environment.tell(f"Attached files that are in neither place: {missing:,}.")
    return result.copied


def _told(found: RestorePlan) -> Iterator[str]:
    """Yield in lines what would change: how many of each kind, and the first few."""
    yield from _listed("Add", [(each, "") for each in found.added])
    changed = [(after, _fields(before, after)) for before, after in found.changed]
    yield from _listed("Change", changed)
    yield from _listed("Remove", [(each, "") for each in found.removed])


def _fields(before: Statement, after: Statement) -> str:
    return f"{', '.join(changed_fields(before, after))} of: "


def _listed(what: str, statements: list[tuple[Statement, str]]) -> Iterator[str]:
    if not statements:
        return
    ids = wording.numbers([each.id for each, _ in statements])
    yield f"{what} {environment.counted(len(statements))}: {ids}"
    # Not the last column, after which a terminal begins a new line.
    width = columns() - 1
    for each, about in statements[:_SHOWN]:
        yield shortened(
            harmless(f"  {each.id}  {each.date}  {about}{headline(each)}"), width
        )
    if len(statements) > _SHOWN:
        yield f"  … and {len(statements) - _SHOWN:,} more"
