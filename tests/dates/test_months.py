"""The months and the weekdays of the languages.

- each spelling of CLDR is there
- a spelling means one month in all languages
"""

from __future__ import annotations

from collections import defaultdict

import pytest
from babel import Locale

from mediarel.dates import months as table
from mediarel.dates.months import months, weekdays

LANGUAGES = (
    *("en", "fr", "es", "pt", "pt_PT", "it", "de", "id", "km", "th", "my"),
    *("zh", "zh_Hant", "ja", "lo", "vi"),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_month_of_cldr_is_there(language: str) -> None:
    """Whole and cut short, within a date and by itself, but for its full stop."""
    names = {
        name.casefold().removesuffix("."): number
        for forms in Locale.parse(language).months.values()
        for width in ("wide", "abbreviated")
        for number, name in forms[width].items()
    }

    assert {name: months()[name] for name in names} == names


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_weekday_of_cldr_is_there(language: str) -> None:
    """Monday is 0, there and here; Thai and Lao have the word for day before it."""
    names = {
        name.casefold().removeprefix("วัน").removeprefix("ວັນ"): number
        for forms in Locale.parse(language).days.values()
        for number, name in forms["wide"].items()
    }

    assert {name: weekdays()[name] for name in names} == names


@pytest.mark.parametrize(
    ("tables", "count"),
    [
        ((table.MONTHS, table.SHORT_MONTHS), 12),
        ((table.WEEKDAYS, table.SHORT_WEEKDAYS), 7),
    ],
)
def test_a_spelling_means_one_thing(tables: tuple[dict[str, str]], count: int) -> None:
    """No language has for one month what another has for a second."""
    meanings = defaultdict(set)
    for rows in tables:
        for row in rows.values():
            names = row.split(" ")
            assert len(names) == count
            for number, spellings in enumerate(names):
                for name in spellings.split("/"):
                    meanings[name.casefold()].add(number)

    assert [name for name, numbers in meanings.items() if len(numbers) > 1] == []
