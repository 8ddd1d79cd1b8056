"""`mediarel withdraw`: statements withdrawn, with what stands in their place.

- one change with the note; it is asked before, and undone as a whole
- never twice, no draft, nothing in its own place, and no two in each other's
- a uuid that was merged stands for the statement that it was merged into
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from archives import content
from conftest import refused

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Screen

WHY = ("--why", "Three had not signed it.", "--yes")


def statements(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = content(path)["statements"]
    return found


def test_it_is_withdrawn_with_its_reason(run: Run, store: Path) -> None:
    before = statements(store)["6"]

    done = run("withdraw", "6", *WHY)

    after = statements(store)["6"]
    assert (done.code, after["status"]) == (0, "withdrawn")
    assert after["text"] == before["text"]
    assert [(n["kind"], n["text"]) for n in after["notes"]] == [("withdrawal", WHY[1])]
    assert done.err.endswith(
        "Withdrew 6; readers are told why. To take it back: mediarel undo\n"
    )
    run("undo", "--yes")
    assert statements(store)["6"].keys() == before.keys()


def test_another_stands_in_its_place(run: Run, store: Path) -> None:
    """As one change."""
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
def test_it_asks(screen: Screen, store: Path, command: tuple[str, ...]) -> None:
    """For the reason, then once more; a no changes nothing."""
    before = store.read_bytes()
    last = "[y/N]: "
    answers = (("Why is it withdrawn: ", "By mistake.\r"), (last, "n\r"))

    done = screen(*command, answers=answers)

    assert (done.code, store.read_bytes()) == (1, before)


@pytest.mark.parametrize(
    "command", [("withdraw", "6"), ("withdraw", "6", "--replaced-by", "7")]
)
def test_without_a_terminal_yes_and_the_reason_are_needed(
    run: Run, store: Path, command: tuple[str, ...]
) -> None:
    before = store.read_bytes()

    assert "Error: the reason is missing\n" in run(*command, "--yes").err
    assert "To answer yes, add --yes." in run(*command, *WHY[:2]).err
    assert store.read_bytes() == before


@pytest.mark.parametrize(
    ("first", "command", "refusal"),
    [
        (("withdraw", "6", *WHY), ("withdraw", "6"), (1, "6 is withdrawn already")),
        (("edit", "6", "--status=draft"), ("withdraw", "6"), (1, "6 is a draft, so")),
        (
            ("edit", "6", "--status=draft"),
            ("withdraw", "6", "--replaced-by", "7"),
            (1, "6 is a draft, so"),
        ),
        (
            ("withdraw", "6", "--replaced-by", "7", *WHY),
            ("withdraw", "7", "--replaced-by", "6"),
            (1, "7 replaces 6 alread"),
        ),
        (
            ("withdraw", "6", "--replaced-by", "7", *WHY),
            ("withdraw", "6", "--replaced-by", "7"),
            (1, "7 replaces 6 alread"),
        ),
        (
            ("withdraw", "6", "--replaced-by", "7", *WHY),
            ("withdraw", "5", "--replaced-by", "6"),
            (1, "6 is withdrawn too"),
        ),
        (
            (),
            ("withdraw", "6", "--replaced-by", "6"),
            (2, "6 can't replace itself"),
        ),
    ],
)
def test_what_is_refused(
    run: Run,
    store: Path,
    first: tuple[str, ...],
    command: tuple[str, ...],
    refusal: tuple[int, str],
) -> None:
    """With the exit code, and in words."""
    code, told = refusal
    if first:
        assert run(*first).code == 0
    before = store.read_bytes()

    done = run(*command, *WHY)

    assert refused(done, code).startswith(f"Error: statement {told}")
    assert store.read_bytes() == before


@pytest.mark.parametrize("ids", [("3", "4"), ("3,4",), ("3-4",)])
def test_several_are_withdrawn_one_at_a_time(
    run: Run, store: Path, ids: tuple[str, ...]
) -> None:
    before = store.read_bytes()

    done = run("withdraw", *ids, *WHY)

    assert "one" in refused(done, 2)
    assert "at a time" in refused(done, 2)
    assert "Hint: Give a command for each" in done.err
    assert store.read_bytes() == before


def test_no_circle_over_several_steps(run: Run, store: Path) -> None:
    """7 for 6 and 8 for 7, so that 6, published again, can't be for 8."""
    run("withdraw", "6", "--replaced-by", "7", *WHY)
    run("withdraw", "7", "--replaced-by", "8", *WHY)
    run("edit", "6", "--status=published")
    before = store.read_bytes()

    done = run("withdraw", "8", "--replaced-by", "6", *WHY)

    assert refused(done, 1).startswith("Error: statement 8 replaces 6")
    assert store.read_bytes() == before


