"""`mediarel repair` believes what is proved, from wherever it is, and tells the rest.

- what is cut off comes back from the index; without it, no id is given again
- an index of another archive, or a forged one, gives nothing
- what any checksum proves is never dropped; what was removed stays removed
- one wrong byte voids no other proof; a backup that can't be read is named
- of a merge by git, a person takes a side
- a field that can't be read is set aside, not its statement
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest

from mediarel.cli import environment
from programs import program
from repairs import repaired, spoil, tables

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

pytestmark = pytest.mark.about_files("what can be saved of its bytes")


@pytest.fixture(autouse=True)
def _days(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each command be on a day of its own, which makes a backup of it."""
    days = count(1)

    def now() -> str:
        return f"{date(2026, 1, 1) + timedelta(next(days))}T10:15:30Z"

    monkeypatch.setattr(environment, "now", now)


@pytest.fixture
def few(run: Run, home: Path) -> Path:
    """Return the store of a new archive of six statements."""
    run("init", ".")
    for number in range(1, 7):
        title = f"Statement {number}, on land"
        text = f"We, the {number} undersigned, call for it."
        added = (f"--date={2000 + number}", f"--title={title}", f"--text={text}")
        assert run("add", "--program=CLEC", *added).out == f"{number}\n"
    return home / "data" / "statements.json"


def alone(store: Path) -> None:
    """Take the index and the backups away."""
    shutil.rmtree(store.parents[1] / "cache", ignore_errors=True)
    shutil.rmtree(store.parent / "backups", ignore_errors=True)


def unproved(run: Run) -> list[str]:
    """Return the places of all errors of a check: of statements that are unproved."""
    found = json.loads(run("check", "--json").out)
    errors = [each for each in found if each["level"] == "error"]
    assert {each["kind"] for each in errors} <= {"unproved"}, errors
    return [each["place"] for each in errors]


def said_once(told: str) -> None:
    """Fail where an id is in two sentences."""
    found: list[str] = []
    for line in told.splitlines():
        if match := re.match(r"[^:]+: [0-9,]+ \(([0-9, to]+)\)$", line):
            runs = [run.split(" to ") for run in match[1].split(", ")]
            if not line.startswith("Change"):
                found += [
                    str(n) for r in runs for n in range(int(r[0]), int(r[-1]) + 1)
                ]
    assert len(found) == len(set(found)), told


def test_cut_off_beside_the_index(run: Run, few: Path) -> None:
    """All is there again, and the next id is the next."""
    before = tables(few)
    shutil.rmtree(few.parent / "backups")
    few.write_bytes(few.read_bytes()[:1200])

    done = repaired(run, few, with_index=True)

    assert "Taken from the index: 4 (3 to 6)" in done.err
    assert tables(few)["statements"] == before["statements"]
    history = tables(few)["history"]
    assert {n: history[n] for n in before["history"]} == before["history"]
    assert run("check").code == 0
    assert run("add", "--date=2013", "--program=X", "--title=a").out == "7\n"


def test_cut_off_beside_a_damaged_copy(run: Run, few: Path) -> None:
    """Where nothing else tells of them, its ids are not given again."""
    whole = few.read_bytes()
    few.write_bytes(whole[:1200])
    alone(few)
    (few.parent / "statements.json.damaged-2026-11-01T000000Z").write_bytes(whole)

    repaired(run, few)

    assert run("add", "--date=2013", "--program=X", "--title=a").out == "7\n"


@pytest.mark.parametrize("forge", ["another", "spoiled"])
def test_index_that_proves_nothing(run: Run, few: Path, forge: str) -> None:
    """Of another archive, or one in which letters were changed, nothing is taken."""
    cache = few.parents[1] / "cache"
    indexes = [place for place in cache.rglob("*") if place.is_file()]
    if forge == "spoiled":
        for place in indexes:
            data = place.read_bytes()
            place.write_bytes(data.replace(b"undersigned", b"undermined!"))
    few.write_bytes(few.read_bytes()[:1200])
    shutil.rmtree(few.parent / "backups")
    if forge == "another":
        other = few.parents[1] / "other"
        run("init", str(other))
        run("add", "--date=2012", "--program=X", "--title=b", f"--archive={other}")
        run("list", f"--archive={other}")
        new = {place for place in cache.rglob("*") if place.is_file()} - {*indexes}
        for place in indexes:
            shutil.copyfile(max(new, key=lambda each: each.stat().st_size), place)

    repaired(run, few, with_index=True)

    said = json.dumps(tables(few)["statements"])
    assert "undermined" not in said
    assert '"b"' not in said
    assert unproved(run) == ["statement 1", "statement 2"]


