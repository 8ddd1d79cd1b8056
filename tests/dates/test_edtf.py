"""Test dates in EDTF, and dates that users type."""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mediarel.dates.edtf import (
    MONTHS,
    DateRange,
    Interval,
    PartialDate,
    dated_between,
    kept_date,
)
from mediarel.dates.months import KHMER_MONTHS
from mediarel.dates.typed import DayOrder, read_date, read_date_or_interval
from mediarel.errors import AmbiguousDateError, InvalidDateError
from strategies import partial_dates

TODAY = dt.date(2014, 3, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("21 Jan 2014", "2014-01-21"),
        ("July 16, 2012", "2012-07-16"),
        ("16 July 2012", "2012-07-16"),
        ("  16  JULY\u00a02012\n", "2012-07-16"),
        ("Monday the 16th of July, 2012", "2012-07-16"),
        ("August 7th, 2013", "2013-08-07"),
        ("Tues. 17 July 2012", "2012-07-17"),
        ("Sept. 16, 2012", "2012-09-16"),
        ("\ufeff16 July\u200e 2012", "2012-07-16"),
        ("July 2012", "2012-07"),
        ("2012, July", "2012-07"),
        # Dates in digits with one meaning.
        ("2012", "2012"),
        ("2012-07", "2012-07"),
        ("2012-07-16", "2012-07-16"),
        ("2012\u201107\u201116", "2012-07-16"),
        ("2012/07/16", "2012-07-16"),
        ("2012/07/08", "2012-07-08"),
        ("20120716", "2012-07-16"),
        ("07/2012", "2012-07"),
        ("2012/07", "2012-07"),
        ("16/07/2012", "2012-07-16"),
        ("16. 07. 2012", "2012-07-16"),
        ("03/03/2012", "2012-03-03"),
        # A time is ignored, and the date is not converted to a different time zone.
        ("2012-07-16T10:00:00Z", "2012-07-16"),
        ("2012-07-16T23:30:00.123-07:00", "2012-07-16"),
        ("16 July 2012, 10:00 am", "2012-07-16"),
        ("July 16, 2012 at 5:30 p.m.", "2012-07-16"),
        # Uncertain and approximate dates.
        ("2012?", "2012?"),
        ("2012-07~", "2012-07~"),
        ("c. 2012", "2012~"),
        ("c2012", "2012~"),
        ("circa 2012", "2012~"),
        ("16 July 2012?", "2012-07-16?"),
        # Khmer, with different spaces and spellings.
        ("ទី១៦ ខែកក្កដា ឆ្នាំ២០១២", "2012-07-16"),
        ("ថ្ងៃទី១៦ ខែកក្កដា ឆ្នាំ២០១២", "2012-07-16"),
        ("ថ្ងៃទី១៦ខែកក្កដាឆ្នាំ២០១២", "2012-07-16"),
        ("ថ្ងៃ\u200bទី១៦\u200bខែ\u200bកក្ក\u200bដា\u200bឆ្នាំ\u200b២០១២", "2012-07-16"),
        ("ថ្ងៃចន្ទ ទី១៦ ខែកក្កដា ឆ្នាំ២០១២", "2012-07-16"),
        ("ថ្ងៃចន្ទទី១៦ខែកក្កដាឆ្នាំ២០១២", "2012-07-16"),
        ("ថ្ងៃសៅរ៍ ទី២១ ខែកក្កដា ឆ្នាំ២០១២", "2012-07-21"),
        ("ថ្ងៃទី៣ ខែ៤ ឆ្នាំ២០១២", "2012-04-03"),
        ("ថ្ងៃទី១៦ ខែកក្កដា ឆ្នំា២០១២", "2012-07-16"),
        ("១៦ កក្កដា ២០១២", "2012-07-16"),
        ("ខែកក្កដា ឆ្នាំ២០១២", "2012-07"),
        ("ឆ្នាំ២០១២", "2012"),
        ("២០១២-០៧-១៦", "2012-07-16"),
        ("១៦ July ២០១២", "2012-07-16"),
        ("ទី១ ខែកុម្ភ: ឆ្នាំ២០១២", "2012-02-01"),
        # A weekday decides: 3 April 2012 was a Tuesday, 4 March a Sunday.
        ("Tuesday, 03/04/2012", "2012-04-03"),
        ("Sunday, 03/04/2012", "2012-03-04"),
    ],
)
def test_a_typed_date_is_parsed(text: str, expected: str) -> None:
    assert str(read_date(text, today=TODAY)) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty"),
        ("31 April 2012", "is not in the calendar"),
        ("2012-13", "is not in the calendar"),
        ("16 July", "has no four-digit year"),
        ("16-18 July 2012", "can't be read as one date"),
        ("2011-2012", "has two years"),
        ("Tuesday, 16 July 2012", "is a Monday, not a Tuesday"),
        ("Mon Tue 16 July 2012", "can't be read as a date"),
        ("cjuly 2012", "can't be read as a date"),
        ("tomorrow's lunch", "can't be read as a date"),
        ("16 July 2012 BC", "can't be read as a date"),
        ("ថ្ងៃទី១៦ ខែកក្កដា ព.ស. ២៥៥៦", "can't be read as a date"),
        ("१६ July 2012", "can't be read as a date"),
        ("16 July 2012\x1b[31m", "can't be read as a date"),
        pytest.param(
            "16 July 2012" + " " * 10_000, "can't be read as a date", id="spaces"
        ),
        pytest.param("9" * 10_000, "can't be read as a date", id="nines"),
    ],
)
def test_an_invalid_date_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidDateError) as caught:
        read_date(text, today=TODAY)

    assert caught.value.problem.endswith(f" {reason}")


