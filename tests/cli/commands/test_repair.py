"""`mediarel repair`.

- a sound archive is left as it is
- what can be saved is told, asked about and written; the damaged file is kept
- refused: a no, no one to ask, nothing to be saved, another that was quicker
- afterwards: the archive is used as before
"""

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
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have it be a day on which nothing was backed up."""
    monkeypatch.setattr(environment, "now", lambda: "2026-12-01T10:15:30Z")


def test_nothing_to_repair(run: Run, store: Path) -> None:
    """No question is needed, and no byte is written."""
    before = store.read_bytes(), store.stat().st_ino

    done = run("repair")

    assert (done.code, done.out) == (0, "")
    assert done.err == f"Nothing to repair: {store} is readable.\n"
    assert (store.read_bytes(), store.stat().st_ino) == before
    assert kept(store) == []


def test_saved_told_and_kept(run: Run, store: Path) -> None:
    """All but the field that is damaged is as it was, and so is the damaged file."""
    before = tables(store)
    damaged = spoil(store, '"date": "2012-07-16"', '"date": ')

    done = repaired(run, store)

    told = done.err.splitlines()
    assert told[0].startswith(f"Damaged: {store}, line ")
    assert "Saved unchanged: 8 (1 to 2, 4 to 9)" in told
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


def test_a_damaged_file_is_never_overwritten(run: Run, store: Path) -> None:
    """Two of the same second have two names."""
    first = spoil(store, "{", "\ufeff{")
    run("repair", "--yes")
    second = spoil(store, "{", "{{")
    run("repair", "--yes")

    assert [place.read_bytes() for place in kept(store)] == [first, second]


@pytest.mark.parametrize("data", [b"", b"\x00" * 4096, b"<html>", b"[]"])
def test_nothing_can_be_saved(run: Run, store: Path, data: bytes) -> None:
    """An empty archive is not put in its place: what helps is a backup."""
    store.write_bytes(data)

    done = run("repair", "--yes")

    assert done.code == 5
    assert "it contains nothing to save" in done.err
    assert "mediarel restore --from" in done.err.splitlines()[-1]
    assert store.read_bytes() == data
    assert kept(store) == []


@pytest.mark.parametrize(("answer", "code"), [("y\r", 0), ("n\r", 1), ("\r", 1)])
def test_asked(store: Path, screen: Screen, answer: str, code: int) -> None:
    """Always, and before anything is written."""
    damaged = spoil(store, "{", "\ufeff{")

    question = "Write a repaired archive with 9 statements? [y/N]: "
    done = screen("repair", answers=((question, answer),), columns=200)

    assert done.code == code
    assert done.out.startswith(f"Damaged: {store}, line 1: it begins with a byte order")
    assert (store.read_bytes() == damaged) is (code == 1)
    assert len(kept(store)) == 1 - code


def test_no_one_to_ask(run: Run, store: Path) -> None:
    """What can be saved is told all the same."""
    damaged = spoil(store, "{", "\ufeff{")

    done = run("repair")

    assert done.code == 2
    assert "Saved unchanged: 9 (1 to 9)" in done.err
    assert done.err.endswith("To answer yes, add --yes.\n")
    assert store.read_bytes() == damaged


def test_another_was_quicker(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written between the question and the answer stays."""
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


def test_only_to_be_read(run: Run, store: Path) -> None:
    """A mode that allows no writing is respected."""
    damaged = spoil(store, "{", "\ufeff{")
    store.chmod(0o444)

    done = run("repair", "--yes")

    assert done.code == 7
    assert f"{store}: it is read-only" in done.err
    assert store.read_bytes() == damaged
    assert kept(store) == []


def test_through_a_link(run: Run, store: Path, home: Path) -> None:
    """What a link leads to is repaired, with its backups, and kept beside that."""
    run("edit", "9", "--add-tag=land")
    (home / "link.json").symlink_to(store)
    damaged = spoil(store, '"date": "2012-07-16"', '"date": ')
    shutil.rmtree(home / "cache")

    done = run("repair", "--yes", "--archive", str(home / "link.json"))

    assert "Taken from the backup statements-2026-12-01.json: 1 (3)" in done.err

    assert (home / "link.json").is_symlink()
    assert [place.read_bytes() for place in kept(store)] == [damaged]


def test_undo_of_it_is_refused(run: Run, store: Path) -> None:
    """What was there before is in the file that was kept."""
    spoil(store, "{", "\ufeff{")
    repaired(run, store)
    before = store.read_bytes()

    done = run("undo", "2")

    assert done.code == 1
    assert "change 2 (repair) replaced the whole archive" in done.err
    assert store.read_bytes() == before