def test_two_hurts_at_once(run: Run, few: Path) -> None:
    """One overwritten by a copy of another, and the end cut off: all come back."""
    before = tables(few)["statements"]
    read = tables(few)
    read["statements"]["2"] = {**read["statements"]["4"], "title": "Another title"}
    few.write_text(json.dumps(read, ensure_ascii=False, indent=2)[:-1], "utf-8")

    done = repaired(run, few)

    said_once(done.err)
    after = tables(few)["statements"]
    assert {number: after[number] for number in before} == before
    assert run("check").code == 0


def test_one_digit_of_a_time(run: Run, few: Path) -> None:
    """In the last change that a good backup has, too: it is still taken from."""
    before = tables(few)["statements"]
    run("edit", "1", "--place=Phnom Penh")
    read = tables(few)
    last = read["history"]["6"]
    last["at"] = last["at"].replace("2026-", "2025-")
    read["statements"]["5"]["text"] = None
    read["statements"]["5"]["date"] = None
    few.write_text(json.dumps(read, ensure_ascii=False, indent=2), "utf-8")

    repaired(run, few)

    assert tables(few)["statements"]["5"] == before["5"]
    assert run("check").code == 0


def test_backup_that_cannot_be_read(run: Run, few: Path) -> None:
    """It is named, with the reason."""
    newest = max((few.parent / "backups").glob("*.json"))
    newest.write_bytes(b"{")
    few.write_bytes(few.read_bytes()[:-3])
    spoil(few, "the 5 undersigned", "the 5 undersinged")

    assert f"Unreadable backup: backup {newest.name} (" in repaired(run, few).err


def test_removed_and_still_there(run: Run, few: Path) -> None:
    """It stays removed, and that is told."""
    record = tables(few)["statements"]["4"]
    run("remove", "4", "--yes")
    read = tables(few)
    read["statements"]["4"] = record
    few.write_text(json.dumps(read, ensure_ascii=False, indent=2)[:-1], "utf-8")

    done = repaired(run, few, with_index=True)

    assert "4" not in tables(few)["statements"]
    assert "Left out: record 1 ('4'" in done.err
    assert run("check").code == 0


def git(folder: Path, command: str) -> int:
    """Run git in `folder`, and return its exit code."""
    name = "-c user.name=sok -c user.email=sok@example.org"
    return subprocess.run(  # noqa: S602 - as a person gives it
        f"{program('git', 'git')} {name} {command}",
        shell=True,
        cwd=folder,
        capture_output=True,
        check=False,
    ).returncode


def test_merge_by_git(run: Run, few: Path) -> None:
    """Repair changes nothing; its commands take a side, and bring in the other."""
    here = few.parent
    git(here, "init -q -b ours")
    git(here, "add statements.json")
    git(here, "commit -qm six")
    git(here, "branch theirs")
    run("edit", "3", "--title=Ours")
    git(here, "commit -qam title")
    git(here, "checkout -q theirs")
    run("edit", "4", "--title=Theirs")
    run("add", "--program=CLEC", "--date=2008", "--title=Added there")
    git(here, "commit -qam added")
    git(here, "checkout -q ours")
    assert git(here, "merge -q theirs") == 1
    before = few.read_bytes()

    refused = run("repair", "--yes")

    assert (refused.code, refused.out) == (5, "")
    error, ours, theirs, hint = refused.err.splitlines()
    assert error.startswith(f"Error: {few}, line ")
    assert "a merge conflict; the sides differ in statements 3, 4, 7" in error
    assert few.read_bytes() == before
    show, import_ = re.findall("(git .*); then run: (.*)", hint)[0]
    for line in (show, ours, theirs, ours):
        command = re.sub(".*?: (git )", r"\1", line)
        assert git(here, command.removeprefix("git ")) == 0
    assert tables(few)["statements"]["3"]["title"] == "Ours"
    done = run(*import_.replace("theirs.json", f"{here}/theirs.json").split()[1:])
    assert "Added 1 statement: 7." in done.err
    assert "Not changed, but different in the files: 3 to 4" in done.err


