"""`mediarel check --accept`: what was done by hand becomes a change of its own.

- what was changed, added, removed; what it was, by a backup or the history
- many at once: shown, asked about from two on
- what lacks checksums or a history; a history that gives way
- undo takes it back where it can
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from archives import content
from tampering import (
    add_12,
    all_of,
    back_up,
    change_place,
    remove_4,
    tamper,
    without_digests,
)

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run
    from tampering import Tables


def log(run: Run) -> list[str]:
    """Return what the newest change did: its command, and what it touched."""
    return run("log").out.splitlines()[0].split("\t")[3:]


@pytest.mark.about_files("its backups")
def test_accept_a_change(run: Run, store: Path) -> None:
    """It stays as it is; the history says what it was; undo puts that back."""
    back_up(run)
    tamper(store, change_place)

    done = run("check", "--accept")
    then = content(store)["statements"]["3"]["place"]
    noted = log(run)
    checked = run("check")
    run("undo")

    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines() == [
        (
            "  statement 3: changed outside mediarel:"
            ' place "Phnom Penh" is now "Phnom Pen"'
        ),
        "Accepted 1 statement. To undo: mediarel undo",
    ]
    assert then == "Phnom Pen"
    assert noted == ["accept", "changed place of 3"]
    assert checked.err == "9 statements, 3 changes: all is well.\n"
    assert content(store)["statements"]["3"]["place"] == "Phnom Penh"
    assert run("check").err == "9 statements, 4 changes: all is well.\n"


@pytest.mark.about_files("its backups")
def test_accept_what_only_the_history_knows(run: Run, store: Path) -> None:
    """What the last change set is what it was."""
    run("edit", "3", "--place=Kep")
    shutil.rmtree(store.parent / "backups")
    tamper(store, lambda tables: tables["statements"]["3"].update(place="Kampot"))

    run("check", "--accept")
    noted = log(run)
    run("undo")

    assert noted == ["accept", "changed place of 3"]
    assert content(store)["statements"]["3"]["place"] == "Kep"
    assert "all is well" in run("check").err


def test_an_edit_after_a_change_by_hand(run: Run, store: Path) -> None:
    """The history notes the change by hand, and check reports it until acceptance."""
    tamper(store, change_place)

    run("edit", "3", "--add-tag=radio")
    notes = content(store)["history"]["2"]["notes"]
    found = run("check")
    accepted = run("check", "--accept", "3")

    assert notes == {"3": "it had been changed outside mediarel", "unproved": "3"}
    assert "it had been changed outside mediarel" in run("log", "3").out
    assert (found.code, found.out.splitlines()[0]) == (
        5,
        "error\tstatement 3\tnothing verifies its content since change 2",
    )
    assert accepted.code == 0
    assert "all is well" in run("check").err


@pytest.mark.about_files("a table that it may lack")
def test_checksums_that_were_deleted(run: Run, store: Path) -> None:
    """No other change hides it, and one statement can't be accepted alone."""
    tamper(store, lambda tables: tables.pop("checksums"))

    found = run("check")
    run("edit", "3", "--add-tag=radio")
    after_an_edit = run("check")
    of_one = run("check", "--accept", "3")
    run("check", "--accept", "--yes")

    assert (found.code, after_an_edit.code) == (5, 5)
    assert (
        "error\tchecksums\tthe checksums of all statements are missing\n" in found.out
    )
    assert after_an_edit.out == found.out
    assert (of_one.code, of_one.out) == (5, "")
    assert "mediarel check --accept\n" in of_one.err
    assert "all is well" in run("check").err


@pytest.mark.about_files("the records of its checksums")
def test_checksums_in_the_wrong_record(run: Run, store: Path) -> None:
    """They prove nothing there; an acceptance puts them where they belong."""

    def misplace(tables: Tables) -> None:
        here = tables["checksums"]["1"]
        tables["checksums"]["2"] = {"5": here.pop("5"), "6": "0" * 16, "99": "1" * 16}

    before = content(store)["checksums"]
    tamper(store, misplace)

    found = json.loads(run("check", "--json").out)
    run("check", "--accept", "--yes")

    assert [each["id"] for each in found] == [5, 6, 99, 5]
    assert {each["kind"] for each in found} == {"checksum"}
    assert "its checksum is in the wrong record, 2" in found[0]["message"]
    assert content(store)["checksums"] == before
    assert "all is well" in run("check").err


@pytest.mark.about_files("its backups")
def test_accept_beside_a_backup_that_is_too_old(run: Run, store: Path) -> None:
    """What it says may never have been what was changed."""
    run("edit", "4", "--add-tag=radio")
    tamper(store, lambda tables: tables["statements"]["3"].update(title="Other"))
    run("edit", "3", "--add-tag=radio")
    tamper(store, change_place)
    told = run("check").out

    run("check", "--accept")

    assert "(compared with the backup of " in told
    assert content(store)["history"]["4"]["changed"] == {"3": {}}
    assert "all is well" in run("check").err


def test_accept_what_was_added(run: Run, store: Path) -> None:
    """It is as if added by a command, so that undo takes it out."""
    tamper(store, add_12)
    (store.parent / "files").mkdir()
    (store.parent / "files" / ".DS_Store").touch()

    told = run("check", "--accept").err.splitlines()
    noted = log(run)
    checked = run("check")
    run("undo")

    assert [line[:22] for line in told] == [
        "  statement 12: added ",
        "Accepted 1 statement. ",
    ]
    assert noted == ["accept", "added 12"]
    assert "all is well" in checked.err
    assert "12" not in content(store)["statements"]
    assert run("add", "--date=2014", "--program=CLEC", "--text=On land").out == "13\n"


