"""Test the names of months and weekdays, compared with Unicode CLDR."""

from collections import defaultdict

import pytest
from babel import Locale

from mediarel.dates import months as table
from mediarel.dates.months import months, weekdays

LANGUAGES = (
    *("en", "fr", "es", "pt", "pt_PT", "it", "de", "id", "km", "th", "my"),
    *("zh", "zh_Hant", "ja", "lo", "vi"),
)
OF_TEXTS = (
    *("el", "sr", "sr_Latn", "sl", "sk", "bg", "mk", "ro", "lt", "lv", "et", "fi"),
    *("is", "ru", "uk", "pl", "cs", "hu", "nl", "sv", "da", "nb", "tr", "hr"),
    *("sw", "fa", "ur", "he", "hi", "bn", "mr", "gu", "pa", "ta", "te", "kn", "ka"),
    *("hy", "az", "uz", "kk", "be", "eu", "gl", "sq", "bs", "af", "so", "am"),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_month_names_of_cldr_are_known(language: str) -> None:
    """Abbreviations are compared without a final full stop."""
    names = {
        name.casefold().removesuffix("."): number
        for forms in Locale.parse(language).months.values()
        for width in ("wide", "abbreviated")
        for number, name in forms[width].items()
    }

    assert {name: months()[name] for name in names} == names


@pytest.mark.parametrize("language", OF_TEXTS)
def test_the_full_month_names_of_more_languages_are_known(language: str) -> None:
    """The Croatian October is November in Polish, except after a full stop."""
    names = {
        name.casefold(): number
        for forms in Locale.parse(language).months.values()
        for number, name in forms["wide"].items()
        if (language, number) != ("hr", 10)
    }

    assert {name: months()[name] for name in names} == names


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_weekday_names_of_cldr_are_known(language: str) -> None:
    """Thai and Lao names are compared without the word for "day"."""
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
def test_a_name_means_the_same_month_or_weekday_in_all_languages(
    tables: tuple[dict[str, str]], count: int
) -> None:
    meanings = defaultdict(set)
    for rows in tables:
        for row in rows.values():
            names = row.split(" ")
            assert len(names) == count
            for number, spellings in enumerate(names):
                for name in spellings.split("/"):
                    meanings[name.casefold()].add(number)

    assert [name for name, numbers in meanings.items() if len(numbers) > 1] == []
