"""Test consequences of damage for all commands, and for settings."""

from __future__ import annotations

import json
import os
import shutil
import stat
from typing import TYPE_CHECKING, Any

import pytest

from archives import content, draft, opened
from mediarel.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

from repairs import repaired, spoil
from tampering import altered, tamper


def replace_once(path: Path, old: bytes, new: bytes) -> None:
    """Replace the first `old` by `new` in a file, without following hard links."""
    data = path.read_bytes()
    assert old in data
    path.unlink()  # a backup may be a hard link to the file
    path.write_bytes(data.replace(old, new, 1))


def make_backup(run: Run, store: Path) -> Path:
    made = run("backup").out.strip()
    kept = store.parent / "backups" / "kept.json"
    shutil.move(made, kept)
    return kept


def test_missing_archive_can_be_restored_as_hinted(run: Run, store: Path) -> None:
    run("edit", "3", "--title=Later")
    run("backup")
    before = content(store)
    store.unlink()

    told = run("list").err
    command = told.split("mediarel ", 1)[1].split()
    done = run(*command, "--yes")

    assert f"Hint: Restore a backup: mediarel restore --from {store.parent}" in told
    assert (done.code, done.err.splitlines()[-1]) == (0, "Restored.")
    assert content(store)["statements"] == before["statements"]
    assert run("check").code == 0


def test_emptied_archive_can_be_restored_as_hinted(run: Run, store: Path) -> None:
    run("edit", "3", "--title=Later")
    run("backup")
    store.write_text("{}", "utf-8")

    done = run("check", "--json")

    (finding,) = json.loads(done.out)
    assert (done.code, finding["kind"], finding["level"]) == (5, "gap", "error")
    assert "a backup has change 2, which is missing here" in finding["message"]
    command = finding["hint"].split("mediarel ", 1)[1].split()
    assert run(*command, "--yes").code == 0
    assert content(store)["statements"]["3"]["title"] == "Later"
    assert run("add", "--date=2012", "--program=X", "--title=a").out == "10\n"


def test_changed_backup_is_noted_and_not_used(run: Run, store: Path) -> None:
    named = make_backup(run, store).with_name("statements-2026-01-01.json")
    shutil.copyfile(named.with_name("kept.json"), named)
    replace_once(named, b"Phnom Penh (July 16", b"Phnom Pen (July 16")

    noted = run("check")
    told = run("restore", "--from", str(named), "--yes").err
    run("undo", "--yes")
    for other in named.parent.iterdir():
        if other != named:
            other.unlink()
    replace_once(store, b'"2012-07-16"', b'"2012-07-99"')
    repaired = run("repair", "--yes").err

    assert noted.code == 0
    assert "checksums don't match in this backup: statement 3" in noted.out
    assert "Statements changed outside mediarel before" in told
    assert "Taken from the backup" not in repaired


def test_changed_uuid_can_not_be_accepted(run: Run, store: Path) -> None:
    """Undo could not restore the earlier UUID."""
    run("backup")
    uuid = content(store)["statements"]["3"]["uuid"]
    other = uuid[:-1] + ("0" if uuid[-1] != "0" else "1")
    replace_once(store, uuid.encode(), other.encode())

    (finding,) = json.loads(run("check", "--json").out)
    accepted = run("check", "--accept", "--yes")

    assert (finding["kind"], finding["level"]) == ("identity", "error")
    assert uuid in finding["hint"]
    assert accepted.code == 5
    replace_once(store, other.encode(), uuid.encode())
    assert run("check").code == 0


def test_statement_imported_again_is_not_restored_twice(run: Run, store: Path) -> None:
    (store.parent / "all.json").write_text(
        run("export", "--format=json").out, encoding="utf-8"
    )
    run("remove", "5", "--yes")
    run("import", str(store.parent / "all.json"))

    restored = run("restore", "5")

    assert restored.code == 1
    assert "statement 5 is already in the archive: statement 10" in restored.err
    assert run("undo", "2", "--yes").code == 1
    assert run("check").code == 0


def test_discarded_changes_do_not_come_back(run: Run, store: Path) -> None:
    older = make_backup(run, store)
    for number in range(4):
        run("edit", "1", f"--title=Given up {number}")
    run("backup")
    store.write_bytes(store.read_bytes() + b"}")
    run("restore", "--from", str(older), "--yes")
    history = content(store)["history"]
    store.write_bytes(store.read_bytes() + b"}")
    run("repair", "--yes")

    after = content(store)["history"]
    assert {key: after[key] for key in history} == history
    assert len(after) == len(history) + 1


def test_changes_after_a_fork_are_not_taken(run: Run, store: Path, home: Path) -> None:
    for title in ("One", "Two"):
        run("edit", "1", f"--title={title}")
    run("backup")
    (by_hand,) = (store.parent / "backups").glob("*Z.json")
    tables: dict[str, Any] = content(by_hand)
    tables["history"]["2"]["at"] = "2001-01-01T00:00:00Z"
    by_hand.write_text(json.dumps(tables), "utf-8")
    tables = content(store)
    del tables["history"]["3"]
    tables["statements"]["3"]["date"] = "2012-07-99"
    store.write_text(json.dumps(tables), "utf-8")
    shutil.rmtree(home / "cache")

    assert run("repair", "--yes").code == 0
    assert content(store)["history"]["4"]["command"] == "repair"


