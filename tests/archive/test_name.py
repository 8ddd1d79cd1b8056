"""The name of an archive.

- by init, by edit or by hand; above its lists, in the index
- a change of it stands in the history, and can be taken back as any other
- it stays through repairs, backups, merges and changes of statements
- one that is no line of text is none, and check says so
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from archives import content
from tampering import tamper

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Done, Run, Screen

NAME = "ការ\u200bប្រកាស [red] of CLEC"


def name_in(store: Path) -> object:
    return content(store)["archive"]["1"].get("name")


def named(run: Run, name: str) -> Done:
    done = run("configure", "--name", name)
    assert (done.code, done.out) == (0, ""), done.err
    return done


def test_init_gives_it(run: Run, home: Path) -> None:
    """On one line; without it there is none. The sample has that of its page."""
    run("init", "one", "--name", f"  {NAME}\n")
    run("init", "two")
    run("init", "three", "--sample")
    run("init", "four", "--sample", "--name", NAME)

    paths = [home / n / "data/statements.json" for n in ("one", "two", "three", "four")]
    assert list(map(name_in, paths)) == [NAME, None, "Program's Media Release", NAME]
    assert run("check", "--archive", "four").code == 0


def test_a_name_is_not_endless(run: Run, home: Path) -> None:
    """It would be the most of each screen; nothing is made, nothing changed."""
    done = run("init", "one", "--name", "x" * 201)

    assert (done.code, list(home.glob("one"))) == (4, [])
    assert done.err.startswith("Error: the name 'xxx")


@pytest.mark.usefixtures("store")
def test_it_stands_above_the_lists(run: Run, screen: Screen, store: Path) -> None:
    """From the index, at once; without a name there is a plain word."""
    assert named(run, NAME).err == f"The name of the archive is now {NAME}.\n"
    assert screen("list").out.startswith(f"{NAME} >> Joint Statement")
    assert screen("search", "radio").out.startswith(
        f"{NAME} >> Joint Statement >> search for radio"
    )
    tamper(store, lambda tables: tables["archive"]["1"].update(name="By \x1b[1mhand"))
    assert screen("list").out.startswith("By <U+001B>[1mhand >> Joint Statement")
    assert named(run, "").err == "The archive no longer has a name.\n"
    assert screen("list").out.startswith("Statements >> Joint Statement")
    assert named(run, " ").err == "Nothing changed.\n"


def test_a_change_of_it_can_be_taken_back(run: Run, store: Path) -> None:
    """It stands in the history; undo, redo and undo by its number know it."""
    before = name_in(store)
    named(run, "One")
    named(run, "Two")

    back = run("undo")
    again = run("redo")
    log = run("log").out.splitlines()
    of_one = run("undo", "2")

    assert back.err.startswith("Undid change 3: the archive's name as before.")
    assert again.err == "Redid change 3: the archive's name.\n"
    assert [line.split("\t")[-1] for line in log[:4]] == [
        "reversed undo 4; named the archive Two",
        "undid change 3; named the archive One",
        "named the archive Two",
        "named the archive One",
    ]
    assert of_one.code == 1
    assert "change 2 can't be undone: a later change set the name" in of_one.err
    assert run("undo").code == 0
    assert run("undo").code == 0
    assert name_in(store) == before
    assert run("check").err.endswith("7 changes: all is well.\n")


def test_what_was_named_by_hand_since_stays(run: Run, store: Path) -> None:
    """An undo would lose it."""
    named(run, "One")
    tamper(store, lambda tables: tables["archive"]["1"].update(name="Two"))

    done = run("undo")

    assert (done.code, name_in(store)) == (1, "Two")


def test_a_name_and_usual_values_are_one_change(run: Run, store: Path) -> None:
    """One undo takes both back."""
    before = content(store)["archive"]
    assert run("configure", "--name", NAME, "--usual", "language=km").code == 0
    both = content(store)["archive"]["1"]
    undone = run("undo")

    assert (both["name"], both["usual"]) == (NAME, {"language": "km"})
    assert undone.code == 0
    assert content(store)["archive"] == before
    assert run("check").code == 0


def test_the_settings_are_listed(run: Run, screen: Screen, store: Path) -> None:
    """Without options: for a program with tabs, for people as a table."""
    run("configure", "--name", NAME, "--usual", "language=km")
    before = store.read_bytes()

    assert run("configure").out == f"name\t{NAME}\nlanguage\tkm\n"
    assert "Setting   Value" in screen("configure").out
    assert store.read_bytes() == before


@pytest.mark.parametrize("name", [5, [], "", "A\nB", {"a": "b"}])
def test_what_is_no_name(run: Run, store: Path, name: object) -> None:
    """Check says so, and how to name it; nothing else stops for it."""
    tamper(store, lambda tables: tables["archive"]["1"].update(name=name))

    found = json.loads(run("check", "--json").out)
    fixed = named(run, "Land")

    assert [(each["level"], each["kind"]) for each in found] == [("warning", "name")]
    assert "mediarel configure --name NAME" in found[0]["hint"]
    assert fixed.err == "The name of the archive is now Land.\n"
    assert run("check", "--json").out.strip() == "[]"
