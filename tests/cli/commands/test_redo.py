"""Test `mediarel redo`."""

import re
from pathlib import Path

import pytest

from archives import statements
from conftest import Run, Screen, refused

pytestmark = pytest.mark.usefixtures("store")


def test_each_undo_is_redone_once(run: Run, store: Path) -> None:
    run("edit", "3", "--title", "Release him", "--silent")
    run("remove", "5", "--yes")
    whole = statements(store)
    run("undo")
    run("undo")

    title, removal, none = run("redo"), run("redo"), run("redo")

    after = statements(store)
    for document in (*after.values(), *whole.values()):
        document.pop("modified")
    assert (
        title.err == "Redid change 2 (changed title of 3; no note to readers of 3).\n"
    )
    assert removal.err == "Redid change 3 (removed 5).\n"
    assert none.code == 1
    assert after == whole


def test_nothing_to_redo_after_a_new_change(run: Run) -> None:
    run("edit", "3", "--title", "Release him")
    run("undo")
    run("edit", "4", "--title", "On land")

    assert refused(run("redo"), 1).startswith("Error: there is nothing to redo")


def test_undo_and_redo_show_the_change_before_asking(run: Run, screen: Screen) -> None:
    run("edit", "3", "--title=On land")
    run("remove", "3-4", "--yes")
    undone = run("undo", "--yes").err
    asked = "Redo this change to 2 statements? [y/N]: "

    redone = screen("redo", columns=120, answers=((asked, "y\r"),)).out

    change = r"do change 3: remove, .*removed 3 to 4: “On land”, “"
    assert re.search(f"Un{change}", undone)
    assert re.search(f"Re{change}", redone.replace("\n", " "))