def test_what_is_withdrawn_already_needs_no_reason(run: Run, store: Path) -> None:
    """It keeps its note; with a reason it gets another."""
    run("withdraw", "6", *WHY)

    first = run("withdraw", "6", "--replaced-by", "7", "--yes")
    second = run("withdraw", "6", "--replaced-by", "8", "--why=And five more.", "--yes")

    found = statements(store)
    assert (first.code, second.code) == (0, 0)
    assert [n["text"] for n in found["6"]["notes"]] == [WHY[1], "And five more."]
    assert found["7"]["replaces"] == found["8"]["replaces"] == [found["6"]["uuid"]]
    assert "replaced_by\t7; 8\n" in run("show", "6").out


def test_another_in_the_same_place_is_told_and_can_be_taken_off(
    run: Run, store: Path
) -> None:
    """By one change, which undo takes back; the other stays, and so does its status."""
    run("withdraw", "6", "--replaced-by", "7", *WHY)

    second = run("withdraw", "6", "--replaced-by", "8", *WHY)
    done = run("withdraw", "6", "--not-replaced-by", "7")

    found = statements(store)
    assert second.err.endswith(
        "7 stands in its place too. To take off 7:"
        " mediarel withdraw 6 --not-replaced-by 7\n"
    )
    assert done.code == 0
    assert done.err == (
        "7 no longer stands in the place of 6; 8 still does."
        " To take it back: mediarel undo\n"
    )
    assert "replaces" not in found["7"]
    assert found["8"]["replaces"] == [found["6"]["uuid"]]
    assert found["6"]["status"] == "withdrawn"
    assert run("undo").code == 0
    assert statements(store)["7"]["replaces"] == [found["6"]["uuid"]]


def test_what_was_merged_is_taken_off_too(run: Run, store: Path) -> None:
    """A link to a uuid that was merged into another is a link to that."""
    run("withdraw", "6", "--replaced-by", "7", *WHY)
    run("merge", "8", "6", "--yes")

    done = run("withdraw", "8", "--not-replaced-by", "7")

    assert "7 no longer stands in the place of 8, nor does another." in done.err
    assert "replaces" not in statements(store)["7"]


def test_only_what_stands_there_is_taken_off(run: Run, store: Path) -> None:
    run("withdraw", "6", "--replaced-by", "7", *WHY)
    before = store.read_bytes()

    none = run("withdraw", "6", "--not-replaced-by", "8")
    why = run("withdraw", "6", "--not-replaced-by", "7", *WHY[:2])

    told = "Error: statement 8 does not replace 6"
    assert refused(none, 1) == told
    assert refused(why, 2).startswith("Error: --not-replaced-by can't be combined")
    assert store.read_bytes() == before


def test_a_draft_in_its_place_is_told(run: Run, store: Path) -> None:
    run("edit", "7", "--status=draft")

    done = run("withdraw", "6", "--replaced-by", "7", *WHY)

    assert done.code == 0
    assert (
        "7 is a draft still. To publish it: mediarel edit 7 --status published\n"
        in (done.err)
    )
    assert statements(store)["7"]["status"] == "draft"


def test_what_was_merged_stands_for_what_it_became(run: Run, store: Path) -> None:
    """On both sides of a link, and in a circle too."""
    run("withdraw", "6", "--replaced-by", "7", *WHY)
    run("merge", "8", "6", "--yes")
    run("merge", "5", "7", "--yes")

    circle = run("withdraw", "5", "--replaced-by", "8", *WHY)

    assert "replaced_by\t5\n" in run("show", "8").out
    assert refused(circle, 1).startswith("Error: statement 5 replaces 8")
    assert statements(store)["5"]["replaces"]


def test_what_is_gone_leads_nowhere(run: Run, store: Path) -> None:
    """A replaced statement that was removed, and one that replaces."""
    run("withdraw", "6", "--replaced-by", "7", *WHY)
    uuid = statements(store)["6"]["uuid"]
    run("remove", "6", "--yes")

    shown = run("show", "7")
    again = run("withdraw", "5", "--replaced-by", "7", *WHY)
    run("remove", "7", "--yes")
    alone = run("show", "5")

    assert (shown.code, again.code, alone.code) == (0, 0, 0)
    assert f"replaces\t{uuid}\n" in shown.out
    assert "replaced_by" not in alone.out


def test_a_merge_asks_which_status_counts(run: Run, store: Path) -> None:
    """Published is one: a merge withdraws nothing by itself."""
    run("withdraw", "7", *WHY)

    asked = run("merge", "6", "7")
    done = run("merge", "6", "7", "--yes")

    assert "have different values in date, text, status" in asked.err
    assert done.code == 0
    assert "status" not in statements(store)["6"]
