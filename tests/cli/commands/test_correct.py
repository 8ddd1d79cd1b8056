"""Test `mediarel correct`."""

import shlex
from pathlib import Path
from typing import Any

import pytest

from archives import content, unchanged
from conftest import Editor, Run, Screen, refused

WHY = ("--why", "The date was wrong.")


def statement(path: Path, number: int) -> dict[str, Any]:
    found: dict[str, Any] = content(path)["statements"][str(number)]
    return found


def test_correction_and_note_are_one_change(run: Run, store: Path) -> None:
    before = statement(store, 3)

    done = run("correct", "3", "--date", "17 July 2012", "--add-tag", "radio", *WHY)

    after, (_, entry) = statement(store, 3), content(store)["history"].items()
    assert done.code == 0
    assert done.err == (
        "Corrected statement 3. Readers see the reason. To undo: mediarel undo\n"
    )
    assert (after["date"], after["tags"]) == ("2012-07-17", ["radio"])
    assert after["notes"] == [
        {"at": entry[1]["at"], "kind": "correction", "text": "The date was wrong."}
    ]
    assert run("undo", "--yes").code == 0
    assert {**statement(store, 3), "modified": ""} == {**before, "modified": ""}


@pytest.mark.parametrize("options", [(), ("--why", ""), ("--why", " \n")])
def test_reason_is_required(run: Run, store: Path, options: tuple[str, ...]) -> None:
    with unchanged(store):
        done = run("correct", "3", "--date=2012-07-17", *options)

    assert refused(done, 2) == "Error: the reason is missing"


@pytest.mark.usefixtures("store")
def test_editor_without_a_terminal_is_refused_with_a_command(run: Run) -> None:
    done = run("correct", "3", "--why", "It was in Kampot.")

    assert refused(done, 2) == "Error: the editor needs a terminal"
    command = shlex.split(done.err.partition("such as: mediarel ")[2])
    assert command[:4] == ["correct", "--place", "PLACE", "--yes"]
    assert run(*command).code == 0


def test_terminal_asks_for_the_reason(screen: Screen, store: Path) -> None:
    """The terminal shows the old and the new value before the question."""
    question = "Why is it corrected: "
    answers = ((question, " \r"), (question, "The date was wrong.\r"))

    done = screen("correct", "3", "--date=2012-07-17", answers=answers)

    assert done.code == 0
    assert "The reason is public" in done.out
    old_and_new = done.out.index(
        "3 date: 2012-07-16 → 2012-07-17\nReaders see the new value"
    )
    assert old_and_new < done.out.index(question)
    assert statement(store, 3)["notes"][0]["text"] == "The date was wrong."


def test_correction_without_a_change_is_refused(run: Run, store: Path) -> None:
    with unchanged(store):
        done = run("correct", "3", "--date", "2012-07-16", *WHY)

    assert refused(done, 1).startswith("Error: statement 3 has these values already")
    assert "Hint: See its present values: mediarel show 3" in (done.err)


@pytest.mark.parametrize(
    ("first", "options", "told"),
    [
        ("draft", ("--date=2011",), "statement 3 is a draft, so readers don't see it"),
        ("withdrawn", ("--date=2011",), "statement 3 is withdrawn, so readers don't"),
        ("published", ("--status=draft",), "a correction is only for published"),
    ],
)
def test_only_published_statements_are_corrected(
    run: Run, store: Path, first: str, options: tuple[str, ...], told: str
) -> None:
    run("edit", "3", "--status", first)

    with unchanged(store):
        done = run("correct", "3", *options, *WHY)

    assert refused(done, 1).startswith(f"Error: {told}")


@pytest.mark.parametrize("embargo", ["2999-01-01T00:00:00Z", "2020-01-01T00:00:00Z"])
@pytest.mark.usefixtures("store")
def test_current_embargo_is_reported(run: Run, embargo: str) -> None:
    assert run("edit", "3", "--embargo", embargo).code == 0

    done = run("correct", "3", "--place=Kampot", "--why", "Not there.")

    assert done.code == 0
    said = "Readers can't see the statement or the reason before 1 January"
    assert (said in done.err) == embargo.startswith("2999")


@pytest.mark.parametrize(
    ("language", "text"), [("en", "Published again."), ("km", "បានផ្សព្វផ្សាយឡើងវិញ។")]
)
def test_publishing_again_adds_a_note_in_the_statements_language(
    run: Run, store: Path, language: str, text: str
) -> None:
    run("withdraw", "3", "--why=By mistake.", "--yes")
    run("edit", "3", "--language", language)

    done = run("edit", "3", "--status", "published")

    note = statement(store, 3)["notes"][-1]
    assert (note["kind"], note["text"]) == ("correction", text)
    assert f"Readers of statement 3 see this note: {text}" in done.err
    assert "mediarel correct 3 --status published --why TEXT" in done.err


def test_terminal_asks_for_the_reason_after_the_editor(
    screen: Screen, store: Path, editor: Editor
) -> None:
    editor('sed -i "s/^title:.*/title: Release him/" "$1"')
    answers = (("Why is it corrected: ", "It had no title.\r"),)

    done = screen("correct", "3", answers=answers)

    assert done.code == 0
    assert "3 title: (none) → Release him\nReaders see the new value" in done.out
    assert statement(store, 3)["notes"][0]["text"] == "It had no title."


def test_unchanged_text_in_the_editor_adds_no_note(
    screen: Screen, store: Path, editor: Editor
) -> None:
    editor("true")

    with unchanged(store):
        done = screen("correct", "3", *WHY)

    assert done.code == 0
    assert "Nothing changed, and no note was added for readers." in done.out