def test_field_that_cannot_be_read(run: Run, few: Path) -> None:
    """It is set aside, the rest of the statement stays, and what it said is shown."""
    alone(few)
    spoil(few, '"title": "Statement 3, on land"', '"title": Statement 3, on land"')

    done = repaired(run, few)

    third = tables(few)["statements"]["3"]
    assert third.get("title") is None
    assert third["text"] == "We, the 3 undersigned, call for it."
    assert '3 (unreadable: "title": Statement 3, on land")' in done.err
    (report,) = few.parent.glob("*.report.txt")
    assert '"title": Statement 3, on land"' in report.read_text("utf-8")
    assert "unreadable" in run("log", "3").out
    assert unproved(run) == ["statement 3"]


def forge_and_cut(store: Path, number: int) -> None:
    """Change a title wherever it is, and cut off the end of the file."""
    text = store.read_text("utf-8").replace(f"Statement {number},", "A forged one,")
    store.write_text(text[: text.index('"history"') + 40], "utf-8")
    alone(store)


def test_unproved_until_accepted(run: Run, few: Path) -> None:
    """An edit proves nothing; an acceptance proves the statements that it names."""
    forge_and_cut(few, 2)

    done = repaired(run, few)
    found = unproved(run)
    run("edit", "2", "--add-tag=radio")
    after_an_edit = unproved(run)
    accepted = run("check", "--accept", "2")

    assert "6 statements can't be verified: 1 to 6. Compare" in done.err
    assert found == [*(f"statement {n}" for n in range(1, 6)), "statement 6"]
    assert after_an_edit == found
    assert (accepted.code, accepted.out) == (0, "")
    assert unproved(run) == [f"statement {n}" for n in (1, 3, 4, 5, 6)]

    assert run("check", "--accept", "1-6", "--yes").code == 0
    assert "all is well" in run("check").err


def test_unproved_until_restored(run: Run, few: Path, home: Path) -> None:
    """From a file in which its checksum fits."""
    run("backup", "../stick")
    (copy,) = (home.parent / "stick").glob("*.json")
    forge_and_cut(few, 2)
    repaired(run, few)

    assert run("restore", f"--from={copy}", "--yes").code == 0
    after = unproved(run)
    run("undo")

    assert after == []
    assert len(unproved(run)) == 6


def forge_and_delete(store: Path) -> dict[str, dict[str, object]]:
    """Forge change 2 and delete change 4; return the history as it then is."""
    read = tables(store)
    read["history"]["2"]["by"] = "mallory"
    del read["history"]["4"]
    store.write_text(json.dumps(read, ensure_ascii=False, indent=2) + "\n", "utf-8")
    alone(store)
    return read["history"]


def test_what_is_kept_of_the_history_is_not_changed(run: Run, few: Path) -> None:
    """Each keeps its digest, so that a forgery never fits; the break is recorded."""
    before = forge_and_delete(few)

    repaired(run, few)
    history = tables(few)["history"]
    found = json.loads(run("check", "--json").out)

    assert {n: history[n] for n in before} == before
    assert [(each["level"], each["kind"], each["place"]) for each in found] == [
        ("note", "chain", "change 2"),
        ("note", "chain", "change 5"),
    ]
    assert {*history} - {*before} == {"7"}
    assert {*history["7"]["notes"]} >= {"change 2", "change 4", "break 2", "break 5"}


def test_a_digest_that_was_damaged(run: Run, few: Path) -> None:
    """The next change proves what it was."""
    before = tables(few)["history"]
    spoil(few, str(before["3"]["digest"]), "0" * 16)
    alone(few)

    repaired(run, few)

    history = tables(few)["history"]
    assert {n: history[n] for n in before} == before
    assert "all is well" in run("check").err


def test_letters_that_were_lost(run: Run, few: Path) -> None:
    """A backup has them, and the checksums in the file prove it."""
    for number in ("3", "4"):
        run("edit", number, f"--title=Déclaration № {number}")
    run("backup")
    before = tables(few)
    few.write_bytes(few.read_text("utf-8").encode("ascii", "replace"))

    done = repaired(run, few)

    assert re.search(r"Taken from the backup statements-\S+: 2 \(3 to 4\)", done.err)
    assert tables(few)["statements"] == before["statements"]
    assert "all is well" in run("check").err


@pytest.mark.parametrize("part", ["added", "removed"])
def test_a_statement_that_was_cut_out_of_the_history(
    run: Run, few: Path, part: str
) -> None:
    """The checksums tell whether it is there, so that nothing is left to report."""
    run("edit", "2", "--add-tag=radio")
    run("remove", "5", "--yes")
    read = tables(few)
    number, of = ("2", "2") if part == "added" else ("8", "5")
    del read["history"][number][part][of]
    few.write_text(json.dumps(read, ensure_ascii=False, indent=2) + "\n", "utf-8")
    alone(few)

    repaired(run, few)

    assert tables(few)["statements"] == read["statements"]
    assert run("check").code == 0
    assert f"change {number}" in run("check").out


