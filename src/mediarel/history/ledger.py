"""Combine all changes into the history of each statement.

To verify a statement, its changes are undone, from the newest change back to the change
that added the statement. Before each step, the statement must have the values that the
change recorded. At the end, the statement must match the digest that the first change
recorded. This verifies all fields except `modified`, which is only set back.

The last functions choose a change to undo, and compute the data that an undo restores.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from mediarel import errors
from mediarel.history.change import MODIFIED, SILENT, Change, NoSuchChangeError, ids_in
from mediarel.model.digests import digests_of, fits_digest
from mediarel.model.statement import Statement, is_same, renewed

Document = Mapping[str, Any]


# A statement in its stored form; None if it does not exist.
State = dict[str, Any] | None
_CHANGE = re.compile("change [1-9][0-9]*")
SEE_LOG = errors.Hint("See all changes: ", errors.Command("log"))
# The names of settings, for messages.
_CALLED = {
    "organisations": "names of organisations",
    "usual": "default values",
    "site": "site settings",
}


class HistoryMismatchError(errors.RefusedError):
    """A statement doesn't match its history, so earlier states can't be computed."""

    def __init__(self, change: Change, number: int, what: str) -> None:
        super().__init__(
            f"statement {number} doesn't match change {change.number} in its history:"
            f" the statement {what}",
            errors.Hint(
                "Another program changed the statement. See its history: ",
                errors.Command("log", number),
            ),
        )
        self.id = number
        self.what = what


def since_replaced(changes: Iterable[Change]) -> tuple[list[Change], bool]:
    """Return a pair: the reliable changes, and True if older changes were left out.

    Early versions of mediarel did not record the values that a repair changed. So the
    changes before such a repair may not match the statements, and are left out. A
    repair by an early version has no digest. The returned changes are newest first.
    """
    since: list[Change] = []
    for change in sorted(changes, key=lambda each: each.number, reverse=True):
        if change.kind == "repair" and change.digest is None:
            return since, True
        since.append(change)
    return since, False


class Ledger:
    """The changes of each statement.

    `doubted` are the numbers of changes that may have been altered, so they can't
    verify a statement. `was_replaced` is True if changes before a repair by an early
    version are ignored (see `since_replaced`).
    """

    def __init__(
        self, changes: Iterable[Change], doubted: AbstractSet[int] = frozenset()
    ) -> None:
        current, self.was_replaced = since_replaced(changes)
        self.doubted = doubted | doubtful(current)
        self._touching: dict[int, list[Change]] = {}  # newest first
        self._owners: dict[str, int] | None = None  # by the digest of the addition
        self._after_gap = 0  # the first change after the last gap in the numbers
        following = 0
        for change in current:
            for number in change.ids:
                self._touching.setdefault(number, []).append(change)
            if not self._after_gap and following > change.number + 1:
                self._after_gap = following
            following = change.number
        if not self._after_gap and following > 1 and not self.was_replaced:
            self._after_gap = following

    @property
    def ids(self) -> Iterable[int]:
        """The ids of all statements in the history, including removed statements."""
        return self._touching.keys()

    def touching(self, number: int) -> list[Change]:
        """Return the changes of a statement, newest first."""
        return self._touching.get(number, [])

    def is_removed(self, number: int) -> bool:
        """Return True if the newest change of a statement removed the statement."""
        touching = self.touching(number)
        return bool(touching) and number in touching[0].removed

    def is_present(self, number: int) -> bool:
        """Return True if the statement should exist according to the history."""
        return bool(self.touching(number)) and not self.is_removed(number)

    def proves(self, number: int, document: Document) -> bool | None:
        """Return True if `document` is the state of a statement after its last change.

        Return None if this is unknown because changes are missing.
        """
        state = renewed(document)
        binding, _ = binding_of(number, self.touching(number), self.doubted)
        for change in binding:
            if number in change.removed:
                return False
            if number in change.added:
                fits = fits_digest(state, change.added[number])
                return fits or self._unless_gap_since(change)
            for name, (old, new) in change.changed[number].items():
                if not is_same(state.get(name), new):
                    return self._unless_gap_since(change)
                state[name] = old
        return None

    def explains(self, number: int, document: Document | None) -> bool:
        """Return True if the present statement agrees with the history.

        `document` is None if the statement is missing. Unlike `proves`, this method
        allows changes outside mediarel that have been recorded. It doesn't allow
        missing changes.
        """
        binding, is_all = binding_of(number, self.touching(number), self.doubted)
        try:
            state = None if document is None else renewed(document)
            first = rewind(number, state, binding)
        except HistoryMismatchError:
            return False
        return first is None or not is_all or self.was_replaced

    def owner(self, document: Document) -> int | None:
        """Return the id of the statement that had exactly this content when added.

        Return None if there is no such statement.
        """
        if self._owners is None:
            self._owners = {
                change.added[number]: number
                for number, touching in self._touching.items()
                for change in touching
                if number in change.added
            }
        owners = (self._owners.get(each) for each in digests_of(document))
        return next((number for number in owners if number is not None), None)

    def last_values(self, number: int) -> dict[str, Any]:
        """Return the newest values of fields edited since the statement was added."""
        values: dict[str, Any] = {}
        for change in self.touching(number):
            if number not in change.changed:
                break
            for name, (_, new) in change.changed[number].items():
                values.setdefault(name, new)
        return values

    def forward(
        self, number: int, document: Document | None, since: int
    ) -> dict[str, Any] | None:
        """Return the present state of a statement, computed from an earlier state.

        `document` is the state after change `since`. All later changes are applied to
        this state. Return None if the statement was removed or is only partly known.
        """
        state = None if document is None else renewed(document)
        kept: Document | None = None
        for change in reversed(self.touching(number)):
            if change.number <= since:
                continue
            if number in change.removed:
                state, kept = None, change.removed[number]
            elif number in change.added:
                is_back = kept is not None and fits_digest(kept, change.added[number])
                state = dict(kept) if kept is not None and is_back else None
            elif state is not None:
                fields = change.changed[number]
                state |= {name: new for name, (_, new) in fields.items()}
                state["modified"] = change.at
        return state

    def times(self, number: int) -> set[str]:
        """Return the times at which a statement was changed."""
        return {change.at for change in self.touching(number)}

    def earlier(self, number: int, document: Document) -> Iterator[dict[str, Any]]:
        """Yield the earlier states of a statement, newest first.

        `document` is the present state.
        """
        state = renewed(document)
        for change in self.touching(number):
            if number in change.removed:
                state = dict(change.removed[number])
            elif number in change.changed:
                state |= {n: old for n, (old, _) in change.changed[number].items()}
                state |= _modified_before(change, number)
            else:
                continue
            yield dict(state)

    def _unless_gap_since(self, change: Change) -> bool | None:
        """Return None if the history lacks a later change, and False otherwise."""
        return None if self._after_gap > change.number else False


def doubtful(changes: Iterable[Change]) -> set[int]:
    """Return the numbers of changes that a repair has noted as lost or altered."""
    notes = (name for each in changes if each.kind == "repair" for name in each.notes)
    return {int(name[7:]) for name in notes if _CHANGE.fullmatch(name)}


def binding_of(
    number: int, touching: Sequence[Change], doubted: AbstractSet[int]
) -> tuple[Sequence[Change], bool]:
    """Return the changes that must match a statement, and True if none is left out.

    `touching` has all changes of the statement, newest first. If damage or an edit
    outside mediarel was recorded, older changes need not match the present statement.
    These older changes are left out.
    """
    for place, change in enumerate(touching):
        if change.number in doubted:
            return touching[:place], False
        if is_beginning(change, number):
            return touching[: place + 1], False
    return touching, True


def is_beginning(change: Change, number: int) -> bool:
    """Return True if older changes need not match the statement.

    This is so if the change has recorded damage to the statement, or an edit outside
    mediarel.
    """
    return change.kind in {"accept", "repair"} or str(number) in change.notes


def rewind(number: int, state: State, changes: Iterable[Change]) -> State:
    """Undo changes of a statement, newest first, and return its earlier state.

    `state` is the state after the changes. Raises HistoryMismatchError if a state
    differs from the values that a change has recorded.
    """
    state = None if state is None else renewed(state)
    for change in changes:
        state = _state_before(change, number, state)
    return state


def _state_before(change: Change, number: int, state: State) -> State:
    if number in change.removed:
        if state is not None:
            raise HistoryMismatchError(change, number, "exists again")
        return change.removed[number]
    if state is None:
        raise HistoryMismatchError(change, number, "no longer exists")
    if number in change.added:
        if not fits_digest(state, change.added[number]):
            raise HistoryMismatchError(change, number, "has changed since")
        return None
    earlier = dict(state)
    for name, (old, new) in change.changed[number].items():
        if not is_same(state.get(name), new):
            raise HistoryMismatchError(change, number, f"now has a different {name}")
        earlier[name] = old
    return earlier | _modified_before(change, number)


def _modified_before(change: Change, number: int) -> dict[str, Any]:
    """Return the field `modified` before a change, or {} if it is unknown.

    It isn't compared: an undo restores other fields, but not `modified`.
    """
    at = change.modified.get(number)
    return {} if at is None else {MODIFIED: at[0]}


class UndoConflictError(errors.RefusedError):
    """A change can't be undone because a later change edited the same statement."""

    def __init__(self, change: Change, number: int, what: str) -> None:
        super().__init__(
            f"change {change.number} can't be undone: statement {number} {what}",
            errors.Hint("See the later changes: ", errors.Command("log", number)),
        )


