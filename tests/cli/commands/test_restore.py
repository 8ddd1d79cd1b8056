"""`mediarel restore`: a statement as it was.

- one that was removed: as before its removal, or as after a change
- one that is there: as after a change; what changes is shown
- what it is stays: id, uuid, when it was recorded; undo takes it back
- so already: nothing is written
- refused: no time said, not there then, no such statement or change, no number
- refused where the history does not fit, after a script has been at it
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tinydb import TinyDB

from tampering import without_digests

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run


@pytest.fixture(autouse=True)
def _changed(run: Run, store: Path) -> None:
    """Make change 2, a title for 3, change 3, another and a tag for it."""
    assert store.exists()
    run("edit", "3", "--title", "Release him")
    run("edit", "3", "--title", "Release them", "--add-tag", "radio")


def statements(store: Path) -> dict[str, Any]:
    """Return the statements as they stand in the file, but when they were modified."""
    return {
        number: {**document, "modified": None}
        for number, document in json.loads(store.read_bytes())["statements"].items()
    }


def test_removed(run: Run, store: Path) -> None:
    """All of it, in its old place, with the times it had."""
    before = json.loads(store.read_bytes())["statements"]
    run("remove", "3", "--yes")

    done = run("restore", "3")

    tables = json.loads(store.read_bytes())
    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "Restored statement 3 to the version before the removal."
        " To undo: mediarel undo\n"
    )
    assert list(tables["statements"].items()) == list(before.items())
    assert tables["history"]["5"]["command"] == "restore"
    assert tables["history"]["5"]["added"].keys() == {"3"}
    assert tables["history"]["5"]["undoes"] is None


def test_removed_as_it_was_further_back(run: Run, store: Path) -> None:
    """Its changes are walked back before the removal."""
    run("remove", "3", "--yes")

    done = run("restore", "3", "--at", "2")

    assert done.code == 0
    three = statements(store)["3"]
    assert (three["title"], three["tags"]) == ("Release him", [])


def test_one_that_is_there(run: Run, store: Path) -> None:
    """What changes is shown as an edit shows it; the rest stays."""
    before = statements(store)["3"]

    done = run("restore", "3", "--at", "2")

    assert (done.code, done.out) == (
        0,
        "3\ttitle\tRelease them\tRelease him\n3\ttags\tradio\t\n",
    )
    assert done.err.startswith("Restored statement 3 to the version after change 2.")
    assert statements(store)["3"] == {**before, "title": "Release him", "tags": []}
    newest = json.loads(store.read_bytes())["history"]["4"]
    assert newest["command"] == "restore"
    assert newest["changed"]["3"]["title"] == ["Release them", "Release him"]


def test_undo_takes_it_back(run: Run, store: Path) -> None:
    """Of one that was there, and of one that was not."""
    before = statements(store)
    run("restore", "3", "--at", "1")
    run("undo")

    assert statements(store) == before

    run("remove", "3", "--yes")
    run("restore", "3")
    done = run("undo")

    assert done.err.startswith("Undid change 7: removed 3.")
    assert "3" not in statements(store)


@pytest.mark.parametrize("at", ["3", "4"])
def test_so_already(run: Run, store: Path, at: str) -> None:
    """Nothing is written, whether that change was about it or about another."""
    run("edit", "4", "--add-tag", "land")
    before = store.read_bytes()

    done = run("restore", "3", "--at", at)

    assert (done.code, done.out) == (0, "")
    assert done.err == (
        f"Nothing to restore. Statement 3 is unchanged since change {at}.\n"
    )
    assert store.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            "3",
            (
                2,
                "statement 3 exists, so the change",
                "log 3",
            ),
        ),
        (
            "10 --at 1",
            (3, "10 did not exist after change 1: change 4 added it", ""),
        ),
        ("5 --at 5", (3, "statement 5 did not exist after change 5", "log 5")),
        ("77", (3, "there is no statement 77", "list --all")),
        ("77 --at 1", (3, "there is no statement 77", "list --all")),
        ("0", (3, "there is no statement 0", "list --all")),
        ("3 --at 99", (3, "there is no change 99", "log")),
        ("3 --at 0", (3, "there is no change 0", "log")),
        ("3 --at first", (2, "'first' is not the number of a change", "log")),
        ("sonando", (2, "'sonando' is not an ID", "search")),
    ],
)
def test_refused(
    run: Run, store: Path, arguments: str, told: tuple[int, str, str]
) -> None:
    """With what to do; nothing is written."""
    run("add", "--date=2014", "--program=CLEC", "--title=Land")
    run("remove", "5", "--yes")
    before = store.read_bytes()
    code, problem, hint = told

    done = run("restore", *arguments.split())

    first, second = done.err.splitlines()
    assert (done.code, done.out) == (code, "")
    assert problem in first
    assert f"mediarel {hint}" in second
    assert store.read_bytes() == before


def by_script(store: Path, number: int, **fields: object) -> None:
    """Change a statement with a stock TinyDB, past the archive."""
    with TinyDB(store) as db:
        db.table("statements").update(fields, doc_ids=[number])


def unfit(run: Run, store: Path, *arguments: str) -> str:
    """Return the problem of a restoring that must be refused."""
    before = store.read_bytes()
    done = run("restore", *arguments)

    assert (done.code, done.out) == (1, "")
    assert "Another program changed it." in done.err
    assert store.read_bytes() == before
    return done.err.splitlines()[0]


def test_field_that_a_script_changed(run: Run, store: Path) -> None:
    """The newest change that left another value is named."""
    by_script(store, 3, title="Script")

    assert unfit(run, store, "3", "--at", "2") == (
        "Error: statement 3 doesn't match change 3 in its history:"
        " it now has a different title"
    )


def test_field_that_no_change_tells_of(run: Run, store: Path) -> None:
    """Its addition does not fit, so it can't be told when it was so."""
    by_script(store, 3, place="Kampot")

    assert unfit(run, store, "3", "--at", "2") == (
        "Error: statement 3 doesn't match change 1 in its history: it has changed since"
    )


