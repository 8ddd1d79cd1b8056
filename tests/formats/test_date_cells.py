"""Test the dates in the cells of a table."""

import pytest

from mediarel.dates.typed import DayOrder
from mediarel.errors import InvalidFieldError, UnreadableInputError
from mediarel.formats.cells import DateCell, date_reader
from mediarel.formats.separated import CSV
from reads import drafts_of

DAY, MONTH = DayOrder


def read(*cells: str, said: DayOrder | None = None) -> list[str]:
    """Return the cells of a date column as EDTF."""
    there = [DateCell(cell, line) for line, cell in enumerate(cells, 2)]
    reader = date_reader(lambda: there, "x", said)
    return [reader("date", cell) for cell in cells]


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("2012-07-16", "2012-07-16"),
        ("2012~", "2012~"),
        ("2012-10/2012-11", "2012-10/2012-11"),
        ("../2011", "../2011"),
        ("2011/..", "2011/.."),
        ("16-Jul-12", "2012-07-16"),
        ("Jul-12", "2012-07"),
        ("juil-98", "1998-07"),
        ("16/07/2012", "2012-07-16"),
        ("7/16/2012 12:00:00 AM", "2012-07-16"),
        ("2012-07-16 00:00:00", "2012-07-16"),
        ("2012-07-16T09:30:00Z", "2012-07-16"),
        ("20120716", "2012-07-16"),
        ("16. Juli 2012", "2012-07-16"),
        ("ថ្ងៃទី១៦ ខែកក្កដា ឆ្នាំ២០១២", "2012-07-16"),
        ("16 กรกฎาคม 2555", "2012-07-16"),
        ("2012年7月16日", "2012-07-16"),
        (" 16 July 2012 ", "2012-07-16"),
        ("July 2012?", "2012-07?"),
        ("c. 2012", "2012~"),
        ("05/05/2012", "2012-05-05"),
        ("soon", "soon"),
        ("", ""),
    ],
)
def test_dates_are_converted_to_edtf(cell: str, kept: str) -> None:
    """A text that is not a date is returned unchanged."""
    assert read(cell) == [kept]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("41106", "is the day number of a spreadsheet, not a date"),
        ("41106.5", "is the day number of a spreadsheet, not a date"),
        ("12-Jul", "has no year"),
        ("31/02/2012", "is not in the calendar"),
    ],
)
def test_incomplete_dates_are_refused(cell: str, reason: str) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        read(cell)

    assert caught.value.problem == f"the date {cell!r} {reason}"


@pytest.mark.parametrize(
    ("settling", "kept"), [("13/04/2012", "2012-04-03"), ("04/13/2012", "2012-03-04")]
)
def test_day_over_12_decides_the_order_in_the_column(settling: str, kept: str) -> None:
    assert read("03/04/2012", "2011", settling)[0] == kept


@pytest.mark.parametrize(
    ("order", "kept"), [(DAY, "2012-04-03"), (MONTH, "2012-03-04")]
)
def test_order_is_taken_from_the_option(order: DayOrder, kept: str) -> None:
    assert read("03/04/2012", said=order) == [kept]


def test_ambiguous_order_is_refused_with_both_readings() -> None:
    with pytest.raises(UnreadableInputError) as caught:
        read("2012", "03/03/2012", "03/04/2012")

    assert caught.value.problem == (
        "x, line 4: the date '03/04/2012' can be 3 April 2012 or 4 March 2012, and no "
        "other date in the file shows the order of day and month"
    )
    assert "--day-first or --month-first" in caught.value.hint


def test_contradictory_orders_are_refused() -> None:
    with pytest.raises(UnreadableInputError) as caught:
        read("03/04/2012", "13/04/2012", "04/13/2012")

    assert caught.value.problem == (
        "x, line 4: the date '04/13/2012' has a different order of day and month "
        "than '13/04/2012' above"
    )


TABLE = "Published (printed),NGO,Headline\n03/04/2012,Watch,a\n13/04/2012,Watch,b\n"


def test_later_rows_decide_the_order() -> None:
    found = drafts_of(CSV.read, TABLE.encode(), "x")

    assert [str(each.date) for each in found] == ["2012-04-03", "2012-04-13"]
