"""Which statements are meant: ids, or a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import refused

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
    assert done.err.endswith("In a query, write id:3\n")


def test_what_a_query_finds_is_newest_first(run: Run) -> None:
    shown = run("show", "sonando").out.splitlines()

    assert [line for line in shown if line.startswith("id\t")] == ["id\t5", "id\t3"]


@pytest.mark.parametrize("words", [[""], [" ", "\t"]])
def test_an_empty_query_is_not_everything(run: Run, words: list[str]) -> None:
    """A variable that is not set in a script must not mean all there is."""
    done = run("remove", *words, "--yes")

    assert done.code == 2
    assert done.err.startswith("Error: an empty query would select every statement\n")
    assert run("list").out.count("\n") == 9


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("1-3", [1, 2, 3]),
        ("2..3", [2, 3]),
        ("7–8", [7, 8]),
        ("1,3", [1, 3]),
        ("3, 1", [3, 1]),
        ("5,1-2 5-6 1", [5, 1, 2, 6]),
        ("#3", [3]),
        ("#1-#2, #7,", [1, 2, 7]),
        ("1 - 3", [1, 2, 3]),
        ("1−3", [1, 2, 3]),
        ("៣", [3]),
        ("៧-៩", [7, 8, 9]),
        ("3\u200b", [3]),
    ],
)
def test_ranges(run: Run, words: str, ids: list[int]) -> None:
    """As people write them, in the order in which they are named, each once."""
    out = run("show", *words.split()).out

    shown = [line for line in out.splitlines() if line.startswith("id\t")]
    assert shown == [f"id\t{number}" for number in ids]


def test_ranges_in_one_word(run: Run) -> None:
    """Spaces make no difference, wherever they stand."""
    assert run("show", " 1, 3 – 5").out == run("show", "1,3-5").out
    assert run("log", "#3").out == run("log", "3").out


@pytest.mark.parametrize("second", ["-4", "–4"])
def test_a_dash_before_an_id(run: Run, second: str) -> None:
    """Only one that stands as a word of its own makes of two ids a range."""
    done = run("remove", "--yes", "--", "2", second)

    assert refused(done, 2) == f"Error: '2 {second}' is not an ID"


@pytest.mark.parametrize("command", ["show", "log", "restore"])
@pytest.mark.parametrize("word", ["1-", ",7", "1--3", "1.5", "#", "3/4", "1-3-5"])
def test_what_can_only_be_ids(run: Run, command: str, word: str) -> None:
    """It is no query, which would find a number in a text."""
    done = run(command, word)

    assert refused(done, 2) == f"Error: {word!r} is not an ID"
    assert done.err.endswith(
        "Examples of IDs: 3 for one, 1,3 for several, 1-3 for a range\n"
    )


@pytest.mark.parametrize("date", ["2012-07-16", "16/07/2012", "16.07.2012"])
def test_a_date_in_place_of_an_id(run: Run, date: str) -> None:
    """It is told how a query has a date."""
    done = run("show", date)

    assert refused(done, 2) == f"Error: {date!r} is not an ID"
    assert done.err.endswith(f"To search for a date, write date:{date}\n")


@pytest.mark.parametrize("command", ["show", "log", "restore"])
def test_a_range_that_is_none(run: Run, command: str) -> None:
    """Backwards, or beyond the last: what was meant is told."""
    backwards, month = run(command, "3-1"), run(command, "2012-07")
    beyond, far = run(command, "5-99"), run(command, f"1-{'9' * 30}")

    assert backwards.err.endswith("backwards\nHint: Write the lower ID first: 1-3\n")
    assert month.err.endswith("Hint: To search for a date, write date:2012-07\n")
    assert "5-99 goes beyond the last statement, 9\n" in beyond.err
    assert beyond.err.endswith("For all statements from 5 on, write 5-9\n")
    assert [each.code for each in (backwards, month, beyond, far)] == [2, 2, 3, 3]


def test_a_range_with_a_gap(run: Run) -> None:
    """It is those that are there; for what was, those that were."""
    run("remove", "4-6", "--yes")

    shown, removed = run("show", "3-7"), run("show", "4..6")
    logged = run("log", "3-7")
    restored = run("restore", "5-9")

    assert [x for x in shown.out.splitlines() if x.startswith("id\t")] == [
        "id\t3",
        "id\t7",
    ]
    assert removed.err.startswith("Error: there is no statement 4-6\n")
    assert logged.out.count("\n") == 8
    assert "Restored statements 5 to 6 to the version before" in restored.err
    assert run("list").out.count("\n") == 8


def test_a_change_to_a_range(run: Run) -> None:
    """It is shown, and asked about, as any that is of several."""
    asked = run("edit", "1-3", "--title", "x")
    run("edit", "1,3", "--title", "x", "--yes")

    assert "Change 3 statements:" in asked.err
    assert asked.code == 2
    assert run("list", "title:x").out.count("\n") == 2
