"""Test the name of an archive."""

import json
from pathlib import Path

import pytest

from archives import content
from conftest import Done, Run, Screen
from tampering import tamper

NAME = "ការ\u200bប្រកាស [red] of CLEC"


def name_in(store: Path) -> object:
    return content(store)["archive"]["1"].get("name")


def named(run: Run, name: str) -> Done:
    done = run("configure", "--name", name)
    assert (done.code, done.out) == (0, ""), done.err
    return done


def test_init_sets_the_name(run: Run, home: Path) -> None:
    """Without `--name`, only the sample archive has a name."""
    run("init", "one", "--name", f"  {NAME}\n")
    run("init", "two")
    run("init", "three", "--sample")
    run("init", "four", "--sample", "--name", NAME)

    paths = [home / n / "data/statements.json" for n in ("one", "two", "three", "four")]
    assert list(map(name_in, paths)) == [NAME, None, "Program's Media Release", NAME]
    assert run("check", "--archive", "four").code == 0


def test_a_name_of_more_than_200_characters_is_refused(run: Run, home: Path) -> None:
    done = run("init", "one", "--name", "x" * 201)

    assert (done.code, list(home.glob("one"))) == (4, [])
    assert done.err.startswith("Error: the name 'xxx")


@pytest.mark.usefixtures("store")
def test_a_name_that_is_not_utf_8_is_refused(run: Run) -> None:
    done = run("configure", "--name", "\udc9b")

    assert done.code == 4
    assert "contains bytes that are not UTF-8" in done.err


@pytest.mark.usefixtures("store")
def test_lists_start_with_the_name(run: Run, screen: Screen, store: Path) -> None:
    """A name that was set by hand is shown too, without control characters."""
    assert f"The name of the archive is now {NAME}." in named(run, NAME).err
    assert screen("list").out.startswith(f"{NAME} >> Joint Statement")
    assert screen("search", "radio").out.startswith(
        f"{NAME} >> Joint Statement >> search for radio"
    )
    tamper(store, lambda tables: tables["archive"]["1"].update(name="By \x1b[1mhand"))
    assert screen("list").out.startswith("By <U+001B>[1mhand >> Joint Statement")
    assert "The archive no longer has a name." in named(run, "").err
    assert screen("list").out.startswith("Statements >> Joint Statement")
    assert named(run, " ").err == "Nothing changed.\n"


def test_undo_and_redo_change_the_name(run: Run, store: Path) -> None:
    before = name_in(store)
    named(run, "One")
    named(run, "Two")

    back = run("undo")
    again = run("redo")
    log = run("log").out.splitlines()
    of_one = run("undo", "2")

    assert back.err.startswith("Undid change 3: the archive's name restored.")
    assert again.err == "Redid change 3: the archive's name.\n"
    assert [line.split("\t")[-1] for line in log[:4]] == [
        "reversed undo 4; named the archive Two",
        "undid change 3; named the archive One",
        "named the archive Two",
        "named the archive One",
    ]
    assert of_one.code == 1
    assert "change 2 can't be undone: a later change also set the name" in of_one.err
    assert run("undo").code == 0
    assert run("undo").code == 0
    assert name_in(store) == before
    assert run("check").err.endswith("7 changes: all is well.\n")


@pytest.mark.parametrize("name", [5, [], "", "A\nB", {"a": "b"}])
def test_check_reports_an_invalid_name(run: Run, store: Path, name: object) -> None:
    """Other commands still work, and a new name replaces the invalid one."""
    tamper(store, lambda tables: tables["archive"]["1"].update(name=name))

    found = json.loads(run("check", "--json").out)
    fixed = named(run, "Land")

    assert [(each["level"], each["kind"]) for each in found] == [("warning", "name")]
    assert "mediarel configure --name NAME" in found[0]["hint"]
    assert "The name of the archive is now Land." in fixed.err
    assert run("check", "--json").out.strip() == "[]"
