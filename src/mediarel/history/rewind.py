"""What a statement was before a change, by rewinding its history.

It begins with the statement as it is now and goes back change by change. What a
change left must be what was found so far. Where it is not, something else than
mediarel has changed the statement, and what it was before can't be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediarel.errors import (
    Command,
    Hint,
    RefusedError,
)
from mediarel.history.change import fits_digest
from mediarel.model.earlier import renewed
from mediarel.model.fingerprint import is_same

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.history.change import Change


# As the store keeps a statement; None while it is not there.
State = dict[str, Any] | None


class HistoryMismatchError(RefusedError):
    """A statement is not as its history says, so it can't be rewound further."""

    def __init__(self, change: Change, number: int, what: str) -> None:
        super().__init__(
            f"the history of statement {number} stops fitting at change"
            f" {change.number}: the statement {what}",
            Hint(
                "Something else than mediarel changed it. What was kept of it: ",
                Command("log", number),
            ),
        )
        self.id = number


def rewind(number: int, state: State, changes: Iterable[Change]) -> State:
    """Return what statement `number` was before `changes`, newest first, left `state`.

    Raises HistoryMismatchError at the first of them that left something else.
    """
    state = None if state is None else renewed(state)
    for change in changes:
        state = _state_before(change, number, state)
    return state


def _state_before(change: Change, number: int, state: State) -> State:
    if number in change.removed:
        if state is not None:
            raise HistoryMismatchError(
                change, number, "is there, though it was removed"
            )
        return change.removed[number]
    if state is None:
        raise HistoryMismatchError(change, number, "is no longer there")
    if number in change.added:
        if not fits_digest(state, change.added[number]):
            raise HistoryMismatchError(change, number, "says something else since")
        return None
    earlier = dict(state)
    for name, (old, new) in change.changed[number].items():
        if not is_same(state.get(name), new):
            raise HistoryMismatchError(change, number, f"has another {name} since")
        earlier[name] = old
    return earlier
