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
        (["--type=Op-Ed"], "type\tJoint Statement\tOp-Ed"),
        (["--place=Kampot"], "place\tPhnom Penh\tKampot"),
        (["--tag=a", "--tag=b"], "tags\t\ta; b"),
        (["--signatory=ADHOC"], "signatories\t\tADHOC"),
        (["--language=km"], "language\ten\tkm"),
        (["--source=http://a.org/"], "sources\t\thttp://a.org/"),
    ],
)
def test_one_field(run: Run, store: Path, options: list[str], shown: str) -> None:
    """It is set, and what changed is one line: id, field, earlier, later value."""
    done = run("edit", "3", *options)

    field, _, value = shown.split("\t")
    found = kept(store, 3)[field]
    told = f"Changed {shown_name(field)} of 3. To take it back: mediarel undo\n"
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
        "Changed tags of 9 statements. To take it back: mediarel undo",
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


def test_emptied(run: Run, store: Path) -> None:
    """--clear takes the names of fields, and of the options for lists."""
    run("edit", "3", "--add-tag=a", "--signatory=ADHOC", "--source=http://a.org/")

    done = run("edit", "3", "--clear=tag", "--clear=signatories", "--clear=source")

    statement = kept(store, 3)
    assert done.code == 0
    assert (statement["tags"], statement["signatories"]) == ([], [])
    assert statement["sources"] == []


def test_the_text_and_what_follows_it(run: Run, store: Path) -> None:
    """With another text come the place and the date that it gives."""
    run("edit", "3", "--text=-", stdin="Kampot, 4 May 2013 - We trust.\n")

    statement = kept(store, 3)
    assert statement["text"] == "Kampot, 4 May 2013 - We trust."
    assert (statement["place"], statement["dated"]) == ("Kampot", "2013-05-04")


def test_a_whole_release_for_a_text(run: Run, store: Path) -> None:
    """Its title, signatories and language come with it; the type stays as it was."""
    names = "Harbour Watch\nPort Union"
    text = f"Libérez le port\n\nNous protestons contre la ville.\n\nSigné,\n{names}"

    run("edit", "3", "--text=-", stdin=text)
    first = kept(store, 3)
    run("edit", "3", "--text=-", stdin="Open Letter\nThe Port\n\nWe trust you.")
    second = kept(store, 3)

    assert (first["title"], first["language"]) == ("Libérez le port", "fr")
    assert first["signatories"] == names.split("\n")
    assert first["text"].startswith("Nous protestons")
    assert (second["title"], second["language"]) == ("Libérez le port", "en")
    assert (second["signatories"], second["type"]) == ([], "Joint Statement")


@pytest.mark.parametrize(
    "options", [["--program=CLEC"], ["--drop-tag=none"], ["--clear=title"]]
)
def test_nothing_changed(run: Run, store: Path, options: list[str]) -> None:
    """Not a byte is written where everything is so already."""
    before = store.read_bytes()

    done = run("edit", "3", *options)

    assert (done.code, done.out, done.err) == (0, "", "Nothing changed.\n")
    assert store.read_bytes() == before


def test_several_ids(run: Run, store: Path) -> None:
    """More than one is asked about, though each was named."""
    without = run("edit", "3", "5", "--add-tag=radio")
    with_yes = run("edit", "3", "5", "--add-tag=radio", "--yes")

    assert without.code == 2
    assert without.err.endswith("Hint: To answer yes, add --yes.\n")
    assert with_yes.out == "3\ttags\t\tradio\n5\ttags\t\tradio\n"
    assert tags(store) == {3: ["radio"], 5: ["radio"]}


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


def test_one_by_a_query(run: Run, store: Path) -> None:
    """What a query finds is shown and asked for, be it one."""
    asked = run("edit", "metfone", "--add-tag=internet")
    done = run("edit", "metfone", "--add-tag=internet", "--yes")

    assert asked.code == 2
    assert "We, the undersigned civil society groups, urge Metfone" in asked.err
    assert done.code == 0
    assert tags(store) == {8: ["internet"]}


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        (["", "--add-tag=a"], 2, "an empty query would mean every statement"),
        ([" ", "--add-tag=a", "--yes"], 2, "an empty query would mean every"),
        (["zebra", "--add-tag=a"], 3, "no statement matches 'zebra'"),
        (["3", "99", "--add-tag=a", "--yes"], 3, "there is no statement 99"),
        (["3", "--clear=colour"], 2, "there is no field 'colour' to clear"),
        (["3", "--clear=date"], 4, "the date is missing"),
        (["3", "--clear=text"], 4, "the title and the text are both empty"),
        (["3", "--program="], 4, "the program is empty"),
        (["3"], 2, "the editor works on a terminal"),
        (["3", "4"], 2, "the editor works one at a time"),
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


@pytest.mark.usefixtures("store")
def test_a_flag_that_is_taken_away_fits_its_history(run: Run) -> None:
    """A false one is not kept, and is the same as none."""
    run("edit", "3", "--excerpt")
    assert run("edit", "3", "--no-excerpt").code == 0

    assert run("check").code == 0
    assert run("restore", "3", "--at", "2", "--yes").code == 0
    assert json.loads(run("show", "3", "--format=json").out)[0]["excerpt"] is True
    assert run("check").code == 0
