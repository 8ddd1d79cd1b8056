"""List the names of months and weekdays, as printed in many languages.

The names are in `months.toml`.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

from mediarel.dates.edtf import MONTHS as ENGLISH
from mediarel.dates.edtf import WEEKDAYS as ENGLISH_WEEKDAYS

_NAMES: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("months.toml").read_text("utf-8")
)
# The names of each language, separated by spaces.
MONTHS = {"en": " ".join(ENGLISH), **_NAMES["months"]}
OTHER_MONTHS = _NAMES["other_months"]
SHORT_MONTHS = _NAMES["short_months"]
WEEKDAYS = {"en": " ".join(ENGLISH_WEEKDAYS), **_NAMES["weekdays"]}
SHORT_WEEKDAYS = _NAMES["short_weekdays"]


def _english(spellings: dict[str, list[str]]) -> dict[str, str]:
    """Map each Khmer spelling of a month or weekday to its English name."""
    return {name: english for english, names in spellings.items() for name in names}


# In calendar order. The usual spelling of each month is its first spelling.
KHMER_MONTHS = _english(_NAMES["khmer_months"])
KHMER_WEEKDAYS = _english(_NAMES["khmer_weekdays"])


@cache
def months() -> dict[str, int]:
    """Map each lower-case spelling of a month to the number of the month.

    January is 1. Spellings without accents are included.
    """
    named = {name: ENGLISH.index(english) for name, english in KHMER_MONTHS.items()}
    tables = (*map(_numbered, (MONTHS, OTHER_MONTHS, SHORT_MONTHS)), named)
    return {name: number + 1 for table in tables for name, number in _plain(table)}


@cache
def weekdays() -> dict[str, int]:
    """Map each lower-case spelling of a weekday to the number of the weekday.

    Monday is 0. Spellings without accents are included.
    """
    named = {
        name: ENGLISH_WEEKDAYS.index(english)
        for name, english in KHMER_WEEKDAYS.items()
    }
    tables = (_numbered(WEEKDAYS), _numbered(SHORT_WEEKDAYS), named)
    return {name: number for table in tables for name, number in _plain(table)}


@cache
def short_months() -> frozenset[str]:
    """Return the short names of months, such as `ago` for `agosto`.

    If a short name is the full name of a month in a different language, it is left out.
    An example is `mai`.
    """
    whole, other, short = (
        frozenset(name for name, _ in _plain(_numbered(table)))
        for table in (MONTHS, OTHER_MONTHS, SHORT_MONTHS)
    )
    return short - whole - other


def _numbered(table: dict[str, str]) -> dict[str, int]:
    """Map each name to its number, from 0. `janvier` and `Januar` have the number 0."""
    return {
        name.replace("_", " "): number
        for row in table.values()
        for number, names in enumerate(row.split(" "))
        for name in names.split("/")
    }


def _plain(names: dict[str, int]) -> Iterator[tuple[str, int]]:
    """Yield each name in lower case, and again without accents on Latin letters."""
    for name, number in names.items():
        small = name.casefold()
        yield small, number
        yield re.sub("[\u0300-\u036f]", "", normalize("NFD", small)), number