def on_a_stick(run: Run, store: Path) -> Path:
    """Return a backup of the archive in a folder elsewhere."""
    run("backup", "../stick")
    (copy,) = (store.parents[2] / "stick").glob("*.json")
    return copy


@pytest.mark.parametrize("is_folder", [True, False])
def test_further_backups(run: Run, few: Path, *, is_folder: bool) -> None:
    """A folder of them, or one file; what was forged is set aside, unproved."""
    copy = on_a_stick(run, few)
    before = tables(few)
    forge_and_cut(few, 2)

    place = copy.parent if is_folder else copy
    done = run("repair", f"--from={place}", "--yes")

    after = tables(few)
    assert f"Changes taken from the backup {copy}: 6 (1 to 6)" in done.err
    assert after["statements"].pop("7")["title"] == "A forged one, on land"
    assert after["statements"] == before["statements"]
    assert {n: after["history"][n] for n in before["history"]} == before["history"]
    assert unproved(run) == ["statement 7"]


def test_further_backups_that_are_not_there(run: Run, few: Path) -> None:
    before = few.read_bytes()[:1200]
    few.write_bytes(before)

    done = run("repair", "--from=nowhere", "--yes")

    assert (done.code, done.out) == (7, "")
    assert done.err.startswith("Error: there is no file nowhere")
    assert few.read_bytes() == before


@pytest.mark.parametrize("is_repaired", [True, False])
def test_a_change_that_only_a_backup_has(
    run: Run, few: Path, *, is_repaired: bool
) -> None:
    """It is put back, also if an earlier repair did without; a restore says how."""
    copy = on_a_stick(run, few)
    before = tables(few)["history"]
    read = tables(few)
    del read["history"]["4"]
    few.write_text(json.dumps(read, ensure_ascii=False, indent=2) + "\n", "utf-8")
    alone(few)
    if is_repaired:
        repaired(run, few)

    restored = run("restore", f"--from={copy}")
    run("repair", f"--from={copy}", "--yes")

    assert restored.err.splitlines()[0] == (
        f"The history lacks 1 change of {copy}: 4."
        f" To add them: mediarel repair --from {copy}"
    )
    history = tables(few)["history"]
    assert {n: history[n] for n in before} == before
    assert run("check").code == 0


def test_a_backup_of_another_archive_adds_no_change(
    run: Run, few: Path, home: Path
) -> None:
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


def test_an_archive_that_is_older_than_its_backup(run: Run, few: Path) -> None:
    """Its history comes back with the statements."""
    older = few.read_bytes()
    run("edit", "3", "--add-tag=radio")
    run("remove", "5", "--yes")
    before = tables(few)
    copy = on_a_stick(run, few)
    few.write_bytes(older)

    done = run("restore", f"--from={copy}", "--yes")

    after = tables(few)
    assert f"{copy} is newer than this archive: 2 changes more.\n" in done.err
    assert after["statements"] == before["statements"]
    assert {n: after["history"][n] for n in before["history"]} == before["history"]
    assert "all is well" in run("check").err


def test_a_change_by_hand_that_a_restore_takes_back(run: Run, few: Path) -> None:
    """The history notes it, and nothing is left to accept."""
    copy = on_a_stick(run, few)
    run("edit", "2", "--add-tag=radio")
    spoil(few, "We, the 2 undersigned", "We, the 3 undersigned")

    run("restore", f"--from={copy}", "--yes")

    assert "had been changed outside mediarel" in run("log", "2").out
    assert tables(few)["statements"]["2"]["text"].startswith("We, the 2 ")
    assert unproved(run) == []


def test_deleted_checksums_beside_a_damaged_history(run: Run, few: Path) -> None:
    """A repair of the history alone makes none, as it did not prove the statements."""
    forge_and_delete(few)
    read = tables(few)
    read["statements"]["3"]["text"] = "A forged text."
    del read["checksums"]
    few.write_text(json.dumps(read, ensure_ascii=False, indent=2) + "\n", "utf-8")

    repaired(run, few)

    assert run("check").code == 5
    assert "the checksums of all statements are missing" in run("check").out
    assert "statement 3\tchanged outside mediarel" in run("check").out