def test_statement_that_a_script_put_back(run: Run, store: Path) -> None:
    """What was before the removal is another one."""
    document = json.loads(store.read_bytes())["statements"]["3"]
    run("remove", "3", "--yes")
    tables = json.loads(store.read_bytes())
    tables["statements"]["3"] = document
    store.write_text(json.dumps(tables), "utf-8")

    assert unfit(run, store, "3", "--at", "2").endswith(
        "change 4 in its history: it exists again"
    )


def test_history_that_a_script_changed(run: Run, store: Path) -> None:
    """What it leads to would be no statement; no digest tells that it was changed."""
    tables = json.loads(store.read_bytes())
    without_digests(tables)
    del tables["history"]["1"]["added"]["3"]
    tables["history"]["2"]["changed"]["3"]["title"] = [5, "Release him"]
    store.write_text(json.dumps(tables), "utf-8")

    problem = unfit(run, store, "3", "--at", "1")

    assert "change 2 in its history: it would be invalid before that change" in problem


def test_removal_is_true_whatever_came_before(run: Run, store: Path) -> None:
    """It keeps the statement whole, also what a script did to it."""
    by_script(store, 3, place="Kampot")
    run("remove", "3", "--yes")

    done = run("restore", "3")

    assert done.code == 0
    assert done.err.startswith(
        "Restored statement 3 to the version before the removal."
    )
    assert statements(store)["3"]["place"] == "Kampot"


def test_several_are_one_change(run: Run) -> None:
    """One undo takes it back; where one can't be restored, none is."""
    run("remove", "1-3", "--yes")
    before = run("log").out.count("\n")
    refused = run("restore", "1-2", "9")
    run("restore", "1-3")

    assert refused.code == 2
    assert run("log").out.count("\n") == before + 1
    assert run("undo", "--yes").code == 0
    assert run("list").out.count("\n") == 6


def test_many(run: Run) -> None:
    """More than a few are told in a sentence for all; what was so already apart."""
    run("remove", "1", "4-9", "--yes")

    assert run("restore", "1", "4-9").err == (
        "Restored statements 1, 4, 5, 6, 7, 8, 9 to the version before the removal."
        " To undo: mediarel undo\n"
    )
    assert run("restore", "3-8", "--at", "2").err.endswith(
        "Restored statement 3 to the version after change 2.\n"
        "No change since change 2: statements 4 to 8."
        " To undo: mediarel undo\n"
    )
