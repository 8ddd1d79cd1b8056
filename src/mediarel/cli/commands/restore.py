"""Implement `mediarel remove`, `restore` and `repair`.

`restore` restores removed statements, earlier versions, or a whole backup. `repair`
saves the readable parts of a damaged archive.
"""

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import typer

from mediarel import errors
from mediarel.archive import edit, lookup, restore_backup
from mediarel.archive.archive import Archive
from mediarel.archive.repair import repair
from mediarel.archive.session import open_session
from mediarel.archive.undo import RestoreResult, planned_restore, restore
from mediarel.attachments.files import files_folder
from mediarel.cli import environment, messages, prompts, reporting, targets, visibility
from mediarel.cli.command_line import are_ids, change_named, ids_in
from mediarel.cli.messages import counted, notify, report_done, report_first
from mediarel.cli.options import common, completion, parameters, selection
from mediarel.cli.options.parameters import argument, option
from mediarel.cli.terminal import progress, wording
from mediarel.history.change import Edit
from mediarel.model.parts import DRAFT, WITHDRAWN
from mediarel.model.statement import Statement
from mediarel.recovery.backup import copy_all
from mediarel.recovery.evidence import sources_of
from mediarel.recovery.repair import Newer, examine, with_newer
from mediarel.recovery.report import CHANGE_LOST, outcomes_of, report_lines
from mediarel.store.protocol import Snapshot
from mediarel.store.sound import error_in, mismatched_ids
from mediarel.store.tiny.file import Content, FileStore, read_content
from mediarel.store.tiny.rotation import as_open_as
from mediarel.text.lines import capitalised, first_of

_NAMED = 5  # protections in a question
_HIDING = {DRAFT: "a draft", WITHDRAWN: "withdrawn"}
_SHOWN = 5  # statements reported one by one, and shown on a terminal
_MOST_ITEMS = 20  # reported one by one


def run(
    context: typer.Context,
    ids: list[str] | None = argument(
        "[ID]…",
        "IDs of existing or removed statements. Example: 9",
        autocompletion=completion.ids,
    ),
    at: str | None = option(
        "--at CHANGE",
        "Number of a change in the log: restore the version after this change"
        " (default: the version before the removal). Example: 2",
    ),
    from_: list[Path] | None = option(
        "--from FILE",
        "Restore all statements from this backup or archive. From a folder or"
        " several files, the newest file is used. Example: stick",
    ),
    yes: bool = common.YES,
) -> None:
    """Restore an earlier version of a statement, a removed statement, or a backup.

    A statement keeps its ID, UUID and creation time. With --from, mediarel shows the
    changes first and asks. You can undo a restore.

    Examples:
      mediarel remove 9 && mediarel restore 9
      mediarel backup stick && mediarel restore --from stick/*.json
    """
    words = ids or []
    # A shell expands `--from stick/*.json` to several words.
    if from_ and at is None and not any(map(are_ids, words)):
        _restore_all(context, [*from_, *map(Path, words)], yes=yes)
        return
    if from_ or not words:
        raise errors.MisuseError(
            "restore needs either an ID or --from",
            "Enter an ID to restore a statement, or --from FILE to restore a backup.",
        )
    named = ids_in(words)
    after_change = None if at is None else change_named(at)
    with environment.archive(context) as opened:
        wanted = selection.past_and_present(opened, named, only_removed=at is None)
        planned = None
        if at is not None:  # a removed statement has nothing to uncover
            with open_session(opened, "restore") as session:
                planned = planned_restore(session, wanted, at=after_change)
            edits = [Edit(e.before, e.after) for e in planned if e.before]
            if uncovered := _uncovered(edits):
                question = f"{uncovered}Restore {counted(len(edits))}?"
                prompts.confirm(question, yes=yes)
        with open_session(opened, "restore") as session:
            results = restore(session, wanted, at=after_change, expected=planned)
    _report_restored(results, after_change)


