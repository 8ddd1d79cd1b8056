"""Implement `mediarel restore`: restore a statement, or all statements from a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.archive.lookup import changes
from mediarel.archive.restore import restore
from mediarel.archive.restore_backup import (
    RestorePlan,
    files_at,
    later_changes,
    newest_of,
    plan_restore,
    read_file,
    restore_from,
    restore_whole,
)
from mediarel.archive.session import open_session
from mediarel.attachments.files import files_folder
from mediarel.cli import environment, on_server, prompts
from mediarel.cli.environment import confirm_elsewhere, store_path
from mediarel.cli.options import common, completion
from mediarel.cli.options.ids import (
    are_ids,
    change_named,
    past_and_present,
    statements_named,
)
from mediarel.cli.public import tell_shown_again
from mediarel.cli.targets import refuse_target
from mediarel.cli.telling import columns, printing
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.changes import show_edits
from mediarel.cli.terminal.progress import working
from mediarel.cli.terminal.widths import shortened
from mediarel.cli.waiting import seconds
from mediarel.errors import Command, Hint, MisuseError, NewerArchiveError, shorten
from mediarel.history.change import Edit, changed_fields
from mediarel.recovery.backup import copy_all
from mediarel.recovery.evidence import sources_of
from mediarel.recovery.newer import Newer, with_newer
from mediarel.release.headline import headline
from mediarel.store.sound import error_in, mismatched_ids
from mediarel.store.tiny.file import FileStore, read_content
from mediarel.store.tiny.rotation import as_open_as
from mediarel.text.lines import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.archive.restore import RestoreResult
    from mediarel.model.statement import Statement
    from mediarel.store.protocol import Snapshot
    from mediarel.store.tiny.file import Content


_SHOWN = 5  # statements reported one by one, and shown on a terminal
EXAMPLES = (
    "mediarel remove 9 && mediarel restore 9",
    "mediarel backup stick && mediarel restore --from stick/*.json",
)


class OneOrAllError(MisuseError):
    """Neither an ID nor --from is given, or both are."""

    def __init__(self) -> None:
        super().__init__(
            "restore is about one statement or, with --from, about all of them",
            "Give an id, with or without --at; or --from FILE, and neither.",
        )


def run(
    context: typer.Context,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]…",
            help="The statement, also one that was removed; several, one by one.",
            autocompletion=completion.ids,
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            metavar="CHANGE",
            help="As it was after this change; by default, before its removal.",
        ),
    ] = None,
    from_: Annotated[
        list[Path] | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="Not one but all statements, as this backup or archive has them;"
            " of several files or folders, the newest. Can be repeated.",
        ),
    ] = None,
    yes: common.Yes = False,
    archive: common.Archive = None,
) -> None:
    """Bring back a statement as it was, also one that was removed, or all of them.

    It keeps its id, its uuid and when it was recorded. With --from, what would
    change is shown first. undo takes it back.
    """
    if from_:
        # A shell expands `--from stick/*.json` to several words.
        more = [Path(word) for word in ids or ()]
        if at is not None or any(are_ids(str(p)) and not p.exists() for p in more):
            raise OneOrAllError

        restore_all(context, from_, more, archive, yes=yes)
        return
    if not ids:
        raise OneOrAllError
    if not are_ids(ids[0]) and Path(ids[0]).is_file():
        raise MisuseError(
            f"{ids[0]!r} is a file, and no id",
            Hint("To restore from it: ", Command("restore", "--from", *ids)),
        )
    named = statements_named(ids or ())
    after_change = None if at is None else change_named(at)
    with environment.archive(context, archive) as opened:
        wanted = past_and_present(opened, named, only_removed=at is None)
        with open_session(opened, "restore") as session:
            results = restore(session, wanted, at=after_change)
    if not any(each.before != each.after for each in results):
        named_ = wording.numbers([each.after.id for each in results])
        told = f"statement {named_} is as it was"
        if len(results) > 1:
            told = f"statements {named_} are as they were"
        environment.tell(f"Nothing to restore: {told} after change {after_change}.")
        return
    tell_restored(results, after_change)


def tell_restored(results: Sequence[RestoreResult], at: int | None) -> None:
    """Report what a restore did with each statement, and how to undo it."""
    edits = [
        Edit(each.before, each.after)
        for each in results
        if each.before is not None and each.before != each.after
    ]
    if edits:
        changed = wording.numbers([after.id for _, after in edits])
        with printing(f"the change of {changed}", Hint("See it: ", Command("log"))):
            show_edits(edits, most=_SHOWN)
    tell_shown_again(edits)
    for before, after in edits:
        if {*before.merged} - {*after.merged}:
            environment.tell(
                Hint(
                    f"Statement {after.id} no longer includes statements that were"
                    " merged into it later. See its history: ",
                    Command("log", after.id),
                )
            )
    if len(results) > _SHOWN:
        told = list(_told_of_many(results, at))
    else:
        told = [_told(each, at) for each in results]
    for sentence in told[:-1]:
        environment.tell(sentence)
    environment.tell(Hint(told[-1], " To take it back: ", Command("undo")))


def _told(result: RestoreResult, at: int | None) -> str:
    """Return in a sentence what a restore after change `at` did with a statement."""
    number, removal = result.after.id, result.removal
    if removal is not None and result.doubt:
        return (
            f"Statement {number} is as change {removal.number} keeps it. Whether"
            f" that is as it was can't be told: {result.doubt}."
        )
    if result.before == result.after:
        return f"Statement {number} was as after change {at} already."
    return f"Statement {number} is as it was {_then(at)}."


def _told_of_many(results: Sequence[RestoreResult], at: int | None) -> Iterator[str]:
    """Yield a sentence for each group of statements that were restored alike."""
    alike: dict[str, list[RestoreResult]] = {}
    for each in results:
        told = f"are as they were {_then(at, 'their')}."
        if each.doubt:
            told = (
                "are as the history keeps them. Whether that is as they were can't be"
                " told: it does not lead there."
            )
        elif each.before == each.after:
            told = f"were as after change {at} already."
        alike.setdefault(told, []).append(each)
    for told, those in alike.items():
        numbers = wording.numbers([each.after.id for each in those])
        is_one = len(those) == 1
        yield _told(those[0], at) if is_one else f"Statements {numbers} {told}"


def _then(at: int | None, whose: str = "its") -> str:
    return f"before {whose} removal" if at is None else f"after change {at}"


def restore_all(
    context: typer.Context,
    given: Sequence[Path],
    more: Sequence[Path],
    archive: str | None,
    *,
    yes: bool,
) -> None:
    """Replace the statements by those of a file, after showing the changes and asking.

    If there are several files, the newest is used. Paths in `given` may be folders;
    those in `more`, which a shell expands, may not. An archive that is missing or can't
    be read is replaced by the whole file.
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
    """Return the newest of `files`; report it, and the files that can't be used."""
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
    for line in _plan_lines(found):
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
    """Report which changes of `file` the history lacks, and how to add them."""
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
    """Return `wanted` with the later changes that the index has, and report them."""
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
    """Report which of `ids` were changed in `file` by other programs than mediarel."""
    others = [number for number in mismatched_ids(wanted) if number in ids]
    if others:
        environment.tell(
            f"Changed outside mediarel before they came into {file}:"
            f" {wording.numbers(others)}."
        )


def _copy_files(wanted: Snapshot, file: Path, store: FileStore) -> int:
    """Copy the attachments of the `wanted` statements that are kept next to `file`.

    Returns the number of copied files.
    """
    path = Path(os.path.realpath(store.path))
    result = copy_all(wanted, file, files_folder(path), like=as_open_as(path, file))
    if missing := len(result.missing):
        environment.tell(f"Attached files that are in neither place: {missing:,}.")
    return result.copied


def _plan_lines(found: RestorePlan) -> Iterator[str]:
    """Yield the planned changes as lines: the number of each kind, and examples."""
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
    # Leave the last column empty, as a terminal begins a new line after it.
    width = columns() - 1
    for each, about in statements[:_SHOWN]:
        yield shortened(
            harmless(f"  {each.id}  {each.date}  {about}{headline(each)}"), width
        )
    if len(statements) > _SHOWN:
        yield f"  … and {len(statements) - _SHOWN:,} more"
