"""Check the history: its entries, its numbers, and whether it matches the statements.

The changes of each statement are reversed one by one, from the present state back to
the addition of the statement. The check stops at three kinds of changes, because the
history before them is incomplete: a change by `check --accept`, a repair of the
statement or of one of its changes, and a change with a note about an edit outside
mediarel.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from mediarel import errors
from mediarel.check.finding import Finding, Lines, error, newer_record, note, warning
from mediarel.history.chain import breaks, recorded_breaks
from mediarel.history.change import Change, contradiction_in
from mediarel.history.ledger import (
    HistoryMismatchError,
    Ledger,
    binding_of,
    doubtful,
    rewind,
)
from mediarel.model.statement import renewed
from mediarel.store import FORM, records
from mediarel.store.protocol import Document, Snapshot
from mediarel.store.sound import newer_fields_of_entry


class HistoryComparison(NamedTuple):
    """The comparison of a statement with its history.

    `is_recorded` is True if the history contains the addition of the statement.
    `mismatch` describes the first difference from the history. It is "" if there is no
    difference.
    """

    is_recorded: bool = True
    mismatch: str = ""


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


def compare_with_history(
    number: int, document: Document | None, ledger: Ledger
) -> HistoryComparison:
    """Compare a statement with its changes in the history.

    `document` is None if the statement was removed.
    """
    passed, is_all = binding_of(number, ledger.touching(number), ledger.doubted)
    try:
        state = None if document is None else renewed(msgspec.json.decode(document))
        try:
            first = rewind(number, state, passed)
        except HistoryMismatchError:
            if document is None:
                raise
            # Compare parsed values: the same value can be written in different ways.
            state = records.read_record(number, document).document()
            first = rewind(number, state, passed)
    except HistoryMismatchError as unfit:
        return HistoryComparison(mismatch=unfit.problem)
    return HistoryComparison(is_recorded=first is None or not is_all)