def _uncovered(edits: Sequence[tuple[Statement, Statement]]) -> str:
    """Return a sentence about everything that a restore would no longer hide, or ""."""
    found = [
        f"statement {number} no longer {what}"
        for number, what, _ in visibility.ended(edits)
    ]
    found += [
        f"statement {after.id} no longer is {shown}"
        for before, after in edits
        if (shown := _HIDING.get(before.status or ""))
        and after.status not in {before.status, DRAFT}
    ]
    return f"After this, {first_of(found, _NAMED)}. " if found else ""


def _report_restored(results: Sequence[RestoreResult], at: int | None) -> None:
    """Report the restored version of each statement, and how to undo the restore."""
    changed = [each for each in results if each.before != each.after]
    if not changed:
        same = capitalised(wording.statements([each.after.id for each in results]))
        verb = "has" if len(results) == 1 else "have"
        message = f"{same} {verb} not changed since change {at}."
        notify(f"Nothing to restore. {message}")
        return
    edits = [Edit(each.before, each.after) for each in changed if each.before]
    if edits:
        reporting.show(edits, most=_SHOWN)
    visibility.report_ended(edits)
    for each in changed:
        if each.removal is not None and each.doubt:
            place = f"statement {each.after.id} from change {each.removal.number}"
            notify(f"Warning: can't verify {place}: {each.doubt}.")
    which = wording.statements([each.after.id for each in changed])
    version = "before the removal" if at is None else f"after change {at}"
    report_done(f"Restored {which} to the version {version}.")


def _restore_all(context: typer.Context, given: Sequence[Path], *, yes: bool) -> None:
    """Restore all statements from a file, after showing the changes and asking.

    `given` has the paths of files and folders. The newest file is used. If the archive
    is missing or unreadable, the file replaces the archive.
    """
    path = environment.store_path(context, may_be_missing=True)
    environment.confirm_elsewhere(context, path)
    store = FileStore(path, patience=parameters.wait(context), notify=notify)
    files = [file for each in given for file in restore_backup.files_at(each, store)]
    if len(files) == 1 and files[0] != given[0]:
        notify(f"Using the only backup in {given[0]}: {files[0].name}.")
    file = files[0]
    if len(files) > 1:
        newest, left_out = restore_backup.newest_of(files, store)
        for each in left_out:
            notify(f"Left out: {each}.")
        file, of = newest.path, f" (change {newest.number}, {newest.at})"
        notify(
            f"Using the newest of {len(files)} files: {file}{of * bool(newest.number)}."
        )
    with progress.working(f"Reading {errors.shorten(str(file))}"):
        wanted = restore_backup.read_file(file, store)
    with environment.archive(context, path) as opened:
        if not path.exists():
            targets.refuse_target(path, new_store=path)
            notify(f"There is no archive at {path}.")
            _Restore(opened, store, None, wanted, file, yes).replace_damaged()
            return
        with progress.working("Reading the archive"):
            content = read_content(path)
            damage = error_in(store)
        if isinstance(damage, errors.NewerArchiveError):
            raise damage
        job = _Restore(opened, store, content, wanted, file, yes)
        if damage:
            notify(f"Damaged: {damage.problem}.")
            notify("To save newer statements, repair the archive instead: ", "repair")
            job.replace_damaged()
        else:
            job.restore()


