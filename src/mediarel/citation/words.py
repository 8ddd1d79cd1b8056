"""The words that styles print, in English and Khmer.

In Khmer they are those of dates and of where a text is; figures stay as they are, so
that a date is found in either language.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from mediarel.dates import edtf, khmer


class Language(Enum):
    """The languages of a citation, by their codes (BCP 47)."""

    ENGLISH = "en"
    KHMER = "km"


class Words(NamedTuple):
    """What is printed by itself; `{}` stands for a date, or for two."""

    months: tuple[str, ...]
    months_in_short: tuple[str, ...]
    circa: str
    circa_in_short: str
    between: str
    or_later: str
    or_earlier: str
    available_at: str
    signed_by: str
    source: str
    source_of_excerpt: str
    withdrawn: str
    published_again: str


_KHMER_MONTHS = tuple(
    next(name for name, named in khmer.MONTHS.items() if named == english)
    for english in edtf.MONTHS
)
_ENGLISH = Words(
    edtf.MONTHS,
    # MLA Handbook, 9th edition, 6.38: months of five letters and more are cut.
    (
        *("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept."),
        *("Oct.", "Nov.", "Dec."),
    ),
    "circa",
    "ca.",
    "between {} and {}",
    "{} or later",
    "{} or earlier",
    "Available at:",
    "Signed by:",
    "Source:",
    "Excerpt from:",
    "withdrawn",
    "Published again.",
)
_KHMER = Words(
    _KHMER_MONTHS,
    _KHMER_MONTHS,
    "ប្រហែល",
    "ប្រហែល",
    "ចន្លោះ {} និង {}",
    "{} ឬក្រោយមក",
    "{} ឬមុននេះ",
    "មាននៅ៖",
    "ចុះហត្ថលេខាដោយ៖",
    "ប្រភព៖",
    "ដកស្រង់ពី៖",
    "បានដកចេញវិញ",
    "បានផ្សព្វផ្សាយឡើងវិញ។",
)
WORDS = {Language.ENGLISH: _ENGLISH, Language.KHMER: _KHMER}


def language_for(code: str) -> Language:
    """Return the language in which we have words for what is in `code` (BCP 47)."""
    is_khmer = code.partition("-")[0] == Language.KHMER.value
    return Language.KHMER if is_khmer else Language.ENGLISH
