"""Choose a change to undo or redo, and compute the data that an undo restores."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mediarel import errors
from mediarel.history.change import SILENT, Change, NoSuchChangeError, ids_in
from mediarel.history.ledger import HistoryMismatchError, rewind
from mediarel.model.statement import Statement

SEE_LOG = errors.Hint("See all changes: ", errors.Command("log"))
# The names of settings, for messages.
_CALLED = {
    "organisations": "names of organisations",
    "usual": "default values",
    "site": "site settings",
}


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