class _Restore(NamedTuple):
    """The options and data of a restore from a file.

    `wanted` is the content of the file. `content` is the current content of the
    archive, or None if there is no archive.
    """

    opened: Archive
    store: FileStore
    content: Content | None
    wanted: Snapshot
    file: Path
    yes: bool

    def restore(self) -> None:
        """Restore the statements in one change, after showing them and asking.

        If the file has all changes of the archive, and also later changes, the file
        replaces the archive.
        """
        with progress.working("Comparing the file with the archive"):
            history = [*lookup.changes(self.opened)]
            found = restore_backup.plan_restore(
                self.store, self.wanted, self.file, history
            )
        here = self.store.read()
        later = restore_backup.later_changes(here, self.wanted)
        newest = max(map(int, here.history), default=0)
        missing = sorted(map(int, self.wanted.history.keys() - here.history.keys()))
        if not later and (gaps := [each for each in missing if each < newest]):
            lacks = f"{counted(len(gaps), 'change')} of {self.file}"
            message = f"The history lacks {lacks}: {wording.numbers(gaps)}."
            notify(f"{message} To add them: ", "repair", "--from", self.file)
        if not (found.size or found.proved or later):
            with progress.working("Copying attached files"):
                copied = self._copy_files(self.wanted)
            message = f"Nothing to restore: {self.file} has the same statements."
            notify(f"Restored {messages.counted_files(copied)}." if copied else message)
            return
        _report_plan(self.opened, found)
        if found.proved:
            more = wording.statements(found.proved)
            notify(f"The checksums in {self.file} verify {more}.")
        self._report_mismatches(self.wanted)
        if later:
            more = counted(later, "change")
            notify(f"{self.file} has {more} that this archive lacks.")
            self._put_in_place(Newer(self.wanted, []), _uncovered(found.changed))
            visibility.report_ended(found.changed)
            return
        if found.size:
            question = f"{_uncovered(found.changed)}Restore {counted(found.size)}?"
            prompts.confirm(question, yes=self.yes)
        self._copy_files(self.wanted)
        with open_session(self.opened, "restore") as session:
            restore_backup.restore_from(session, self.wanted, self.file, expected=found)
        visibility.report_ended(found.changed)
        if found.size:
            report_done("Restored.")

    def replace_damaged(self) -> None:
        """Replace a damaged or missing archive with the file, after asking.

        If the index has changes that are newer than the file, they are restored too.
        """
        statements = counted(len(self.wanted.statements))
        history = counted(len(self.wanted.history), "change")
        notify(f"{self.file} has {statements} and {history}.")
        path = Path(os.path.realpath(self.store.path))
        sources = sources_of(path, self.opened.index.folder)
        with progress.working("Looking for later changes"):
            newer = with_newer(self.wanted, sources, self.opened.now())
        if newer.changes:
            numbers = wording.numbers(newer.changes)
            message = "Later changes from the index are also restored"
            notify(f"{message}: {numbers}.")
        self._report_mismatches(newer.snapshot)
        self._put_in_place(newer)

    def _report_mismatches(self, snapshot: Snapshot) -> None:
        if ids := mismatched_ids(snapshot):
            message = (
                f"Statements changed outside mediarel before {self.file} was written"
            )
            notify(f"{message}: {wording.numbers(ids)}.")

    def _put_in_place(self, newer: Newer, warning: str = "") -> None:
        path = self.store.path
        old = f"Replace {_dated(path)} with" if self.content else f"Create {path} from"
        question = f"{warning}{old} {_dated(self.file)}?"
        prompts.confirm(question, yes=self.yes)
        path.parent.mkdir(parents=True, exist_ok=True)
        with progress.working("Writing the archive"):
            self._copy_files(newer.snapshot)
            kept = restore_backup.restore_whole(
                self.opened, self.store, self.content, newer, self.file
            )
        was = "" if kept is None else f" The replaced file is in {kept}"
        notify(f"Restored.{was}")
        environment.refresh_index(self.opened)

    def _copy_files(self, wanted: Snapshot) -> int:
        """Copy attached files from the folder of the backup, and return their number.

        `wanted` is the snapshot whose attached files are copied.
        """
        path = Path(os.path.realpath(self.store.path))
        like = as_open_as(path, self.file)
        result = copy_all(wanted, self.file, files_folder(path), like=like)
        if missing := len(result.missing):
            notify(f"Missing, so not restored: {messages.counted_files(missing)}.")
        return result.copied


def _dated(path: Path) -> str:
    """Return the path and the modification time of a file as text."""
    modified = dt.datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    return f"{path} (modified {modified:%Y-%m-%d %H:%M})"


