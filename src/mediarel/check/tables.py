"""Checking the tables of a store: statements, history and checksums, and how they fit.

Neither backups nor files are looked at, so that a store that is still to be put in its
place can be checked as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.check.about import check_about, check_last_said
from mediarel.check.finding import Lines, error
from mediarel.check.history import (
    changes_by_statement,
    check_chain,
    check_numbers,
    read_history,
)
from mediarel.check.outside import (
    Evidence,
    misplaced_checksum,
    without_checksums,
)
from mediarel.check.statements import check_statements
from mediarel.errors import Command, Hint
from mediarel.history.ledger import doubtful, since_replaced
from mediarel.history.unproved import unproved_in
from mediarel.store.about import is_of_first_form
from mediarel.store.checksums import misplaced, read_checksums
from mediarel.store.protocol import BrokenRecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from mediarel.check.finding import Finding
    from mediarel.check.statements import LookAt, StatementsResult
    from mediarel.history.change import Change
    from mediarel.store.protocol import Snapshot

    Progress = Callable[[str, int, int], None]


class TablesResult(NamedTuple):
    """The findings about the tables of a store, and what the other checks need.

    `kinds` has for each statement that is not as the history and its checksum say the
    evidence, the kind of the finding, and the reason where there is one. Of these
    there is no finding yet: backups may have what the statement was. `strays` are the
    ids whose checksums are in a record of other statements. `broken` are the
    ids of statements that break a rule; `changes` can be read, newest first.
    """

    findings: list[Finding]
    kinds: dict[int, tuple[Evidence, str, str]]
    attachments: dict[int, list[dict[str, Any]]]
    lacks_checksums: bool
    strays: list[int]
    broken: set[int]
    changes: list[Change]


def check_tables(
    snapshot: Snapshot,
    path: Path | None,
    progress: Progress = lambda *_: None,
    look_at: LookAt = lambda *_: None,
) -> TablesResult:
    """Check the tables of a store: each record by itself, then together.

    `path` is its file, None where it is in none.
    `progress` is called as by `check`, `look_at` as by `check_statements`.
    """
    lines = Lines(path)
    checksums, strays, findings = _checksums(snapshot, lines)
    result = check_statements(
        snapshot.statements,
        checksums,
        lines,
        lambda done, total: progress("Checking statements", done, total),
        look_at,
    )
    if snapshot.statements and not checksums and not findings:
        findings.append(
            without_checksums(are_lost=not is_of_first_form(snapshot.others))
        )
    changes, unreadable = read_history(snapshot.history, lines)
    findings += [
        *check_about(snapshot),
        *result.findings,
        *unreadable,
        *check_chain(snapshot.history, changes, lines),
        *check_numbers(changes, map(int, snapshot.history)),
    ]
    suspects = {*result.mismatched, *(checksums.keys() - map(int, snapshot.statements))}
    if not unreadable:  # else the history can't be followed to an end
        current, _ = since_replaced(changes)
        findings += check_last_said(snapshot, current)
        touched = (number for each in current for number in each.ids)
        suspects.update(map(int, snapshot.statements), touched)
    kinds = _kinds(snapshot, checksums, result, changes, suspects)
    return TablesResult(
        findings,
        kinds,
        result.attachments,
        not checksums,
        strays,
        result.broken,
        changes,
    )


def _checksums(
    snapshot: Snapshot, lines: Lines
) -> tuple[dict[int, str], list[int], list[Finding]]:
    """Return the checksums by id, the ids of misplaced ones, and the findings."""
    try:
        strays = misplaced(snapshot.checksums)
        found = [misplaced_checksum(*each) for each in strays.items()]
        return read_checksums(snapshot.checksums), [*strays], found
    except BrokenRecordError as broken:
        finding = error(
            kind="damaged",
            place=lines.place("checksums", snapshot.checksums[str(broken.number)]),
            message=broken.problem,
            hint=Hint(
                "Take the table out of the file, then accept what is there: ",
                Command("check", "--accept"),
            ),
        )
        return {}, [], [finding]


def _kinds(
    snapshot: Snapshot,
    checksums: Mapping[int, str],
    result: StatementsResult,
    changes: Sequence[Change],
    suspects: set[int],
) -> dict[int, tuple[Evidence, str, str]]:
    """Return what is wrong with `suspects` and with unproved statements, by their ids.

    That is the evidence, the kind of the finding, and the reason if there is one.
    """
    statements = snapshot.statements
    current, was_repaired = since_replaced(changes)
    doubted = doubtful(changes)
    touching = changes_by_statement(current)
    unproved = {n: at for n, at in unproved_in(changes).items() if str(n) in statements}
    kinds = {}
    for number in sorted((suspects | unproved.keys()) - result.broken):
        evidence = Evidence(
            number,
            statements.get(str(number)),
            checksums.get(number),
            number in result.mismatched,
            touching.get(number, ()),
            was_repaired=was_repaired,
            doubted=doubted,
        )
        if kind := evidence.kind(lacks_checksums=not checksums):
            kinds[number] = (evidence, *kind)
        elif number in unproved:
            why = f"nothing proves its content since change {unproved[number]}"
            kinds[number] = (evidence, "unproved", why)
    return kinds
