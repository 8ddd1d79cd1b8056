"""Test intervals between two dates."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediarel.dates.edtf import (
    DateRange,
    Interval,
    PartialDate,
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
        *("../2012%", "2012/2013/", "१९९९/2012", "2012/-", "a/b"),
        "https://example.org",
    ],
)
def test_a_malformed_interval_is_refused(text: str) -> None:
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
def test_an_interval_has_a_first_and_a_last_day(
    text: str, days: tuple[str | None, str | None]
) -> None:
    """If an end is open, there is no first or last day."""
    assert DateRange.of(kept_date(text)) == days


def test_intervals_are_sorted_by_first_day() -> None:
    """An interval without a first day is sorted by its second date."""
    texts = [
        *("2013", "2012/..", "2012/2013", "2012", "../2012", "2012-01"),
        "2011-12-31/2012",
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
def test_a_typed_interval_is_parsed(typed: str, kept: str) -> None:
    """Dates with slashes, such as `07/2012`, are not intervals."""
    assert str(read_date_or_interval(typed, today=TODAY)) == kept


@given(partial_dates(), partial_dates(), st.sampled_from("012"))
def test_a_printed_interval_is_parsed_to_the_same_interval(
    one: PartialDate, other: PartialDate, is_open: str
) -> None:
    begin, end = sorted((one, other))
    date = Interval(None if is_open == "1" else begin, None if is_open == "2" else end)

    assert kept_date(str(date)) == date
    assert read_date_or_interval(str(date), today=TODAY) == date


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2013", "", "", "2012"], ["2013", "2012/2013", "2012/2013", "2012"]),
        (["", "2012", "2013", ""], ["../2012", "2012", "2013", "2013/.."]),
        (["", "2012"], ["2012/..", "2012"]),
        (["2012-03-04", "", "2012-03-04"], ["2012-03-04", "2012-03-04?", "2012-03-04"]),
        (["", ""], ["", ""]),
        ([], []),
    ],
)
def test_undated_entries_get_intervals(dates: list[str], expected: list[str]) -> None:
    """If the dates don't show the order, the newest entry is assumed to be first."""
    assert dated_between(dates) == expected
