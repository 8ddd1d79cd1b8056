"""Test notes to readers about changes of published statements."""

import json
from pathlib import Path
from typing import Any

import pytest

from archives import content, stored
from conftest import Run, Screen
from tampering import altered

pytestmark = pytest.mark.usefixtures("store")
QUESTION = "Note to readers (empty: no note): "


def noted(store: Path) -> dict[str, str]:
    """Return the notes of the newest change."""
    entry: dict[str, Any] = list(content(store)["history"].values())[-1]
    return dict(entry.get("notes", {}))


def untold(run: Run) -> str:
    """Return the statements that `check` names."""
    done = run("check", "--json")
    assert done.code == 0
    found = [each for each in json.loads(done.out) if each["kind"] == "unannounced"]
    return "".join(each["place"] for each in found)


def test_a_note_is_added_in_the_same_change(run: Run, store: Path) -> None:
    done = run("edit", "3,4", "--place", "Kampot", "--note", "It was there.", "--yes")

    assert "not told" not in done.err
    assert [stored(n)["notes"][0]["text"] for n in (3, 4)] == ["It was there."] * 2
    assert len(content(store)["history"]) == 2
    assert untold(run) == ""


def test_a_note_on_an_invisible_change_is_not_added(run: Run) -> None:
    done = run("edit", "3", "--add-tag", "a", "--note", "It has a tag.")

    assert "No note was added: readers can't see this change." in done.err
    assert not stored(3).get("notes")


def test_notes_of_a_merged_duplicate_tell_nothing_of_the_merger(run: Run) -> None:
    run("correct", "4", "--place", "Kampot", "--why", "It was in Kampot.")

    run("merge", "3", "4", "--keep", "text=4", "--yes")

    assert [each["text"] for each in stored(3)["notes"]] == ["It was in Kampot."]
    assert untold(run) == "statement 3"


def test_silence_is_recorded_also_for_the_undo(run: Run, store: Path) -> None:
    run("edit", "3", "--place", "Kampot", "--silent")
    edited = noted(store)
    run("undo")
    undone = noted(store)
    run("redo")

    assert edited == undone == noted(store) == {"silent": "3"}
    assert untold(run) == ""


@pytest.mark.parametrize("typed", ["", "It was in Kampot."])
def test_terminal_asks_for_a_note(screen: Screen, store: Path, typed: str) -> None:
    done = screen("edit", "3", "--place=Kampot", answers=((QUESTION, f"{typed}\r"),))

    assert done.code == 0
    assert [each["text"] for each in stored(3).get("notes", ())] == [typed] * bool(
        typed
    )
    assert noted(store) == ({} if typed else {"silent": "3"})


@pytest.mark.usefixtures("store")
def test_yes_or_no_is_no_note(screen: Screen) -> None:
    answers = ((QUESTION, "y\r"), (QUESTION, "It was in Kampot.\r"))

    done = screen("edit", "3", "--place=Kampot", answers=answers)

    assert "Readers would see 'y'." in done.out
    assert [each["text"] for each in stored(3)["notes"]] == ["It was in Kampot."]


@pytest.mark.parametrize(
    ("before", "command"),
    [
        ("--tag=a", ("edit", "3", "--add-tag=b")),
        ("--status=draft", ("edit", "3", "--status=published")),
        ("--tag=a", ("undo",)),
    ],
)
def test_terminal_does_not_ask_if_readers_see_no_change(
    run: Run, screen: Screen, before: str, command: tuple[str, ...]
) -> None:
    run("edit", "3", before)

    assert screen(*command).code == 0
    assert untold(run) == ""


def test_without_a_terminal_the_commands_are_printed(run: Run) -> None:
    edited = run("edit", "3", "--place", "Kampot")
    first = untold(run)
    published = run("publish", "site", "site")
    run("edit", "3", "--silent")
    silent = untold(run)
    run("undo")
    undone = untold(run)
    run("edit", "3", "--note", "It was in Kampot.")

    both = (
        "mediarel edit 3 --note TEXT – if they need no note: mediarel edit 3 --silent"
    )
    assert "No note tells readers that statement 3 changed." in edited.err
    assert both in edited.err
    assert both in published.err
    assert (first, silent, undone) == ("statement 3", "", "statement 3")
    assert untold(run) == ""
    assert run("edit", "date:0001..", "--silent").err.startswith("Nothing to record")


