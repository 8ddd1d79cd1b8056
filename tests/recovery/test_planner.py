"""Test the plan of a repair."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from archives import draft, opened
from mediarel.recovery.evidence import source_of
from mediarel.recovery.planner import plan_repair
from mediarel.recovery.salvage import salvage
from mediarel.store.tiny.file import FileStore

if TYPE_CHECKING:
    from pathlib import Path

    from mediarel.recovery.evidence import Source
    from mediarel.recovery.report import RepairPlan

NOW = "2026-12-01T10:15:30Z"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return an archive of three statements; the second statement was removed."""
    path = tmp_path / "statements.json"
    FileStore.create(path)
    with opened(path) as archive:
        for text in ("One.", "Two.", "Three."):
            archive.add(draft(text))
        archive.remove([2])
    return path


def planned(path: Path, old: str = "", new: str = "", *backups: Source) -> RepairPlan:
    """Return the plan for a store after replacing each `old` with `new`."""
    data = path.read_bytes()
    assert old.encode() in data
    found = salvage(data.replace(old.encode(), new.encode()))
    return plan_repair(found, NOW, backups=lambda: iter(backups))


def text_of(raw: bytes) -> str:
    text: str = json.loads(raw)["text"]
    return text


def test_changes_after_a_truncation_are_taken_from_a_backup(path: Path) -> None:
    """The file ends between two changes, so all remaining changes are valid."""
    data = path.read_bytes()
    backup = source_of("backup x", FileStore(path).read())
    cut_off = data[: data.index(b'"3": {', data.index(b'"history"')) + len(b'"3":')]

    plan = plan_repair(salvage(cut_off), NOW, backups=lambda: iter([backup]))

    assert (list(plan.history), plan.last_change) == ([1, 2, 3, 4], 4)
    assert plan.changes_taken == {"backup x": [3, 4]}


def test_different_history_provides_only_verified_records(path: Path) -> None:
    snapshot = FileStore(path).read()
    entry = {**json.loads(bytes(snapshot.history["3"])), "at": "2001-01-01T00:00:00Z"}
    history = {**snapshot.history, "3": json.dumps(entry).encode()}
    other = bytes(snapshot.statements["3"]).replace(b'"Three."', b'"Trees."')
    unproven = {**snapshot.statements, "3": other}
    backup = source_of("backup x", snapshot._replace(history=history))
    worse = source_of(
        "backup y",
        snapshot._replace(history=history, statements=unproven, checksums={}),
    )

    assert planned(path, '"Three."', '"Free."', backup).taken == {"backup x": [3]}
    plan = planned(path, '"Three."', '"Free."', worse)
    assert (plan.taken, list(plan.altered)) == ({}, [3])
    assert text_of(plan.statements[3]) == "Free."


def test_statement_of_a_later_change_is_kept_without_a_checksum(path: Path) -> None:
    """An earlier change is damaged."""
    index = source_of("index", FileStore(path).read())._replace(is_index=True)
    tables: dict[str, Any] = json.loads(path.read_bytes())
    for table in (tables["statements"], tables["history"], tables["checksums"]["1"]):
        del table["3"]
    del tables["history"]["4"]
    tables["history"]["1"]["title"] = "From another line"

    plan = plan_repair(salvage(json.dumps(tables).encode()), NOW, indexes=[index])

    assert plan.dropped_changes == {"1": "'title' left out"}
    assert (list(plan.statements), plan.taken) == ([1, 3], {"index": [3]})
    assert plan.explanation.removed == {}


def test_missing_checksum_prevents_restoring_a_removed_statement(path: Path) -> None:
    """The change that removed the statement can't be read."""
    snapshot = FileStore(path).read()
    removed = json.loads(bytes(snapshot.history["4"]))["removed"]["2"]
    history = {n: raw for n, raw in snapshot.history.items() if n != "4"}
    statements = {**snapshot.statements, "2": json.dumps(removed).encode()}
    before = snapshot._replace(statements=statements, history=history, checksums={})
    backup = source_of("backup x", before)

    plan = planned(
        path, '"removed": {\n        "2"', '"removed": \n        "2"', backup
    )

    assert list(plan.dropped_changes) == ["4"]
    assert (list(plan.statements), plan.dropped) == ([1, 3], {})
