"""Test `mediarel remove`."""

from pathlib import Path

import pytest

from archives import statements, unchanged
from conftest import Run, Screen


def ids(store: Path) -> list[int]:
    """Return the IDs in the store."""
    return [int(number) for number in statements(store)]


def test_undo_restores_removed_statements(run: Run, store: Path) -> None:
    done = run("remove", "3", "5", "--yes")
    gone = ids(store)
    refused = run("undo")
    run("undo", "--yes")

    lines = done.err.splitlines()
    assert (done.code, done.out) == (0, "")
    assert lines[0] == "Remove 2 statements:"
    assert lines[-1] == "Removed statements 3, 5. To undo: mediarel undo"
    assert gone == [1, 2, 4, 6, 7, 8, 9]
    assert refused.code == 2
    assert "without a terminal: Undo this change to 2 statements?" in refused.err
    assert ids(store) == [1, 2, 3, 4, 5, 6, 7, 8, 9]


@pytest.mark.parametrize(
    ("answer", "code", "left"), [("y\r", 0, 8), ("n\r", 1, 9), ("\x03", 130, 9)]
)
def test_terminal_asks_before_a_removal(
    store: Path, screen: Screen, answer: str, code: int, left: int
) -> None:
    done = screen("remove", "3", answers=(("Remove 1 statement? [y/N]: ", answer),))

    assert done.code == code
    assert done.out.startswith("Remove 1 statement:\n  3  2012-07-16  CLEC  The und")
    assert len(ids(store)) == left


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["3"], 2), ([""], 2), (["zebra", "-y"], 3), (["99", "-y"], 3), ([], 2)],
)
def test_wrong_arguments_are_refused(
    run: Run, store: Path, arguments: list[str], code: int
) -> None:
    with unchanged(store):
        done = run("remove", *arguments)

    assert (done.code, done.out) == (code, "")
    assert done.err.splitlines()[-2].startswith("Error: ")
