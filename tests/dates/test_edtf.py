"""Test dates in the format of the archive (EDTF), and intervals."""

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

KEPT = [
    ("2012", PartialDate(2012)),
    ("2012-07", PartialDate(2012, 7)),
    ("2012-07-16", PartialDate(2012, 7, 16)),
    ("2012?", PartialDate(2012, qualifier="?")),
    ("2012-07~", PartialDate(2012, 7, qualifier="~")),
    ("2012-07-16?", PartialDate(2012, 7, 16, "?")),
    ("2012-02-29", PartialDate(2012, 2, 29)),
    ("2000-02-29", PartialDate(2000, 2, 29)),
    ("0001-01-01", PartialDate(1, 1, 1)),
    ("9999-12-31", PartialDate(9999, 12, 31)),
]


@pytest.mark.parametrize(("text", "date"), KEPT)
def test_an_edtf_date_is_parsed(text: str, date: PartialDate) -> None:
    assert PartialDate.from_edtf(text) == date


@pytest.mark.parametrize(
    "text",
    [
        *("", " 2012", "2012\n", "12", "20120716", "2012-7", "2012-07-1"),
        *("2012%", "2012?~", "201X", "2012/2013", "16 July 2012", "२०१२", "-2012"),
        *("0000", "2012-00", "2012-13", "2012-21", "2012-07-00", "2012-07-32"),
        *("2012-04-31", "2012-02-30", "2011-02-29", "1900-02-29"),
    ],
)
def test_a_date_in_another_format_is_refused(text: str) -> None:
    """Days that don't exist in the calendar are refused too."""
    with pytest.raises(InvalidDateError):
        PartialDate.from_edtf(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2012", "2012-01-01", "2012-12-31"),
        ("2012-07", "2012-07-01", "2012-07-31"),
        ("2012-04", "2012-04-01", "2012-04-30"),
        ("2012-02", "2012-02-01", "2012-02-29"),
        ("2011-02", "2011-02-01", "2011-02-28"),
        ("2012-07-16", "2012-07-16", "2012-07-16"),
        ("0001~", "0001-01-01", "0001-12-31"),
    ],
)
def test_partial_date_has_first_and_last_day(text: str, first: str, last: str) -> None:
    date = PartialDate.from_edtf(text)

    assert (date.first, date.last) == (first, last)


def test_dates_are_sorted_by_first_day_then_by_length() -> None:
    """A day comes before a month or a year with the same first day."""
    texts = ["2013", "2012-07", "2012", "2012-01-02", "2012?", "2012-01?", "2012-01-01"]
    dates = [PartialDate.from_edtf(text) for text in texts]

    assert [str(date) for date in sorted(dates)] == [
        *("2012-01-01", "2012-01?", "2012", "2012?", "2012-01-02", "2012-07", "2013")
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2012-07-16", "16 July 2012"),
        ("2012-07-06", "6 July 2012"),
        ("2012-07", "July 2012"),
        ("2012", "2012"),
        ("2012-07-16?", "16 July 2012?"),
        ("2012~", "c. 2012"),
        ("2012-07~", "c. July 2012"),
    ],
)
def test_a_date_is_printed_in_words(text: str, words: str) -> None:
    assert PartialDate.from_edtf(text).long() == words


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
