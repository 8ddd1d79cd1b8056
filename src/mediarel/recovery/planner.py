"""What is made of a damaged store: what was saved of it, and backups for the rest.

A statement whose checksum fits is as it was. Where none fits, a backup that has
the very statement is better than what the damage left of it, and what it left is
better than an older one of a backup. Nothing that was removed comes back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mediarel.errors import InvalidFieldError
from mediarel.recovery.plan import RepairPlan
from mediarel.recovery.validity import all_in, believed, valid_change, valid_statement
from mediarel.store.checksums import fits, not_as_left
from mediarel.store.protocol import ID
from mediarel.store.records import known_of_change
from mediarel.store.sound import (
    is_change,
    is_statement,
    known_and_unknown,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mediarel.recovery.plan import Backup
    from mediarel.recovery.salvage import Record, Salvage
    from mediarel.store.protocol import Document

_UNREADABLE = "\N{REPLACEMENT CHARACTER}".encode()


def plan_repair(found: Salvage, backups: Iterable[Backup], now: str) -> RepairPlan:
    """Return what is to be made of what was `found`; `backups` come newest first.

    No more of them are asked for than are needed. `now`, as RFC 3339 in UTC,
    stands in for times that are lost.
    """
    planner = _Planner(found, now)
    planner.take_history()
    planner.take_statements()
    for backup in backups:
        if not planner.wants_more():
            break
        planner.take_from(backup)
    planner.number_anew()
    planner.note_dropped()
    return planner.plan


class _Planner:
    """The work on what was `found`, step by step."""

    def __init__(self, found: Salvage, now: str) -> None:
        self._found = found
        self._now = now
        self.plan = RepairPlan(last_id=found.highest)
        # Of no id of their own: two had the same, or the key is none.
        self._anew: list[tuple[str, bytes]] = []
        self._partial: set[int] = set()
        self._believed = believed(found.statements)
        self._believed_of_changes = believed(found.history)
        self._uuids: dict[str, int] = {}
        self._present: set[int] = set()
        self._removed: set[int] = set()

    def take_history(self) -> None:
        """Take the changes that the file has."""
        found: dict[int, bytes] = {}
        for record in self._found.history:
            try:
                number = _number(record.key)
                raw, lost = valid_change(number, record, self._believed_of_changes)
            except InvalidFieldError as error:
                self.plan.dropped_changes[record.key] = error.problem
                continue
            if lost:
                self.plan.dropped_changes[record.key] = f"only {', '.join(lost)}"
            if found.get(number, raw) != raw:
                what = "it is there twice; the later is kept"
                self.plan.dropped_changes[record.key] = what
            found[number] = raw
        for broken in self._found.broken:
            if broken.table == "history":
                key = broken.key
                self.plan.dropped_changes.setdefault(key, _broken_at(broken.line))
        self.plan.history = dict(sorted(found.items()))
        self._follow_history()

    def take_statements(self) -> None:
        """Take the statements that the file has, of each id the best."""
        groups: dict[int, list[Record]] = {}
        for record in self._found.statements:
            if record.belongs is not None:
                groups.setdefault(record.belongs, []).append(record)
            elif ID.fullmatch(record.key):
                groups.setdefault(int(record.key), []).append(record)
            else:
                self._set_aside(record)
        for number, records in sorted(groups.items()):
            self._take_best(number, records)

    def take_from(self, backup: Backup) -> None:
        """Take from `backup` what the file has not, or not as it was.

        One that has another change under a number is of a line that was given up.
        """
        if self._is_of_another_line(backup):
            return
        numbers = []
        for key, raw in backup.tables.history.items():
            number = int(key)
            if number not in self.plan.history and _is_change(number, raw):
                self.plan.history[number] = bytes(raw)
                self.plan.dropped_changes.pop(key, None)
                numbers.append(number)
        if numbers:
            self.plan.changes_from_backups[backup.name] = numbers
            self.plan.history = dict(sorted(self.plan.history.items()))
            self._follow_history()
        others = set(not_as_left(backup.tables))
        ids = [
            number
            for number, raw in _numbered(backup.tables.statements)
            if number not in others
            and self._is_better(number, raw)
            and self._put(number, bytes(raw))
        ]
        if ids:
            self.plan.from_backups[backup.name] = ids
        for number in ids:
            self.plan.altered.pop(number, None)
            self.plan.unproved.discard(number)
        highest = max(map(int, backup.tables.statements), default=0)
        self.plan.last_id = max(self.plan.last_id, highest)

    def _is_of_another_line(self, backup: Backup) -> bool:
        """Tell whether the last change that both have is not the same one."""
        both = self.plan.history.keys() & map(int, backup.tables.history)
        last = max(both, default=None)
        if last is None:
            return False
        try:
            there = known_of_change(last, backup.tables.history[str(last)])
        except InvalidFieldError:
            return False
        return known_of_change(last, self.plan.history[last]).at != there.at

    def wants_more(self) -> bool:
        """Tell whether there is something that an older backup may have."""
        wanted = self._missing() | (
            self.plan.altered.keys() & self._found.checksums.keys()
        )
        return bool(wanted) or not self._is_history_whole()

    def number_anew(self) -> None:
        """Assign a new id to each that has none of its own any more."""
        for key, raw in self._anew:
            number = self.plan.last_id + 1
            if self._put(number, raw):
                self.plan.last_id = number
                self.plan.renumbered[number] = key
        self.plan.statements = dict(sorted(self.plan.statements.items()))

    def note_dropped(self) -> None:
        """Note what is lost, of which the file or its history still tells."""
        kept = {str(number) for number in self.plan.statements}
        kept.update(self.plan.renumbered.values())
        for each in (*self._found.broken, *self._found.strange):
            if each.table == "statements" and each.key not in kept:
                self.plan.dropped.setdefault(each.key, _broken_at(each.line))
        for number in sorted(self._missing()):
            self.plan.dropped.setdefault(str(number), "it is not in the file any more")
        for key in kept & self.plan.dropped.keys():
            del self.plan.dropped[key]

    def _take_best(self, number: int, records: list[Record]) -> None:
        proved = [record for record in records if record.belongs == number]
        if proved and self._take_proved(number, proved[-1]):
            best = proved[-1]
        else:
            best = next(
                (
                    each
                    for each in reversed(records)
                    if self._take_altered(number, each)
                ),
                records[-1],
            )
        for record in records:
            if record.raw != best.raw and not record.is_partial:
                self.plan.doubled.add(number)
                self._set_aside(record)

    def _take_proved(self, number: int, record: Record) -> bool:
        """Tell whether `record`, which is as it was, can be kept, and keep it."""
        raw = record.raw
        unknown = known_and_unknown(msgspec.json.decode(raw))[1]
        if not is_statement(number, raw) or not all_in(unknown, self._believed):
            try:  # an empty field of another kind counts for nothing, and is no good
                raw, _ = valid_statement(number, record, self._now, self._believed)
            except InvalidFieldError:
                return False
        self._put(number, raw)
        self.plan.as_was.add(number)
        return True

    def _take_altered(self, number: int, record: Record) -> bool:
        """Tell whether `record` can be kept as statement `number`, and keep it."""
        try:
            raw, lost = valid_statement(number, record, self._now, self._believed)
        except InvalidFieldError as error:
            self.plan.dropped[record.key] = error.problem
            return False
        if not self._put(number, raw):
            return False
        if record.is_partial:
            self._partial.add(number)
            lost = ["a part of it can't be read"]
        elif number in self._found.checksums:
            lost = lost or ["its checksum does not fit"]
        if unreadable := raw.count(_UNREADABLE):
            lost = [*lost, f"{unreadable} of its letters can't be read"]
        if lost:
            self.plan.altered[number] = ", ".join(lost)
        else:
            self.plan.unproved.add(number)
        return True

    def _set_aside(self, record: Record) -> None:
        """Keep `record`, which can't have the id that its key says, for a new one."""
        try:
            raw, _ = valid_statement(1, record, self._now, self._believed)
        except InvalidFieldError as error:
            self.plan.dropped.setdefault(record.key, error.problem)
        else:
            self._anew.append((record.key, raw))

    def _put(self, number: int, raw: bytes) -> bool:
        """Keep `raw` as statement `number`, unless another id has its uuid."""
        uuid = msgspec.json.decode(raw)["uuid"]
        if self._uuids.setdefault(uuid, number) != number:
            return False
        self.plan.statements[number] = raw
        return True

    def _is_better(self, number: int, raw: Document) -> bool:
        """Tell whether a backup's `raw` is better than what there is of it."""
        if number not in self.plan.statements:
            return not self._was_removed(number) and _is_statement(number, raw)
        if number in self._partial and _is_statement(number, raw):
            self._partial.discard(number)
            return True
        wanted = self._found.checksums.get(number)
        is_altered = number in self.plan.altered
        return is_altered and wanted is not None and fits(raw, wanted)

    def _was_removed(self, number: int) -> bool:
        if self._found.has_checksums_about(number):
            return number not in self._found.checksums
        return number in self._removed

    def _missing(self) -> set[int]:
        """Return the ids of statements that there were, and that are not there."""
        there_were = {n for n in self._present if not self._was_removed(n)}
        there_were |= self._found.checksums.keys()
        return there_were - self.plan.statements.keys()

    def _is_history_whole(self) -> bool:
        numbers = self.plan.history
        return bool(numbers) and len(numbers) == max(numbers) - min(numbers) + 1

    def _follow_history(self) -> None:
        """Find which statements there were, and which were removed."""
        self._present.clear()
        self._removed.clear()
        for number, raw in self.plan.history.items():
            change = known_of_change(number, raw)
            self._present |= change.added.keys() | change.changed.keys()
            self._removed -= change.added.keys()
            self._present -= change.removed.keys()
            self._removed |= change.removed.keys()
            self.plan.last_id = max(self.plan.last_id, change.last_id, *change.ids, 0)


def _number(key: str) -> int:
    if not ID.fullmatch(key):
        raise InvalidFieldError("number", key, "is none", "Give it another.")
    return int(key)


def _broken_at(line: int) -> str:
    return f"it can't be read, line {line}" if line else "it can't be read"


def _numbered(table: Mapping[str, Document]) -> Iterator[tuple[int, Document]]:
    return ((int(key), raw) for key, raw in table.items())


def _is_statement(number: int, raw: Document) -> bool:
    return is_statement(number, bytes(raw))


def _is_change(number: int, raw: Document) -> bool:
    return is_change(number, bytes(raw))
