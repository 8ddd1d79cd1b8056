"""Test finding and sorting dates that are intervals."""

from pathlib import Path

import pytest

from conftest import Run

DATES = ("2012-10/2012-11", "../2011", "2013/..", "2000/2012-03?")


@pytest.fixture
def between(run: Run, store: Path) -> Path:
    """Return the sample archive with statements 10 to 13, which have these DATES."""
    for number, date in enumerate(DATES):
        run("add", "--date", date, "--program=CLEC", f"--title=Between {number}")
    return store


def ids(run: Run, *words: str) -> list[int]:
    return [int(each.split("\t")[0]) for each in run("list", *words).out.splitlines()]


@pytest.mark.usefixtures("between")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("date:2012-10", {10}),
        ("date:2012-12", set()),
        ("date:2011-12-31", {11, 13}),
        ("date:2030", {12}),
        ("date:2012-12..2013-01", {12}),
        ("date:2012-03..2012-09", {13}),
        ("date:..1990", {11}),
        ("date:2005..2006", {11, 13}),
        ("date:../2005", {11, 13}),
        ("date:2012-11/2013-01", {10, 12}),
        ("--year=2012", {10, 13}),
        ("--year=2012/2013", {10, 12, 13}),
        ("--year=2012-10/2012-11..2013", {10, 12}),
        ("--since=2012-11/2013", {10, 12}),
    ],
)
def test_overlapping_intervals_are_found(run: Run, query: str, found: set[int]) -> None:
    assert {*ids(run, "--all", "title:between", query)} == found


@pytest.mark.usefixtures("between")
@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("date:2013/2012", "ends before it begins"),
        ("date:2012-13/2013", "'2012-13' is not in the calendar"),
        ("date:2013..2011/2012", "ends before it begins"),
        ("date:/2012", "can't be read as a date"),
    ],
)
def test_invalid_interval_is_refused(run: Run, query: str, problem: str) -> None:
    done = run("list", query)

    assert done.code == 2
    assert problem in done.err
