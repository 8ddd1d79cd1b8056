"""Test finding and sorting dates that are intervals."""

import json
import random
from pathlib import Path

import pytest

from conftest import Run
from mediarel.dates.edtf import DateRange, kept_date
from mediarel.errors import InvalidDateError
from samples import EVERY

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


@pytest.mark.usefixtures("store")
def test_random_intervals_are_found_and_sorted(run: Run, home: Path) -> None:
    draw = random.Random(11)  # noqa: S311 - no secret
    kept = [random_date(draw) for _ in range(600 // EVERY)]
    rows = [
        {"date": date, "program": "X", "title": f"No. {n}"}
        for n, date in enumerate(kept)
    ]
    (home / "x.json").write_text(json.dumps(rows), "utf-8")
    run("import", "x.json")
    lines = run("list", "--all", "program:X").out.splitlines()
    # Dates with the same first and last day are in the order of recording.
    order = [kept_date(line.split("\t")[1]).order[:2] for line in lines]

    assert len(order) == len(kept)
    assert order == sorted(order, reverse=True)
    for _ in range(100 // EVERY):
        begin, end = sorted(map(kept_date, (random_date(draw), random_date(draw))))
        query, asked = draw.choice(
            (
                (f"{begin}..{end}", DateRange.between(begin, end)),
                (f"{begin}..", DateRange.between(begin, None)),
                (f"..{end}", DateRange.between(None, end)),
                (f"{begin}", DateRange.of(begin)),
            )
        )
        if "...." in query:  # ambiguous: an open interval within a range
            continue
        lines = run("list", "--all", "program:X", f"date:{query}").out.splitlines()
        assert {line.split("\t")[1] for line in lines} == {
            date for date in kept if overlaps(DateRange.of(kept_date(date)), asked)
        }


def random_date(draw: random.Random) -> str:
    one, other = (
        f"{draw.randint(2008, 2012)}{draw.choice(('', '-03', '-07-16'))}" for _ in "12"
    )
    form = draw.choice(("{0}", "{0}", "{0}/{1}", "../{0}", "{0}/.."))
    try:
        return str(kept_date(form.format(one, other)))
    except InvalidDateError:
        return one


def overlaps(one: DateRange, other: DateRange) -> bool:
    return (one.first or "") <= (other.last or "9") and (other.first or "") <= (
        one.last or "9"
    )
