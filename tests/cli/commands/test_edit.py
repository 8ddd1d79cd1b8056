"""`mediarel edit`, by options.

- a field set, a list added to and taken from, a field emptied
- what changed is shown; nothing saved where nothing did
- many by a query: shown and asked about, without a terminal only with --yes
- what can't be meant: no query, an unknown field
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mediarel.model.fields import shown_name

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Screen


def kept(store: Path, number: int) -> dict[str, Any]:
    """Return the statement as the store holds it."""
    document: dict[str, Any] = json.loads(store.read_bytes())["statements"][str(number)]
    return document


def tags(store: Path) -> dict[int, list[str]]:
    """Return the tags of each statement that has some."""
    statements = json.loads(store.read_bytes())["statements"]
    return {int(n): each["tags"] for n, each in statements.items() if each["tags"]}


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        (["--date=July 2012"], "date\t2012-07-16\t2012-07"),
        (["--program=NGO"], "program\tCLEC\tNGO"),
        (["--title=Land"], "title\t\tLand"),
        (["--tag=a", "--tag=b"], "tags\t\ta; b"),
        (["--language=km"], "language\ten\tkm"),
    ],
)
def test_one_field(run: Run, store: Path, options: list[str], shown: str) -> None:
    """It is set, and what changed is one line: id, field, earlier, later value."""
    done = run("edit", "3", *options)

    field, _, value = shown.split("\t")
    found = kept(store, 3)[field]
    told = f"Changed {shown_name(field)} of statement 3. To undo: mediarel undo\n"
    assert (done.code, done.err) == (0, told)
    assert done.out == f"3\t{shown}\n"
    assert ("; ".join(found) if isinstance(found, list) else found) == value


@pytest.mark.usefixtures("store")
def test_many_are_summed_up(run: Run, screen: Screen) -> None:
    """On a terminal the first few are shown; a pipe has a line for each."""
    asked = ("Change 9 statements? [y/N]: ", "y\r")

    drawn = screen("edit", "1-9", "--add-tag=a", answers=(asked,)).out.splitlines()
    piped = run("edit", "1-9", "--add-tag=b", "--yes")

    asked_at = drawn.index("Change 9 statements? [y/N]: y")
    assert drawn[asked_at - 1] == "  … and 4 more"
    assert drawn[asked_at + 1 :] == [
        *(f"{number}  tags: (none) → a" for number in range(1, 6)),
        "… and 4 more",
        "Changed tags of 9 statements. To undo: mediarel undo",
    ]
    assert piped.out.count("\n") == 9


def test_added_to_and_taken_from(run: Run, store: Path) -> None:
    """Lists keep their order; what is there already is not added twice."""
    run("edit", "3", "--tag=b", "--tag=a", "--signatory=ADHOC", "--signatory=CLEC")

    done = run(
        *("edit", "3", "--add-tag=c", "--add-tag=b", "--drop-tag=a"),
        *("--add-signatory=LICADHO", "--drop-signatory=ADHOC"),
    )

    assert done.code == 0
    assert kept(store, 3)["tags"] == ["b", "c"]
    assert kept(store, 3)["signatories"] == ["CLEC", "LICADHO"]


@pytest.mark.parametrize(
    "options", [["--program=CLEC"], ["--drop-tag=none"], ["--clear=title"]]
)
def test_nothing_changed(run: Run, store: Path, options: list[str]) -> None:
    """Not a byte is written where everything is so already."""
    before = store.read_bytes()

    done = run("edit", "3", *options)

    assert (done.code, done.out, done.err) == (0, "", "Nothing changed.\n")
    assert store.read_bytes() == before


def test_a_query_without_a_terminal(run: Run, store: Path) -> None:
    """It shows how many and the first few, and changes nothing without --yes."""
    before = store.read_bytes()

    done = run("edit", "CLEC", "--add-tag=land")

    lines = done.err.splitlines()
    assert (done.code, done.out) == (2, "")
    assert lines[0] == "Change 9 statements:"
    assert lines[1].startswith("  9  2014-01-21  CLEC  We, the Cambodian")
    assert lines[6] == "  … and 4 more"
    assert max(map(len, lines[:-2])) < 80
    assert store.read_bytes() == before


@pytest.mark.parametrize(
    ("answer", "code", "changed"),
    [
        ("y\r", 0, {3: ["land"], 5: ["land"]}),
        ("n\r", 1, {}),
        ("\r", 1, {}),
        ("\x03", 130, {}),
    ],
)
def test_a_query_on_a_terminal(
    store: Path, screen: Screen, answer: str, code: int, changed: dict[int, list[str]]
) -> None:
    """There it asks, and only a yes is a yes."""
    done = screen(
        *("edit", "sonando", "--add-tag=land"),
        answers=(("Change 2 statements? [y/N]: ", answer),),
    )

    assert done.code == code
    assert done.out.startswith("Change 2 statements:\n  5  2012-10-01")
    assert "Traceback" not in done.out
    assert tags(store) == changed


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        (["", "--add-tag=a"], 2, "an empty query would select every statement"),
        (["zebra", "--add-tag=a"], 3, "no statement matches 'zebra'"),
        (["3", "99", "--add-tag=a", "--yes"], 3, "there is no statement 99"),
        (["3", "--clear=colour"], 2, "--clear 'colour' is not a field"),
        (["3", "--clear=date"], 4, "the date is missing"),
        (["3", "--clear=text"], 4, "the title and the text are both empty"),
        (["3", "--program="], 4, "the issuer is empty"),
        (["3"], 2, "the editor needs a terminal"),
        (["3", "4"], 2, "the editor can change only one statement at a time"),
    ],
)
def test_refused(
    run: Run, store: Path, arguments: list[str], code: int, problem: str
) -> None:
    before = store.read_bytes()

    done = run("edit", *arguments)

    assert (done.code, done.out) == (code, "")
    assert done.err.startswith(f"Error: {problem}")
    assert store.read_bytes() == before


@pytest.mark.usefixtures("store")
def test_several_of_which_some_change(run: Run) -> None:
    """Those alone are shown and asked about; where none does, nothing is."""
    run("edit", "1-3", "--title", "x", "--yes")

    none = run("edit", "1-3", "--title", "x", "--yes")
    some = run("edit", "1-5", "--title", "x", "--yes")

    assert none.err == "Nothing changed.\n"
    assert some.err.startswith("Change 2 statements:\n  ")
    assert run("list", "title:x").out.count("\n") == 5
