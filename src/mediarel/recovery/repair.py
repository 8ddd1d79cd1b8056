"""Examine a damaged store: find the damage, and plan the repair.

Before a backup is restored, `with_newer` finds newer changes in the index. The changes
are used only if they follow the last change of the backup. Also, the index must have a
verified record of each statement that the changes modified.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from shlex import quote
from typing import Any, NamedTuple

from mediarel import errors
from mediarel.check.finding import REPAIRED
from mediarel.check.store_tables import check_tables
from mediarel.history.change import Change, LastSaid, last_said
from mediarel.recovery.best_records import Salvage, SalvagedObject
from mediarel.recovery.change_sequence import missing_in, read
from mediarel.recovery.evidence import Source, Sources, sources_of
from mediarel.recovery.planner import changes_of, plan_repair
from mediarel.recovery.report import RepairPlan, notes_of
from mediarel.recovery.salvage import OF_A_CHANGE, salvage
from mediarel.store import records
from mediarel.store.protocol import Document, Snapshot
from mediarel.store.records import LastChange
from mediarel.store.sound import error_in
from mediarel.store.tiny.file import Content, FileStore, read_content
from mediarel.store.tiny.layout import encoded
from mediarel.store.tiny.read import ARCHIVE, CONFLICT, OtherTables, other_tables

_FIRST_FORM = {"form": 1}  # used if the file does not say its format version


class NothingToSaveError(errors.DamagedError):
    """A damaged store has no data that can be saved, and no readable backup."""

    def __init__(self, damage: errors.DamagedError) -> None:
        super().__init__(
            f"{damage.problem}; no data can be saved",
            errors.Hint(
                "If you have a copy of the archive: ",
                errors.Command("restore", "--from", "FILE"),
            ),
        )


class Examination(NamedTuple):
    """The content of a damaged store, its first damage, and the repair plan."""

    seen: Content
    damage: errors.DamagedError
    plan: RepairPlan


def examine(
    store: FileStore, now: str, cache: Path | None = None, more: Sequence[Path] = ()
) -> Examination | None:
    """Examine `store`. Return its first damage and a repair plan.

    Returns None if the store is undamaged. `now`, as RFC 3339 in UTC, replaces lost
    times. `cache` is the folder of the index. `more` are additional backups.

    Raises NewerArchiveError, NothingToSaveError, NoStoreError or StoreAccessError.
    Raises DamagedError if the file has the conflict markers of git.
    """
    content = read_content(store.path)
    path = Path(os.path.realpath(store.path))
    damage = error_in(store)
    if damage is not None and (sides := _sides_of(content.data)):
        raise _git_conflict(damage, path, _differing(*sides))
    sources = sources_of(path, cache, more=more)
    is_gap = False
    if damage is None:
        snapshot = store.read()
        wrong = _altered_change(snapshot)
        is_gap = not wrong
        wrong = wrong or _missing_change(snapshot, sources)
        wrong = wrong or _newer_changes(snapshot, sources, now)
        if not wrong:
            return None
        hint = errors.Hint("Repair the archive: ", errors.Command("repair"))
        damage = errors.DamagedError(f"{store.path}: {wrong}", hint)
    found = other_tables(content.data)
    if isinstance(damage, errors.NewerArchiveError):
        if found.is_whole:
            problem = f"{damage.problem}; the archive is not damaged"
            raise errors.NewerArchiveError(problem, damage.hint)
        raise damage
    salvaged = salvage(content.data)
    recorded = records.last_change_in(found.tables)
    plan = plan_repair(
        salvaged,
        now,
        indexes=sources.indexes,
        backups=sources.read,
        last_change=recorded.number if recorded else 0,
    )
    plan_tables(plan, found, sources.read())
    plan_about(plan, found)
    _note_last_change(plan, recorded)
    plan.unreadable = sources.unreadable
    plan.last_id = max(plan.last_id, sources.highest_id())
    plan.explanation = replace(plan.explanation, notes=notes_of(plan))
    if not (plan.statements or plan.history):
        raise NothingToSaveError(damage)
    if is_gap and not plan.changes_taken:  # the source belongs to a different archive
        return None
    return Examination(content, damage, plan)


def _note_last_change(plan: RepairPlan, recorded: LastChange | None) -> None:
    """Report the last change if its digest differs from the recorded digest."""
    history = {str(number): raw for number, raw in plan.history.items()}
    last = records.last_change_of(history)
    if recorded and last and recorded.number == last.number and recorded != last:
        why = "kept, but differs from the digest of the last change"
        plan.dropped_changes.setdefault(str(last.number), why)


def _altered_change(snapshot: Snapshot) -> str:
    """Return the message of `check` about the first altered change, or ""."""
    findings = check_tables(snapshot, None).findings
    altered = (e for e in findings if e.level == "error" and e.kind in REPAIRED)
    first = next(altered, None)
    return f"{first.place} {first.message}" if first else ""


def _missing_change(snapshot: Snapshot, sources: Sources) -> str:
    """Return a message about the first missing change that a source has, or ""."""
    missing = missing_in(map(int, snapshot.history))
    places = chain(sources.indexes, sources.read()) if missing else ()
    found = (missing & each.history.keys() for each in places)
    first = next(filter(None, found), None)
    return "" if first is None else f"change {min(first)} is missing"


def _newer_changes(snapshot: Snapshot, sources: Sources, now: str) -> str:
    """Return a message about newer changes in an index, or ""."""
    tried = (_with_newer(snapshot, index, now) for index in sources.indexes)
    if (newer := next(filter(None, tried), None)) is None:
        return ""
    first, last = newer.changes[0], newer.changes[-1]
    if first == last:
        return f"change {first} is missing"
    return f"changes {first} to {last} are missing"


def _git_conflict(
    damage: errors.MediarelError, path: Path, differing: list[int]
) -> errors.DamagedError:
    """Return an error that explains how to resolve a merge conflict of git."""
    which = f"; the versions differ in {errors.named(differing)}" if differing else ""
    git = f"git -C {quote(str(path.parent))}"
    name = quote(path.name)
    error = errors.DamagedError(
        f"{damage.problem}{which}",
        errors.Hint(
            "To keep both versions, first save the other version:"
            f" {git} show :3:./{name} > theirs.json; then keep your version and run: ",
            errors.Command("import", "theirs.json"),
        ),
    )
    error.choices = [
        f"Keep your version: {git} checkout --ours {name}",
        f"Keep the other version: {git} checkout --theirs {name}",
    ]
    return error


def _sides_of(data: bytes) -> tuple[str, str] | None:
    """Return the two versions of a file that has merge conflicts.

    Returns None if the file has no conflicts.
    """
    text = data.decode(errors="replace")
    ours: list[str] = []
    theirs: list[str] = []
    place = 0
    wanted = [ours, theirs]
    marks = {"<<<<<<<": [ours], "|||||||": [], "=======": [theirs]}
    for mark in CONFLICT.finditer(text):
        for side in wanted:
            side.append(text[place : mark.start()])
        place = mark.end()
        # The text after a conflict belongs to both versions.
        wanted = marks.get(mark[1], [ours, theirs])
    if not place:
        return None
    rest = text[place:]
    return "".join([*ours, rest]), "".join([*theirs, rest])


def _differing(ours: str, theirs: str) -> list[int]:
    """Return the ids of the statements that differ between the two versions of a file.

    Git may add the statements of one version to both versions, so the histories are
    compared too. If a version is not valid JSON, an empty list is returned.
    """
    try:
        sides = [json.loads(side) for side in (ours, theirs)]
        ids = _keys_that_differ(*(side["statements"] for side in sides))
        for number in _keys_that_differ(*(side["history"] for side in sides)):
            for side in sides:
                entry = side["history"].get(number, {})
                ids.update(*(entry.get(kind, ()) for kind in OF_A_CHANGE))
        return sorted(map(int, ids))
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError):
        return []


def _keys_that_differ(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    return {n for n in one.keys() | other.keys() if one.get(n) != other.get(n)}


def plan_tables(
    plan: RepairPlan, found: OtherTables, backups: Iterable[Source]
) -> None:
    """Add the tables in `found` to `plan`, and missing tables from `backups`.

    The backups must be sorted, newest first. They are read only if needed.
    """
    plan.others.update(found.tables)
    plan.lost_tables.update(found.lost)
    missing = found.lost.keys() - found.tables.keys()
    may_lack_some = not found.is_whole
    remaining = iter(backups)
    while (missing or may_lack_some) and (backup := next(remaining, None)):
        there = backup.others
        wanted = there.keys() - plan.others.keys() if may_lack_some else missing
        may_lack_some = False
        for name in sorted(wanted & there.keys()):
            plan.others[name] = there[name]
            missing.discard(name)
            plan.lost_tables.pop(name, None)
            plan.tables_taken.setdefault(backup.name, []).append(name)
    if found.form and ARCHIVE not in found.tables:
        _put_form(plan, found.form)


def _put_form(plan: RepairPlan, form: int) -> None:
    """Set the format version in the table `archive`, which may come from a backup."""
    table = plan.others.get(ARCHIVE, {})
    fields = {**records.read_fields(bytes(table.get("1", b"{}"))), "form": form}
    plan.others[ARCHIVE] = {**table, "1": encoded(fields)}


def plan_about(plan: RepairPlan, found: OtherTables) -> None:
    """Restore the settings of the archive from the history, unless the file has them.

    The history and the tables must already be in `plan`.
    """
    last = last_said(changes_of(plan))
    before = records.about(plan.others)
    missing = {*range(1, plan.last_change + 1)} - plan.history.keys()
    is_found = "1" in found.tables.get(ARCHIVE, {})
    for name, (value, number) in last.items():
        if not is_found and before.get(name) != value:
            plan.about_rebuilt[records.CALLED.get(name, name)] = f"from change {number}"
    if plan.about_rebuilt:
        plan.others[ARCHIVE] = with_settings(plan.others, last)
        if why := plan.lost_tables.get(ARCHIVE):
            plan.lost_tables[ARCHIVE] = f"{why}; partly restored from the history"
    may_have_had = last or found.form or ARCHIVE in found.lost
    if may_have_had and not is_found:
        _note_lost(plan, {*last, *before}, lacks_changes=bool(missing))


def with_settings(
    others: Mapping[str, Mapping[str, Document]], last: Mapping[str, LastSaid]
) -> Mapping[str, Document]:
    """Return the table `archive` of `others`, with its settings updated from `last`."""
    said = {name: each.value for name, each in last.items()}
    document = encoded({**_FIRST_FORM, **records.with_about(others, said)})
    return {**others.get(ARCHIVE, {}), "1": document}


def _note_lost(plan: RepairPlan, known: set[str], *, lacks_changes: bool) -> None:
    """Report the settings that may be lost. `known` are the names of known settings."""
    if records.NAME not in known:
        plan.about_lost[records.NAME] = "not found in any change or backup"
    for name in (records.ORGANISATIONS, records.WITHHELD):
        if name not in known and lacks_changes:
            plan.about_lost[records.CALLED[name]] = "uncertain: changes are missing"


class Newer(NamedTuple):
    """A snapshot of a backup with newer changes added, and the numbers of the changes.

    `highest_id` is the highest id in any source.
    """

    snapshot: Snapshot
    changes: list[int]
    highest_id: int = 0


def with_newer(wanted: Snapshot, sources: Sources, now: str) -> Newer:
    """Add the newer changes of an index to the snapshot `wanted`, if they are verified.

    `now` is in RFC 3339.
    """
    tried = (_with_newer(wanted, index, now) for index in sources.indexes)
    newer = next(filter(None, tried), Newer(wanted, []))
    return newer._replace(highest_id=sources.highest_id())


def _with_newer(wanted: Snapshot, index: Source, now: str) -> Newer | None:
    """Repair the backup with the index, and return the result if it is verified."""
    newest = max(map(int, wanted.history), default=0)
    if max(index.history, default=0) <= newest:
        return None
    tables = (wanted.statements, wanted.history)
    statements, history = (
        [SalvagedObject(key, bytes(raw), None) for key, raw in table.items()]
        for table in tables
    )
    salvaged = Salvage(statements, history, is_closed=True)
    plan = plan_repair(salvaged, now, indexes=[index])
    later = sorted(number for number in plan.history if number > newest)
    if not later or later != list(range(newest + 1, newest + 1 + len(later))):
        return None
    changes = [read(number, plan.history[number]) for number in later]
    changed = {number for each in changes for number in each.ids}
    older = {number for ids in plan.older.values() for number in ids}
    if changed & {*plan.unproved, *older, *plan.rebuilt, *map(int, plan.dropped)}:
        return None
    kept = {n: raw for n, raw in wanted.statements.items() if int(n) not in changed}
    new = {str(n): raw for n, raw in plan.statements.items() if n in changed}
    snapshot = wanted._replace(
        statements=dict(sorted({**kept, **new}.items(), key=lambda each: int(each[0]))),
        history={**wanted.history, **{str(n): plan.history[n] for n in later}},
        checksums={},
        others=_others_after(wanted, changes),
    )
    return Newer(snapshot, later)


def _others_after(
    wanted: Snapshot, changes: Sequence[Change]
) -> Mapping[str, Mapping[str, Document]]:
    """Return the other tables of a backup, and apply new settings from `changes`."""
    last = last_said(changes)
    if not last:
        return wanted.others
    return {**wanted.others, ARCHIVE: with_settings(wanted.others, last)}
