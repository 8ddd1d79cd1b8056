"""The other side of a merge: its changes made again on top of ours.

In a merge conflict, two lines of changes part at one number. Ours stays; each change of
the other side follows as a change of its own, with a new number. A field that both
sides changed stays as ours has it, and the conflict is told.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from mediarel.errors import shorten
from mediarel.history.chain import chained, running_digest
from mediarel.history.change import fits_digest, last_said
from mediarel.history.ledger import Ledger
from mediarel.model.earlier import renewed
from mediarel.model.fingerprint import is_same, without_empty
from mediarel.recovery.line import documents, read
from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediarel.history.change import Change, FieldChanges
    from mediarel.recovery.plan import RepairPlan

    State = dict[str, Any]


def merge(
    plan: RepairPlan,
    others: Sequence[tuple[int, bytes]],
    records: Mapping[int, bytes],
    ever: set[int],
) -> None:
    """Make the changes in `others` again, on top of what `plan` has.

    `records` are the statements of the other side, by id; `ever` the ids that were
    given on ours.
    """
    if others:
        _Merge(plan, [read(*each) for each in others], records, ever).run()


class _Merge:
    """A merge while it is made."""

    def __init__(
        self,
        plan: RepairPlan,
        changes: list[Change],
        records: Mapping[int, bytes],
        ever: set[int],
    ) -> None:
        self._plan = plan
        self._changes = changes
        self._records = records
        self._ever = ever
        self._ledger = Ledger(changes)
        ours = map(read, plan.history, plan.history.values())
        self._said = {name: last.value for name, last in last_said(ours).items()}
        self._ids: dict[int, int] = {}  # of what the other side added: theirs to ours
        self._numbers: dict[int, int] = {}
        self._before = running_digest(documents(plan.history))
        self._uuids = {
            msgspec.json.decode(raw)["uuid"]: number
            for number, raw in plan.statements.items()
        }

    def run(self) -> None:
        """Make the changes again, one after the other."""
        for change in self._changes:
            number = self._plan.last_change = self._plan.last_change + 1
            made = replace(
                change,
                number=number,
                added=self._add(change),
                changed=self._edit(change),
                removed=self._remove(change),
                archive=self._archive(change),
                undoes=self._numbers.get(change.undoes or 0, change.undoes),
                redoes=self._numbers.get(change.redoes or 0, change.redoes),
            )
            made = replace(made, last_id=max([self._plan.last_id, *made.ids]))
            self._plan.last_id = made.last_id
            self._numbers[change.number] = number
            made = chained(made, self._before)
            self._before = str(made.digest)
            self._plan.history[number] = encoded(made.document())
            self._plan.changes_merged[number] = change.number

    def _add(self, change: Change) -> dict[int, str]:
        added = {}
        for theirs, was in change.added.items():
            state = self._as_added(theirs, change)
            if state is None or not fits_digest(state, was):
                self._conflict(
                    f"{theirs} was added on the other side, and is not whole"
                )
                continue
            if state["uuid"] in self._uuids:  # both brought back the same
                self._ids[theirs] = self._uuids[state["uuid"]]
                continue
            number = theirs
            if number in self._plan.statements or self._is_another(number, state):
                number = self._plan.last_id = self._plan.last_id + 1
            self._ids[theirs] = number
            self._uuids[state["uuid"]] = number
            self._put(number, state, f"added on the other side, as {theirs}")
            added[number] = was
        return added

    def _as_added(self, number: int, change: Change) -> State | None:
        """Return what a statement of the other side was when `change` added it."""
        raw = self._records.get(number)
        if raw is None:
            return None
        state = renewed(msgspec.json.decode(raw))
        for later in self._ledger.touching(number):
            if later.number <= change.number:
                break
            fields = later.changed.get(number, {})
            state |= {name: old for name, (old, _) in fields.items()}
        return state

    def _is_another(self, number: int, state: State) -> bool:
        """Tell whether `number` was given on our side to another statement."""
        return number in self._ever and not any(
            each.removed.get(number, {}).get("uuid") == state["uuid"]
            for each in map(read, self._plan.history, self._plan.history.values())
        )

    def _edit(self, change: Change) -> dict[int, FieldChanges]:
        changed = {}
        for theirs, fields in change.changed.items():
            number = self._ids.get(theirs, theirs)
            if number not in self._plan.statements:
                self._conflict(
                    f"{theirs} was changed on the other side, removed on ours"
                )
                continue
            state = renewed(msgspec.json.decode(self._plan.statements[number]))
            made: FieldChanges = {}
            for name, (old, new) in fields.items():
                now = state.get(name)
                if is_same(now, old):
                    made[name] = (old, new)
                elif not is_same(now, new):
                    self._conflict(
                        f"{number}, {name}: {shorten(now)!r} is kept, the other side"
                        f" has {shorten(new)!r}",
                        new,
                    )
            if made:
                state |= {name: new for name, (_, new) in made.items()}
                state["modified"] = change.at
                names = ", ".join(made)
                self._put(number, state, f"with the other side's {names}")
                changed[number] = made
        return changed

    def _remove(self, change: Change) -> dict[int, State]:
        removed = {}
        for theirs, was in change.removed.items():
            number = self._ids.get(theirs, theirs)
            raw = self._plan.statements.get(number)
            if raw is None:
                continue
            state = renewed(msgspec.json.decode(raw))
            if _said(state) != _said(was):
                self._conflict(
                    f"{number} was removed on the other side, changed on ours"
                )
                continue
            del self._plan.statements[number]
            self._uuids.pop(state["uuid"], None)
            for bucket in (self._plan.verified, self._plan.unverified):
                bucket.discard(number)
            removed[number] = state
        return removed

    def _archive(self, change: Change) -> FieldChanges:
        """Return what of the archive itself ours has as it was before `change`."""
        made: FieldChanges = {}
        for name, (old, new) in change.archive.items():
            now = self._said.get(name, old)
            if now == old:
                made[name] = (old, new)
                self._said[name] = self._plan.about_merged[name] = new
            elif now != new:
                self._conflict(
                    f"the archive's {name}: ours is kept, the other side has"
                    f" {shorten(new)!r}",
                    new,
                )
        return made

    def _put(self, number: int, state: State, how: str) -> None:
        plan = self._plan
        plan.statements[number] = encoded(state)
        plan.verified.discard(number)
        plan.unverified.discard(number)
        for ids in (*plan.taken.values(), *plan.older.values()):
            if number in ids:
                ids.remove(number)
        for notes in (plan.mended, plan.rebuilt, plan.altered):
            notes.pop(number, None)
        before = plan.merged.get(number)
        plan.merged[number] = f"{before}, {how}" if before else how

    def _conflict(self, what: str, theirs: object = None) -> None:
        self._plan.conflicts.append(what)
        if theirs is not None:
            self._plan.raw[f"the other side, {what}"] = str(theirs)


def _said(state: Mapping[str, Any]) -> dict[str, Any]:
    return without_empty({n: v for n, v in state.items() if n != "modified"})
