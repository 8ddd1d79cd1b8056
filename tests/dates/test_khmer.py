"""Test dates in Khmer."""

from __future__ import annotations

import datetime as dt

import pytest

from mediarel.dates.edtf import MONTHS, PartialDate
from mediarel.dates.months import KHMER_MONTHS
from mediarel.dates.typed import read_date

TODAY = dt.date(2014, 3, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ទី១៦ ខែកក្កដា ឆ្នាំ២០១២", "2012-07-16"),
        ("ថ្ងៃទី១៦ ខែកក្កដា ឆ្នាំ២០១២", "2012-07-16"),
        ("ថ្ងៃទី ១៦ ខែ កក្កដា ឆ្នាំ ២០១២", "2012-07-16"),
        ("ថ្ងៃទី១៦ខែកក្កដាឆ្នាំ២០១២", "2012-07-16"),
        ("ថ្ងៃ\u200bទី១៦\u200bខែ\u200bកក្ក\u200bដា\u200bឆ្នាំ\u200b២០១២", "2012-07-16"),
        ("ថ្ងៃចន្ទ ទី១៦ ខែកក្កដា ឆ្នាំ២០១២", "2012-07-16"),
        ("ថ្ងៃចន្ទទី១៦ខែកក្កដាឆ្នាំ២០១២", "2012-07-16"),
        ("ថ្ងៃសៅរ៍ ទី២១ ខែកក្កដា ឆ្នាំ២០១២", "2012-07-21"),
        ("ថ្ងៃ១៦ ខែកក្កដា ឆ្នាំ២០១២", "2012-07-16"),
        ("ថ្ងៃទី៣ ខែ៤ ឆ្នាំ២០១២", "2012-04-03"),
        ("ថ្ងៃទី១ ខែ១២ ឆ្នាំ២០១២", "2012-12-01"),
        ("ថ្ងៃទី16 ខែកក្កដា ឆ្នាំ2012", "2012-07-16"),
        ("ថ្ងៃទី១៦ ខែកក្កដា ឆ្នំា២០១២", "2012-07-16"),
        ("១៦ កក្កដា ២០១២", "2012-07-16"),
        ("ខែកក្កដា ឆ្នាំ២០១២", "2012-07"),
        ("ឆ្នាំ២០១២", "2012"),
        ("២០១២-០៧-១៦", "2012-07-16"),
        ("១៦ July ២០១២", "2012-07-16"),
        ("ទី១ ខែកុម្ភ: ឆ្នាំ២០១២", "2012-02-01"),
    ],
)
def test_a_khmer_date_is_parsed(text: str, expected: str) -> None:
    """Spaces, zero-width spaces and spellings vary."""
    assert str(read_date(text, today=TODAY)) == expected


@pytest.mark.parametrize(("name", "english"), KHMER_MONTHS.items())
def test_each_spelling_of_a_khmer_month_is_parsed(name: str, english: str) -> None:
    date = read_date(f"ថ្ងៃទី២ ខែ{name} ឆ្នាំ២០១២", today=TODAY)

    assert date == PartialDate(2012, MONTHS.index(english) + 1, 2)
