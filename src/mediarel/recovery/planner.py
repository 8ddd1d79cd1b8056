"""Planning a repair: which of the salvaged records to keep, and what backups add.

A record whose checksum fits is kept as it is. Where none fits, the record of a
backup that has that checksum is preferred to the damaged one, and the damaged one
to an older record of a backup. A statement that was removed does not come back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mediarel.errors import InvalidFieldError
from mediarel.recovery.plan import RepairPlan
from mediarel.recovery.validity import (
    make_entry_valid,
    make_record_valid,
    trusted_fields,
)
from mediarel.store.checksums import fits, mismatched_ids
from mediarel.store.protocol import ID
from mediarel.store.records import read_entry
from mediarel.store.sound import (
    is_entry,
    is_record,
    split_fields,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.recovery.plan import Backup
    from mediarel.recovery.salvage import Salvage, SalvagedObject
    from mediarel.store.protocol import Document

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}".encode()


def plan_repair(salvaged: Salvage, backups: Iterable[Backup], now: str) -> RepairPlan:
    """Return the plan for what was `salvaged`, with `backups` that come newest first.

    No more backups are read than are needed. `now`, as RFC 3339 in UTC, is used in
    the place of times that are lost.
    """
    planner = _Planner(salvaged, now)
    planner.add_history()
    planner.add_statements()
    remaining = iter(backups)
    while planner.needs_more() and (backup := next(remaining, None)):
        planner.fill_from(backup)
    planner.assign_ids()
    planner.note_dropped()
    return planner.plan


class _Planner:
    """The plan while it is made, and what is needed only to make it."""

    def __init__(self, salvaged: Salvage, now: str) -> None:
        self._salvaged = salvaged
        self._now = now
        self.plan = RepairPlan(last_id=salvaged.highest_id)
        # With the keys they had: another has the same id, or the key is no id.
        self._without_id: list[tuple[str, bytes]] = []
        self._partial: set[int] = set()
        self._trusted = trusted_fields(salvaged.statements)
        self._trusted_in_history = trusted_fields(salvaged.history)
        self._uuids: dict[str, int] = {}
        self._present: set[int] = set()
        self._removed: set[int] = set()

    def add_history(self) -> None:
        """Add the entries of the file to the plan."""
        entries: dict[int, bytes] = {}
        for entry in self._salvaged.history:
            try:
                number = _entry_number(entry.key)
                raw, lost = make_entry_valid(number, entry, self._trusted_in_history)
            except InvalidFieldError as error:
                self.plan.dropped_changes[entry.key] = error.problem
                continue
            if lost:
                self.plan.dropped_changes[entry.key] = f"only {', '.join(lost)}"
            if entries.get(number, raw) != raw:
                what = "it is there twice; the later is kept"
                self.plan.dropped_changes[entry.key] = what
            entries[number] = raw
        for broken in self._salvaged.broken:
            if broken.table == "history":
                key = broken.key
                self.plan.dropped_changes.setdefault(key, _broken_at(broken.line))
        self.plan.history = dict(sorted(entries.items()))
        self._read_history()

    def add_statements(self) -> None:
        """Add the records of the file to the plan, for each id the best."""
        groups: dict[int, list[SalvagedObject]] = {}
        for record in self._salvaged.statements:
            if record.id_by_checksum is not None:
                groups.setdefault(record.id_by_checksum, []).append(record)
            elif ID.fullmatch(record.key):
                groups.setdefault(int(record.key), []).append(record)
            else:
                self._set_aside(record)
        for number, records in sorted(groups.items()):
            self._add_best(number, records)

    def fill_from(self, backup: Backup) -> None:
        """Add what `backup` has, and the file has not or only damaged.

        Nothing is added from a backup whose history is another than that of the file.
        """
        if self._has_another_history(backup):
            return
        numbers = []
        for key, raw in backup.snapshot.history.items():
            number = int(key)
            if number not in self.plan.history and is_entry(number, raw):
                self.plan.history[number] = bytes(raw)
                self.plan.dropped_changes.pop(key, None)
                numbers.append(number)
        if numbers:
            self.plan.changes_from_backups[backup.name] = numbers
            self.plan.history = dict(sorted(self.plan.history.items()))
            self._read_history()
        mismatched = set(mismatched_ids(backup.snapshot))
        ids = [
            number
            for key, raw in backup.snapshot.statements.items()
            if (number := int(key)) not in mismatched
            and self._is_better(number, raw)
            and self._put(number, bytes(raw))
        ]
        if ids:
            self.plan.from_backups[backup.name] = ids
        for number in ids:
            self.plan.altered.pop(number, None)
            self.plan.unverified.discard(number)
        highest = max(map(int, backup.snapshot.statements), default=0)
        self.plan.last_id = max(self.plan.last_id, highest)

    def _has_another_history(self, backup: Backup) -> bool:
        """Tell whether the last number that both have is not the same change.

        So it is where the archive was restored to an earlier state, and changed since.
        """
        both = self.plan.history.keys() & map(int, backup.snapshot.history)
        last = max(both, default=None)
        if last is None:
            return False
        try:
            there = read_entry(
                last, backup.snapshot.history[str(last)], ignore_unknown=True
            )
        except InvalidFieldError:
            return False
        here = read_entry(last, self.plan.history[last], ignore_unknown=True)
        return here.at != there.at

    def needs_more(self) -> bool:
        """Tell whether anything is missing or altered that an older backup may have."""
        altered = self.plan.altered.keys() & self._salvaged.checksums.keys()
        return bool(self._missing() | altered) or not self._is_history_whole()

    def assign_ids(self) -> None:
        """Add the records that can't keep their ids, each with a new one."""
        for key, raw in self._without_id:
            number = self.plan.last_id + 1
            if self._put(number, raw):
                self.plan.last_id = number
                self.plan.renumbered[number] = key
        self.plan.statements = dict(sorted(self.plan.statements.items()))

    def note_dropped(self) -> None:
        """Note the statements that are lost, as far as file or history name them."""
        kept = {str(number) for number in self.plan.statements}
        kept.update(self.plan.renumbered.values())
        for each in (*self._salvaged.broken, *self._salvaged.unrecognized):
            if each.table == "statements" and each.key not in kept:
                self.plan.dropped.setdefault(each.key, _broken_at(each.line))
        for number in sorted(self._missing()):
            self.plan.dropped.setdefault(str(number), "it is not in the file any more")
        for key in kept & self.plan.dropped.keys():
            del self.plan.dropped[key]

    def _add_best(self, number: int, records: list[SalvagedObject]) -> None:
        verified = [record for record in records if record.id_by_checksum == number]
        if verified and self._add_verified(number, verified[-1]):
            best = verified[-1]
        else:
            latest_first = reversed(records)
            added = (r for r in latest_first if self._add_unverified(number, r))
            best = next(added, records[-1])
        for record in records:
            if record.raw != best.raw and not record.is_partial:
                self.plan.duplicated.add(number)
                self._set_aside(record)

    def _add_verified(self, number: int, record: SalvagedObject) -> bool:
        """Add `record`, whose checksum fits, and return whether that was possible."""
        raw = record.raw
        unknown = split_fields(msgspec.json.decode(raw))[1]
        if not is_record(number, raw) or not unknown.keys() <= self._trusted:
            try:  # an empty field of a wrong type fits the checksum, and is not valid
                raw, _ = make_record_valid(number, record, self._now, self._trusted)
            except InvalidFieldError:
                return False
        self._put(number, raw)
        self.plan.verified.add(number)
        return True

    def _add_unverified(self, number: int, record: SalvagedObject) -> bool:
        """Add `record`, made valid, and return whether that was possible."""
        try:
            raw, lost = make_record_valid(number, record, self._now, self._trusted)
        except InvalidFieldError as error:
            self.plan.dropped[record.key] = error.problem
            return False
        if not self._put(number, raw):
            return False
        if record.is_partial:
            self._partial.add(number)
            lost = ["a part of it can't be read"]
        elif number in self._salvaged.checksums:
            lost = lost or ["its checksum does not fit"]
        if unreadable := raw.count(_REPLACEMENT):
            lost = [*lost, f"{unreadable} of its letters can't be read"]
        if lost:
            self.plan.altered[number] = ", ".join(lost)
        else:
            self.plan.unverified.add(number)
        return True

    def _set_aside(self, record: SalvagedObject) -> None:
        """Keep `record`, which can't have the id of its key, to be given a new one."""
        try:
            raw, _ = make_record_valid(1, record, self._now, self._trusted)
        except InvalidFieldError as error:
            self.plan.dropped.setdefault(record.key, error.problem)
        else:
            self._without_id.append((record.key, raw))

    def _put(self, number: int, raw: bytes) -> bool:
        """Add `raw` as `number`, and return whether no other statement has its uuid."""
        uuid = msgspec.json.decode(raw)["uuid"]
        if self._uuids.setdefault(uuid, number) != number:
            return False
        self.plan.statements[number] = raw
        return True

    def _is_better(self, number: int, raw: Document) -> bool:
        """Tell whether `raw`, from a backup, is better than what the plan has."""
        if number not in self.plan.statements:
            return not self._was_removed(number) and is_record(number, raw)
        if number in self._partial and is_record(number, raw):
            self._partial.discard(number)
            return True
        wanted = self._salvaged.checksums.get(number)
        is_altered = number in self.plan.altered
        return is_altered and wanted is not None and fits(raw, wanted)

    def _was_removed(self, number: int) -> bool:
        """Tell whether the statement was removed, by the checksums or the history."""
        if self._salvaged.has_checksums_near(number):
            return number not in self._salvaged.checksums
        return number in self._removed

    def _missing(self) -> set[int]:
        """Return the ids of the statements that the plan should have and has not."""
        expected = {n for n in self._present if not self._was_removed(n)}
        expected |= self._salvaged.checksums.keys()
        return expected - self.plan.statements.keys()

    def _is_history_whole(self) -> bool:
        """Tell whether no number is missing between the first and the last."""
        numbers = self.plan.history
        return bool(numbers) and len(numbers) == max(numbers) - min(numbers) + 1

    def _read_history(self) -> None:
        """Read in the history which statements there were, and which were removed."""
        self._present.clear()
        self._removed.clear()
        for number, raw in self.plan.history.items():
            change = read_entry(number, raw, ignore_unknown=True)
            self._present |= change.added.keys() | change.changed.keys()
            self._removed -= change.added.keys()
            self._present -= change.removed.keys()
            self._removed |= change.removed.keys()
            self.plan.last_id = max(self.plan.last_id, change.last_id, *change.ids, 0)


def _entry_number(key: str) -> int:
    if not ID.fullmatch(key):
        raise InvalidFieldError("number", key, "is none", "Give it another.")
    return int(key)


def _broken_at(line: int) -> str:
    return f"it can't be read, line {line}" if line else "it can't be read"
