"""Test `mediarel check` of typing errors, and `check --fix`."""

import json
from pathlib import Path

import pytest

from conftest import Run, Screen, refused
from tampering import change_place, tamper

pytestmark = pytest.mark.usefixtures("store")

LAND = 'tag "land" → "Land" in 2 statements: 3 to 4'
BOTH = 'tag "land, Water" → "Land", "Water" in 1 statement: 1'


def add_misspelt_tags(run: Run) -> None:
    """Add tags in two spellings, and a tag with a comma."""
    run("edit", "3", "4", "--add-tag=land", "--yes")
    run("edit", "5", "6", "7", "--add-tag=Land", "--yes")
    run("edit", "1", "--add-tag=land, Water")


def tags(run: Run) -> dict[int, list[str]]:
    """Return the tags of each statement that has tags."""
    shown = json.loads(run("list", "--all", "--format=json", "--sort=id").out)
    return {each["id"]: each["tags"] for each in shown if each["tags"]}


def test_corrections_are_one_change(run: Run) -> None:
    add_misspelt_tags(run)
    before = tags(run)

    done = run("check", "--fix", "--yes")

    assert done.code == 0
    assert done.err.splitlines()[:2] == [f"  {LAND}", f"  {BOTH}"]
    assert "Corrected 3 statements. To undo: mediarel undo" in done.err
    assert tags(run) == {1: ["Land", "Water"]} | {n: ["Land"] for n in range(3, 8)}
    assert run("check").out == ""
    assert "Nothing to correct." in run("check", "--fix").err
    run("undo", "--yes")
    assert tags(run) == before


def test_terminal_asks_about_each_correction(run: Run, screen: Screen) -> None:
    add_misspelt_tags(run)

    answers = ((f"{LAND} [y/N]", "n\r"), (f"{BOTH} [y/N]", "y\r"))
    done = screen("check", "--fix", answers=answers, columns=100)

    assert "Corrected 1 statement." in done.out
    assert tags(run)[1] == ["Land", "Water"]
    assert tags(run)[3] == ["land"]


def test_errors_that_need_a_decision_are_listed(run: Run) -> None:
    """The right spelling of a name and the right date are not guessed."""
    run("add", "--date=2999", "--program=Krn", "--text=On land.")
    run("add", "--date=2014", "--program=KRN", "--text=On water.")

    done = run("check", "--fix", "--yes")

    assert done.code == 0
    assert done.err.splitlines()[0] == "Nothing to correct."
    assert "mediarel edit 10 --date DATE" in done.err
    assert 'If "KRN" is right: mediarel edit 10 --issuer KRN' in done.err


def test_damaged_archive_is_not_corrected(run: Run, store: Path) -> None:
    add_misspelt_tags(run)
    tamper(store, change_place)
    before = store.read_bytes()

    done = run("check", "--fix", "--yes")

    assert (done.code, store.read_bytes()) == (5, before)
    assert done.out.startswith("error\tstatement 3\t")
    assert "1 error; nothing was corrected" in done.err


@pytest.mark.parametrize("action", ["--fix", "--mend"])
@pytest.mark.parametrize("other", ["--accept", "--json", "--drill"])
def test_actions_can_not_be_combined(run: Run, action: str, other: str) -> None:
    assert action in refused(run("check", action, other), 2)
