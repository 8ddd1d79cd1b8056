"""Test `mediarel edit` with options."""

from pathlib import Path

import pytest

from archives import statements, stored, unchanged
from conftest import Run, Screen
from mediarel.model.fields import shown_name

pytestmark = pytest.mark.usefixtures("store")


def tags(store: Path) -> dict[int, list[str]]:
    """Return the tags of each statement that has tags."""
    found = statements(store).items()
    return {int(n): each["tags"] for n, each in found if each["tags"]}


@pytest.mark.parametrize(
    ("option", "shown"),
    [
        ("--date=July 2012", "date\t2012-07-16\t2012-07"),
        ("--program=NGO", "program\tCLEC\tNGO"),
        ("--tag=a", "tags\t\ta"),
    ],
)
def test_changed_field_is_printed_with_both_values(
    run: Run, option: str, shown: str
) -> None:
    done = run("edit", "3", option, "--silent")

    field, _, value = shown.split("\t")
    told = f"Changed {shown_name(field)} of statement 3. To undo: mediarel undo\n"
    assert (done.code, done.out, done.err) == (0, f"3\t{shown}\n", told)
    assert stored(3)[field] in (value, [value])


def test_terminal_shows_only_the_first_changes(run: Run, screen: Screen) -> None:
    """A pipe has a line for each statement."""
    asked = ("Change 9 statements? [y/N]: ", "y\r")

    drawn = screen("edit", "1-9", "--add-tag=a", answers=(asked,)).out.splitlines()
    piped = run("edit", "1-9", "--add-tag=b", "--yes")

    assert drawn[-7:] == [
        *(f"{number}  tags: (none) → a" for number in range(1, 6)),
        "… and 4 more",
        "Changed tags of statements 1 to 9. To undo: mediarel undo",
    ]
    assert piped.out.count("\n") == 9


def test_items_are_added_to_lists_and_removed(run: Run) -> None:
    """Lists keep their order. An existing item is not added twice."""
    run("edit", "3", "--tag=b", "--tag=a", "--signatory=ADHOC", "--signatory=CLEC")

    done = run(
        *("edit", "3", "--add-tag=c", "--add-tag=b", "--drop-tag=a"),
        *("--add-signatory=LICADHO", "--drop-signatory=ADHOC"),
    )

    assert done.code == 0
    assert stored(3)["tags"] == ["b", "c"]
    assert stored(3)["signatories"] == ["CLEC", "LICADHO"]


@pytest.mark.parametrize(
    "options", [["--program=CLEC"], ["--drop-tag=none"], ["--clear=title"]]
)
def test_no_change_writes_nothing(run: Run, store: Path, options: list[str]) -> None:
    with unchanged(store):
        done = run("edit", "3", *options)

    assert (done.code, done.out, done.err) == (0, "", "Nothing changed.\n")


def test_query_needs_yes_without_a_terminal(run: Run, store: Path) -> None:
    with unchanged(store):
        done = run("edit", "CLEC", "--add-tag=land")

    lines = done.err.splitlines()
    assert (done.code, done.out) == (2, "")
    assert lines[0] == "Change 9 statements:"
    assert lines[1].startswith("  9  2014-01-21  CLEC  We, the Cambodian")
    assert lines[6] == "  … and 4 more"


@pytest.mark.parametrize(
    ("answer", "code", "changed"),
    [("y\r", 0, {3: ["land"], 5: ["land"]}), ("\r", 1, {}), ("\x03", 130, {})],
)
def test_query_on_a_terminal_needs_a_yes(
    store: Path, screen: Screen, answer: str, code: int, changed: dict[int, list[str]]
) -> None:
    done = screen(
        *("edit", "sonando", "--add-tag=land"),
        answers=(("Change 2 statements? [y/N]: ", answer),),
    )

    assert done.code == code
    assert done.out.startswith("Change 2 statements:\n  5  2012-10-01")
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
        (["3", "4"], 2, "the editor needs a terminal, and can change only one"),
    ],
)
def test_invalid_calls_change_nothing(
    run: Run, store: Path, arguments: list[str], code: int, problem: str
) -> None:
    with unchanged(store):
        done = run("edit", *arguments)

    assert (done.code, done.out) == (code, "")
    assert done.err.startswith(f"Error: {problem}")


def test_only_statements_that_would_change_are_shown(run: Run) -> None:
    run("edit", "1-3", "--title", "x", "--yes")

    none = run("edit", "1-3", "--title", "x", "--yes")
    some = run("edit", "1-5", "--title", "x", "--yes")

    assert none.err == "Nothing changed.\n"
    assert some.err.startswith("Change 2 statements:\n  ")
    assert run("list", "title:x").out.count("\n") == 5


def test_query_that_took_a_word_of_a_value_is_printed(run: Run) -> None:
    done = run("edit", "governance", "--tag", "land", "rights", "--yes")

    assert done.err.startswith("Query: governance rights\n")
    assert "Query" not in run("edit", "governance", "--tag=land rights", "--yes").err
