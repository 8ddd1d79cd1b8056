"""Test `mediarel correct` and `withdraw`, and notes to readers."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from archives import content, statements, stored, unchanged
from conftest import Editor, Run, Screen, refused
from tampering import altered

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


REPLACE = "withdraw 6 --replaced-by 7"
WITHDRAW_WHY = ("--why", "Three had not signed it.", "--yes")


def test_withdrawal_keeps_the_text_and_adds_a_note(run: Run, store: Path) -> None:
    before = statements(store)["6"]

    done = run("withdraw", "6", *WITHDRAW_WHY)

    after = statements(store)["6"]
    assert (done.code, after["status"]) == (0, "withdrawn")
    assert after["text"] == before["text"]
    assert [(n["kind"], n["text"]) for n in after["notes"]] == [
        ("withdrawal", WITHDRAW_WHY[1])
    ]
    assert done.err.endswith(
        "Withdrew statement 6. Readers see the reason. To undo: mediarel undo\n"
    )
    run("undo", "--yes")
    assert statements(store)["6"].keys() == before.keys()


def test_withdrawal_with_a_replacement_is_one_change(run: Run, store: Path) -> None:
    before = statements(store)

    done = run("withdraw", "6", "--replaced-by", "7", *WITHDRAW_WHY)

    after = statements(store)
    assert done.code == 0
    assert after["6"]["status"] == "withdrawn"
    assert after["7"]["replaces"] == [before["6"]["uuid"]]
    assert "status" not in after["7"]
    assert run("undo", "--yes").code == 0
    assert "replaces" not in statements(store)["7"]
    assert "status" not in statements(store)["6"]


@pytest.mark.parametrize(
    "command", [("withdraw", "6"), ("withdraw", "6", "--replaced-by", "7")]
)
def test_terminal_asks_for_reason_and_confirmation(
    screen: Screen, store: Path, command: tuple[str, ...]
) -> None:
    before = store.read_bytes()
    last = "[y/N]: "
    answers = (("Why is it withdrawn: ", "By mistake.\r"), (last, "n\r"))

    done = screen(*command, answers=answers)

    assert (done.code, store.read_bytes()) == (1, before)


@pytest.mark.parametrize(
    "command", [("withdraw", "6"), ("withdraw", "6", "--replaced-by", "7")]
)
def test_pipe_needs_a_reason(run: Run, store: Path, command: tuple[str, ...]) -> None:
    before = store.read_bytes()

    assert "Error: the reason is missing\n" in run(*command, "--yes").err
    assert "To answer yes, add --yes." in run(*command, *WITHDRAW_WHY[:2]).err
    assert store.read_bytes() == before


@pytest.mark.parametrize(
    ("first", "command", "code", "told"),
    [
        ("withdraw 6 --yes --why=It", "withdraw 6", 1, "6 is already withdrawn"),
        ("edit 6 --status=draft", "withdraw 6", 1, "6 is a draft, so"),
        (
            f"{REPLACE} --why=It --yes",
            "withdraw 7 --replaced-by 6",
            1,
            "7 already replaces statement 6",
        ),
        (f"{REPLACE} --why=It --yes", "withdraw 5 --replaced-by 6", 1, "6 is withdraw"),
        ("log", "withdraw 6 --replaced-by 6", 2, "6 can't replace itself"),
    ],
)
def test_impossible_withdrawal_is_refused(  # noqa: PLR0913, PLR0917 - columns of a table
    run: Run, store: Path, first: str, command: str, code: int, told: str
) -> None:
    assert run(*first.split()).code == 0

    with unchanged(store):
        done = run(*command.split(), *WITHDRAW_WHY)

    assert refused(done, code).startswith(f"Error: statement {told}")


def test_replacing_a_withdrawn_statement_needs_no_reason(run: Run, store: Path) -> None:
    run("withdraw", "6", *WITHDRAW_WHY)

    first = run("withdraw", "6", "--replaced-by", "7", "--yes")
    second = run("withdraw", "6", "--replaced-by", "8", "--why=And five more.", "--yes")

    found = statements(store)
    assert (first.code, second.code) == (0, 0)
    assert [n["text"] for n in found["6"]["notes"]] == [
        WITHDRAW_WHY[1],
        "And five more.",
    ]
    assert found["7"]["replaces"] == found["8"]["replaces"] == [found["6"]["uuid"]]
    assert "replaced_by\t7; 8\n" in run("show", "6").out


def test_second_replacement_is_removed(run: Run, store: Path) -> None:
    run("withdraw", "6", "--replaced-by", "7", *WITHDRAW_WHY)
    run("withdraw", "6", "--replaced-by", "8", *WITHDRAW_WHY)

    done = run("withdraw", "6", "--not-replaced-by", "7")

    found = statements(store)
    assert done.code == 0
    assert done.err == (
        "Statement 7 no longer replaces statement 6. To undo: mediarel undo\n"
    )
    assert "replaces" not in found["7"]
    assert found["8"]["replaces"] == [found["6"]["uuid"]]
    assert found["6"]["status"] == "withdrawn"
    assert run("undo").code == 0
    assert statements(store)["7"]["replaces"] == [found["6"]["uuid"]]


def test_only_an_existing_replacement_can_be_removed(run: Run, store: Path) -> None:
    run("withdraw", "6", "--replaced-by", "7", *WITHDRAW_WHY)

    with unchanged(store):
        none = run("withdraw", "6", "--not-replaced-by", "8")
        why = run("withdraw", "6", "--not-replaced-by", "7", *WITHDRAW_WHY[:2])

    told = "Error: statement 8 does not replace statement 6"
    assert refused(none, 1) == told
    assert refused(why, 2).startswith("Error: --not-replaced-by and --why can't")


def test_draft_as_a_replacement_is_reported(run: Run, store: Path) -> None:
    run("edit", "7", "--status=draft")

    done = run("withdraw", "6", "--replaced-by", "7", *WITHDRAW_WHY)

    assert done.code == 0
    assert (
        "Statement 7 is still a draft. To publish it:"
        " mediarel edit 7 --status published\n" in done.err
    )
    assert statements(store)["7"]["status"] == "draft"


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
@pytest.mark.parametrize("typed", ["y", "mediarel undo"])
def test_yes_or_a_pasted_command_is_no_note(screen: Screen, typed: str) -> None:
    answers = ((QUESTION, f"{typed}\r"), (QUESTION, "It was in Kampot.\r"))

    done = screen("edit", "3", "--place=Kampot", answers=answers)

    assert f"Readers would see '{typed}'." in done.out
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
