"""Test `mediarel restore` of single statements."""

from pathlib import Path

import pytest
from tinydb import TinyDB

from archives import content, unchanged, untimed
from conftest import Run, Screen
from tampering import altered, without_digests


@pytest.fixture(autouse=True)
def _edited_twice(run: Run, store: Path) -> None:
    """Change 2 sets the title of statement 3. Change 3 sets a new title and a tag."""
    assert store.exists()
    run("edit", "3", "--title", "Release him")
    run("edit", "3", "--title", "Release them", "--add-tag", "radio")


def test_removed_statement_is_restored(run: Run, store: Path) -> None:
    before = content(store)["statements"]
    run("remove", "3", "--yes")

    done = run("restore", "3")

    tables = content(store)
    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "Restored statement 3 to the version before the removal."
        " To undo: mediarel undo\n"
    )
    assert list(tables["statements"].items()) == list(before.items())
    assert tables["history"]["5"]["command"] == "restore"
    assert tables["history"]["5"]["added"].keys() == {"3"}
    assert tables["history"]["5"]["undoes"] is None


def test_earlier_version_of_a_removed_statement(run: Run, store: Path) -> None:
    run("remove", "3", "--yes")

    assert run("restore", "3", "--at", "2").code == 0
    three = untimed(store)["3"]
    assert (three["title"], three["tags"]) == ("Release him", [])


def test_earlier_version_of_an_existing_statement(run: Run, store: Path) -> None:
    before = untimed(store)["3"]

    done = run("restore", "3", "--at", "2")

    assert (done.code, done.out) == (
        0,
        "3\ttitle\tRelease them\tRelease him\n3\ttags\tradio\t\n",
    )
    assert done.err.startswith("Restored statement 3 to the version after change 2.")
    assert untimed(store)["3"] == {**before, "title": "Release him", "tags": []}
    newest = content(store)["history"]["4"]
    assert newest["command"] == "restore"
    assert newest["changed"]["3"]["title"] == ["Release them", "Release him"]


def guarded(run: Run, home: Path) -> str:
    """Hide statement 3 and a text, and return the number of the change before."""
    (home / "hi.txt").write_text("Hi.")
    run("attach", "3", "hi.txt")
    before = run("log").out.splitlines()[0].partition("\t")[0]
    run("attach", "3", "hi.txt", "--private")
    run("withhold", "3", "Mam Sonando")
    run("edit", "3", "--embargo", "2999-01-01T00:00:00Z", "--status", "draft")
    return before


def test_restore_that_uncovers_something_asks(
    run: Run, screen: Screen, store: Path, home: Path
) -> None:
    change = guarded(run, home)

    with unchanged(store):
        refused = run("restore", "3", "--at", change)
        question = "Restore 1 statement? [y/N]: "
        asked = screen("restore", "3", "--at", change, answers=((question, "n\r"),))
    assert (refused.code, asked.code) == (2, 1)
    for text in (refused.err, " ".join(asked.out.split())):
        assert "After this, statement 3 no longer withholds 'Mam Sonando'" in text
        assert "no longer has an embargo until 1 January 2999, 00:00 (UTC)" in text
        assert "no longer keeps hi.txt private" in text
        assert "no longer is a draft" in text
    assert refused.err.endswith("Hint: To answer yes, add --yes.\n")

    done = run("restore", "3", "--at", str(change), "--yes")
    assert done.code == 0
    assert "Warning: statement 3 no longer keeps hi.txt private." in done.err


def test_undo_of_a_restore(run: Run, store: Path) -> None:
    before = untimed(store)
    run("restore", "3", "--at", "1")
    run("undo")

    assert untimed(store) == before

    run("remove", "3", "--yes")
    run("restore", "3")
    assert run("undo").err.startswith("Undid change 7 (added 3).")
    assert "3" not in untimed(store)


