"""Checking: a look through all of an archive, for what is wrong or lost in it.

A room for each thing that is looked at. Each gives what it found, and changes
nothing; only an index that is wrong is thrown away, as it is made anew anyhow.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mediarel.check.backups import WantedVersion, look_at_backups
from mediarel.check.files import look_at_files
from mediarel.check.finding import LEVELS, Lines, error, warning
from mediarel.check.history import (
    by_statement,
    look_at_numbers,
    read_history,
    since_repair,
)
from mediarel.check.outside import (
    OutsideChanges,
    Witness,
    earlier_of,
    finding_of,
    without_checksums,
)
from mediarel.check.statements import look_at_statements
from mediarel.check.surroundings import look_around
from mediarel.errors import Command, DamagedError, Hint, NewerArchiveError
from mediarel.store.checksums import read_checksums
from mediarel.store.protocol import BrokenRecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mediarel.check.backups import Backups, Version
    from mediarel.check.finding import Finding
    from mediarel.check.statements import StatementsLook
    from mediarel.history.change import Change
    from mediarel.index.index import Index
    from mediarel.store.protocol import Snapshot
    from mediarel.store.tiny.file import FileStore

    Progress = Callable[[str, int, int], None]


class CheckResult(NamedTuple):
    """What a look through an archive came upon, the gravest first.

    `outside` is what was done to its statements by something else than
    mediarel. The counts are None where the store can't be read.
    """

    findings: list[Finding]
    outside: OutsideChanges
    statements: int | None = None
    changes: int | None = None

    def count(self, level: str) -> int:
        """Return how many findings of a level there are."""
        return sum(finding.level == level for finding in self.findings)


def check(
    store: FileStore, index: Index, *, progress: Progress = lambda *_: None
) -> CheckResult:
    """Look through the archive in `store`, and give what was found.

    `progress` is told of long work: what, how much of it is done, of how much.

    Raises NoStoreError or StoreAccessError.
    """
    path = Path(os.path.realpath(store.path))

    def told(what: str) -> Callable[[int, int], None]:
        return lambda done, total: progress(what, done, total)

    try:
        snapshot = store.read()
    except (DamagedError, NewerArchiveError) as refusal:
        return _of_an_unread_store(store, path, refusal, told("Reading backups"))
    lines = Lines(path)
    checksums, findings = _checksums(snapshot, lines)
    seen = look_at_statements(
        snapshot.statements, checksums, lines, told("Checking statements")
    )
    if snapshot.statements and not snapshot.checksums:
        findings.append(without_checksums())
    changes, unreadable = read_history(snapshot.history, lines)
    findings += [
        *seen.findings,
        *unreadable,
        *look_at_numbers(changes, map(int, snapshot.history)),
    ]
    suspects = {*seen.other, *(checksums.keys() - map(int, snapshot.statements))}
    if not unreadable:  # else the rest of the history leads to nothing
        touched = (number for each in since_repair(changes) for number in each.ids)
        suspects.update(map(int, snapshot.statements), touched)
    kinds = _kinds(snapshot, checksums, seen, changes, suspects - seen.broken)
    wanted = {
        number: WantedVersion(witness.checksum, witness.changes)
        for number, (witness, kind, _) in kinds.items()
        if kind in {"changed", "removed"}
    }
    backups = look_at_backups(path, wanted, told("Reading backups"))
    findings += [
        _finding(snapshot, *each, backups.versions.get(number))
        for number, each in kinds.items()
    ]
    findings += backups.findings
    if backups.latest > max(map(int, snapshot.history), default=0):
        findings.append(_of_what_went(backups))
    findings += look_at_files(path, seen.attachments, told("Checking files"))
    findings += look_around(path)
    if index.contradicts(snapshot):
        index.discard()
        findings.append(_of_the_index())
    return CheckResult(
        sorted(findings, key=lambda finding: LEVELS.index(finding.level)),
        _outside(snapshot, kinds, backups.versions, is_bare=not checksums),
        len(snapshot.statements),
        len(snapshot.history),
    )


def _of_what_went(backups: Backups) -> Finding:
    restore = Command("restore", "--from", backups.newest)
    return error(
        kind="gap",
        place="history",
        message=f"a backup has change {backups.latest}, which is not here: the archive"
        " is older than its backup, or was emptied",
        hint=Hint("Bring back what it has: ", restore),
    )


def _checksums(
    snapshot: Snapshot, lines: Lines
) -> tuple[dict[int, str], list[Finding]]:
    """Return the checksums by id, or a finding where they can't be read."""
    try:
        return read_checksums(snapshot.checksums), []
    except BrokenRecordError as broken:
        finding = error(
            kind="damaged",
            place=lines.place("checksums", snapshot.checksums[str(broken.number)]),
            message=broken.problem,
            hint="Take the table out of the file: the next change makes it anew.",
        )
        return {}, [finding]


