"""What the history says of a repair: what is not as the changes before it left it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mediarel.history.change import digests_of
from mediarel.history.changeset import Explanation
from mediarel.history.ledger import is_same

if TYPE_CHECKING:
    from mediarel.history.ledger import Ledger
    from mediarel.recovery.plan import RepairPlan


def explanation_of(plan: RepairPlan, ledger: Ledger) -> Explanation:
    """Return what the entry of the repair must say, so that the history fits again.

    `ledger` is that of the changes in `plan`.
    """
    explained = Explanation({}, {}, {}, notes_of(plan))
    for number, raw in plan.statements.items():
        document = msgspec.json.decode(raw)
        if ledger.explains(number, document):
            continue
        if ledger.is_present(number):
            explained.changed[number] = {
                name: (value, document.get(name))
                for name, value in ledger.last_values(number).items()
                if not is_same(value, document.get(name))
            }
        else:
            explained.added[number] = digests_of(document)[0]
    for number in ledger.ids:
        if number not in plan.statements and not ledger.explains(number, None):
            # What the history has of one that was removed, though it does not fit.
            kept = ledger.touching(number)[0].removed
            explained.removed[number] = kept.get(number, {})
    return explained


def notes_of(plan: RepairPlan) -> dict[str, str]:
    """Return what was done, in words, by the statement or the change that it is about.

    What is as it was has no note.
    """
    notes: dict[str, str] = {}
    for number in sorted(plan.unverified):
        notes[str(number)] = "kept, with nothing to prove it"
    for number, fields in plan.mended.items():
        notes[str(number)] = f"set right by what the history says: {fields}"
    for name, ids in plan.taken.items():
        notes.update((str(number), f"taken from the {name}") for number in ids)
    for name, ids in plan.older.items():
        older = f"as the {name} has it, which may be older"
        notes.update((str(number), older) for number in ids)
    for number, how in plan.rebuilt.items():
        notes[str(number)] = f"made again {how}"
    for number, how in plan.merged.items():
        notes[str(number)] = how
    for number, why in plan.altered.items():
        notes[str(number)] = f"not as it was: {why}"
    for number, key in plan.renumbered.items():
        notes[str(number)] = f"it stood under {key!r}"
    for key, why in plan.dropped.items():
        notes[f"{key} lost" if key in notes else key] = f"lost: {why}"
    for place, why in enumerate(plan.left_out, 1):
        notes[f"left out {place}"] = why
    for place, why in enumerate(plan.conflicts, 1):
        notes[f"conflict {place}"] = why
    for name, numbers in plan.changes_taken.items():
        notes.update((f"change {n}", f"taken from the {name}") for n in numbers)
    for number, before in plan.changes_merged.items():
        notes[f"change {number}"] = f"change {before} of the other side"
    for key, why in plan.dropped_changes.items():
        notes[f"change {key}"] = why
    for name, tables in plan.tables_taken.items():
        notes.update((f"table {t}", f"taken from the {name}") for t in tables)
    for table, why in plan.lost_tables.items():
        notes[f"table {table}"] = f"lost: {why}"
    return notes
