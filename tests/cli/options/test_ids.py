"""Test arguments that are the number of a statement or change."""

import pytest

from conftest import Run

pytestmark = pytest.mark.usefixtures("store")


def test_leading_zeros_do_not_change_the_number(run: Run) -> None:
    run("edit", "3", "--title", "Land")

    assert run("log", "003").out == run("log", "3").out
    assert run("undo", "002").err.startswith("Undid change 2: ")


@pytest.mark.parametrize("word", ["1.0", "+3", "0x3", "3x", ""])
@pytest.mark.parametrize(
    ("command", "what"), [("log", "an ID"), ("undo", "the number of a change")]
)
def test_word_that_is_not_a_number_is_refused(
    run: Run, command: str, what: str, word: str
) -> None:
    done = run(command, word)

    assert done.code == 2
    assert done.err.startswith(f"Error: {word!r} is not {what}\n")
