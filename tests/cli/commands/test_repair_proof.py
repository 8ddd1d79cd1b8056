"""Test how `mediarel repair` verifies statements from file, index and backups."""

import json
import re
import shutil
import subprocess
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest

from archives import content, unchanged
from conftest import Run, refused
from mediarel.cli import environment
from programs import program
from repairs import repaired, spoil
from tampering import altered


@pytest.fixture(autouse=True)
def _new_day_for_each_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command runs on a new day, and makes a backup."""
    days = count(1)

    def now() -> str:
        return f"{date(2026, 1, 1) + timedelta(next(days))}T10:15:30Z"

    monkeypatch.setattr(environment, "now", now)


@pytest.fixture
def few(run: Run, home: Path) -> Path:
    """Return the store of an archive with six statements."""
    run("init", ".")
    for number in range(1, 7):
        title = f"Statement {number}, on land"
        text = f"We, the {number} undersigned, call for it."
        added = (f"--date={2000 + number}", f"--title={title}", f"--text={text}")
        assert run("add", "--program=CLEC", *added).out == f"{number}\n"
    return home / "data" / "statements.json"


def remove_index_and_backups(store: Path) -> None:
    shutil.rmtree(store.parents[1] / "cache", ignore_errors=True)
    shutil.rmtree(store.parent / "backups", ignore_errors=True)


def unverified(run: Run) -> list[str]:
    """Return the places of all errors, which must be unverified statements."""
    found = json.loads(run("check", "--json").out)
    errors = [each for each in found if each["level"] == "error"]
    assert {each["kind"] for each in errors} <= {"unproved"}, errors
    return [each["place"] for each in errors]


def test_truncated_file_is_completed_from_the_index(run: Run, few: Path) -> None:
    before = content(few)
    shutil.rmtree(few.parent / "backups")
    few.write_bytes(few.read_bytes()[:1350])

    done = repaired(run, few, with_index=True)

    assert "Taken from the index: 4 (3-6)" in done.err
    assert content(few)["statements"] == before["statements"]
    history = content(few)["history"]
    assert {n: history[n] for n in before["history"]} == before["history"]
    assert run("check").code == 0
    assert run("add", "--date=2013", "--program=X", "--title=a").out == "7\n"


def test_ids_in_a_damaged_copy_are_not_reused(run: Run, few: Path) -> None:
    whole = few.read_bytes()
    few.write_bytes(whole[:1350])
    remove_index_and_backups(few)
    (few.parent / "statements.json.damaged-2026-11-01T000000Z").write_bytes(whole)

    repaired(run, few)

    assert run("add", "--date=2013", "--program=X", "--title=a").out == "7\n"


def test_forged_index_is_not_used(run: Run, few: Path) -> None:
    for place in (few.parents[1] / "cache").rglob("*"):
        if place.is_file():
            data = place.read_bytes()
            place.write_bytes(data.replace(b"undersigned", b"undermined!"))
    few.write_bytes(few.read_bytes()[:1350])
    shutil.rmtree(few.parent / "backups")

    repaired(run, few, with_index=True)

    assert "undermined" not in json.dumps(content(few)["statements"])
    assert unverified(run) == ["statement 1", "statement 2"]


def test_overwritten_statement_and_truncated_file(run: Run, few: Path) -> None:
    before = content(few)["statements"]
    read = content(few)
    read["statements"]["2"] = {**read["statements"]["4"], "title": "Another title"}
    few.write_text(json.dumps(read, ensure_ascii=False, indent=2)[:-1], "utf-8")

    repaired(run, few)

    after = content(few)["statements"]
    assert {number: after[number] for number in before} == before
    assert run("check").code == 0


def test_unreadable_backup_is_named(run: Run, few: Path) -> None:
    newest = max((few.parent / "backups").glob("*.json"))
    newest.write_bytes(b"{")
    few.write_bytes(few.read_bytes()[:-3])
    spoil(few, "the 5 undersigned", "the 5 undersinged")

    assert f"Unreadable backup: backup {newest.name} (" in repaired(run, few).err


def test_removed_statement_in_the_file_stays_removed(run: Run, few: Path) -> None:
    record = content(few)["statements"]["4"]
    run("remove", "4", "--yes")
    read = content(few)
    read["statements"]["4"] = record
    few.write_text(json.dumps(read, ensure_ascii=False, indent=2)[:-1], "utf-8")

    done = repaired(run, few, with_index=True)

    assert "4" not in content(few)["statements"]
    assert "Left out: record 1 ('4'" in done.err
    assert run("check").code == 0


def run_git(folder: Path, command: str) -> int:
    """Run git in `folder`, and return its exit code."""
    name = "-c user.name=sok -c user.email=sok@example.org"
    return subprocess.run(  # noqa: S602 - as a user types it
        f"{program('git', 'git')} {name} {command}",
        shell=True,
        cwd=folder,
        capture_output=True,
        check=False,
    ).returncode


def test_merge_conflict_of_git_is_explained(run: Run, few: Path) -> None:
    """The archive is not changed.

    The printed commands choose a side and import the other.
    """
    here = few.parent
    run_git(here, "init -q -b ours")
    run_git(here, "add statements.json")
    run_git(here, "commit -qm six")
    run_git(here, "branch theirs")
    run("edit", "3", "--title=Ours")
    run_git(here, "commit -qam title")
    run_git(here, "checkout -q theirs")
    run("edit", "4", "--title=Theirs")
    run("add", "--program=CLEC", "--date=2008", "--title=Added there")
    run_git(here, "commit -qam added")
    run_git(here, "checkout -q ours")
    assert run_git(here, "merge -q theirs") == 1

    with unchanged(few):
        refused = run("repair", "--yes")

    assert (refused.code, refused.out) == (5, "")
    error, ours, theirs, hint = refused.err.splitlines()
    assert error.startswith(f"Error: {few}, line ")
    assert "merge conflict markers; the versions differ in statements 3, 4, 7" in error
    steps = "(git .*); then keep your version and run: (.*)"
    ((show, import_),) = re.findall(steps, hint)
    for line in (show, ours, theirs, ours):
        command = re.sub(".*?: (git )", r"\1", line)
        assert run_git(here, command.removeprefix("git ")) == 0
    assert content(few)["statements"]["3"]["title"] == "Ours"
    done = run(*import_.replace("theirs.json", f"{here}/theirs.json").split()[1:])
    assert "Added 1 statement: 7." in done.err
    assert "Not updated, although the files differ: statements 3 to 4" in done.err


def test_unreadable_field_is_reported_and_the_rest_kept(run: Run, few: Path) -> None:
    remove_index_and_backups(few)
    spoil(few, '"title": "Statement 3, on land"', '"title": Statement 3, on land"')

    done = repaired(run, few)

    third = content(few)["statements"]["3"]
    assert third.get("title") is None
    assert third["text"] == "We, the 3 undersigned, call for it."
    assert "3 (some fields are unreadable)" in done.err
    (report,) = few.parent.glob("*.report.txt")
    assert '"title": Statement 3, on land"' in report.read_text("utf-8")
    assert "unreadable" in run("log", "3").out
    assert unverified(run) == ["statement 3"]


def forge_and_truncate(store: Path, number: int) -> None:
    """Change a title everywhere in the file, and truncate the file."""
    text = store.read_text("utf-8").replace(f"Statement {number},", "A forged one,")
    store.write_text(text[: text.index('"history"') + 40], "utf-8")
    remove_index_and_backups(store)


def test_unverified_statements_can_be_accepted(run: Run, few: Path) -> None:
    """An edit does not verify a statement."""
    forge_and_truncate(few, 2)

    done = repaired(run, few)
    found = unverified(run)
    run("edit", "2", "--add-tag=radio")
    after_an_edit = unverified(run)
    accepted = run("check", "--accept", "2")

    assert "6 statements can't be verified: 1-6. Compare" in done.err
    assert found == [*(f"statement {n}" for n in range(1, 6)), "statement 6"]
    assert after_an_edit == found
    assert (accepted.code, accepted.out) == (0, "")
    assert unverified(run) == [f"statement {n}" for n in (1, 3, 4, 5, 6)]

    assert run("check", "--accept", "1-6", "--yes").code == 0
    assert "all is well" in run("check").err


def test_restored_statements_are_verified(run: Run, few: Path, home: Path) -> None:
    run("backup", "../stick")
    (copy,) = (home.parent / "stick").glob("*.json")
    forge_and_truncate(few, 2)
    repaired(run, few)

    assert run("restore", f"--from={copy}", "--yes").code == 0
    after = unverified(run)
    run("undo")

    assert after == []
    assert len(unverified(run)) == 6


def forge_and_delete(store: Path) -> dict[str, dict[str, object]]:
    """Change the author of change 2 and delete change 4; return the history."""
    with altered(store) as read:
        read["history"]["2"]["by"] = "mallory"
        del read["history"]["4"]
    remove_index_and_backups(store)
    return read["history"]


def test_altered_history_stays_visible_after_a_repair(run: Run, few: Path) -> None:
    """Changes keep their digests, so the change of the author can still be found."""
    before = forge_and_delete(few)

    repaired(run, few)
    history = content(few)["history"]
    found = json.loads(run("check", "--json").out)

    assert {n: history[n] for n in before} == before
    assert [(each["level"], each["kind"], each["place"]) for each in found] == [
        ("note", "chain", "change 2"),
        ("note", "chain", "change 5"),
    ]
    assert {*history} - {*before} == {"7"}
    assert {*history["7"]["notes"]} >= {"change 2", "change 4", "break 2", "break 5"}


def test_damaged_digest_is_restored(run: Run, few: Path) -> None:
    """The digest of the next change verifies the restored digest."""
    before = content(few)["history"]
    spoil(few, str(before["3"]["digest"]), "0" * 16)
    remove_index_and_backups(few)

    repaired(run, few)

    history = content(few)["history"]
    assert {n: history[n] for n in before} == before
    assert "all is well" in run("check").err


@pytest.mark.parametrize("part", ["added", "removed"])
def test_statement_deleted_from_the_history(run: Run, few: Path, part: str) -> None:
    """The checksums show whether the statement exists."""
    run("edit", "2", "--add-tag=radio")
    run("remove", "5", "--yes")
    with altered(few) as read:
        number, of = ("2", "2") if part == "added" else ("8", "5")
        del read["history"][number][part][of]
    remove_index_and_backups(few)

    repaired(run, few)

    assert content(few)["statements"] == read["statements"]
    assert run("check").code == 0
    assert f"change {number}" in run("check").out


def back_up_to_stick(run: Run, store: Path) -> Path:
    """Return a backup in a folder outside the archive."""
    run("backup", "../stick")
    (copy,) = (store.parents[2] / "stick").glob("*.json")
    return copy


@pytest.mark.parametrize("is_folder", [True, False])
def test_from_uses_a_backup_or_a_folder_of_backups(
    run: Run, few: Path, *, is_folder: bool
) -> None:
    copy = back_up_to_stick(run, few)
    before = content(few)
    forge_and_truncate(few, 2)

    place = copy.parent if is_folder else copy
    done = run("repair", f"--from={place}", "--yes")

    after = content(few)
    assert f"Changes taken from the backup {copy}: 6 (1-6)" in done.err
    assert after["statements"].pop("7")["title"] == "A forged one, on land"
    assert after["statements"] == before["statements"]
    assert {n: after["history"][n] for n in before["history"]} == before["history"]
    assert unverified(run) == ["statement 7"]


def test_missing_backup_is_refused(run: Run, few: Path) -> None:
    before = few.read_bytes()[:1350]
    few.write_bytes(before)

    done = run("repair", "--from=nowhere", "--yes")

    assert refused(done, 7).startswith("Error: there is no file nowhere")
    assert few.read_bytes() == before


@pytest.mark.parametrize("is_repaired", [True, False])
def test_missing_change_is_added_from_a_backup(
    run: Run, few: Path, *, is_repaired: bool
) -> None:
    """`restore` prints the command. An earlier repair has no influence."""
    copy = back_up_to_stick(run, few)
    before = content(few)["history"]
    with altered(few) as read:
        del read["history"]["4"]
    remove_index_and_backups(few)
    if is_repaired:
        repaired(run, few)

    restored = run("restore", f"--from={copy}")
    run("repair", f"--from={copy}", "--yes")

    assert restored.err.splitlines()[0] == (
        f"The history lacks 1 change of {copy}: 4."
        f" To add them: mediarel repair --from {copy}"
    )
    history = content(few)["history"]
    assert {n: history[n] for n in before} == before
    assert run("check").code == 0


def test_backup_of_other_archive_is_not_used(run: Run, few: Path, home: Path) -> None:
    forge_and_delete(few)
    repaired(run, few)
    run("init", "../other")
    for number in range(6):
        run(
            "add",
            "--date=2012",
            "--program=X",
            f"--title={number}",
            "--archive=../other",
        )
    place = home.parent / "other" / "data" / "statements.json"

    done = run("repair", f"--from={place}", "--yes")

    assert done.err == f"Nothing to repair: {few} is readable.\n"


def test_newer_backup_restores_the_history_too(run: Run, few: Path) -> None:
    older = few.read_bytes()
    run("edit", "3", "--add-tag=radio")
    run("remove", "5", "--yes")
    before = content(few)
    copy = back_up_to_stick(run, few)
    few.write_bytes(older)

    done = run("restore", f"--from={copy}", "--yes")

    after = content(few)
    assert f"{copy} has 2 changes that this archive lacks.\n" in done.err
    assert after["statements"] == before["statements"]
    assert {n: after["history"][n] for n in before["history"]} == before["history"]
    assert "all is well" in run("check").err


def test_repair_of_the_history_verifies_no_statement(run: Run, few: Path) -> None:
    forge_and_delete(few)
    with altered(few) as read:
        read["statements"]["3"]["text"] = "A forged text."
        del read["checksums"]

    repaired(run, few)

    assert run("check").code == 5
    assert "statement 3\tthe content can't be verified" in run("check").out


def test_older_copy_is_reported_and_not_published(run: Run, few: Path) -> None:
    older = few.read_bytes()
    run("withhold", "1-6", "undersigned", "--yes")
    newer = content(few)
    few.write_bytes(older)

    assert "An older copy replaced the archive: change 7 of " in run("list").err
    error = refused(run("publish", "site", "web"), 1)
    assert error.startswith("Error: an older copy replaced the archive: change 7 of ")
    assert not Path("web").exists()
    assert run("repair", "--yes").code == 0
    assert content(few)["statements"] == newer["statements"]
    assert "older copy" not in run("list").err
    assert run("publish", "site", "web").code == 0


def test_older_copy_can_be_accepted(run: Run, few: Path) -> None:
    older = few.read_bytes()
    run("remove", "5", "--yes")
    few.write_bytes(older)
    assert "older copy" in run("list").err

    assert run("check", "--accept", "--yes").code == 0

    assert "older copy" not in run("list").err
    assert run("export", "--public", "--format=csv").code == 0


def test_different_archive_at_the_same_path_is_no_older_copy(
    run: Run, few: Path
) -> None:
    run("list")
    newer = few.read_bytes()
    run("remove", "5", "--yes")
    few.write_bytes(newer)
    assert "older copy" in run("list").err
    few.unlink()
    run("init", ".")
    run("add", "--program=CLEC", "--date=2001", "--title=On land")

    assert run("list").err == ""


def test_changed_older_copy_can_only_be_accepted(run: Run, few: Path) -> None:
    """Git branches are an example. IDs accept only an outside change."""
    older = few.read_bytes()
    run("remove", "5", "--yes")
    run("remove", "6", "--yes")
    few.write_bytes(older)
    run("edit", "3", "--add-tag=land")

    changed = run("list").err
    run("check", "--accept", "3", "--yes")
    still = run("list").err
    run("check", "--accept", "--yes")

    assert "An older copy replaced" in changed
    assert "repair" not in changed
    assert still == changed
    assert "older copy" not in run("list").err


def test_second_older_copy_keeps_the_first_lost_changes(run: Run, few: Path) -> None:
    older = few.read_bytes()
    for number in ("4", "5", "6"):
        run("remove", number, "--yes")
    newer = content(few)
    few.write_bytes(older)
    run("edit", "3", "--add-tag=land")
    few.write_bytes(older)

    assert run("repair", "--yes").code == 0
    assert content(few)["statements"] == newer["statements"]
