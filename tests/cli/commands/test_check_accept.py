"""Test `mediarel check --accept`, which records changes made outside mediarel."""

import json
import shutil
from pathlib import Path

import pytest

from archives import content, unchanged
from conftest import Run
from mediarel.cli import prompts
from tampering import (
    Damage,
    Tables,
    add_12,
    all_of,
    altered,
    back_up,
    change_place,
    remove_4,
    tamper,
    without_digests,
)


def log(run: Run) -> list[str]:
    """Return the command of the newest change, and its description."""
    return run("log").out.splitlines()[0].split("\t")[3:]


def test_changed_field_is_accepted_and_undo_restores_it(run: Run, store: Path) -> None:
    back_up(run)
    tamper(store, change_place)

    done = run("check", "--accept")
    then = content(store)["statements"]["3"]["place"]
    noted = log(run)
    checked = run("check")
    run("undo")

    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "  statement 3: changed outside mediarel:"
        ' place "Phnom Penh" is now "Phnom Pen"\n'
        "Accepted 1 statement. To undo: mediarel undo\n"
    )
    assert then == "Phnom Pen"
    assert noted == ["accept", "changed place of 3"]
    assert "9 statements, 3 changes: all is well, 1 note." in checked.err
    assert content(store)["statements"]["3"]["place"] == "Phnom Penh"
    assert "9 statements, 4 changes: all is well." in run("check").err


def test_earlier_value_is_taken_from_the_history(run: Run, store: Path) -> None:
    """There is no backup, but the history has the value set by the last change."""
    run("edit", "3", "--place=Kep")
    shutil.rmtree(store.parent / "backups")
    tamper(store, lambda tables: tables["statements"]["3"].update(place="Kampot"))

    run("check", "--accept")
    noted = log(run)
    run("undo")

    assert noted == ["accept", "changed place of 3"]
    assert content(store)["statements"]["3"]["place"] == "Kep"
    assert "all is well" in run("check").err


@pytest.mark.parametrize(("damage", "number"), [(change_place, "3"), (add_12, "12")])
@pytest.mark.parametrize(
    "command",
    ["edit {} --title=A", "remove {} --yes", "withhold {} Sonando", "attach {} a.txt"],
)
def test_outside_change_must_be_accepted_before_a_change(
    run: Run, store: Path, damage: Damage, number: str, command: str
) -> None:
    """Otherwise the earlier content would be lost."""
    tamper(store, damage)
    Path("a.txt").write_text("Radio", encoding="utf-8")
    seen = run("check").out

    with unchanged(store):
        refused = run(*command.format(number).split())
    checked = run("check").out
    run("check", "--accept", number)
    done = run(*command.format(number).split())

    assert (refused.code, refused.out) == (1, "")
    assert f"statement {number} was changed outside mediarel; " in refused.err
    assert f"mediarel check --accept {number} – if they are wrong" in refused.err
    assert (checked, done.code) == (seen, 0)
    assert "all is well" in run("check").err


def test_missing_checksums_are_accepted_only_for_all(run: Run, store: Path) -> None:
    """A later edit does not hide the missing checksums."""
    tamper(store, lambda tables: tables.pop("checksums"))

    found = run("check")
    run("edit", "3", "--add-tag=radio")
    after_an_edit = run("check")
    of_one = run("check", "--accept", "3")
    run("check", "--accept", "--yes")

    missing = "error\tchecksums\tthe checksums of all statements are missing\n"
    assert (found.code, after_an_edit.code) == (5, 5)
    assert missing in found.out
    assert after_an_edit.out == found.out
    assert (of_one.code, of_one.out) == (5, "")
    assert "mediarel check --accept\n" in of_one.err
    assert "all is well" in run("check").err


def test_checksums_in_the_wrong_record_are_moved_back(run: Run, store: Path) -> None:
    """A checksum in the wrong record can't verify a statement."""
    before = content(store)["checksums"]
    with altered(store) as tables:
        tables["checksums"]["2"] = {"5": tables["checksums"]["1"].pop("5")}

    found = json.loads(run("check", "--json").out)
    run("check", "--accept", "--yes")

    assert {(each["id"], each["kind"]) for each in found} == {(5, "checksum")}
    assert "the checksum is in record 2, but belongs in record 1" in found[0]["message"]
    assert content(store)["checksums"] == before
    assert "all is well" in run("check").err


def test_added_statement_is_accepted_and_undo_removes_it(run: Run, store: Path) -> None:
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


def test_values_from_before_an_addition_are_not_used(run: Run, store: Path) -> None:
    """Statement 4 was removed, and then added by hand with a new title."""
    run("edit", "4", "--title=Old")
    run("remove", "4", "--yes")

    with altered(store) as tables:
        removed = tables["history"]["3"]["removed"]["4"]
        tables["statements"]["4"] = {**removed, "title": "New"}
    run("check", "--accept")
    shutil.rmtree(store.parent / "backups")
    tamper(store, lambda tables: tables["statements"]["4"].update(title="Newer"))
    changed = run("check").out

    assert '"Old"' not in changed
    assert "its earlier content is unknown" in changed


def test_several_changes_are_accepted_as_one(run: Run, store: Path) -> None:
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


_OURS = ("archive", "history", "checksums")


def test_archive_of_plain_tinydb_gets_history(run: Run, store: Path) -> None:
    tamper(store, lambda tables: [tables.pop(name) for name in _OURS])

    run("check", "--accept", "--yes")

    assert log(run) == ["accept", "added 1 to 9"]
    assert len(content(store)["checksums"]["1"]) == 9
    assert "all is well" in run("check").err


