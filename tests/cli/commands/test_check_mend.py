"""`mediarel check` of damaged letters, and `check --mend`.

- a warning for each kind, in any field; many of a kind are one line
- --mend shows what becomes of them, asks once, and is one change to undo
- the language that damaged letters suggested is told anew
- what is lost is named; what is damaged in the file comes first
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from conftest import refused
from letters import misread
from tampering import change_place, tamper

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Screen

TITLE = "Itâ€™s fair"
TEXT = "The court ruled.rn rnThe councilâ€™s reply."
SHOWN = 'statement 10: title "Itâ€™s fair" → "It’s fair"'


def warned(run: Run) -> list[list[str]]:
    """Return kind and place of each finding, all of them warnings with a hint."""
    done = run("check", "--json")
    found = json.loads(done.out)
    assert done.code == 0
    assert {each["level"] for each in found} <= {"warning"}
    assert all(each["hint"] for each in found)
    return [[each["kind"], each["place"]] for each in found]


def add_damaged(run: Run) -> None:
    """Add statement 10: its title and a signatory misread, line breaks lost."""
    usual = ("--date=2014", "--program=CLEC", f"--title={TITLE}", f"--text={TEXT}")
    run("add", *usual, f"--signatory={misread('Café Group')}", "--signatory=B")


def shown(run: Run, number: int) -> dict[str, object]:
    done = run("show", str(number), "--format=json")
    found: list[dict[str, object]] = json.loads(done.out)
    return found[0]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        ((f"--title={TITLE}",), "misread"),
        ((f"--tag={misread('café')}",), "misread"),
        (("--text=It ends.rn rnIt begins.",), "line_breaks"),
        (("--text=The caf\ufffd is open.",), "lost_letters"),
    ],
)
def test_it_warns(run: Run, arguments: tuple[str, ...], kind: str) -> None:
    """Of the one statement in which it is."""
    usual = ("--date=2014", "--program=CLEC", "--text=On land and water.")
    given = {each.partition("=")[0] for each in arguments}
    others = [each for each in usual if each.partition("=")[0] not in given]
    run("add", "--allow-duplicate", *others, *arguments)

    assert warned(run) == [[kind, "statement 10"]]


def test_many_are_one_line(run: Run, home: Path, store: Path) -> None:
    drafts = [
        {"date": f"2013-01-{n:02}", "program": "CLEC", "text": f"Itâ€™s No. {n}"}
        for n in range(1, 12)
    ]
    (home / "many.json").write_text(json.dumps(drafts))
    run("import", "many.json")

    assert store.exists()
    assert warned(run) == [
        *(["misread", f"statement {n}"] for n in range(10, 15)),
        ["misread", "statements 15, 16, 17, 18, 19 and 1 more"],
    ]


def test_letters_that_another_program_escaped(run: Run, store: Path) -> None:
    """As stock TinyDB writes them."""
    add_damaged(run)
    store.write_text(json.dumps(json.loads(store.read_bytes())))

    assert ["misread", "statement 10"] in warned(run)


@pytest.mark.usefixtures("store")
def test_mend(run: Run) -> None:
    """As one change, which undo takes back; then nothing is left to mend."""
    add_damaged(run)
    before = shown(run, 10)

    done = run("check", "--mend", "--yes")

    after = shown(run, 10)
    assert done.code == 0
    assert done.err.splitlines()[0] == f"  {SHOWN}"
    assert "ruled. ¶ The council’s" in done.err
    assert "Mended 1 statement. To take it back: mediarel undo" in done.err
    assert after["title"] == "It’s fair"
    assert after["text"] == "The court ruled.\n\nThe council’s reply."
    assert after["signatories"] == ["Café Group", "B"]
    assert warned(run) == []
    assert "Nothing to mend." in run("check", "--mend").err
    run("undo", "--yes")
    assert shown(run, 10)["title"] == before["title"]
    assert shown(run, 10)["text"] == before["text"]


@pytest.mark.usefixtures("store")
def test_the_language_is_told_anew(run: Run) -> None:
    """Where the damaged letters suggested one, not where one was given."""
    text = "សេចក្តីថ្លែងការណ៍រួម នៅកំពត"
    usual = ("--date=2014", "--program=CLEC", f"--text={misread(text)}")
    run("add", *usual, "--title=A")
    run("add", *usual, "--title=B", "--language=fr", "--allow-duplicate")

    run("check", "--mend", "--yes")

    assert [shown(run, n)["text"] for n in (10, 11)] == [text, text]
    assert [shown(run, n)["language"] for n in (10, 11)] == ["km", "fr"]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(("answer", "title"), [("n", TITLE), ("y", "It’s fair")])
def test_it_asks(run: Run, screen: Screen, answer: str, title: str) -> None:
    """Once for all, below what it would do."""
    add_damaged(run)

    answers = (("Mend 1 statement? [y/N]", f"{answer}\r"),)
    done = screen("check", "--mend", answers=answers, columns=100)

    assert SHOWN in done.out
    assert done.code == (1 if answer == "n" else 0)
    assert shown(run, 10)["title"] == title


@pytest.mark.usefixtures("store")
def test_mend_without_a_terminal(run: Run) -> None:
    """What would be mended is shown, and nothing is."""
    add_damaged(run)

    done = run("check", "--mend")

    assert (done.code, shown(run, 10)["title"]) == (2, TITLE)
    assert SHOWN in done.err
    assert "--yes" in done.err


@pytest.mark.usefixtures("store")
def test_what_is_lost_is_named(run: Run) -> None:
    run("add", "--date=2014", "--program=CLEC", "--text=The caf\ufffd is open.")

    done = run("check", "--mend", "--yes")

    assert done.code == 0
    assert done.err.splitlines()[0] == "Nothing to mend."
    assert "mediarel edit 10 --text - < FILE" in done.err


def test_what_is_damaged_in_the_file_comes_first(run: Run, store: Path) -> None:
    add_damaged(run)
    tamper(store, change_place)
    before = store.read_bytes()

    done = run("check", "--mend", "--yes")

    assert (done.code, store.read_bytes()) == (5, before)


@pytest.mark.parametrize("other", ["--accept", "--json", "--drill", "--fix"])
def test_one_thing_at_a_time(run: Run, other: str) -> None:
    assert "--mend" in refused(run("check", "--mend", other), 2)
