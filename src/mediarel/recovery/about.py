"""Planning the repair of what an archive says of itself, where its file lost that.

The history has each change of it. What was said when the archive was made is in no
change: only a backup has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.history.change import last_said
from mediarel.recovery.planner import changes_of
from mediarel.store.about import (
    CLEARED,
    NAME,
    ORGANISATIONS,
    USUAL,
    WITHHELD,
    about,
    with_about,
)
from mediarel.store.tiny.layout import encoded
from mediarel.store.tiny.others import ARCHIVE

if TYPE_CHECKING:
    from mediarel.recovery.report import RepairPlan
    from mediarel.store.tiny.others import OtherTables

_CALLED = {
    NAME: "name",
    ORGANISATIONS: "names of organisations",
    WITHHELD: "rules of what is withheld",
    CLEARED: "files that were looked at",
    USUAL: "usual values",
}
FIRST_FORM = {"form": 1}  # of a file that says none


def plan_about(plan: RepairPlan, found: OtherTables) -> None:
    """Have the archive say in `plan` what the history says of it last.

    What of it was `found` in the file stays as it is. `plan` has its history and its
    other tables already.
    """
    last = last_said(changes_of(plan))
    before = about(plan.others)
    missing = {*range(1, plan.last_change + 1)} - plan.history.keys()
    is_found = "1" in found.tables.get(ARCHIVE, {})
    for name, (value, number) in last.items():
        if not is_found and before.get(name) != value:
            later = (
                "; a later change is lost" if max(missing, default=0) > number else ""
            )
            plan.about_rebuilt[_called(name)] = f"as change {number} left it{later}"
    if plan.about_rebuilt:
        said = {name: each.value for name, each in last.items()}
        table = plan.others.get(ARCHIVE, {})
        document = encoded({**FIRST_FORM, **with_about(plan.others, said)})
        plan.others[ARCHIVE] = {**table, "1": document}
        if why := plan.lost_tables.get(ARCHIVE):
            plan.lost_tables[ARCHIVE] = f"{why}, but for what the history says"
    may_have_had = last or found.form or ARCHIVE in found.lost
    if may_have_had and not is_found:
        _note_lost(plan, {*last, *before}, lacks_changes=bool(missing))


def _note_lost(plan: RepairPlan, known: set[str], *, lacks_changes: bool) -> None:
    """Note what an archive may have said of itself that is not among the `known`."""
    if NAME not in known:
        plan.about_lost[_called(NAME)] = "if it had one: no change and no backup has it"
    for name in (ORGANISATIONS, WITHHELD):
        if name not in known and lacks_changes:
            plan.about_lost[_called(name)] = "if it had some: changes are lost"


def _called(name: str) -> str:
    return _CALLED.get(name, name)
