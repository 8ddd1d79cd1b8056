"""Which statements are meant: ids, or a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run

pytestmark = pytest.mark.usefixtures("store")


def test_several(run: Run) -> None:
    """In the order they are named, each once."""
    out = run("show", "5", "3", "5").out

    assert [line for line in out.splitlines() if line.startswith("id\t")] == [
        "id\t5",
        "id\t3",
    ]


def test_an_id_and_a_query(run: Run) -> None:
    """Both at once are refused with how to say it."""
    done = run("show", "3", "sonando")

    assert done.code == 2
    assert done.err.endswith("in a query an id is written id:3.\n")


def test_an_id_with_zeros_before_it(run: Run) -> None:
    """It is the number that it says, once."""
    assert run("show", f"{'0' * 20}3", "3").out == run("show", "3").out


def test_what_a_query_finds_is_newest_first(run: Run) -> None:
    shown = run("show", "sonando").out.splitlines()

    assert [line for line in shown if line.startswith("id\t")] == ["id\t5", "id\t3"]


@pytest.mark.parametrize("words", [[""], [" ", "\t"]])
def test_an_empty_query_is_not_everything(run: Run, words: list[str]) -> None:
    """A variable that is not set in a script must not mean all there is."""
    done = run("remove", *words, "--yes")

    assert done.code == 2
    assert done.err.startswith("Error: an empty query would mean every statement\n")
    assert run("list").out.count("\n") == 9
