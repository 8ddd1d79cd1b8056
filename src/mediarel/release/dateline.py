"""The dateline of a release: the place and date that its text begins with.

Where it is not certain, nothing is read: a dateline that is missed costs a
field, one that is none would take words from the headline.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mediarel.dates.khmer import WEEKDAYS as KHMER_WEEKDAYS
from mediarel.dates.typed import ENGLISH_MONTHS, KHMER_MONTHS, read_date
from mediarel.errors import InvalidError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.dates.typed import PartialDate

_LONGEST_DATELINE = 240
_MOST_WORDS_OF_PLACE = 6
# Khmer has no capitals and no spaces between words: what runs on is a sentence.
_LONGEST_WORD_OF_PLACE = 32

# Every repetition in these patterns is bounded or possessive, so that no text,
# however odd, takes long to read.
WHITE = r"\s\u200b-\u200d\u2060\ufeff"
DASH = r"\-\u2010-\u2015\u2212"
DIGIT = "[0-9០-៩]"
_GAP = rf"(?:(?!\n)[{WHITE}]){{0,20}}+"
_SPACE = re.compile(rf"[{WHITE}]*+")
_YEAR = re.compile(rf"{DIGIT}{{4}}(?!{DIGIT})")


def _any_of(names: Iterable[str]) -> str:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return f"(?:{'|'.join(map(re.escape, longest_first))})"


_MONTH = rf"(?<![^\W\d_]){_any_of(ENGLISH_MONTHS)}\.?{_GAP},?{_GAP}"
_DAY = rf"(?<!{DIGIT})[0-9]{{1,2}}(?:st|nd|rd|th)?{_GAP}"
# The last two signs of "year" look the same in either order.
_KHMER_YEAR = "(?:ឆ្ន(?:ាំ|ំា))?"
_DATE = rf"""(?:
    {_MONTH}{_DAY},?{_GAP}[0-9]{{4}}
  | {_DAY}(?:of)?{_GAP}{_MONTH}[0-9]{{4}}
  | {_MONTH}[0-9]{{4}}
  | [0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}
  | (?<!{DIGIT}){DIGIT}{{1,2}}(?P<mark>[/.\-]){DIGIT}{{1,2}}(?P=mark){DIGIT}{{4}}
  | (?:(?:ថ្ងៃ)?{_GAP}(?:ទី)?{_GAP}(?<!{DIGIT}){DIGIT}{{1,2}}{_GAP},?{_GAP})?
    (?:ខែ)?{_GAP}{_any_of(KHMER_MONTHS)}{_GAP},?{_GAP}{_KHMER_YEAR}{_GAP}{DIGIT}{{4}}
)(?!{DIGIT})"""
_WEEKDAY = rf"""(?:
    (?<![^\W\d_])
    (?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?
  | (?:ថ្ងៃ)?{_GAP}{_any_of(KHMER_WEEKDAYS)}
){_GAP},?{_GAP}"""
_RUN = r"[^\n\d()\[\]\"“”„«»:៖]{1,80}?"
_FLAGS = re.IGNORECASE | re.VERBOSE


# Compiled when first needed: that takes longer than most commands use it.
@cache
def _date_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{_WEEKDAY})?{_DATE}", _FLAGS)


@cache
def _dateline_pattern() -> re.Pattern[str]:
    # The place may come first or last. The lazy `??` lets the date claim a weekday
    # before a place can, and a dash end the dateline before a place can follow.
    return re.compile(
        rf"""
        (?P<printed>
          (?P<whole>[(\[]{_GAP})?
          (?:
            (?P<before>{_RUN}){_GAP}
            (?P<joint>,?{_GAP}(?P<inner>[(\[])|[,:៖]|[{DASH}]{{1,3}})?{_GAP}
          )??
          (?:{_WEEKDAY})?
          (?P<date>{_DATE})
          (?(inner){_GAP}[)\]])
          (?:
            (?P<link>{_GAP},?{_GAP}(?P<bracket>\()|{_GAP},|{_GAP}){_GAP}
            (?P<after>{_RUN})(?(bracket)\))
          )??
          (?(whole){_GAP}[)\]])
        )
        (?:
          {_GAP}\.?{_GAP}(?:[{DASH}]{{1,3}}(?![{DASH}0-9])|[:៖](?!{DIGIT}))
        | {_GAP}\.?{_GAP}(?P<alone>\n)
        | (?P<stop>{_GAP}[.។](?=\s))
        | (?(whole)(?=\s)|(?!))
        )""",
        _FLAGS,
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_JOINING = _words("and & / of the de del du des la le el y et e am upon")
_NO_FIRST_WORD = _words(
    "a about after against all although among an and are as at because before "
    "between but by correction de dear did do does during for from had has have he "
    "her his how i if in into is it its last late early media my next no not of on "
    "or our over press re since she so that the their then there these they this "
    "those through throughout to today tomorrow tonight under until updated upon "
    "was we were what when where whereas while who why will with within without "
    "yesterday you your dated done issued made posted published released signed "
    "adopted arrested beginning starting ending following effective embargoed "
    "founded mr mrs ms dr prof open joint public mid end"
)
_NO_LAST_WORD = _words(
    "advisory announcement anniversary appeal briefing communique communiqué "
    "conference day declaration election elections forum immediately letter meeting "
    "memorandum news note petition release report speech statement statements "
    "submission summit update week year"
)
_WITH_ARTICLE = frozenset({"the hague", "the gambia", "the bahamas", "the philippines"})
_NO_KHMER_START = (
    *("នៅ", "កាលពី", "កាល", "ក្នុង", "តាំងពី", "ចាប់", "ក្រោយ", "មុន", "រហូត", "ដល់"),
    *("យើង", "សេចក្តី", "សេចក្ដី", "លិខិត", "ថ្ងៃ", "ខែ", "ឆ្នាំ", "ធ្វើ"),
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """The place and date at the start of a release.

    `printed` is as printed, without the dash or colon that ends it; `place`
    has one plain space between its words. `end` is where in the text the part
    after the dateline begins.
    """

    printed: str
    place: str | None
    dated: PartialDate
    end: int


def read_dateline(text: str) -> Dateline | None:
    """Return the dateline that `text` begins with, None where it has none.

    A dateline is a whole date, or a place with a month; it ends in a dash, a
    colon, the bracket around it or its line, and text follows it.
    """
    start = _end_of_space(text, 0)
    # Most releases have no dateline and need no more than this to tell.
    if not _YEAR.search(text, start, start + _LONGEST_DATELINE):
        return None
    found = _dateline_pattern().match(text, start)
    if found is None or (found["before"] and found["after"]):
        return None
    run = found["before"] or found["after"]
    place = _place(run) if run else None
    dated = _dated(found["date"])
    if dated is None or (run and place is None) or (found["stop"] and not run):
        return None
    if dated.day is None and not (found["joint"] or (found["link"] or "").strip()):
        return None
    end = _end_of_space(text, found.end())
    if end == len(text) or _runs_on(text, found, end, dated):
        return None
    return Dateline(found["printed"], place, dated, end)


def is_date(text: str) -> bool:
    """Tell whether `text` looks like a date and nothing else."""
    return _date_pattern().fullmatch(text) is not None


def _end_of_space(text: str, start: int) -> int:
    space = _SPACE.match(text, start)
    return start if space is None else space.end()


def _dated(printed: str) -> PartialDate | None:
    """Return the date `printed`, None where it does not exist or has two readings."""
    try:
        # Printed dates are whole, so that no part is taken from this day.
        return read_date(" ".join(printed.split()), today=dt.date(2000, 1, 1))
    except InvalidError:
        return None


def _runs_on(text: str, found: re.Match[str], end: int, dated: PartialDate) -> bool:
    """Tell whether `found` is only the beginning of a period or a sentence."""
    if found["alone"]:
        return "\n" not in text[found.end() : end] and text[end].islower()
    if dated.day is None and _YEAR.match(text, end):
        return True
    return _date_pattern().match(text, end) is not None


def _place(run: str) -> str | None:
    """Return the place that `run` names, None where it names none."""
    words = run.strip(", \t\u00a0\u200b").split()
    if not 1 <= len(words) <= _MOST_WORDS_OF_PLACE:
        return None
    first, last = (word.strip(".,").casefold() for word in (words[0], words[-1]))
    is_mismatched = (
        (first in _NO_FIRST_WORD and f"{first} {last}" not in _WITH_ARTICLE)
        or (first in ENGLISH_MONTHS and len(words) == 1)
        or last in _NO_LAST_WORD | _JOINING
        or words[0].startswith(_NO_KHMER_START)
        or not _is_place_word(words[0])
        or not all(_is_place_word(word) or word in _JOINING for word in words)
    )
    return None if is_mismatched else " ".join(words)


def _is_place_word(word: str) -> bool:
    return (
        len(word) <= _LONGEST_WORD_OF_PLACE
        and word[0].isalpha()
        and not word[0].islower()
        and all(
            # Marks: a Khmer vowel is one. Formats: U+200B between Khmer words.
            letter in "'’.,-‐‑–/"
            or unicodedata.category(letter)[0] in "LM"
            or unicodedata.category(letter) == "Cf"
            for letter in word
        )
    )
