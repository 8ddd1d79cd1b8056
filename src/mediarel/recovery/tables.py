"""Planning the repair of the tables that mediarel does not read.

What the file has is kept. What it has only broken comes from the newest backup that
has it. Where the file is no JSON any more, a table may have vanished: the newest backup
tells which there were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.store.records import read_fields
from mediarel.store.tiny.layout import encoded
from mediarel.store.tiny.others import ARCHIVE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mediarel.recovery.plan import RepairPlan
    from mediarel.recovery.source import Source
    from mediarel.store.protocol import Document
    from mediarel.store.tiny.others import OtherTables


def plan_tables(
    plan: RepairPlan, found: OtherTables, backups: Iterable[Source]
) -> None:
    """Add to `plan` the tables that were `found`, and what `backups` have of others.

    They come newest first, and no more of them are read than are needed.
    """
    plan.others.update(found.tables)
    plan.lost_tables.update(found.lost)
    missing = found.lost.keys() - found.tables.keys()
    may_lack_some = not found.is_whole
    remaining = iter(backups)
    while (missing or may_lack_some) and (backup := next(remaining, None)):
        there = backup.others
        wanted = there.keys() - plan.others.keys() if may_lack_some else missing
        may_lack_some = False
        for name in sorted(wanted & there.keys()):
            plan.others[name] = there[name]
            missing.discard(name)
            lost = plan.lost_tables.pop(name, None)
            if lost or not _has_only_form(name, there[name]):
                plan.tables_taken.setdefault(backup.name, []).append(name)
    if found.form and ARCHIVE not in found.tables:
        _put_form(plan, found.form)


def _put_form(plan: RepairPlan, form: int) -> None:
    """Put the form of the file into `archive`, which may be that of a backup."""
    table = plan.others.get(ARCHIVE, {})
    fields = {**read_fields(bytes(table.get("1", b"{}"))), "form": form}
    plan.others[ARCHIVE] = {**table, "1": encoded(fields)}


def _has_only_form(name: str, table: Mapping[str, Document]) -> bool:
    if name != ARCHIVE:
        return False
    return all(read_fields(bytes(raw)).keys() <= {"form"} for raw in table.values())