@pytest.mark.parametrize("text", ["03/04/2012", "3-4-2012", "3 4 2012", "៣/៤/២០១២"])
def test_an_ambiguous_date_is_refused_with_both_meanings(text: str) -> None:
    with pytest.raises(AmbiguousDateError) as caught:
        read_date(text, today=TODAY)

    assert caught.value.problem == (
        f"{text!r} can be read as 3 April 2012 or 4 March 2012"
    )


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("03.04.2012", None, "2012-04-03"),
        ("03.04.2012", DayOrder.MONTH_FIRST, "2012-03-04"),
        ("03/04/2012", DayOrder.DAY_FIRST, "2012-04-03"),
        ("03/04/2012", DayOrder.MONTH_FIRST, "2012-03-04"),
        ("3-4-2012?", DayOrder.MONTH_FIRST, "2012-03-04?"),
        ("16/07/2012", DayOrder.DAY_FIRST, "2012-07-16"),
        ("07/16/2012", DayOrder.MONTH_FIRST, "2012-07-16"),
        ("2012/07/08", DayOrder.DAY_FIRST, "2012-07-08"),
        ("07/2012", DayOrder.DAY_FIRST, "2012-07"),
    ],
)
def test_the_order_of_day_and_month_can_be_set(
    text: str, order: DayOrder, expected: str
) -> None:
    """The order only applies to dates in digits that end with the year."""
    assert str(read_date(text, today=TODAY, order=order)) == expected


@pytest.mark.parametrize(
    ("text", "order"),
    [("07/16/2012", DayOrder.DAY_FIRST), ("16/07/2012", DayOrder.MONTH_FIRST)],
)
def test_date_that_contradicts_the_order_is_refused(text: str, order: DayOrder) -> None:
    """Day and month are not swapped."""
    with pytest.raises(InvalidDateError, match=f"not a valid {order.value} date"):
        read_date(text, today=TODAY, order=order)


STYLES = (
    *("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%A, %d %B %Y", "%Y/%m/%d", "%Y%m%d"),
    *("%a, %d %b %Y %H:%M:%S +0700", "%Y-%m-%dT%H:%M:%SZ", "%dth of %B, %Y"),
)


@given(
    st.datetimes(min_value=dt.datetime(1000, 1, 1)),  # noqa: DTZ001 - dates without a time zone
    st.dates(min_value=dt.date(1900, 1, 1)),
    st.sampled_from(STYLES),
    st.sampled_from([None, *DayOrder]),
)
def test_a_complete_date_is_the_same_in_each_format(
    day: dt.datetime, today: dt.date, style: str, order: DayOrder | None
) -> None:
    """The current day and the order of day and month have no influence."""
    date = read_date(day.strftime(style), today=today, order=order)

    assert date == PartialDate(day.year, day.month, day.day)


PIECES = st.sampled_from(
    [
        *("2012", "0012", "12", "16", "7", "31", "00", "201207", "20120716", "1e5"),
        *("July", "may", "Sept", "Mon", "tuesday", "th", "of", "t", "z", "am", "h"),
        *(" ", ",", ".", "-", "/", ":", "+", "'", "?", "~", "c.", "10:00", "nan"),
        *("inf", "utc", "EST", "ទី", "ខែ", "ឆ្នាំ", "១៦", "២០១២", "កក្កដា", "\u200b"),
    ]
)


@given(
    st.text() | st.lists(PIECES, max_size=12).map("".join),
    st.sampled_from([None, *DayOrder]),
)
@example("9" * 100, None)
@example("1" * 50 + " July 2012", None)
@example("10:00:00 " * 9, None)
def test_any_text_is_a_valid_date_or_refused(text: str, order: DayOrder | None) -> None:
    """No other exception is raised."""
    try:
        date = read_date(text, today=TODAY, order=order)
    except (InvalidDateError, AmbiguousDateError):
        return

    assert PartialDate.from_edtf(str(date)) == date


@pytest.mark.parametrize(("name", "english"), KHMER_MONTHS.items())
def test_each_spelling_of_a_khmer_month_is_parsed(name: str, english: str) -> None:
    date = read_date(f"ថ្ងៃទី២ ខែ{name} ឆ្នាំ២០១២", today=TODAY)

    assert date == PartialDate(2012, MONTHS.index(english) + 1, 2)


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
