"""Check the tables of a store: statements, history, checksums and settings.

Backups and files are not checked, so a store can be checked before it is installed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from mediarel import errors
from mediarel.check.finding import Finding, Lines, error, newer_record, note, warning
from mediarel.check.outside import Evidence, misplaced_checksum, without_checksums
from mediarel.history.chain import breaks, recorded_breaks, unproved_in
from mediarel.history.change import Change, contradiction_in, last_said
from mediarel.history.ledger import Ledger, doubtful, since_replaced
from mediarel.model.archive_settings import as_kept, organisations_in, read_site
from mediarel.model.statement import Statement
from mediarel.store import FORM, records, sound
from mediarel.store.protocol import BrokenRecordError, Document, Snapshot
from mediarel.store.sound import newer_fields_of_entry
from mediarel.text.lines import spaced_once

LookAt = Callable[[int, Statement, bytes], None]
Progress = Callable[[str, int, int], None]


_STEP = 1000
_NO_ATTACHMENTS = b'"attachments": []'


class TablesResult(NamedTuple):
    """The findings about the tables of a store, and data for the other checks.

    `kinds` has the statements that don't match their checksum or history. It maps each
    id to three values: the evidence, the kind of finding, and the reason, which can be
    empty. `findings` doesn't contain findings for these statements, because the backups
    must be searched for earlier versions first.

    `attachments` and `checksums` are keyed by statement id. `strays` are the ids whose
    checksums are in the wrong record. `changes` are the readable changes, newest first.
    `broken` are the ids of statements that break a rule. `mismatched` are the ids with
    a wrong checksum.
    """

    findings: list[Finding]
    kinds: dict[int, tuple[Evidence, str, str]]
    attachments: dict[int, list[dict[str, Any]]]
    checksums: dict[int, str]
    strays: list[int]
    changes: list[Change]
    broken: set[int]
    mismatched: set[int]


def check_tables(
    snapshot: Snapshot,
    path: Path | None,
    progress: Progress = lambda *_: None,
    look_at: LookAt = lambda *_: None,
) -> TablesResult:
    """Check the tables of a store: first each record, then the tables together.

    `path` is the archive's file, or None for an archive on a server. `progress` is
    described in `check`, and `look_at` in `_check_statements`.
    """
    lines = Lines(path)
    checksums, strays, findings = _checksums(snapshot, lines)
    changes, unreadable = read_history(snapshot.history, lines)
    if snapshot.statements and not checksums and not findings:
        findings.append(
            without_checksums(are_lost=not records.is_of_first_form(snapshot.others))
        )
    settings = records.about(snapshot.others)
    findings += [
        *_name(settings.get(records.NAME)),
        *_organisations(settings.get(records.ORGANISATIONS)),
        *_site(settings.get(records.SITE)),
    ]
    result = TablesResult(findings, {}, {}, checksums, strays, changes, set(), set())
    _check_statements(snapshot.statements, result, lines, progress, look_at)
    findings += [
        *unreadable,
        *check_chain(snapshot.history, changes, lines),
        *check_numbers(changes, map(int, snapshot.history)),
    ]
    gone = checksums.keys() - map(int, snapshot.statements)
    suspects = {*result.mismatched, *gone}
    if not unreadable:  # otherwise the history has a gap
        current, _ = since_replaced(changes)
        findings += check_last_change(snapshot)
        findings += check_last_said(settings, current)
        touched = (number for each in current for number in each.ids)
        suspects.update(map(int, snapshot.statements), touched)
    result.kinds.update(_kinds(snapshot, result, suspects))
    return result


def _checksums(
    snapshot: Snapshot, lines: Lines
) -> tuple[dict[int, str], list[int], list[Finding]]:
    """Return the checksums by id, the ids of misplaced checksums, and the findings."""
    try:
        strays = sound.misplaced(snapshot.checksums)
        found = [misplaced_checksum(*each) for each in strays.items()]
        return sound.read_checksums(snapshot.checksums), [*strays], found
    except BrokenRecordError as broken:
        place = lines.place("checksums", snapshot.checksums[str(broken.number)])
        accept = errors.Command("check", "--accept")
        hint = errors.Hint(
            'Remove the table "checksums" from the file, then run: ', accept
        )
        return {}, [], [error("damaged", place, broken.problem, hint)]


def _kinds(
    snapshot: Snapshot, result: TablesResult, suspects: set[int]
) -> dict[int, tuple[Evidence, str, str]]:
    """Return the statements with a problem, for `TablesResult.kinds`.

    Two groups of statements are checked: the statements in `suspects`, and the
    statements that could not be verified after a repair.
    """
    statements, ledger = snapshot.statements, Ledger(result.changes)
    unproved = unproved_in(result.changes)
    unproved = {n: at for n, at in unproved.items() if str(n) in statements}
    kinds = {}
    for number in sorted((suspects | unproved.keys()) - result.broken):
        evidence = Evidence(
            number,
            statements.get(str(number)),
            result.checksums.get(number),
            number in result.mismatched,
            ledger,
        )
        if kind := evidence.kind(lacks_checksums=not result.checksums):
            kinds[number] = (evidence, *kind)
        elif number in unproved:
            why = f"the content can't be verified after change {unproved[number]}"
            kinds[number] = (evidence, "unproved", why)
    return kinds


def check_last_said(
    settings: Mapping[str, Any], changes: Iterable[Change]
) -> Iterator[Finding]:
    """Yield a finding for each setting that differs from the history."""
    for name, last in last_said(changes).items():
        if settings.get(name) != last.value:
            what = records.CALLED.get(name, name)
            message = f"different from change {last.number} in the history: {what}"
            yield warning("about", "archive", message)


def _organisations(kept: object) -> Iterator[Finding]:
    """Yield a finding if a list of the names of an organisation is not valid."""
    used = organisations_in(kept)
    if kept is None or as_kept(used) == kept:
        return
    names = ["NAME"] * 2
    yield warning(
        "organisations",
        "archive",
        "an organisation has no valid list of two or more names; organisations with"
        f" valid lists: {len(used):,}",
        errors.Hint(
            "To remove invalid lists, change the names of an organisation: ",
            errors.Command("signatories", "merge", *names),
        ),
    )


def _site(kept: object) -> Iterator[Finding]:
    """Yield a finding if the settings of the site are not valid."""
    if not isinstance(kept, dict):
        if kept is not None:
            message = f"the settings of the site are not an object: {kept!r:.60}"
            yield warning("site", "archive", message)
        return
    try:
        read_site(kept)
    except errors.InvalidError as error:
        yield warning("site", "archive", error.problem, error.hint)


def _name(name: object) -> Iterator[Finding]:
    """Yield a finding if the name of the archive is not a single line of text."""
    if name is None or (isinstance(name, str) and name and spaced_once(name) == name):
        return
    message = f"the name {errors.shorten(name)!r} is not a single line of text"
    yield warning("name", "archive", message)


def _check_statements(
    statements: Mapping[str, Document],
    result: TablesResult,
    lines: Lines,
    progress: Progress,
    look_at: LookAt,
) -> None:
    """Check the record of each statement separately, and update `result`.

    `look_at` is called for each valid statement with its id, its content and its raw
    JSON.
    """
    owners: dict[str, int] = {}
    for done, (key, document) in enumerate(statements.items()):
        if done % _STEP == 0:
            progress("Checking statements", done, len(statements))
        number, raw = int(key), bytes(document)
        try:
            record = records.read_record(number, raw)
        except errors.InvalidFieldError as broken:
            result.broken.add(number)
            result.findings.append(_broken(number, raw, broken, lines))
            continue
        look_at(number, record, raw)
        owner = owners.setdefault(record.uuid, number)
        if owner != number:
            message = f"has the same UUID as statement {owner}: {record.uuid}"
            place = f"statement {number}"
            result.findings.append(error("uuid", place, message, number=number))
        kept = result.checksums.get(number)
        if kept is not None and not sound.fits(raw, kept):
            result.mismatched.add(number)
        if _NO_ATTACHMENTS not in raw:
            attached = msgspec.json.decode(raw).get("attachments")
            result.attachments.update({number: attached} if attached else {})


def _broken(
    number: int, raw: bytes, broken: errors.InvalidFieldError, lines: Lines
) -> Finding:
    place = lines.place(f"statement {number}", raw)
    if unknown := sound.newer_fields_of_record(number, raw):
        return newer_record(place, unknown[0], number)
    fault = sound.fault_of_record(number, raw, broken)
    hint = errors.Hint(fault.hint, " Correct the file in a plain-text editor.")
    return error("rule", place, fault.problem, hint, number)


def read_history(
    history: Mapping[str, Document], lines: Lines
) -> tuple[list[Change], list[Finding]]:
    """Return the changes, newest first, and a finding for each broken entry."""
    changes, findings = [], []
    for number in sorted(map(int, history), reverse=True):
        raw = history[str(number)]
        try:
            changes.append(records.read_entry(number, raw))
        except errors.InvalidFieldError as broken:
            if unknown := newer_fields_of_entry(number, raw):
                place = lines.place(f"change {number}", raw)
                findings.append(newer_record(place, unknown[0]))
                continue
            place = lines.place(f"change {number}", raw)
            findings.append(error("entry", place, broken.problem))
    return changes, findings


def check_chain(
    history: Mapping[str, Document], changes: Iterable[Change], lines: Lines
) -> Iterator[Finding]:
    """Yield a finding for each entry that breaks the chain of digests.

    `changes` are the readable entries of the history.
    """
    readable = {change.number for change in changes}
    numbers = sorted(map(int, history))
    entries = (
        (n, msgspec.json.decode(history[str(n)]) if n in readable else None)
        for n in numbers
    )
    recorded = {
        number: (digest, change.number)
        for change in changes
        for number, digest in recorded_breaks(change.kind, change.notes).items()
    }
    for number, digest in breaks(entries, with_recorded=True).items():
        known, repair = recorded.get(number, ("", 0))
        if known == digest:
            message = f"fails its checksum; the repair in change {repair} recorded this"
            hint = errors.Hint("See the history: ", errors.Command("log", "--all"))
            yield note("chain", f"change {number}", message, hint)
            continue
        place = lines.place(f"change {number}", history[str(number)])
        message = "fails its checksum: this change or an earlier one was altered"
        yield error("chain", place, message)


def check_last_change(snapshot: Snapshot) -> Iterator[Finding]:
    """Yield a finding if the last change differs from the one in the settings.

    All entries of the history must be readable.
    """
    recorded, last = (
        records.last_change_in(snapshot.others),
        records.last_change_of(snapshot.history),
    )
    if recorded == last or records.about(snapshot.others).get("form", 1) < FORM:
        return
    newest = 0 if last is None else last.number
    if recorded is None:
        message = "the number and the digest of the last change are missing"
        yield error("chain", "archive", message)
    elif recorded.number > newest:
        message = "was the last change, but is missing from the history"
        yield error("chain", f"change {recorded.number}", message)
    else:
        message = (
            "differs from the last change that the archive records: the history was"
            " altered"
        )
        yield error("chain", f"change {newest}", message)


def check_numbers(
    changes: Sequence[Change], numbers: Iterable[int]
) -> Iterator[Finding]:
    """Yield problems with the numbers, times and ids in the history.

    `numbers` has the numbers of all entries. `changes` has only the readable entries,
    newest first. If a repair has recorded that an entry is lost, no problem is reported
    for this entry.
    """
    previous = 0
    for number in sorted({*numbers, *doubtful(changes)}):
        first, last = previous + 1, number - 1
        if first <= last:
            place = f"change {first}" if first == last else f"changes {first} to {last}"
            hint = "Compare the history with the history in a backup."
            yield warning("gap", place, "missing from the history", hint)
        previous = number
    last_id = 0
    for change in reversed(changes):
        if what := contradiction_in(change):
            yield error("entry", f"change {change.number}", what)
        highest = max([last_id, *change.ids])
        if change.last_id < highest:
            message = f"last_id is {change.last_id}, but a statement had ID {highest}"
            yield warning("last_id", f"change {change.number}", message)
        last_id = max(last_id, change.last_id)
