"""Compare statements with a seal, and explain the differences by the history.

The changes since the seal are undone. The result must have the sealed SHA-256.
Otherwise a statement was altered without a change in the history.

A public seal has no information about the history. So a difference is explained if the
statement, a linked statement or a setting was changed after the seal.
"""

from __future__ import annotations

import datetime as dt
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.archive.public import Public
from mediarel.history.ledger import HistoryMismatchError, rewind
from mediarel.seal.contents import (
    Form,
    changes,
    fields_of,
    form_of,
    forms,
    public_forms,
)
from mediarel.seal.seal_file import STATEMENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mediarel.archive.archive import Archive
    from mediarel.history.change import Change
    from mediarel.seal.seal_file import Seal
    from mediarel.store.protocol import Snapshot

    Fields = Mapping[str, Any]

UNCHANGED, CHANGED, REMOVED = "unchanged", "changed", "removed"
HIDDEN, UNSEALED, ALTERED = "not public", "not sealed", "altered"
_UNEXPLAINED = "no change in the history explains this"
_ELSEWHERE = "a setting, an embargo or a linked statement has changed since"


class Verified(NamedTuple):
    """A statement, and whether it differs from the seal.

    `id` is None if the id is unknown. `state` is one of the constants above, and `why`
    is the explanation.
    """

    id: int | None
    uuid: str
    state: str
    why: str = ""


class _Later:
    """The changes after a seal."""

    def __init__(
        self, archive: Archive, snapshot: Snapshot, is_later: Callable[[Change], bool]
    ) -> None:
        self.all = [*takewhile(is_later, changes(archive.store, snapshot))]
        self.removed: dict[str, tuple[int, Fields]] = {}  # by UUID
        self.of: dict[int, list[Change]] = {}  # newest first
        for change in self.all:
            for number in change.ids:
                self.of.setdefault(number, []).append(change)
            for number, fields in change.removed.items():
                self.removed[str(fields.get("uuid"))] = number, fields

    def why(self, number: int) -> str:
        """Describe the later changes of a statement, oldest first."""
        return "; ".join(_described(each, number) for each in reversed(self.of[number]))


def _described(change: Change, number: int) -> str:
    """Return number, command, person and time of a change, and its note to readers."""
    told = f"change {change.number}, {change.command} by {change.who}, {change.at}"
    before, after = change.changed.get(number, {}).get("notes", ((), ()))
    new = [each["text"] for each in after or () if each not in (before or ())]
    return ": ".join([told, *new[-1:]])


def statements(archive: Archive, seal: Seal, snapshot: Snapshot) -> Iterator[Verified]:
    """Compare all statements with a seal of the whole archive. Raises DamagedError."""
    later = _Later(archive, snapshot, lambda change: change.number > seal.change)
    left = {path for path in seal.lines if path.startswith(STATEMENTS)}
    for form in forms(archive.store, snapshot):
        left.discard(form.path)
        sealed = seal.lines.get(form.path)
        if form.id in later.of:
            now = fields_of(bytes(snapshot.statements[str(form.id)]))
            yield _explained(form, sealed, later, now)
        elif form.sha256 == sealed:
            yield Verified(form.id, form.uuid, UNCHANGED)
        else:
            what = (
                "missing in the seal" if sealed is None else "different from the seal"
            )
            why = f"it is {what}, and {_UNEXPLAINED}"
            yield Verified(form.id, form.uuid, ALTERED, why)
    for path in sorted(left):
        uuid = _uuid(path)
        number, _ = later.removed.get(uuid, (None, {}))
        if number is None:
            why = f"it is in the seal, but not in the archive, and {_UNEXPLAINED}"
            yield Verified(number, uuid, ALTERED, why)
        else:
            yield _explained(Form(number, uuid, b"", ()), seal.lines[path], later, None)


def _explained(
    form: Form, sealed: str | None, later: _Later, now: Fields | None
) -> Verified:
    """Compare a statement that was changed or removed after the seal.

    `now` has its fields, or is None if it was removed. `sealed` is its SHA-256 in the
    seal, or None.
    """
    why = later.why(form.id)
    try:
        past = rewind(form.id, None if now is None else {**now}, later.of[form.id])
    except HistoryMismatchError as error:
        return Verified(form.id, form.uuid, ALTERED, error.problem)
    if sealed != (form_of(form.id, past).sha256 if past else None):
        why = f"it differed from the seal already before {why}"
        return Verified(form.id, form.uuid, ALTERED, why)
    if sealed is None:
        return Verified(form.id, form.uuid, UNSEALED, why)
    state = REMOVED if now is None else CHANGED
    is_back = form.sha256 == sealed
    return Verified(form.id, form.uuid, UNCHANGED if is_back else state, why)


def public_statements(
    archive: Archive, seal: Seal, snapshot: Snapshot
) -> Iterator[Verified]:
    """Compare all public statements with a public seal. Raises DamagedError."""
    later = _Later(archive, snapshot, lambda change: change.at >= seal.sealed)
    there = {
        str(fields["uuid"]): (int(key), fields)
        for key, raw in snapshot.statements.items()
        for fields in [fields_of(bytes(raw))]
    }
    known = {**later.removed, **there}
    moved = {
        uuid
        for uuid, (number, fields) in known.items()
        if number in later.of or _ends_after(fields.get("embargo"), seal.sealed)
    }
    has_settings = any(change.archive for change in later.all)

    def verified(uuid: str, state: str, what: str) -> Verified:
        number, fields = known.get(uuid, (None, {}))
        links = {uuid, fields.get("translation_of")}
        links.update(*(fields.get(name) or () for name in ("replaces", "merged")))
        if number in later.of:
            return Verified(number, uuid, state, later.why(number))
        if has_settings or links & moved:
            return Verified(number, uuid, state, _ELSEWHERE)
        return Verified(number, uuid, ALTERED, f"it is {what}, and {_UNEXPLAINED}")

    left = {path for path in seal.lines if path.startswith(STATEMENTS)}
    for form in public_forms(Public(archive, archive.now())):
        left.discard(form.path)
        sealed = seal.lines.get(form.path)
        if sealed is None:
            yield verified(form.uuid, UNSEALED, "missing in the seal")
        elif sealed == form.sha256:
            yield Verified(form.id, form.uuid, UNCHANGED)
        else:
            yield verified(form.uuid, CHANGED, "different from the seal")
    for uuid in sorted(map(_uuid, left)):
        state = HIDDEN if uuid in there else REMOVED
        yield verified(uuid, state, "in the seal, but not public")


def _uuid(path: str) -> str:
    return path.removeprefix(STATEMENTS).removesuffix(".json")


def _ends_after(embargo: str | None, sealed: str) -> bool:
    if not embargo:
        return False
    return dt.datetime.fromisoformat(embargo) >= dt.datetime.fromisoformat(sealed)
