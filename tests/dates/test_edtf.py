"""Test dates in the format of the archive (EDTF)."""

import pytest

from mediarel.dates.edtf import PartialDate
from mediarel.errors import InvalidDateError

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