class ArchiveConflictError(errors.RefusedError):
    """A change can't be undone because a later change set the same setting."""

    def __init__(self, change: Change, name: str) -> None:
        super().__init__(
            f"change {change.number} can't be undone: a later change also set the"
            f" {_CALLED.get(name, name)} of the archive",
            SEE_LOG,
        )


def refuse_unknown(change: Change) -> None:
    """Raise RefusedError if a change has recorded nothing that an undo can restore."""
    what = (change.added, change.removed, change.archive, ids_in(change, SILENT))
    if not (any(what) or any(change.changed.values())):
        raise errors.RefusedError(
            f"change {change.number} can't be undone: the earlier content of"
            f" {errors.named(change.ids)} is unknown",
            errors.Hint(
                "To undo an earlier change, find its number: ", errors.Command("log")
            ),
        )


def in_effect(changes: Iterable[Change]) -> Iterator[Change]:
    """Yield the changes that have not been undone. `changes` are newest first."""
    gone: set[int | None] = set()
    for change in changes:
        if change.number not in gone:
            gone.add(change.reverts)
            yield change


def change_to_undo(changes: Iterable[Change], number: int) -> Change:
    """Return the change with this number if it is not undone.

    `changes` are newest first. Raises NoSuchChangeError or RefusedError.
    """
    undone_by: dict[int, int] = {}
    for change in changes:
        if change.number == number:
            if number in undone_by:
                later = undone_by[number]
                raise errors.RefusedError(
                    f"change {number} was already undone by change {later}",
                    errors.Hint("To redo it: ", errors.Command("undo", later)),
                )
            return change
        if change.reverts is not None and change.number not in undone_by:
            undone_by.setdefault(change.reverts, change.number)
    raise NoSuchChangeError(number)


