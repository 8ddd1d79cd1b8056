"""Test `restore`, `undo` and `redo` if a history entry was altered."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from archives import content, unchanged
from conftest import Run, refused
from tampering import Damage, Tables, all_of, altered, tamper, without_digests

TITLE = "Release Mam Sonando"


@pytest.fixture(autouse=True)
def _removed(run: Run, store: Path) -> None:
    """Change the title of statement 3 in changes 2 and 3, and remove it in change 4."""
    assert store.exists()
    run("edit", "3", "--title", TITLE)
    run("edit", "3", "--title", "Release him")
    run("remove", "3", "--yes")


def alter_removal(tables: Tables) -> None:
    """Alter a character of the text in the removal (change 4)."""
    kept = tables["history"]["4"]["removed"]["3"]
    kept["text"] = kept["text"].replace("e", "o", 1)


def alter_earlier_title(tables: Tables) -> None:
    """Alter a character of the earlier title in change 3."""
    tables["history"]["3"]["changed"]["3"]["title"][0] = "Releese Mam Sonando"


def delete_index_and_backups(home: Path) -> None:
    shutil.rmtree(home / "cache")
    shutil.rmtree(home / "data" / "backups", ignore_errors=True)


def statement(store: Path) -> dict[str, Any]:
    """Return statement 3 from the store."""
    found: dict[str, Any] = content(store)["statements"]["3"]
    return found


@pytest.mark.parametrize(
    "arguments", [("restore", "3"), ("restore", "3", "--at=2"), ("undo",)]
)
def test_altered_removal_is_not_restored(
    run: Run, store: Path, arguments: tuple[str, ...]
) -> None:
    tamper(store, alter_removal)

    with unchanged(store):
        done = run(*arguments)

    assert (done.code, done.out) == (5, "")
    assert done.err == (
        "Error: change 4 fails its checksum, so the values of change 4 for"
        " statement 3 may be wrong\n"
        "Hint: Repair the history: mediarel repair\n"
    )


@pytest.mark.parametrize(
    "arguments", [("undo", "3"), ("restore", "3", "--at=2"), ("restore", "3", "--at=1")]
)
def test_altered_earlier_value_is_not_restored(
    run: Run, store: Path, arguments: tuple[str, ...]
) -> None:
    """A later change of a different statement has no influence."""
    run("restore", "3")
    run("edit", "4", "--add-tag=land")
    tamper(store, alter_earlier_title)

    with unchanged(store):
        done = run(*arguments)

    assert "values of change 3 for statement 3 may be wrong" in refused(done, 5)


def test_altered_undo_is_not_redone(run: Run, store: Path) -> None:
    given = ("--date=2014", "--program=CLEC")
    run("add", *given, "--title=Land")
    run("undo")

    with altered(store) as tables:
        tables["history"]["6"]["removed"]["10"]["title"] = "Sand"

    assert "values of change 6 for statement 10 may be wrong" in run("redo").err


def test_unaltered_changes_can_be_undone_and_restored(run: Run, store: Path) -> None:
    run("edit", "4", "--add-tag=land")
    tamper(store, alter_earlier_title)

    assert run("restore", "3").err.startswith("Restored statement 3 to the version")
    assert run("undo", "5").code == 0


def test_repair_restores_the_altered_entry(run: Run, store: Path) -> None:
    """The index still has the original entry."""
    removed = content(store)["history"]["4"]["removed"]["3"]
    tamper(store, alter_removal)

    assert run("repair", "--yes").code == 0
    done = run("restore", "3")

    assert done.err.startswith("Restored statement 3 to the version before the removal")
    assert statement(store) == removed


def test_repaired_version_stays_unverified(run: Run, store: Path, home: Path) -> None:
    """Without index and backups, nothing has the original text."""
    tamper(store, alter_removal)
    delete_index_and_backups(home)
    assert run("repair", "--yes").code == 0

    done = run("restore", "3")

    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "Warning: can't verify statement 3 from change 4:"
        " change 4 has no valid checksum.\n"
        "Restored statement 3 to the version before the removal."
        " To undo: mediarel undo\n"
    )


@pytest.mark.parametrize("number", ["3", "4"])
def test_undo_reports_unverified_values(
    run: Run, store: Path, home: Path, number: str
) -> None:
    """The change is a removal or an edit."""
    damage = alter_removal if number == "4" else alter_earlier_title
    if number == "3":
        run("undo")
    tamper(store, damage)
    delete_index_and_backups(home)
    assert run("repair", "--yes").code == 0

    done = run("undo", number, "--silent")

    told, done_so = done.err.splitlines()
    assert done.code == 0
    assert told.startswith("The restored values of statement 3 can't be verified: ")
    assert told.endswith(" For details: mediarel check")
    assert done_so.startswith(f"Undid change {number} (")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("restore", "3"), "Warning: can't verify statement 3 from change 4: "),
        (("undo",), "The restored values of statement 3 can't be verified: "),
    ],
)
def test_altered_history_without_digests_is_reported(
    run: Run, store: Path, arguments: tuple[str, ...], told: str
) -> None:
    """Without digests, the earlier changes are compared with the restored values."""
    tamper(store, all_of(without_digests, alter_removal))

    done = run(*arguments)

    assert done.code == 0
    assert done.err.startswith(told)

    assert "can't be told" not in done.err


def test_first_digest_covers_earlier_changes(run: Run, store: Path) -> None:
    """Changes older than the first digest are refused if the digest doesn't match."""
    run("undo")
    tamper(store, without_digests)
    run("edit", "4", "--add-tag=land")

    assert run("undo", "3").code == 0

    run("redo")
    tamper(store, alter_earlier_title)
    done = run("undo", "3")

    assert "change 6 fails its checksum" in refused(done, 5)
    assert "the values of change 3 for statement 3" in done.err


def remove_last_change(tables: Tables) -> None:
    del tables["history"]["4"]


def remove_all_digests(tables: Tables) -> None:
    for entry in tables["history"].values():
        entry.pop("digest", None)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (remove_last_change, "was the last change, but is missing from the history"),
        (remove_all_digests, "differs from the last change that the archive records"),
    ],
)
def test_damage_at_the_end_stays_visible_until_a_repair(
    run: Run, store: Path, home: Path, damage: Damage, message: str
) -> None:
    """The next change continues from the recorded number and digest."""
    tamper(store, damage)
    delete_index_and_backups(home)

    found = run("check").out
    run("add", "--date=2014", "--program=CLEC", "--title=Land")
    later = run("check").out
    repaired = run("repair", "--yes")

    assert f"error\tchange 4\t{message}" in found
    assert "change 5" in later
    assert "fails its checksum" in later
    assert repaired.code == 0
    assert "error\tchange" not in run("check").out
    assert content(store)["history"]["6"]["kind"] == "repair"


def test_missing_record_of_the_last_change_is_reported(run: Run, store: Path) -> None:
    tamper(store, lambda tables: tables["archive"]["1"].pop("last_change"))

    found = run("check")

    assert found.code == 5
    assert "the number and the digest of the last change are missing" in found.out
