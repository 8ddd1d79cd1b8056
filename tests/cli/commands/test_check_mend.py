"""Test `mediarel check` of damaged characters, and `check --mend`."""

import json

import pytest

from conftest import Run, Screen
from letters import misread

pytestmark = pytest.mark.usefixtures("store")

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

    done = run("check", "--mend", "--yes")

    after = shown(run, 10)
    assert done.code == 0
    assert done.err.splitlines()[0] == f"  {SHOWN}"
    assert "ruled. ¶ The council’s" in done.err
    assert "Repaired 1 statement. To undo: mediarel undo" in done.err
    assert after["title"] == "It’s fair"
    assert after["text"] == "The court ruled.\n\nThe council’s reply."
    assert after["signatories"] == ["Café Group", "B"]
    assert run("check").out == ""
    assert "Nothing to repair." in run("check", "--mend").err
    run("undo", "--yes")
    assert shown(run, 10)["title"] == before["title"]
    assert shown(run, 10)["text"] == before["text"]


def test_detected_language_is_corrected_with_the_text(run: Run) -> None:
    """A language that was entered is kept."""
    text = "សេចក្តីថ្លែងការណ៍រួម នៅកំពត"
    usual = ("--date=2014", "--program=CLEC", f"--text={misread(text)}")
    run("add", *usual, "--title=A")
    run("add", *usual, "--title=B", "--language=fr", "--allow-duplicate")

    run("check", "--mend", "--yes")

    assert [shown(run, n)["text"] for n in (10, 11)] == [text, text]
    assert [shown(run, n)["language"] for n in (10, 11)] == ["km", "fr"]


@pytest.mark.parametrize(("answer", "title"), [("n", TITLE), ("y", "It’s fair")])
def test_terminal_asks_once_before_repairing(
    run: Run, screen: Screen, answer: str, title: str
) -> None:
    add_damaged(run)

    answers = (("Repair 1 statement? [y/N]", f"{answer}\r"),)
    done = screen("check", "--mend", answers=answers, columns=100)

    assert SHOWN in done.out
    assert done.code == (1 if answer == "n" else 0)
    assert shown(run, 10)["title"] == title


def test_lost_characters_are_listed(run: Run) -> None:
    run("add", "--date=2014", "--program=CLEC", "--text=The caf\ufffd is open.")

    done = run("check", "--mend", "--yes")

    assert done.code == 0
    assert done.err.splitlines()[0] == "Nothing to repair."
    assert "mediarel edit 10 --text - < FILE" in done.err