@pytest.mark.parametrize("number", ["4", "9"])
def test_missing_checksum_is_created(run: Run, store: Path, number: str) -> None:
    """The unneeded checksum of a removed statement is deleted."""
    run("remove", "9", "--yes")
    before = content(store)
    with altered(store) as tables:
        tables["checksums"]["1"][number] = "6b0c9f1f4b1d6a0e"
        tables["checksums"]["1"].pop("4", None)

    done = run("check", "--accept", "--yes")

    assert done.code == 0
    assert done.err.splitlines()[-1].startswith("Created the checksums again")
    assert content(store)["checksums"]["1"].keys() == before["checksums"]["1"].keys()
    assert content(store)["statements"] == before["statements"]
    assert "all is well" in run("check").err


def test_checksum_outweighs_a_history_without_digests(run: Run, store: Path) -> None:
    run("edit", "3", "--place=Kep")

    with altered(store) as tables:
        tables["history"]["2"]["changed"]["3"]["place"][1] = "Kampot"
        without_digests(tables)
    kind = json.loads(run("check", "--json").out)[0]["kind"]

    run("check", "--accept")

    assert kind == "unfit"
    assert content(store)["statements"]["3"]["place"] == "Kep"
    (changed,) = content(store)["history"]["3"]["changed"].values()
    assert changed.keys() == {"place", "modified"}
    assert changed["place"] == ["Kampot", "Kep"]
    assert "all is well" in run("check").err


def test_unchanged_archive_has_nothing_to_accept(run: Run, store: Path) -> None:
    with unchanged(store):
        done = run("check", "--accept")

    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("Nothing to accept")


def test_altered_history_entry_is_not_accepted(run: Run, store: Path) -> None:
    """Nothing in the archive confirms the altered entry."""
    run("remove", "9", "--yes")

    with altered(store) as tables:
        tables["history"]["2"]["removed"]["9"]["title"] = "Other"
        without_digests(tables)

    done = run("check", "--accept")

    assert (done.code, done.err[:17]) == (0, "Nothing to accept")
    assert "statement 9" in run("check").out


def test_other_errors_prevent_acceptance(run: Run, store: Path) -> None:
    with altered(store) as tables:
        change_place(tables)
        tables["statements"]["5"]["date"] = "soon"

    with unchanged(store):
        done = run("check", "--accept")

    assert done.code == 5
    assert [line.split("\t")[0] for line in done.out.splitlines()] == ["error"]
    assert "\tthe date 'soon' is not a date" in done.out
    assert "the archive has 1 error; nothing was changed" in done.err


def test_change_by_another_program_during_the_question_is_refused(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tamper(store, all_of(add_12, remove_4))

    def confirm(question: str, *, yes: bool) -> None:
        assert question
        assert yes
        tamper(store, change_place)

    monkeypatch.setattr(prompts, "confirm", confirm)

    done = run("check", "--accept", "--yes")

    assert done.code == 1
    assert "another command changed the archive meanwhile" in done.err
    assert len(content(store)["history"]) == 1


BACK = "To undo: mediarel undo"
NOT_KNOWN = "The earlier content of {} is unknown."


def change_title(tables: Tables) -> None:
    """Change a field whose earlier value is in the history."""
    tables["statements"]["5"]["title"] = "Other"


def change_checksum(tables: Tables) -> None:
    """Change only the checksum of a statement."""
    checksums = tables["checksums"]["1"]
    checksums["5"] = checksums["5"][::-1]


def undone(run: Run, store: Path) -> bool:
    """Run `undo` and return whether it succeeded."""
    before = content(store)["statements"]
    done = run("undo", "--yes")
    after = content(store)["statements"]
    assert (done.code == 0) == (after != before)
    return done.code == 0


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (change_place, NOT_KNOWN.format("statement 3")),
        (remove_4, NOT_KNOWN.format("statement 4")),
        (change_title, BACK),
        (add_12, BACK),
        (change_checksum, NOT_KNOWN.format("statement 5")),
        (all_of(change_place, remove_4), NOT_KNOWN.format("statements 3 to 4")),
        (all_of(change_title, remove_4), NOT_KNOWN.format("statement 4")),
        (
            all_of(change_title, change_place),
            f"{NOT_KNOWN.format('statement 3')} {BACK}",
        ),
    ],
)
def test_accept_offers_undo_only_if_it_works(
    run: Run, store: Path, damage: Damage, told: str
) -> None:
    """The only earlier value in the history is the title of statement 5."""
    run("edit", "5", "--title=Ours")
    shutil.rmtree(store.parent / "backups")
    tamper(store, damage)

    done = run("check", "--accept", "--yes")

    assert (done.code, done.err.splitlines()[-1].partition(". ")[2]) == (0, told)
    assert undone(run, store) == ("mediarel undo" in told)
    assert "all is well" in run("check").err


@pytest.mark.parametrize(
    ("damage", "offered"),
    [(change_place, False), (change_title, True), (change_checksum, False)],
)
def test_hint_of_check_offers_undo_only_if_undo_works(
    run: Run,
    store: Path,
    damage: Damage,
    offered: bool,  # noqa: FBT001 - a test parameter
) -> None:
    run("edit", "5", "--title=Ours")
    shutil.rmtree(store.parent / "backups")
    tamper(store, damage)

    assert ("undo it" in run("check", "--json").out) == offered


def test_redo_refuses_an_undo_without_effect(run: Run, store: Path) -> None:
    """An earlier version recorded an undo although the earlier content was unknown."""
    tamper(store, change_place)
    run("check", "--accept")

    with altered(store) as tables:
        taken_back = {**tables["history"]["2"], "kind": "undo", "undoes": 2}
        del taken_back["digest"]
        tables["history"]["3"] = taken_back
    done = run("redo")

    assert done.code == 1
    assert "the earlier content of statement 3 is unknown" in done.err