@pytest.mark.parametrize("at", ["3", "4"])
def test_unchanged_statement_is_not_written(run: Run, store: Path, at: str) -> None:
    run("edit", "4", "--add-tag", "land")

    with unchanged(store):
        done = run("restore", "3", "--at", at)

    assert (done.code, done.out) == (0, "")
    assert done.err == (
        f"Nothing to restore. Statement 3 has not changed since change {at}.\n"
    )


@pytest.mark.parametrize(
    ("words", "code", "problem", "hint"),
    [
        ("3", 2, "statement 3 was not removed", "log 3"),
        ("10 --at 1", 3, "10 did not exist after change 1: change 4 added it", ""),
        ("5 --at 5", 3, "statement 5 did not exist after change 5", "log 5"),
        ("77", 3, "there is no statement 77", "list --all"),
        ("77 --at 1", 3, "there is no statement 77", "list --all"),
        ("3 --at 99", 3, "there is no change 99", "log"),
        ("3 --at first", 2, "'first' is not the number of a change", "log"),
    ],
)
def test_impossible_restore_is_refused(  # noqa: PLR0913, PLR0917 - columns of a table
    run: Run, store: Path, words: str, code: int, problem: str, hint: str
) -> None:
    run("add", "--date=2014", "--program=CLEC", "--title=Land")
    run("remove", "5", "--yes")

    with unchanged(store):
        done = run("restore", *words.split())

    first, second = done.err.splitlines()
    assert (done.code, done.out) == (code, "")
    assert problem in first
    assert f"mediarel {hint}" in second


def edit_with_tinydb(store: Path, number: int, **fields: object) -> None:
    """Change a statement with TinyDB, without mediarel."""
    with TinyDB(store) as db:
        db.table("statements").update(fields, doc_ids=[number])


def refused_restore(run: Run, store: Path, *arguments: str) -> str:
    """Run a restore that must be refused, and return the error."""
    with unchanged(store):
        done = run("restore", *arguments)

    assert (done.code, done.out) == (1, "")
    assert "Another program changed the statement." in done.err
    return done.err.splitlines()[0]


def test_field_changed_outside_mediarel(run: Run, store: Path) -> None:
    edit_with_tinydb(store, 3, title="Script")

    assert refused_restore(run, store, "3", "--at", "2") == (
        "Error: statement 3 doesn't match change 3 in its history:"
        " the statement now has a different title"
    )


def test_removed_statement_was_added_outside_mediarel(run: Run, store: Path) -> None:
    document = content(store)["statements"]["3"]
    run("remove", "3", "--yes")
    with altered(store) as tables:
        tables["statements"]["3"] = document

    assert refused_restore(run, store, "3", "--at", "2").endswith(
        "change 4 in its history: the statement exists again"
    )


def test_history_with_invalid_values(run: Run, store: Path) -> None:
    with altered(store) as tables:
        without_digests(tables)
        del tables["history"]["1"]["added"]["3"]
        tables["history"]["2"]["changed"]["3"]["title"] = [5, "Release him"]

    problem = refused_restore(run, store, "3", "--at", "1")

    assert "change 2 in its history: the statement would be invalid" in problem


def test_removed_statement_keeps_edits_by_a_script(run: Run, store: Path) -> None:
    edit_with_tinydb(store, 3, place="Kampot")
    run("check", "--accept", "3")
    run("remove", "3", "--yes")

    done = run("restore", "3")

    assert done.code == 0
    assert done.err.startswith("Restored statement 3 to the version before the removal")
    assert untimed(store)["3"]["place"] == "Kampot"


def test_several_statements_are_restored_in_one_change(run: Run) -> None:
    """If one statement can't be restored, no statement is restored."""
    run("remove", "1-3", "--yes")
    before = run("log").out.count("\n")
    refused = run("restore", "1-2", "9")
    run("restore", "1-3")

    assert refused.code == 2
    assert run("log").out.count("\n") == before + 1
    assert run("undo", "--yes").code == 0
    assert run("list").out.count("\n") == 6