def refuse_out_of_order(change: Change, changes: Iterable[Change]) -> None:
    """Refuse to undo a change if a later command changed the same data.

    Otherwise the later command could no longer be undone. Commands that have been
    undone are ignored. If `change` is an undo or a redo, the commands between the
    original command and `change` count as later commands too. `changes` are newest
    first. Raises UndoConflictError or ArchiveConflictError.
    """
    gone: set[int | None] = set()
    origin: int | None = change.number
    for each in changes:
        if each.number == origin:
            origin = each.reverts
            if origin is None:
                return
        elif each.reverts is None and each.number not in gone:
            _refuse_shared(change, each)
        if each.number not in gone:
            gone.add(each.reverts)


def _refuse_shared(change: Change, later: Change) -> None:
    for name in change.archive.keys() & later.archive.keys():
        raise ArchiveConflictError(change, name)
    for number in sorted({*change.ids} & {*later.ids}):
        if number in change.changed and number in later.changed:
            shared = change.changed[number].keys() & later.changed[number].keys()
            if not shared:
                continue
        what = f"was changed later, by change {later.number}"
        raise UndoConflictError(change, number, what)


def inverse_of(
    change: Change, current: Mapping[int, Statement]
) -> tuple[list[int], dict[int, dict[str, Any]], dict[int, dict[str, Any]]]:
    """Return the ids to remove, the fields to set, and the records to restore.

    These three steps undo the change. `current` has the present statements that the
    change affected. Raises UndoConflictError if a statement was changed later.
    """
    for number in change.ids:
        state = current[number].document() if number in current else None
        try:
            rewind(number, state, [change])
        except HistoryMismatchError as unfit:
            raise UndoConflictError(change, number, unfit.what) from unfit
    earlier = {
        number: {name: old for name, (old, _) in fields.items()}
        for number, fields in change.changed.items()
    }
    return list(change.added), earlier, change.removed


def archive_before(
    change: Change, current: Mapping[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """Return the changes of settings that undo `change`.

    Each change is a pair of the present and the earlier value. `current` has the
    present settings. Raises ArchiveConflictError if a setting was changed later.
    """
    for name, (_, later) in change.archive.items():
        if current.get(name) != later:
            raise ArchiveConflictError(change, name)
    return {name: (later, old) for name, (old, later) in change.archive.items()}
