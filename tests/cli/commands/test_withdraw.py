"""Test `mediarel withdraw`."""

from pathlib import Path

import pytest

from archives import statements, unchanged
from conftest import Run, Screen, refused

REPLACE = "withdraw 6 --replaced-by 7"
WHY = ("--why", "Three had not signed it.", "--yes")


def test_withdrawal_keeps_the_text_and_adds_a_note(run: Run, store: Path) -> None:
    before = statements(store)["6"]

    done = run("withdraw", "6", *WHY)

    after = statements(store)["6"]
    assert (done.code, after["status"]) == (0, "withdrawn")
    assert after["text"] == before["text"]
    assert [(n["kind"], n["text"]) for n in after["notes"]] == [("withdrawal", WHY[1])]
    assert done.err.endswith(
        "Withdrew statement 6. Readers see the reason. To undo: mediarel undo\n"
    )
    run("undo", "--yes")
    assert statements(store)["6"].keys() == before.keys()


def test_withdrawal_with_a_replacement_is_one_change(run: Run, store: Path) -> None:
    before = statements(store)

    done = run("withdraw", "6", "--replaced-by", "7", *WHY)

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
    assert "To answer yes, add --yes." in run(*command, *WHY[:2]).err
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
        done = run(*command.split(), *WHY)

    assert refused(done, code).startswith(f"Error: statement {told}")


def test_replacing_a_withdrawn_statement_needs_no_reason(run: Run, store: Path) -> None:
    run("withdraw", "6", *WHY)

    first = run("withdraw", "6", "--replaced-by", "7", "--yes")
    second = run("withdraw", "6", "--replaced-by", "8", "--why=And five more.", "--yes")

    found = statements(store)
    assert (first.code, second.code) == (0, 0)
    assert [n["text"] for n in found["6"]["notes"]] == [WHY[1], "And five more."]
    assert found["7"]["replaces"] == found["8"]["replaces"] == [found["6"]["uuid"]]
    assert "replaced_by\t7; 8\n" in run("show", "6").out


def test_second_replacement_is_removed(run: Run, store: Path) -> None:
    run("withdraw", "6", "--replaced-by", "7", *WHY)
    run("withdraw", "6", "--replaced-by", "8", *WHY)

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
    run("withdraw", "6", "--replaced-by", "7", *WHY)

    with unchanged(store):
        none = run("withdraw", "6", "--not-replaced-by", "8")
        why = run("withdraw", "6", "--not-replaced-by", "7", *WHY[:2])

    told = "Error: statement 8 does not replace statement 6"
    assert refused(none, 1) == told
    assert refused(why, 2).startswith("Error: --not-replaced-by and --why can't")


def test_draft_as_a_replacement_is_reported(run: Run, store: Path) -> None:
    run("edit", "7", "--status=draft")

    done = run("withdraw", "6", "--replaced-by", "7", *WHY)

    assert done.code == 0
    assert (
        "Statement 7 is still a draft. To publish it:"
        " mediarel edit 7 --status published\n" in done.err
    )
    assert statements(store)["7"]["status"] == "draft"
