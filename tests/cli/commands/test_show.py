"""`mediarel show`, `log` and `undo`.

- show: fields, text, history in a line; several; by a query; in a format
- log: all, or what touched one statement, also a removed one
- undo: the last change, then the one before, until there is none
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Screen


@pytest.fixture(autouse=True)
def _store(store: Path) -> None:
    """Work on the nine statements."""
    assert store.exists()


def test_fields_text_and_history(run: Run) -> None:
    """Into a pipe: a field a line, its name and value, then the text as it is."""
    run("edit", "3", "--add-tag", "radio", "--add-tag", "land")

    fields, text = run("show", "3").out.split("\n\n", maxsplit=1)

    values = dict(line.split("\t") for line in fields.splitlines())
    assert values["id"] == "3"
    assert values["place"] == "Phnom Penh"
    assert values["dateline"] == "Phnom Penh (July 16, 2012)"
    assert values["tags"] == "radio; land"
    assert "source" not in values
    assert values["history"].startswith("init ")
    assert values["history"].endswith("by sok")
    assert " · edit " in values["history"]
    assert text.startswith("Phnom Penh (July 16, 2012) – The undersigned")


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_readable_on_a_terminal(screen: Screen, columns: int) -> None:
    """Fields in two columns, the text wrapped between words and not too wide."""
    lines = screen("show", "4", columns=columns).out.splitlines()

    blank = [place for place, line in enumerate(lines) if not line]
    text = lines[blank[1] + 1 :]
    assert lines[0].startswith("4  Southeast Asian Civil Society Groups")
    assert any(line.split() == ["date", "2012-07-31"] for line in lines)
    assert max(map(len, text)) <= min(columns, 88)
    assert " ".join(text).startswith(
        "We, the undersigned civil society delegates from Southeast Asia who attended"
    )


def test_several(run: Run) -> None:
    """In the order they are named, each once."""
    out = run("show", "5", "3", "5").out

    assert [line for line in out.splitlines() if line.startswith("id\t")] == [
        "id\t5",
        "id\t3",
    ]


def test_by_a_query(run: Run) -> None:
    """Whatever is no whole number is a query."""
    assert run("show", "metfone").out == run("show", "8").out


def test_in_a_format(run: Run) -> None:
    (shown,) = json.loads(run("show", "3", "--format=json").out)

    assert shown["id"] == 3
    assert shown["dated"] == "2012-07-16"


def test_an_id_and_a_query(run: Run) -> None:
    """Both at once are refused with how to say it."""
    done = run("show", "3", "sonando")

    assert done.code == 2
    assert done.err.endswith("in a query an id is written id:3.\n")


def test_log_newest_first(run: Run) -> None:
    run("edit", "3", "--add-tag", "radio")
    run("remove", "3", "--yes")

    rows = [line.split("\t") for line in run("log").out.splitlines()]

    assert [[row[0], *row[2:]] for row in rows] == [
        ["3", "sok", "remove", "removed 3"],
        ["2", "sok", "edit", "changed tags of 3"],
        ["1", rows[-1][2], "init", "added 1 to 9"],
    ]


def test_log_of_one(run: Run) -> None:
    """Only what touched it, and also when it is there no more."""
    run("edit", "4", "--add-tag", "internet")
    run("remove", "3", "--yes")

    done = run("log", "3")

    assert [line.split("\t")[0] for line in done.out.splitlines()] == ["3", "1"]


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_log_on_a_terminal(run: Run, screen: Screen, columns: int) -> None:
    """The day is whole, whatever the width."""
    run("edit", "3", "--add-tag", "radio")

    lines = screen("log", columns=columns).out.splitlines()

    assert lines[0].split()[0] == "Change"
    assert lines[1].split()[0] == "2"
    assert len(lines[1].split()[1][:10].split("-")) == 3
    assert max(map(len, lines)) <= columns


def test_undo_until_there_is_nothing(run: Run, store: Path) -> None:
    """Each undo takes back one change; the statements are then as they were."""
    before = json.loads(store.read_bytes())["statements"]
    run("edit", "3", "--title", "Release him")
    run("remove", "5", "--yes")

    removal, title = run("undo"), run("undo")

    after = json.loads(store.read_bytes())["statements"]
    for document in (*after.values(), *before.values()):
        document.pop("modified")
    assert removal.err.startswith("Took back change 3: 5 back again.")
    assert title.err.startswith("Took back change 2: title of 3 as before.")
    assert list(after) == list(before)
    assert after == before


def test_nothing_to_undo(run: Run, home: Path) -> None:
    """It is refused, not passed over."""
    run("init", "empty")

    done = run("undo", "--archive", str(home / "empty"))

    assert done.code == 1
    assert done.err == (
        "Error: there is no change left to take back\n"
        "Hint: See them with: mediarel log\n"
    )


def test_an_empty_log(run: Run, home: Path) -> None:
    run("init", "empty")

    done = run("log", "--archive", str(home / "empty"))

    assert (done.code, done.out, done.err) == (0, "", "No change is recorded.\n")


def test_redo(run: Run, store: Path) -> None:
    """What was undone is done again, as often as it was undone."""
    run("edit", "3", "--title", "Release him")
    run("remove", "5", "--yes")
    whole = json.loads(store.read_bytes())["statements"]
    run("undo")
    run("undo")

    title, removal, none = run("redo"), run("redo"), run("redo")

    after = json.loads(store.read_bytes())["statements"]
    for document in (*after.values(), *whole.values()):
        document.pop("modified")
    assert title.err == "Did change 2 again: title of 3.\n"
    assert removal.err == "Did change 3 again: 5 taken out again.\n"
    assert none.code == 1
    assert after == whole


def test_undo_after_redo(run: Run, store: Path) -> None:
    """What was done again can be taken back again."""
    run("edit", "3", "--title", "Release him")
    run("undo")
    run("redo")

    done = run("undo")

    assert done.err.startswith("Took back change 2: title of 3 as before.")
    assert json.loads(store.read_bytes())["statements"]["3"]["title"] is None


@pytest.mark.usefixtures("store")
def test_no_redo_after_another_change(run: Run) -> None:
    """A new change ends what could be done again."""
    run("edit", "3", "--title", "Release him")
    run("undo")
    run("edit", "4", "--title", "On land")

    done = run("redo")

    assert done.code == 1
    assert done.err.startswith("Error: there is nothing to do again")