@pytest.mark.parametrize("moment", ["fsync", "replace"])
def test_another_program_writes_during_the_last_steps(
    store: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """If the program writes before the file is replaced, the change is refused.

    If the program writes later, the index gets the content that this program wrote.
    """
    theirs = store.read_bytes().replace(b"CLEC", b"ADHOC")
    real: Callable[[int], None] = os.fsync
    calls: list[int] = []

    def interrupted(descriptor: int) -> None:
        real(descriptor)
        calls.append(descriptor)
        is_data = not stat.S_ISDIR(os.fstat(descriptor).st_mode)
        if is_data == (moment == "fsync") and (is_data or store.read_bytes() != was):
            store.write_bytes(theirs)

    was = store.read_bytes()
    with opened(store) as archive:
        archive.index.prepare()  # from here on, only the archive is synced
        monkeypatch.setattr(os, "fsync", interrupted)
        if moment == "fsync":
            with pytest.raises(BusyError, match="without the lock"):
                archive.add(draft("Ours."))
            (backup,) = store.parent.glob("backups/*")
            assert backup.read_bytes() == was
        else:
            archive.add(draft("Ours."))
        monkeypatch.undo()
    with opened(store) as archive:
        programs = set(archive.values("program"))

    assert calls
    assert store.read_bytes() == theirs
    assert programs == {"ADHOC"}


NAME = "Our releases"
NAMES = [["CLEC", "ADHOC"]]


@pytest.fixture
def configured(run: Run, store: Path) -> Path:
    """Return an archive that has a name and an organisation with two names."""
    run("edit", "1", "--add-signatory=CLEC", "--add-signatory=ADHOC", "--silent")
    run("signatories", "merge", "CLEC", "ADHOC")
    assert run("configure", "--name", NAME).code == 0
    return store


def without_closing_quote(store: Path) -> None:
    text = json.dumps(content(store)["statements"]["3"]["text"], ensure_ascii=False)
    spoil(store, text, text[:-1])


def settings(store: Path) -> dict[str, Any]:
    """Return the settings, except the last change, which a repair replaces."""
    document: dict[str, Any] = content(store)["archive"]["1"]
    document.pop("last_change", None)
    return document


def log_messages(run: Run) -> list[str]:
    return [line.split("\t")[-1] for line in run("log", "--all").out.splitlines()]


def test_settings_survive_damage_elsewhere(run: Run, configured: Path) -> None:
    history, about = content(configured)["history"], settings(configured)
    log = log_messages(run)
    without_closing_quote(configured)

    done = repaired(run, configured)

    assert "Change saved with changes" not in done.err
    assert {n: content(configured)["history"][n] for n in history} == history
    assert settings(configured) == about
    assert log_messages(run)[1:] == log


def test_damaged_history_does_not_change_settings(run: Run, configured: Path) -> None:
    """A history entry also has a key `archive`."""
    about = settings(configured)
    spoil(configured, '"command": "edit"', '"command": edit"')

    done = repaired(run, configured)

    assert settings(configured) == about
    assert "table archive" not in done.err


def remove_settings(store: Path) -> None:
    data = store.read_text("utf-8")
    start, end = data.index('"archive"'), data.index('"statements"')
    store.write_text(f"{data[:start]}{data[end:].rstrip()[:-1]}", "utf-8")


def test_settings_are_rebuilt_from_the_history(run: Run, configured: Path) -> None:
    shutil.rmtree(configured.parent / "backups")
    before = settings(configured)
    remove_settings(configured)

    done = repaired(run, configured)

    assert {**settings(configured), "form": 0} == {**before, "form": 0}
    told = "Rebuilt from the history: the archive's "
    assert f"{told}name (from change 4)\n" in done.err
    assert f"{told}names of organisations (from change 3)\n" in done.err
    assert "Lost" not in done.err
    assert run("check").code == 0


def test_lost_name_is_reported(run: Run, store: Path) -> None:
    """No change has set the name."""
    spoil(store, '"name": "', '"name": ')

    done = repaired(run, store)

    assert "Lost: the archive's name (not found in any change or backup)" in done.err
    assert "organisations" not in done.err


def test_lost_names_of_organisations_are_reported(run: Run, configured: Path) -> None:
    shutil.rmtree(configured.parent / "backups")
    with altered(configured) as tampered:
        del tampered["history"]["3"]
    remove_settings(configured)

    done = repaired(run, configured)

    assert (
        "Lost: the archive's names of organisations (uncertain: changes are missing"
        in done.err
    )
    assert settings(configured)["name"] == NAME


def test_check_finds_settings_unlike_the_history(run: Run, configured: Path) -> None:
    assert json.loads(run("check", "--json").out) == []
    tamper(configured, lambda tables: tables["archive"]["1"].update(name="X"))
    tamper(configured, lambda tables: tables["archive"]["1"].pop("organisations"))

    done = run("check", "--json")
    told = json.loads(done.out)

    assert done.code == 0
    assert {(each["level"], each["kind"]) for each in told} == {("warning", "about")}
    assert {each["message"] for each in told} == {
        "different from change 4 in the history: name",
        "different from change 3 in the history: names of organisations",
    }
    run("configure", "--name", NAME)
    run("signatories", "merge", "CLEC", "ADHOC")
    assert json.loads(run("check", "--json").out) == []


def test_restore_reapplies_settings_from_the_index(run: Run, configured: Path) -> None:
    place = run("backup", "stick").out.strip()
    run("configure", "--name", "Newer")
    configured.unlink()

    done = run("restore", "--from", place, "--yes")

    assert done.code == 0
    assert "Newer" in json.dumps(content(configured)["history"]["5"])
    assert settings(configured)["name"] == "Newer"
    assert settings(configured)["organisations"] == NAMES