def _kinds(
    snapshot: Snapshot,
    checksums: Mapping[int, str],
    seen: StatementsLook,
    changes: Sequence[Change],
    suspects: set[int],
) -> dict[int, tuple[Witness, str, str]]:
    """Return those of `suspects` that something was done to.

    Each with the kind of finding and a word on why, by id.
    """
    current = since_repair(changes)
    touching = by_statement(current)
    kinds = {}
    for number in sorted(suspects):
        witness = Witness(
            number,
            snapshot.statements.get(str(number)),
            checksums.get(number),
            number in seen.other,
            touching.get(number, ()),
            was_repaired=len(current) < len(changes),
        )
        if kind := witness.kind(is_bare=not checksums):
            kinds[number] = (witness, *kind)
    return kinds


def _finding(
    snapshot: Snapshot, witness: Witness, kind: str, why: str, version: Version | None
) -> Finding:
    raw = snapshot.statements.get(str(witness.number))
    now = None if raw is None else msgspec.json.decode(raw)
    return finding_of(witness, kind, why, version, now)


def _outside(
    snapshot: Snapshot,
    kinds: Mapping[int, tuple[Witness, str, str]],
    versions: Mapping[int, Version],
    *,
    is_bare: bool,
) -> OutsideChanges:
    outside = OutsideChanges(
        revision=snapshot.revision, is_bare=is_bare and bool(snapshot.statements)
    )
    for number, (witness, kind, _) in kinds.items():
        if kind == "added":
            outside.added.append(number)
        elif kind == "checksum":
            outside.unchecked.append(number)
        elif kind == "removed":
            outside.removed[number] = earlier_of(witness, versions.get(number))
        elif witness.document is not None:
            outside.changed[number] = earlier_of(witness, versions.get(number))
    return outside


def _of_an_unread_store(
    store: FileStore,
    path: Path,
    refusal: DamagedError | NewerArchiveError,
    tell: Callable[[int, int], None],
) -> CheckResult:
    """Return what can be told of an archive whose file can't be read as one."""
    backups = look_at_backups(path, {}, tell)
    place, hint = path.name, refusal.hint
    if isinstance(refusal, NewerArchiveError):
        kind, what = "newer", refusal.problem.removeprefix(f"{path} ")
        what = f"it {what}"
    else:
        kind = "damaged"
        line, _, what = refusal.problem.removeprefix(str(store.path)).partition(": ")
        place = line.removeprefix(", ") or place
        if backups.newest is not None:
            hint = Hint(hint, f" The newest backup that is whole: {backups.newest}")
    finding = error(kind=kind, place=place, message=what, hint=hint)
    return CheckResult(
        [finding, *backups.findings, *look_around(path)], OutsideChanges()
    )


def _of_the_index() -> Finding:
    return warning(
        kind="index",
        place="index",
        message="it held something else than the archive, so lists may have been wrong",
        hint="It was thrown away and is made anew; the archive is none the worse.",
    )
