"""The tables that are not read: which the file keeps, and which backups add."""

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
    """Return the plan for the content of a file and the other tables of backups.

    A backup is named by its place: the newest is "0".
    """
    plan = RepairPlan()
    plan_tables(plan, other_tables(file.encode()), named(*backups))
    return plan


def named(*backups: dict[str, Any]) -> Iterator[Source]:
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


def test_a_broken_one_comes_from_the_newest_that_has_it() -> None:
    """Others that the file has not were removed: it is JSON."""
    old = {"notes": {"1": "old"}, "other": {}}

    plan = planned('{"notes": []}', {"other": {}}, old, {"notes": {"1": "oldest"}})

    assert others(plan) == {"notes": {"1": "old"}}
    assert plan.tables_taken == {"1": ["notes"]}
    assert not plan.lost_tables


def test_vanished_ones_come_from_the_newest() -> None:
    """What only an older one has was removed before the newest was made."""
    plan = planned("", {"notes": {"1": "new"}}, {"notes": {}, "removed": {}})

    assert others(plan) == {"notes": {"1": "new"}}
    assert plan.tables_taken == {"0": ["notes"]}


def test_what_no_backup_has_is_lost() -> None:
    plan = planned('{"notes": []}', {"other": {}})

    assert plan.lost_tables == {"notes": "it is not an object"}
    assert not others(plan)


def test_form_of_the_file_with_the_fields_of_a_backup() -> None:
    """The records are those of the file."""
    broken = '{"archive": {"1": {"form": 2, "name": "x'

    alone = planned(broken)
    beside = planned(broken, {"archive": {"1": {"name": "x", "form": 1}, "2": {}}})

    assert others(alone) == {"archive": {"1": {"form": 2}}}
    assert others(beside) == {"archive": {"1": {"name": "x", "form": 2}, "2": {}}}
    assert beside.tables_taken == {"0": ["archive"]}
