"""What commands share of their options: filters, pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("year", "code"), [("..", 2), ("soon", 4), ("soon..", 4), ("", 4)]
)
def test_years_that_are_none(run: Run, year: str, code: int) -> None:
    done = run("list", "--year", year)

    assert (done.code, done.out) == (code, "")
    assert done.err.endswith("Hint: Write a year, 2012, or years: 2011..2013.\n")


@pytest.mark.usefixtures("store")
def test_a_star_in_a_filter(run: Run) -> None:
    """It leaves the rest open, as in a query."""
    run("edit", "3", "--add-tag=land rights")
    for field, value, ids in (
        ("program", "CLE*", 9),
        ("program", "CLE", 0),
        ("type", "joint*", 9),
        ("tag", "land*", 1),
    ):
        assert run("list", f"--{field}", value).out.count("\n") == ids
        assert run("list", f"{field}:{value}").out.count("\n") == ids
    assert run("list", "--tag", "*").code == 2


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("option", ["--page", "--per-page"])
@pytest.mark.parametrize(
    ("given", "what"),
    [
        ("x", "'x' is not a whole number"),
        ("1.5", "'1.5' is not a whole number"),
        ("", "'' is not a whole number"),
        ("0", "0 is not from 1 to 1,000,000,000"),
        ("9" * 5000, f"{'9' * 59}… is not from 1 to 1,000,000,000"),
    ],
    ids=["letters", "fraction", "empty", "0", "very long"],
)
def test_a_count_that_is_none(run: Run, option: str, given: str, what: str) -> None:
    """In words that people use."""
    done = run("list", option, given)

    assert (done.code, done.out) == (2, "")
    assert f"invalid value for '{option}': {what}\n" in done.err


@pytest.mark.usefixtures("store")
def test_a_count_in_khmer_digits(run: Run) -> None:
    """As those of an id."""
    assert run("list", "--per-page", "៣").out == run("list", "--per-page", "3").out
