"""The history by itself, and whether it leads to the statements that are there.

A statement is walked back from what it is now to the change that added it. An
acceptance ends the way: what was before it is not always known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mediarel.check.finding import error, newer_record, warning
from mediarel.errors import InvalidFieldError, shorten
from mediarel.history.change import fits_digest
from mediarel.history.rewind import HistoryMismatchError, rewind
from mediarel.model.readers import IS_TIME
from mediarel.store.records import read_entry, read_record
from mediarel.store.sound import unknown_fields_of_change

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from mediarel.check.finding import Finding, Lines
    from mediarel.history.change import Change
    from mediarel.store.protocol import Document

_LOOK = "Compare the history with that in a backup."


class Account(NamedTuple):
    """How the history accounts for a statement.

    It may never have added it; or `unfit` says where it stops fitting.
    """

    is_recorded: bool = True
    unfit: str = ""


def read_history(
    history: Mapping[str, Document], lines: Lines
) -> tuple[list[Change], list[Finding]]:
    """Return the changes that can be read, newest first; a finding for each other."""
    changes, findings = [], []
    for number in sorted(map(int, history), reverse=True):
        raw = history[str(number)]
        try:
            changes.append(read_entry(number, raw))
        except InvalidFieldError as broken:
            if unknown := unknown_fields_of_change(number, bytes(raw)):
                place = lines.place(f"change {number}", raw)
                findings.append(newer_record(place, unknown[0]))
                continue
            finding = error(
                kind="entry",
                place=lines.place(f"change {number}", raw),
                message=broken.problem,
                hint=_LOOK,
            )
            findings.append(finding)
    return changes, findings


def look_at_numbers(
    changes: Sequence[Change], numbers: Iterable[int]
) -> Iterator[Finding]:
    """Look at the `numbers` of all changes, and what else each of `changes` counts.

    Those are the ones that can be read, newest first.
    """
    before = 0
    for number in sorted(numbers):
        if number > before + 1:
            yield _of_a_gap(before + 1, number - 1)
        before = number
    last_id = 0
    for change in reversed(changes):
        if what := _what_is_impossible(change):
            yield error(
                kind="entry", place=f"change {change.number}", message=what, hint=_LOOK
            )
        highest = max([last_id, *change.ids])
        if change.last_id < highest:
            yield warning(
                kind="last_id",
                place=f"change {change.number}",
                message=f"its last id is {change.last_id}, though {highest} was given",
                hint="An id might be given twice: set it right in the file.",
            )
        last_id = max(last_id, change.last_id)


def _what_is_impossible(change: Change) -> str:
    """Return what `change` says of itself that can't be, if it does."""
    if not IS_TIME.fullmatch(change.at):
        return f"its time {shorten(change.at)!r} is not a time"
    back = change.reverts
    if back is not None and not 0 < back < change.number:
        return f"it says that it took back change {back}, which is not before it"
    return ""


def _of_a_gap(first: int, last: int) -> Finding:
    is_one = first == last
    return warning(
        kind="gap",
        place=f"change {first}" if is_one else f"changes {first} to {last}",
        message=f"{'it is' if is_one else 'they are'} missing from the history",
        hint=_LOOK,
    )


def since_repair(changes: Sequence[Change]) -> Sequence[Change]:
    """Return those of `changes`, newest first, that came after the last repair.

    A repair puts another store in the place of a damaged one, and what is
    before it in the history need not lead to that.
    """
    repairs = (place for place, each in enumerate(changes) if each.kind == "repair")
    return changes[: next(repairs, None)]


def by_statement(changes: Iterable[Change]) -> dict[int, list[Change]]:
    """Return for each statement that `changes` touched those that did, newest first."""
    touching: dict[int, list[Change]] = {}
    for change in changes:
        for number in change.ids:
            touching.setdefault(number, []).append(change)
    return touching


def account_of(
    number: int, document: Document | None, changes: Sequence[Change]
) -> Account:
    """Return how `changes`, which touched the statement, account for what it is now.

    They are newest first; `document` is None where it is no longer there.
    """
    accepted = (n for n, change in enumerate(changes, 1) if change.kind == "accept")
    end = next(accepted, None)
    passed = changes[:end]
    try:
        state = None if document is None else msgspec.json.decode(document)
        try:
            first = rewind(number, state, passed)
        except HistoryMismatchError:
            if document is None:
                raise
            # What it means by the rules: it may be laid out in another way.
            state = read_record(number, document).document()
            first = rewind(number, state, passed)
    except HistoryMismatchError as unfit:
        return Account(unfit=unfit.problem)
    return Account(is_recorded=first is None or end is not None)


def document_in(number: int, changes: Sequence[Change]) -> dict[str, Any] | None:
    """Return the statement whole as `changes`, newest first, left it.

    None where they do not say all of it: only what was removed is kept whole.
    """
    state: dict[str, Any] | None = None
    kept: dict[str, Any] = {}
    for change in reversed(changes):
        if number in change.removed:
            state, kept = None, change.removed[number]
        elif number in change.added:
            is_the_same = bool(kept) and fits_digest(kept, change.added[number])
            state = dict(kept) if is_the_same else None
        elif state is not None:
            state |= {name: new for name, (_, new) in change.changed[number].items()}
    return state


def fields_in(number: int, changes: Iterable[Change]) -> dict[str, Any]:
    """Return the fields of the statement that `changes`, newest first, last set."""
    said: dict[str, Any] = {}
    for change in changes:
        if number not in change.changed:
            break
        for name, (_, new) in change.changed[number].items():
            said.setdefault(name, new)
    return said