@pytest.mark.about_files("its backups")
def test_accept_what_was_removed(run: Run, store: Path) -> None:
    """The backup knows it, so that undo brings it back whole."""
    back_up(run)
    before = content(store)
    tamper(store, remove_4)

    run("check", "--accept")
    noted = log(run)
    checked = run("check")
    run("undo")

    assert noted == ["accept", "removed 4"]
    assert "all is well" in checked.err
    assert content(store)["statements"] == before["statements"]
    assert content(store)["checksums"].keys() == before["checksums"].keys()
    assert "all is well" in run("check").err


@pytest.mark.about_files("its backups")
def test_accept_what_was_removed_and_is_nowhere(run: Run, store: Path) -> None:
    """It is noted; what can't be brought back is said, then and later."""
    tamper(store, remove_4)
    told = run("check").out

    run("check", "--accept")
    undone = run("undo")

    assert told.endswith("\tremoved outside mediarel; its earlier content is unknown\n")
    assert "all is well" in run("check").err
    assert undone.code == 1
    assert "statement 4" in undone.err


@pytest.mark.about_files("its backups")
def test_accept_a_removal_beside_an_older_backup(run: Run, store: Path) -> None:
    """An earlier state of what is gone is better than nothing."""
    run("edit", "4", "--title=Later")
    tamper(store, lambda tables: tables["statements"]["4"].update(title="Other"))
    run("edit", "4", "--place=Kep")
    tamper(store, remove_4)

    run("check", "--accept")
    run("undo")

    four = content(store)["statements"]["4"]
    assert four["title"].startswith("Southeast Asian Civil Society")


@pytest.mark.about_files("its backups")
def test_what_was_before_an_addition_is_of_no_account(run: Run, store: Path) -> None:
    """A statement that was put back by hand is what it was put back as."""
    run("edit", "4", "--title=Old")
    run("remove", "4", "--yes")

    def put_back(tables: Tables) -> None:
        removed = tables["history"]["3"]["removed"]["4"]
        tables["statements"]["4"] = {**removed, "title": "New"}

    tamper(store, put_back)
    run("check", "--accept")
    shutil.rmtree(store.parent / "backups")
    sound = store.read_bytes()
    tamper(store, lambda tables: tables["statements"]["4"].update(title="Newer"))
    changed = run("check").out
    store.write_bytes(sound)
    tamper(store, remove_4)
    removed = run("check").out

    assert '"Old"' not in changed
    assert "its earlier content is unknown" in changed
    assert "its earlier content is unknown" in removed


@pytest.mark.about_files("its backups")
def test_accept_many_at_once(run: Run, store: Path) -> None:
    """One change, whatever was done, and it asks for more than one."""
    back_up(run)
    before = store.read_bytes()
    tamper(store, all_of(change_place, add_12))
    tamper(store, remove_4)
    after = store.read_bytes()

    refused = run("check", "--accept")
    untouched = store.read_bytes() == after
    done = run("check", "--accept", "--yes")

    assert (refused.code, untouched) == (2, True)
    assert "Accept the changes to 3 statements?" in refused.err
    assert done.code == 0
    assert log(run) == ["accept", "added 12; removed 4; changed place of 3"]
    run("undo", "--yes")
    three = content(store)["statements"]["3"]
    assert three["place"] == json.loads(before)["statements"]["3"]["place"]
    assert list(content(store)["statements"]) == list(json.loads(before)["statements"])


def test_accept_an_archive_of_another_program(run: Run, store: Path) -> None:
    """One that plain TinyDB wrote gets its history and its checksums."""
    tamper(store, lambda tables: (tables.pop("history"), tables.pop("checksums")))

    run("check", "--accept", "--yes")

    assert log(run) == ["accept", "added 1 to 9"]
    assert len(content(store)["checksums"]["1"]) == 9
    assert "all is well" in run("check").err


@pytest.mark.parametrize("number", ["4", "9"])
def test_accept_a_lack_of_a_checksum(run: Run, store: Path, number: str) -> None:
    """It is made anew for a statement, and goes for what is none."""

    def damage(tables: Tables) -> None:
        checksums = tables["checksums"]["1"]
        checksums[number] = "6b0c9f1f4b1d6a0e"
        checksums.pop("4", None)

    run("remove", "9", "--yes")
    before = content(store)
    tamper(store, damage)

    done = run("check", "--accept", "--yes")

    assert done.code == 0
    assert done.err.splitlines()[-1].startswith("Created the checksums again")
    assert content(store)["checksums"]["1"].keys() == before["checksums"]["1"].keys()
    assert content(store)["statements"] == before["statements"]
    assert "all is well" in run("check").err


def test_accept_a_statement_as_it_is_against_the_history(run: Run, store: Path) -> None:
    """Where the checksum says that it is right, a history without digests gives way."""
    run("edit", "3", "--place=Kep")

    def damage(tables: Tables) -> None:
        tables["history"]["2"]["changed"]["3"]["place"][1] = "Kampot"

    tamper(store, all_of(damage, without_digests))
    kind = json.loads(run("check", "--json").out)[0]["kind"]

    run("check", "--accept")

    assert kind == "unfit"
    assert content(store)["statements"]["3"]["place"] == "Kep"
    assert content(store)["history"]["3"]["changed"] == {
        "3": {"place": ["Kampot", "Kep"]}
    }
    assert "all is well" in run("check").err
