"""Plan a repair: decide what to keep from the file, and what to take from the sources.

A repair is planned in three steps:

1. Reconstruct the sequence of changes (`change_sequence.py`).
2. Choose the best record for each id (`best_records.py`).
3. Save the remaining records of the file under new ids. If a record is not saved,
   report the reason.

Removed statements are not restored.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any
from uuid import uuid4

import msgspec

from mediarel import errors
from mediarel.history.chain import breaks
from mediarel.history.change import Change, Explanation
from mediarel.history.ledger import Ledger, doubtful
from mediarel.model.digests import digest
from mediarel.model.statement import is_same, renewed, without_empty
from mediarel.recovery.best_records import (
    BEYOND,
    Chooser,
    Presence,
    Salvage,
    SalvagedObject,
)
from mediarel.recovery.change_sequence import (
    ChangeSequence,
    documents,
    make_record_valid,
    modified,
    read,
)
from mediarel.recovery.evidence import Judge, Source
from mediarel.recovery.report import RepairPlan
from mediarel.store.protocol import ID
from mediarel.store.records import identity_of
from mediarel.store.tiny.layout import encoded


def plan_repair(
    salvaged: Salvage,
    now: str,
    *,
    indexes: Sequence[Source] = (),
    backups: Callable[[], Iterator[Source]] = lambda: iter(()),
    last_change: int = 0,
) -> RepairPlan:
    """Return the plan for repairing a store, using `indexes` and `backups` as sources.

    The sources must be sorted, newest first. Backups are read only if needed. `now`, as
    RFC 3339 in UTC, replaces lost times. `last_change` is the recorded number of the
    last change, or 0 if it is unknown.
    """
    plan = RepairPlan(last_id=salvaged.highest_id)
    history = _History(salvaged, now, last_change)
    history.fill(indexes, backups)
    sequence = history.sequence
    _put_history(plan, sequence)
    knows_last = history.has_index or (
        salvaged.is_closed and not _is_newer(salvaged, sequence)
    )
    judge = Judge(
        Ledger(sequence.changes),
        salvaged.checksums,
        salvaged.blocks,
        knows_all=knows_last and not sequence.last_lost,
    )
    unknown = max([sequence.last_lost, *sequence.unproven])
    last_lost = unknown if knows_last else BEYOND
    last_doubted = max([sequence.last_lost, *_doubted(plan)])
    presence = Presence(judge.ledger, salvaged, last_lost, last_doubted)
    chooser = Chooser(plan, salvaged, judge, now, presence)
    chooser.choose_proven()
    remaining = chain(indexes, backups())
    while chooser.needed and (source := next(remaining, None)):
        if (is_in_sequence := history.is_in_sequence(source)) is not None:
            chooser.fill_from(source, is_in_sequence=is_in_sequence)
    chooser.choose_rest()
    given = (each.last_id for each in sequence.changes)
    plan.last_id = max(
        [plan.last_id, *judge.ledger.ids, *given, *plan.statements],
    )
    ledger = Ledger(changes_of(plan), _doubted(plan))
    if chooser.loose:
        account_for(plan, ledger, chooser, now)
    _note_lost(plan, salvaged, ledger)
    plan.statements = dict(sorted(plan.statements.items()))
    plan.breaks = breaks(documents(plan.history))
    plan.explanation = explanation_of(plan, ledger)
    return plan


def _put_history(plan: RepairPlan, sequence: ChangeSequence) -> None:
    lost = (int(key) for key in sequence.lost if ID.fullmatch(key))
    sequence.prove_digests()
    for number, raw in sequence.others:
        plan.left_out.append(f"a second entry of change {number}")
        plan.raw[f"a second entry of change {number}"] = raw.decode()
    plan.last_change = max([0, *sequence.entries, *lost])
    plan.history = dict(sorted(sequence.entries.items()))
    plan.changes_taken = sequence.taken
    plan.dropped_changes = sequence.lost
    for number in sorted(sequence.missing - doubtful(sequence.changes)):
        plan.dropped_changes.setdefault(str(number), "missing")
    plan.dropped_changes.update(
        (
            str(number),
            "kept, but not verified: the previous change is missing"
            if number - 1 in sequence.missing
            else "kept, but fails its checksum",
        )
        for number in sequence.unproven
    )


class _History:
    """The sequence of changes, and the first differing change of each source.

    `has_index` is True if an index of this archive was found.
    """

    def __init__(self, salvaged: Salvage, now: str, last_change: int) -> None:
        self.sequence = ChangeSequence(salvaged.history, now)
        self.sequence.note_broken(salvaged.broken)
        self.sequence.note_missing(last_change)
        uuids = (identity_of(each.raw).uuid for each in salvaged.statements)
        self._uuids = {uuid for uuid in uuids if isinstance(uuid, str)}
        self._parted: dict[str, int | None] = {}
        self._is_closed = salvaged.is_closed
        self.has_index = False

    def fill(
        self, indexes: Sequence[Source], backups: Callable[[], Iterator[Source]]
    ) -> None:
        """Add missing changes to the sequence, from all indexes.

        Read the backups if changes are still missing. Also read the backups if the file
        was cut off and no index was found, because changes may be missing at the end.
        """
        for source in indexes:
            self._fill_from(source)
        if self.sequence.is_whole() and (self._is_closed or self.has_index):
            return
        for source in backups():
            self._fill_from(source)
            if self.sequence.is_whole():
                break

    def is_in_sequence(self, source: Source) -> bool | None:
        """Return True if the planned sequence has all changes of `source`.

        Return False if a change differs, and None if the source belongs to a different
        archive.
        """
        if source.name not in self._parted:
            self._fill_from(source)
        parted = self._parted[source.name]
        return None if parted == 0 else parted is None

    def _fill_from(self, source: Source) -> None:
        # If the file has no data at all, nothing can contradict the index, so trust it.
        is_same = not (source.is_index and (self._uuids or self.sequence.entries))
        is_same = is_same or any(
            identity_of(raw).uuid in self._uuids for raw in source.statements.values()
        )
        parted = self.sequence.fill_from(source, is_same_archive=is_same)
        self._parted[source.name] = parted
        self.has_index |= source.is_index and parted != 0


def changes_of(plan: RepairPlan) -> list[Change]:
    """Return the changes in `plan`, sorted by number."""
    return [read(number, raw) for number, raw in sorted(plan.history.items())]


def _doubted(plan: RepairPlan) -> set[int]:
    """Return the numbers of the changes that are lost or damaged."""
    return {int(key) for key in plan.dropped_changes if ID.fullmatch(key)}


def _is_newer(salvaged: Salvage, sequence: ChangeSequence) -> bool:
    """Return whether a statement was modified after the last known change."""
    last = max((change.at for change in sequence.changes), default="")
    times = (
        msgspec.json.decode(each.raw).get("modified") for each in salvaged.statements
    )
    return any(isinstance(time, str) and time > last for time in times)


def _note_lost(plan: RepairPlan, salvaged: Salvage, ledger: Ledger) -> None:
    """Report the objects of the file that are unusable as statements or changes."""
    accounted = {str(number) for number in plan.statements} | plan.dropped.keys()
    accounted |= set(plan.renumbered.values())
    for each in (*salvaged.broken, *salvaged.unrecognized):
        if each.table == "statements" and each.key not in accounted:
            if ID.fullmatch(each.key) and ledger.is_removed(int(each.key)):
                plan.left_out.append(f"{each.key!r}, a removed statement")
            else:
                plan.dropped.setdefault(each.key, f"unreadable, line {each.line}")
        is_noted = f"statement {each.key}" in plan.raw and each.table == "statements"
        if each.text and not is_noted:
            plan.raw.setdefault(f"{each.table} {each.key}", each.text)


def explanation_of(plan: RepairPlan, ledger: Ledger) -> Explanation:
    """Return the data to add to the history, so that it agrees with the statements.

    `ledger` has the changes in `plan`.
    """
    explained = Explanation()
    for number, raw in plan.statements.items():
        document = renewed(msgspec.json.decode(raw))
        # A doubtful change may have removed the statement.
        if ledger.explains(number, document) and not ledger.is_removed(number):
            continue
        if ledger.is_present(number):
            explained.changed[number] = {
                name: (value, document.get(name))
                for name, value in ledger.last_values(number).items()
                if not is_same(value, document.get(name))
            }
        else:
            explained.added[number] = digest(document)
    for number in ledger.ids:
        is_gone = ledger.is_removed(number) and ledger.explains(number, None)
        if number not in plan.statements and not is_gone:
            # The statement is missing, but the history has no change that removed it.
            kept = ledger.touching(number)[0].removed
            explained.removed[number] = kept.get(number, {})
    return explained


def account_for(plan: RepairPlan, ledger: Ledger, chooser: Chooser, now: str) -> None:
    """Decide whether to save or leave out each record that `chooser` has not chosen."""
    owners = {identity_of(raw).uuid: n for n, raw in plan.statements.items()}
    aside: list[tuple[str, bytes]] = []  # records to save, with their original keys
    for found in chooser.loose:
        document: dict[str, Any] = msgspec.json.decode(found.raw)
        uuid = str(document.get("uuid"))
        number = owners.get(uuid)
        if number is None and ID.fullmatch(found.key):
            number = int(found.key)
        if (why := _why_left_out(plan, ledger, number, found)) is not None:
            if why:
                plan.left_out.append(f"{found.key!r}, {why}")
                plan.raw[f"left out, {found.key!r}"] = found.text or found.raw.decode()
            continue
        try:
            raw, _ = make_record_valid(1, found, now)
        except errors.InvalidFieldError as error:
            _drop(plan, found, error.problem)
            continue
        if uuid in owners:
            raw = encoded({**msgspec.json.decode(raw), "uuid": str(uuid4())})
        if any(_said(raw) == _said(each) for _, each in aside):
            continue
        aside.append((found.key, raw))
        owners.setdefault(msgspec.json.decode(raw)["uuid"], 0)
    for key, raw in aside:
        plan.last_id += 1
        plan.statements[plan.last_id] = raw
        plan.renumbered[plan.last_id] = key


def _why_left_out(
    plan: RepairPlan, ledger: Ledger, number: int | None, found: SalvagedObject
) -> str | None:
    """Return the reason why a record can be left out. Return None if it must be saved.

    The reason is "" if the plan has a record with the same content.
    """
    if number is None:
        return None
    kept = plan.statements.get(number)
    if kept is not None and _said(kept) == _said(found.raw):
        return ""
    current = {} if kept is None else renewed(msgspec.json.decode(kept))
    earlier = map(_said_by, ledger.earlier(number, current))
    if _said(found.raw) in earlier:
        return f"an earlier version of statement {number}, kept in the history"
    if kept is None:
        return _why_removed(ledger, number, found)
    is_copy = _is_copy(plan, number, found, kept)
    return f"a damaged copy of statement {number}" if is_copy else None


def _why_removed(ledger: Ledger, number: int, found: SalvagedObject) -> str | None:
    if not ledger.is_removed(number):
        return None
    removal = ledger.touching(number)[0]
    is_it = removal.removed[number].get("uuid") == _said(found.raw).get("uuid")
    return f"removed by change {removal.number}" if is_it else None


def _is_copy(plan: RepairPlan, number: int, found: SalvagedObject, kept: bytes) -> bool:
    """Return whether `found` is a worse copy of `kept`, a record in the plan."""
    if found.is_partial:
        return True
    older = {each for ids in plan.older.values() for each in ids}
    if number in plan.unverified | plan.altered.keys() | older:
        return False
    is_it = _said(kept).get("uuid") == _said(found.raw).get("uuid")
    return is_it and modified(found.raw) <= modified(kept)


def _drop(plan: RepairPlan, found: SalvagedObject, why: str) -> None:
    is_kept = ID.fullmatch(found.key) and int(found.key) in plan.statements
    if is_kept:
        plan.left_out.append(f"{found.key!r}, not usable as a statement: {why}")
    else:
        plan.dropped.setdefault(found.key, why)
    plan.raw.setdefault(f"statement {found.key}", found.text or found.raw.decode())


def _said(raw: bytes) -> dict[str, Any]:
    return _said_by(renewed(msgspec.json.decode(raw)))


def _said_by(fields: dict[str, Any]) -> dict[str, Any]:
    return without_empty({n: v for n, v in fields.items() if n != "modified"})