def _report_plan(opened: Archive, found: restore_backup.RestorePlan) -> None:
    """Report the statements to add, change and remove, with a few headlines."""
    if found.added:
        ids = [each.id for each in found.added]
        number = counted(len(ids))
        notify(f"Add {number}: {wording.numbers(ids)}")
    for verb, statements in (
        ("Change", [after for _, after in found.changed]),
        ("Remove", found.removed),
    ):
        if statements:
            reporting.report_chosen(opened, [each.id for each in statements], verb)


def run_remove(
    context: typer.Context, ids: list[str] = common.IDS, yes: bool = common.YES
) -> None:
    """Remove statements, after showing them and asking.

    Removed statements stay in the history. To restore them, use undo or restore.

    Examples:
      mediarel remove 9
      mediarel remove 'metfone year:2013' && mediarel undo
    """
    with environment.archive(context) as opened:
        chosen = selection.statements(context, opened, ids)
        there = {each.id: each for each in chosen}
        wanted = list(there)
        reporting.confirm(opened, wanted, "Remove", yes=yes)
        with open_session(opened, "remove") as session:
            removed = edit.remove(session, wanted, expected=there)
    report_done(f"Removed {wording.statements([each.id for each in removed])}.")


def run_repair(
    context: typer.Context,
    from_: list[Path] | None = option(
        "--from PLACE",
        "Also use this backup, or the backups in this folder. Can be repeated."
        " Example: stick",
    ),
    yes: bool = common.YES,
) -> None:
    """Repair a damaged archive from its readable parts, the index and backups.

    mediarel shows the data that it can save, and asks. The damaged file is kept in the
    same folder.

    Examples:
      mediarel repair
      mediarel backup stick && mediarel repair --from stick
    """
    store = FileStore(
        environment.store_path(context),
        patience=parameters.wait(context),
        notify=notify,
    )
    with progress.working("Looking for readable parts"):
        more = [
            each
            for place in from_ or ()
            for each in restore_backup.files_at(place, store)
        ]
        examined = examine(store, environment.now(), environment.cache_folder(), more)
    if examined is None:
        notify(f"Nothing to repair: {store.path} is readable.")
        return
    damage = f"Damaged: {examined.damage.problem}."
    notify(damage)
    outcomes = outcomes_of(examined.plan)
    for what, items, of, *_ in outcomes:
        if any(items.values()):
            begin = f"{what}: {of}".rstrip()
            reasons = [f"{begin} {key} ({why})" for key, why in items.items()]
            report_first(reasons, most=_MOST_ITEMS)
        elif all(map(str.isdecimal, items)):
            ranges = ", ".join(errors.ranges([*map(int, items)]))
            notify(f"{what}: {len(items):,} ({ranges})")
        else:
            notify(f"{what}: {of} {', '.join(items)}")
    if any(each.what == CHANGE_LOST for each in outcomes):
        message = "Texts that were withheld in lost changes may be public again."
        message += " After the repair, check them before you publish: "
        notify(message, "withhold", "--list")
        notify("Or restore a different backup instead: ", "restore", "--from", "FOLDER")
    environment.confirm_elsewhere(context, store.path)
    saved = len(examined.plan.statements)
    question = f"Write a repaired archive with {counted(saved)}?"
    prompts.confirm(question, yes=yes)
    with environment.archive(context, store.path) as opened:
        report = report_lines(damage, examined.plan)
        with progress.working("Writing the archive"):
            done = repair(opened, store, examined, report)
        if ids := examined.plan.unproved:
            which = f"{counted(len(ids))} can't be verified"
            message = f"{which}: {', '.join(errors.ranges(ids))}. Compare these"
            message += " statements with a different copy. To accept the correct ones: "
            notify(message, "check", "--accept", "ID")
        notify(f"Report, with the unreadable parts: {done.report}")
        notify(f"The damaged archive was kept: {done.kept}")
        notify(f"Repaired: the archive has {counted(saved)}.")
        environment.refresh_index(opened)
