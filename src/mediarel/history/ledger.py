"""The ledger: what all changes together say of each statement.

A statement is proven by its history where taking back the changes that touched it,
the newest first, leads to what was added: each change must have left what is found
then, and the digest of the addition must fit. That covers all that it says but
`modified`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mediarel.errors import Command, Hint, RefusedError
from mediarel.history.change import digests_of, fits_digest
from mediarel.model.statement import is_same, renewed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from mediarel.history.change import Change

    Document = Mapping[str, Any]


# As the store keeps a statement; None while it is not there.
State = dict[str, Any] | None
_CHANGE = re.compile("change [1-9][0-9]*")


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


def since_replaced(changes: Iterable[Change]) -> tuple[list[Change], bool]:
    """Return the changes after the last that replaced all, and whether there was one.

    They are newest first.

    Early repairs replaced the archive without a word on what that changed, so that
    the history before them need not lead to what is there. They have no digest.
    """
    since: list[Change] = []
    for change in sorted(changes, key=lambda each: each.number, reverse=True):
        if change.kind == "repair" and change.digest is None:
            return since, True
        since.append(change)
    return since, False


class Ledger:
    """What `changes` say of each statement.

    `was_replaced` tells that there were others before them, which count for nothing.
    Those with the numbers `doubted` are not as they were written, as those that a
    repair has noted: they prove nothing.
    """

    def __init__(
        self, changes: Iterable[Change], doubted: AbstractSet[int] = frozenset()
    ) -> None:
        current, self.was_replaced = since_replaced(changes)
        self._doubted = doubted | doubtful(current)
        self._touching: dict[int, list[Change]] = {}  # newest first
        self._owners: dict[str, int] | None = None  # by the digest of the addition
        self._after_gap = 0  # the first change behind the last gap in the numbers
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
        """The ids of the statements that there ever were."""
        return self._touching.keys()

    def touching(self, number: int) -> list[Change]:
        """Return the changes that touched a statement, newest first."""
        return self._touching.get(number, [])

    def is_removed(self, number: int) -> bool:
        """Tell whether the last of the changes that touched a statement removed it."""
        touching = self.touching(number)
        return bool(touching) and number in touching[0].removed

    def is_present(self, number: int) -> bool:
        """Tell whether a statement was added, or changed, and not removed since."""
        return bool(self.touching(number)) and not self.is_removed(number)

    def proves(self, number: int, document: Document) -> bool | None:
        """Tell whether `document` is the statement as the last change left it.

        None where the history can't tell: it does not reach back to an addition, or
        changes are missing from it.
        """
        state = renewed(document)
        binding, _ = binding_of(number, self.touching(number), self._doubted)
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
        """Tell whether nothing in the history contradicts what a statement is now.

        `document` is None where it is not there. That is more than `proves` where
        something came in between, and less where changes are missing.
        """
        binding, is_all = binding_of(number, self.touching(number), self._doubted)
        try:
            state = None if document is None else renewed(document)
            first = rewind(number, state, binding)
        except HistoryMismatchError:
            return False
        return first is None or not is_all or self.was_replaced

    def owner(self, document: Document) -> int | None:
        """Return the id of the statement that was added as `document`, if one was."""
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
        """Return the fields of a statement that were changed since it was added."""
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
        """Return the statement as the changes after `since` made it of `document`.

        None where it is removed then, or the history does not say all that it was.
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
        """Return when a statement was changed."""
        return {change.at for change in self.touching(number)}

    def earlier(self, number: int, document: Document) -> Iterator[dict[str, Any]]:
        """Yield what a statement was before, from `document`, what it is now."""
        state = renewed(document)
        for change in self.touching(number):
            if number in change.removed:
                state = dict(change.removed[number])
            elif number in change.changed:
                state |= {n: old for n, (old, _) in change.changed[number].items()}
            else:
                continue
            yield dict(state)

    def _unless_gap_since(self, change: Change) -> bool | None:
        """Return False; None where a change after this one is missing."""
        return None if self._after_gap > change.number else False


def doubtful(changes: Iterable[Change]) -> set[int]:
    """Return the numbers of changes that a repair notes: lost, or not as they were."""
    notes = (name for each in changes if each.kind == "repair" for name in each.notes)
    return {int(name[7:]) for name in notes if _CHANGE.fullmatch(name)}


def binding_of(
    number: int, touching: Sequence[Change], doubted: AbstractSet[int]
) -> tuple[Sequence[Change], bool]:
    """Return those changes that must lead to what statement `number` is.

    They are all, or the newest, of those `touching` it, which come newest first; and
    whether they are all.
    """
    for place, change in enumerate(touching):
        if change.number in doubted:
            return touching[:place], False
        if is_beginning(change, number):
            return touching[: place + 1], False
    return touching, True


def is_beginning(change: Change, number: int) -> bool:
    """Tell whether what statement `number` was before `change` need not lead to it.

    What someone did past mediarel, or damage, came in between.
    """
    return change.kind in {"accept", "repair"} or str(number) in change.notes


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
