"""What the history says of a repair: what is not as the changes before it left it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mediarel.history.change import digest_of
from mediarel.history.changeset import Explanation
from mediarel.model.earlier import renewed
from mediarel.model.fingerprint import is_same
from mediarel.recovery.report import notes_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from mediarel.history.ledger import Ledger
    from mediarel.recovery.plan import RepairPlan


def explanation_of(
    plan: RepairPlan, ledger: Ledger, ids: AbstractSet[int] | None = None
) -> Explanation:
    """Return what the entry of the repair must say, so that the history fits again.

    `ledger` is that of the changes in `plan`. Only the statements with these `ids` are
    explained; by default all.
    """
    explained = Explanation({}, {}, {}, notes_of(plan))
    for number, raw in plan.statements.items():
        if ids is not None and number not in ids:
            continue
        document = renewed(msgspec.json.decode(raw))
        if ledger.explains(number, document):
            continue
        if ledger.is_present(number):
            explained.changed[number] = {
                name: (value, document.get(name))
                for name, value in ledger.last_values(number).items()
                if not is_same(value, document.get(name))
            }
        else:
            explained.added[number] = digest_of(document)
    for number in ledger.ids:
        is_gone = ledger.is_removed(number) and ledger.explains(number, None)
        if ids is not None and number not in ids:
            continue
        if number not in plan.statements and not is_gone:
            # What the history has of one that was removed, though it does not fit.
            kept = ledger.touching(number)[0].removed
            explained.removed[number] = kept.get(number, {})
    return explained
