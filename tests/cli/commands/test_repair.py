"""Test `mediarel repair`: question, report and files."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from mediarel.cli import environment
from mediarel.recovery import repair
from repairs import kept, repaired, spoil, tables

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Screen

pytestmark = pytest.mark.about_files("what can be saved of its bytes")


@pytest.fixture(autouse=True)
def _day_without_backup(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the clock to a day without a backup."""
    monkeypatch.setattr(environment, "now", lambda: "2026-12-01T10:15:30Z")


def test_readable_archive_is_not_changed(run: Run, store: Path) -> None:
    before = store.read_bytes(), store.stat().st_ino

    done = run("repair")

    assert (done.code, done.out) == (0, "")
    assert done.err == f"Nothing to repair: {store} is readable.\n"
    assert (store.read_bytes(), store.stat().st_ino) == before
    assert kept(store) == []


def test_repair_reports_what_it_saved_and_keeps_the_damaged_file(
    run: Run, store: Path
) -> None:
    before = tables(store)
    damaged = spoil(store, '"date": "2012-07-16"', '"date": ')

    done = repaired(run, store)

    told = done.err.splitlines()
    assert told[0].startswith(f"Damaged: {store}, line ")
    assert "Saved unchanged: 8 (1-2, 4-9)" in told
    assert (
        'Saved with changes: 3 (unreadable: "date": , the date is'
        " missing; replaced by '2026-11-24?')"
    ) in told
    assert "Changes saved: 1 (1)" in told
    (place,) = kept(store)
    assert place.name == "statements.json.damaged-2026-12-01T101530Z"
    assert told[-2:] == [
        f"The damaged archive: {place}",
        "Repaired: the archive has 9 statements.",
    ]
    assert place.read_bytes() == damaged
    after = tables(store)
    before["statements"]["3"]["date"] = "2026-11-24?"
    assert after["statements"] == before["statements"]
    assert after["history"]["1"] == before["history"]["1"]


def test_damaged_files_of_the_same_second_are_both_kept(run: Run, store: Path) -> None:
    first = spoil(store, "{", "\ufeff{")
    run("repair", "--yes")
    second = spoil(store, "{", "{{")
    run("repair", "--yes")

    assert [place.read_bytes() for place in kept(store)] == [first, second]


@pytest.mark.parametrize("data", [b"", b"\x00" * 4096, b"<html>", b"[]"])
def test_file_without_content_is_not_replaced(
    run: Run, store: Path, data: bytes
) -> None:
    """The error suggests restoring a backup."""
    store.write_bytes(data)

    done = run("repair", "--yes")

    assert done.code == 5
    assert "it contains nothing to save" in done.err
    assert "mediarel restore --from" in done.err.splitlines()[-1]
    assert store.read_bytes() == data
    assert kept(store) == []


@pytest.mark.parametrize(("answer", "code"), [("y\r", 0), ("n\r", 1), ("\r", 1)])
def test_terminal_asks_before_a_repair(
    store: Path, screen: Screen, answer: str, code: int
) -> None:
    damaged = spoil(store, "{", "\ufeff{")

    question = "Write a repaired archive with 9 statements? [y/N]: "
    done = screen("repair", answers=((question, answer),), columns=200)

    assert done.code == code
    assert done.out.startswith(f"Damaged: {store}, line 1: it begins with a byte order")
    assert (store.read_bytes() == damaged) is (code == 1)
    assert len(kept(store)) == 1 - code


def test_repair_without_a_terminal_needs_yes(run: Run, store: Path) -> None:
    damaged = spoil(store, "{", "\ufeff{")

    done = run("repair")

    assert done.code == 2
    assert "Saved unchanged: 9 (1-9)" in done.err
    assert done.err.endswith("To answer yes, add --yes.\n")
    assert store.read_bytes() == damaged


def test_archive_changed_after_the_question_is_not_replaced(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = store.read_bytes()
    spoil(store, "{", "\ufeff{")
    examine = repair.examine

    def slowly(*given: Any) -> Any:
        examined = examine(*given)
        store.write_bytes(whole)
        return examined

    monkeypatch.setattr("mediarel.cli.commands.repair.examine", slowly)

    done = run("repair", "--yes")

    assert done.code == 6
    assert store.read_bytes() == whole
    assert kept(store) == []


def test_read_only_archive_is_not_changed(run: Run, store: Path) -> None:
    damaged = spoil(store, "{", "\ufeff{")
    store.chmod(0o444)

    done = run("repair", "--yes")

    assert done.code == 7
    assert f"{store}: it is read-only" in done.err
    assert store.read_bytes() == damaged
    assert kept(store) == []


def test_repair_follows_a_link(run: Run, store: Path, home: Path) -> None:
    """The damaged file is kept next to the target of the link."""
    run("edit", "9", "--add-tag=land")
    (home / "link.json").symlink_to(store)
    damaged = spoil(store, '"date": "2012-07-16"', '"date": ')
    shutil.rmtree(home / "cache")

    done = run("repair", "--yes", "--archive", str(home / "link.json"))

    assert "Taken from the backup statements-2026-12-01.json: 1 (3)" in done.err

    assert (home / "link.json").is_symlink()
    assert [place.read_bytes() for place in kept(store)] == [damaged]


def test_repair_can_not_be_undone(run: Run, store: Path) -> None:
    spoil(store, "{", "\ufeff{")
    repaired(run, store)
    before = store.read_bytes()

    done = run("undo", "2")

    assert done.code == 1
    assert "change 2 (repair) replaced the whole archive" in done.err
    assert store.read_bytes() == before
