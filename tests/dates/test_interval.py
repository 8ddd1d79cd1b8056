"""Dates that are only known to lie between two.

- the kept form: read, written, refused
- the days they can mean, and where they stand among other dates
- in words, and as people type them
"""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediarel.dates.edtf import (
    DateRange,
    Interval,
    PartialDate,
    between,
    dated_between,
    kept_date,
)
from mediarel.dates.typed import read_date_or_interval
from mediarel.errors import InvalidDateError
from strategies import partial_dates

TODAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    "text",
    [
        *("../..", "/", "/2011", "2011/", "2011//2012", "2011/2012/2013", "..", "../"),
        *("2012 / 2013", "2012/2013\n", "2012/.", "2012/...", "...2012/2013", "2012/?"),
        *("2013/2012", "2012-11/2012-10", "2012-02-30/2013", "2012/0000", "12/2012"),
        *(
            "../2012%",
            "2012/2013/",
            "१९९९/2012",
            "2012/-",
            "a/b",
            "https://example.org",
        ),
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    """No other form, no end that is before the beginning, not both ends open."""
    with pytest.raises(InvalidDateError):
        kept_date(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2012-10/2012-11", ("2012-10-01", "2012-11-30")),
        ("../2011", (None, "2011-12-31")),
        ("2011-02/..", ("2011-02-01", None)),
    ],
)
def test_days_it_can_mean(text: str, days: tuple[str | None, str | None]) -> None:
    """From the first of its beginning to the last of its end; open ends are none."""
    assert DateRange.of(kept_date(text)) == days


def test_intervals_stand_at_their_first_day() -> None:
    """An open beginning at that of the end, so that `../2011` stands at 2011."""
    texts = [
        *(
            "2013",
            "2012/..",
            "2012/2013",
            "2012",
            "../2012",
            "2012-01",
            "2011-12-31/2012",
        ),
        "2012-01-02",
    ]

    assert [str(date) for date in sorted(map(kept_date, texts))] == [
        *("2011-12-31/2012", "2012-01", "2012", "../2012", "2012/2013", "2012/.."),
        *("2012-01-02", "2013"),
    ]
    assert kept_date("../2011").year == kept_date("2011/2015").year == 2011


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2012-10/2012-11", "2012-10/2012-11"),
        (" ../2011 ", "../2011"),
        ("2011 / ..", "2011/.."),
        ("July 2012/August 2012", "2012-07/2012-08"),
        ("16.07.2012/18.07.2012", "2012-07-16/2012-07-18"),
        ("c. 2012/2013?", "2012~/2013?"),
        ("ខែតុលា ឆ្នាំ២០១២/ខែវិច្ឆិកា ឆ្នាំ២០១២", "2012-10/2012-11"),
        ("2012", "2012"),
        ("16/07/2012", "2012-07-16"),
        ("07/2012", "2012-07"),
        ("2012/07", "2012-07"),
        ("2012/07/16", "2012-07-16"),
    ],
)
def test_as_people_type_it(typed: str, kept: str) -> None:
    """A date at each end with its year; what was one date before still is."""
    assert str(read_date_or_interval(typed, today=TODAY)) == kept


@given(partial_dates(), partial_dates(), st.sampled_from("012"))
def test_reading_turns_writing_back(
    one: PartialDate, other: PartialDate, is_open: str
) -> None:
    """As kept and as typed alike."""
    begin, end = sorted((one, other))
    date = Interval(None if is_open == "1" else begin, None if is_open == "2" else end)

    assert kept_date(str(date)) == date
    assert read_date_or_interval(str(date), today=TODAY) == date


@pytest.mark.parametrize(
    ("above", "below", "newest_first", "expected"),
    [
        ("2013", "2012-03", True, "2012-03/2013"),
        ("2012-03", "2013", False, "2012-03/2013"),
        ("2012-03-04", "2012-03-04", True, "2012-03-04?"),
        ("2012", "", True, "../2012"),
        ("2012", "", False, "2012/.."),
        ("", "2012", True, "2012/.."),
        ("", "2012", False, "../2012"),
        ("", "", True, ""),
    ],
)
def test_what_stands_between_two_of_a_list(
    above: str,
    below: str,
    newest_first: bool,  # noqa: FBT001 - a parameter
    expected: str,
) -> None:
    """At its ends it is open, to the side that the order of the list says."""
    assert between(above, below, newest_first=newest_first) == expected


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2013", "", "", "2012"], ["2013", "2012/2013", "2012/2013", "2012"]),
        (["", "2012", "2013", ""], ["../2012", "2012", "2013", "2013/.."]),
        (["", "2012"], ["2012/..", "2012"]),
        (["", ""], ["", ""]),
        ([], []),
    ],
)
def test_a_list_is_dated_by_what_it_dates(
    dates: list[str], expected: list[str]
) -> None:
    """It goes from new to old unless it says otherwise."""
    assert dated_between(dates) == expected