def test_printed_command_adds_a_note_to_exactly_these_statements(run: Run) -> None:
    edited = run("edit", "1-2,4-9", "--place", "Kampot", "--yes")

    note, silent = edited.err.splitlines()[-1].split("mediarel ")[1:]
    assert silent == "edit 1-2,4-9 --silent --yes"
    assert note.startswith("edit 1-2,4-9 --note TEXT --yes")
    assert run(*note.split()[:5]).code == 0
    assert untold(run) == ""


def test_undo_of_a_change_without_a_note_needs_none(run: Run, screen: Screen) -> None:
    run("edit", "3", "--place", "Kampot")
    run("edit", "3", "--place", "Kep")
    undone = run("undo")
    left = untold(run)
    screen("undo")  # without a question

    assert "Readers are not told" not in undone.err
    assert (left, untold(run)) == ("statement 3", "")
    run("redo")
    assert untold(run) == "statement 3"
    run("edit", "3", "--note", "It was in Kampot.")
    run("undo", "2")
    assert untold(run) == "statement 3"


def test_undo_of_a_correction_needs_a_note(run: Run) -> None:
    run("correct", "3", "--place", "Kampot", "--why", "It was in Kampot.")

    done = run("undo")
    left = untold(run)
    run("redo")
    run("undo", "--note", "It was in Phnom Penh after all.")

    assert "mediarel edit 3 --silent" in done.err
    assert left == "statement 3"
    assert [n["text"] for n in stored(3)["notes"]] == [
        "It was in Phnom Penh after all."
    ]
    assert untold(run) == ""


@pytest.mark.parametrize("name", ["status", "embargo"])
def test_a_statement_that_was_public_is_not_changed_in_secret(
    run: Run, name: str
) -> None:
    hide, show = {
        "status": ("--status=draft", "--status=published"),
        "embargo": ("--embargo=2999-01-01", "--embargo="),
    }[name]
    run("add", "--date=2020", "--issuer=CLEC", "--title=Ten", hide)
    run("edit", "3", hide)
    run("edit", "3,10", "--place", "Kampot", "--yes")
    hidden = untold(run)
    run("edit", "3,10", show, "--yes")

    assert hidden == ""
    assert untold(run) == "statement 3"


def test_withholding_needs_no_note(run: Run, store: Path) -> None:
    run("withhold", "3", "Mam Sonando")
    withheld = noted(store)
    run("undo")
    run("redo")
    text = stored(3)["text"].replace("Mam Sonando", "Mam Sonandoo")
    run("edit", "3", "--text", text)

    assert withheld == {}
    assert untold(run) == "statement 3"


def test_a_change_inside_a_withheld_text_needs_no_note(run: Run, store: Path) -> None:
    run("edit", "3", "--text", "Chan Sok spoke.", "--silent")
    run("withhold", "3", "Chan Sok")
    run("withhold", "3", "Chan Dara", "--anyway")
    run("edit", "3", "--text", "Chan Dara spoke.")

    assert noted(store) == {}


def test_removing_a_note_is_a_change_that_readers_can_see(run: Run) -> None:
    run("edit", "3", "--place", "Kampot", "--note", "It was in Kampot.")

    run("edit", "3", "--clear", "notes")

    assert untold(run) == "statement 3"


def test_other_commands_are_listed(run: Run, store: Path) -> None:
    Path("a.txt").write_text("A")
    Path("b.txt").write_text("B")
    run("attach", "3", "a.txt")
    run("attach", "4", "b.txt", "--private")

    assert untold(run) == "statement 3"
    with altered(store) as tables:
        tables["statements"]["5"]["place"] = "Kampot"
    run("check", "--accept")
    assert untold(run) == "statements 3, 5"
