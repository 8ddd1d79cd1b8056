"""Test `check --fix` (typing errors) and `check --fix-text` (damaged characters)."""

import json
from pathlib import Path

import pytest

from conftest import Run, Screen, refused
from letters import misread
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


def test_spellings_and_dates_are_not_guessed(run: Run) -> None:
    run("add", "--date=2999", "--program=Krn", "--text=On land.")
    run("add", "--date=2014", "--program=KRN", "--text=On water.")

    done = run("check", "--fix", "--yes")

    assert done.code == 0
    assert done.err.splitlines() == ["Nothing to correct."]
    told = run("check").err
    assert "mediarel edit 10 --date DATE" in told
    assert 'If "KRN" is right: mediarel edit 10 --issuer KRN' in told


def test_damaged_archive_is_not_corrected(run: Run, store: Path) -> None:
    add_misspelt_tags(run)
    tamper(store, change_place)
    before = store.read_bytes()

    done = run("check", "--fix", "--yes")

    assert (done.code, store.read_bytes()) == (5, before)
    assert done.out.startswith("error\tstatement 3\t")
    assert "1 error; nothing was changed" in done.err


@pytest.mark.parametrize("action", ["--fix", "--fix-text"])
@pytest.mark.parametrize("other", ["--accept", "--json", "--drill"])
def test_actions_can_not_be_combined(run: Run, action: str, other: str) -> None:
    assert action in refused(run("check", action, other), 2)


TITLE = "Itâ€™s fair"
TEXT = "The court ruled.rn rnThe councilâ€™s reply."
SHOWN = 'statement 10: title "Itâ€™s fair" → "It’s fair"'


def add_damaged(run: Run) -> None:
    """Add statement 10 with misread characters and lost line breaks."""
    usual = ("--date=2014", "--program=CLEC", f"--title={TITLE}", f"--text={TEXT}")
    run("add", *usual, f"--signatory={misread('Café Group')}", "--signatory=B")


def shown(run: Run, number: int) -> dict[str, object]:
    done = run("show", str(number), "--format=json")
    found: list[dict[str, object]] = json.loads(done.out)
    return found[0]


def test_repairs_are_one_change(run: Run) -> None:
    add_damaged(run)
    before = shown(run, 10)

    done = run("check", "--fix-text", "--yes")

    after = shown(run, 10)
    assert done.code == 0
    assert done.err.splitlines()[0] == f"  {SHOWN}"
    assert "ruled. ¶ The council’s" in done.err
    assert "Repaired 1 statement. To undo: mediarel undo" in done.err
    assert after["title"] == "It’s fair"
    assert after["text"] == "The court ruled.\n\nThe council’s reply."
    assert after["signatories"] == ["Café Group", "B"]
    assert run("check").out == ""
    assert "Nothing to repair." in run("check", "--fix-text").err
    run("undo", "--yes")
    assert shown(run, 10)["title"] == before["title"]
    assert shown(run, 10)["text"] == before["text"]


def test_detected_language_is_corrected_with_the_text(run: Run) -> None:
    """A language that was entered is kept."""
    text = "សេចក្តីថ្លែងការណ៍រួម នៅកំពត"
    usual = ("--date=2014", "--program=CLEC", f"--text={misread(text)}")
    run("add", *usual, "--title=A")
    run("add", *usual, "--title=B", "--language=fr", "--allow-duplicate")

    run("check", "--fix-text", "--yes")

    assert [shown(run, n)["text"] for n in (10, 11)] == [text, text]
    assert [shown(run, n)["language"] for n in (10, 11)] == ["km", "fr"]


@pytest.mark.parametrize(("answer", "title"), [("n", TITLE), ("y", "It’s fair")])
def test_terminal_asks_once_before_repairing(
    run: Run, screen: Screen, answer: str, title: str
) -> None:
    add_damaged(run)

    answers = (("Repair 1 statement? [y/N]", f"{answer}\r"),)
    done = screen("check", "--fix-text", answers=answers, columns=100)

    assert SHOWN in done.out
    assert done.code == (1 if answer == "n" else 0)
    assert shown(run, 10)["title"] == title


def test_lost_characters_are_reported(run: Run) -> None:
    run("add", "--date=2014", "--program=CLEC", "--text=The caf\ufffd is open.")

    done = run("check", "--fix-text", "--yes")

    assert done.code == 0
    assert done.err.splitlines()[0] == "Nothing to repair."
    assert "Lost characters can't be repaired" in done.err
    assert "mediarel edit 10 --text - < FILE" in run("check").err
