"""The plan of a repair: what is kept of what was salvaged, and what backups add.

- of two with one id, the one whose checksum fits; the other under a new id
- a backup's record where it has the checksum, or where the file has none
- what was removed does not come back
"""

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
    """Return a store of three statements, of which the second was removed."""
    path = tmp_path / "statements.json"
    FileStore.create(path)
    with opened(path) as archive:
        for text in ("One.", "Two.", "Three."):
            archive.add(draft(text))
        archive.remove([2])
    return path


def planned(path: Path, old: str = "", new: str = "", *backups: Source) -> RepairPlan:
    """Return the plan for a store in which `new` stands for each `old`."""
    data = path.read_bytes()
    assert old.encode() in data
    found = salvage(data.replace(old.encode(), new.encode()))
    return plan_repair(found, NOW, backups=lambda: iter(backups))


def text_of(raw: bytes) -> str:
    text: str = json.loads(raw)["text"]
    return text


def test_record_that_was_altered(path: Path) -> None:
    """It is kept as it is now, and told."""
    plan = planned(path, '"Three."', '"Free."')

    assert text_of(plan.statements[3]) == "Free."
    assert plan.altered == {3: "fails its checksum"}
    assert plan.verified == {1}


def test_backup_with_the_checksum(path: Path) -> None:
    """Its record takes the place of the altered one."""
    backup = source_of("backup x", FileStore(path).read())

    plan = planned(path, '"Three."', '"Free."', backup)

    assert text_of(plan.statements[3]) == "Three."
    assert plan.taken == {"backup x": [3]}
    assert plan.altered == {}


def test_a_backup_has_what_was_cut_off_between_two_changes(path: Path) -> None:
    """What is left of the history is whole, and still it is not all of it."""
    data = path.read_bytes()
    backup = source_of("backup x", FileStore(path).read())
    cut_off = data[: data.index(b'"3": {', data.index(b'"history"')) + len(b'"3":')]

    plan = plan_repair(salvage(cut_off), NOW, backups=lambda: iter([backup]))

    assert (list(plan.history), plan.last_change) == ([1, 2, 3, 4], 4)
    assert plan.changes_taken == {"backup x": [3, 4]}


def test_two_with_one_id(path: Path) -> None:
    """The one with the checksum keeps it, and the other is given a new one."""
    tables: dict[str, Any] = json.loads(path.read_bytes())
    other = {
        **tables["statements"]["3"],
        "uuid": "052adbe4-c204-42c3-9d31-da7039caeb9d",
    }
    other["text"] = "Another."
    doubled = f'"3": {json.dumps(other)}, "1": {{'

    plan = planned(path, '"1": {\n      "uuid"', doubled + '"uuid"')

    assert [text_of(raw) for raw in plan.statements.values()] == [
        "One.",
        "Three.",
        "Another.",
    ]
    assert plan.renumbered == {4: "3"}


def test_record_that_is_lost(path: Path) -> None:
    """Its checksum still tells that it was there."""
    tables: dict[str, Any] = json.loads(path.read_bytes())
    del tables["statements"]["3"]

    plan = plan_repair(salvage(json.dumps(tables).encode()), NOW)

    assert plan.dropped == {"3": "missing from the file"}


def test_backup_of_another_history(path: Path) -> None:
    """What the checksum proves is taken from it, and nothing else."""
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


def test_checksums_older_than_a_change_that_is_known(path: Path) -> None:
    """What it added is there, though an earlier change is not as it was."""
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


def test_checksums_tell_of_a_removal_that_is_lost(path: Path) -> None:
    """What a change that can't be read removed does not come back from a backup."""
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
