"""Test which unused tables a repair keeps, and which it takes from backups."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mediarel.recovery.evidence import Source
from mediarel.recovery.repair import plan_tables
from mediarel.recovery.report import RepairPlan
from mediarel.store.tiny.others import other_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.store.protocol import Document


def planned(file: str, *backups: dict[str, Any]) -> RepairPlan:
    """Return the plan for a file with this content; `backups` are tables of backups.

    The newest backup is named "0".
    """
    plan = RepairPlan()
    plan_tables(plan, other_tables(file.encode()), as_sources(*backups))
    return plan


def as_sources(*backups: dict[str, Any]) -> Iterator[Source]:
    for place, tables in enumerate(backups):
        others: dict[str, dict[str, Document]] = {
            name: {key: json.dumps(each).encode() for key, each in table.items()}
            for name, table in tables.items()
        }
        yield Source(str(place), {}, {}, others)


def others(plan: RepairPlan) -> dict[str, Any]:
    return {
        name: {key: json.loads(bytes(raw)) for key, raw in table.items()}
        for name, table in plan.others.items()
    }


def test_broken_table_is_taken_from_the_newest_backup_with_it() -> None:
    """The file is valid JSON, so the other missing table was removed intentionally."""
    old = {"notes": {"1": "old"}, "other": {}}

    plan = planned('{"notes": []}', {"other": {}}, old, {"notes": {"1": "oldest"}})

    assert others(plan) == {"notes": {"1": "old"}}
    assert plan.tables_taken == {"1": ["notes"]}
    assert not plan.lost_tables


def test_missing_tables_are_taken_only_from_the_newest_backup() -> None:
    """If only older backups have a table, it was removed intentionally."""
    plan = planned("", {"notes": {"1": "new"}}, {"notes": {}, "removed": {}})

    assert others(plan) == {"notes": {"1": "new"}}
    assert plan.tables_taken == {"0": ["notes"]}


def test_table_in_no_backup_is_lost() -> None:
    plan = planned('{"notes": []}', {"other": {}})

    assert plan.lost_tables == {"notes": "is not an object"}
    assert not others(plan)


def test_format_version_of_the_file_is_kept_with_settings_of_a_backup() -> None:
    broken = '{"archive": {"1": {"form": 2, "name": "x'

    alone = planned(broken)
    beside = planned(broken, {"archive": {"1": {"name": "x", "form": 1}, "2": {}}})

    assert others(alone) == {"archive": {"1": {"form": 2}}}
    assert others(beside) == {"archive": {"1": {"name": "x", "form": 2}, "2": {}}}
    assert beside.tables_taken == {"0": ["archive"]}
