"""Reading a release: what its own text says of its title, place and date.

What can't be told for sure is left in the text: a dateline that is missed
costs a field, one that is made up takes words from the headline.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mediarel.dates import ENGLISH_MONTHS, KHMER_MONTHS, read_date
from mediarel.errors import InvalidError
from mediarel.khmer_dates import WEEKDAYS as KHMER_WEEKDAYS
from mediarel.sentences import first_sentence
from mediarel.text import one_line, paragraphs, spaced_once

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mediarel.dates import PartialDate
    from mediarel.statement import Draft

_LONGEST_DATELINE = 240
_LONGEST_TITLE = 250
_MOST_WORDS_OF_PLACE = 6
# Khmer has no capitals and no spaces between words: what runs on is a sentence.
_LONGEST_WORD_OF_PLACE = 32

# Every repetition in these patterns has an upper end or gives nothing back, so
# that no text, however odd, takes long to read.
_WHITE = r"\s\u200b-\u200d\u2060\ufeff"
_DASH = r"\-\u2010-\u2015\u2212"
_DIGIT = "[0-9០-៩]"
_GAP = rf"(?:(?!\n)[{_WHITE}]){{0,20}}+"
_SPACE = re.compile(rf"[{_WHITE}]*+")
_YEAR = re.compile(rf"{_DIGIT}{{4}}(?!{_DIGIT})")


def _any_of(names: Iterable[str]) -> str:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return f"(?:{'|'.join(map(re.escape, longest_first))})"


_MONTH = rf"(?<![^\W\d_]){_any_of(ENGLISH_MONTHS)}\.?{_GAP},?{_GAP}"
_DAY = rf"(?<!{_DIGIT})[0-9]{{1,2}}(?:st|nd|rd|th)?{_GAP}"
# The last two signs of "year" look the same in either order.
_KHMER_YEAR = "(?:ឆ្ន(?:ាំ|ំា))?"
_DATE = rf"""(?:
    {_MONTH}{_DAY},?{_GAP}[0-9]{{4}}
  | {_DAY}(?:of)?{_GAP}{_MONTH}[0-9]{{4}}
  | {_MONTH}[0-9]{{4}}
  | [0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}
  | (?<!{_DIGIT}){_DIGIT}{{1,2}}(?P<mark>[/.\-]){_DIGIT}{{1,2}}(?P=mark){_DIGIT}{{4}}
  | (?:(?:ថ្ងៃ)?{_GAP}(?:ទី)?{_GAP}(?<!{_DIGIT}){_DIGIT}{{1,2}}{_GAP},?{_GAP})?
    (?:ខែ)?{_GAP}{_any_of(KHMER_MONTHS)}{_GAP},?{_GAP}{_KHMER_YEAR}{_GAP}{_DIGIT}{{4}}
)(?!{_DIGIT})"""
_WEEKDAY = rf"""(?:
    (?<![^\W\d_])
    (?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?
  | (?:ថ្ងៃ)?{_GAP}{_any_of(KHMER_WEEKDAYS)}
){_GAP},?{_GAP}"""
_RUN = r"[^\n\d()\[\]\"“”„«»:៖]{1,80}?"
_FLAGS = re.IGNORECASE | re.VERBOSE


# Compiled when first asked for: it takes longer than most commands do with it.
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
            (?P<joint>,?{_GAP}(?P<inner>[(\[])|[,:៖]|[{_DASH}]{{1,3}})?{_GAP}
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
          {_GAP}\.?{_GAP}(?:[{_DASH}]{{1,3}}(?![{_DASH}0-9])|[:៖](?!{_DIGIT}))
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

_FIRST_PARAGRAPH = re.compile(
    rf"[{_WHITE}]*+(\S[^\n]*+)\n[^\S\n]*+\n[{_WHITE}]*+(?=\S)"
)
_SENTENCE_END = re.compile(rf"[.?!;:,…។៕៖{_DASH}][\"'”’»)\]\s]{{0,8}}\Z")
_NO_TITLE_START = re.compile(
    rf"[•·▪◦●○‣➢✓>]|[*+{_DASH}]+\s|\(?(?:{_DIGIT}{{1,2}}|[a-z])[.)]\s|dear\b|សូមគោរព",
    re.IGNORECASE,
)
_END_OF_DATELINE = re.compile(rf"[{_WHITE}{_DASH}.:៖]*+")
_DATELINE_FIELDS = ("dateline", "place", "dated")
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "„": "“"}


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
    """Give the dateline that `text` begins with, None where it has none.

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


def without_dateline(text: str) -> str:
    """Give `text` from where its dateline, if it has one, ends."""
    dateline = read_dateline(text)
    return text if dateline is None else text[dateline.end :]


def split_title(text: str) -> tuple[str | None, str]:
    """Give the headline printed above a text, or None, and the text without it.

    A headline is a first paragraph of one line that does not read as a
    sentence, a quotation, a salutation, a list item or a dateline.
    """
    first = _FIRST_PARAGRAPH.match(text)
    if first is None:
        return None, text
    title = first[1].strip()
    is_title = (
        len(title) <= _LONGEST_TITLE
        and any(letter.isalpha() for letter in title)
        and not _SENTENCE_END.search(title[-10:])
        and not _NO_TITLE_START.match(title)
        and not _is_quotation(title)
        and not _date_pattern().fullmatch(title)
        and read_dateline(text) is None
    )
    return (title, text[first.end() :]) if is_title else (None, text)


def _end_of_space(text: str, start: int) -> int:
    space = _SPACE.match(text, start)
    return start if space is None else space.end()


def _dated(printed: str) -> PartialDate | None:
    """Give the date printed, None where it does not exist or has two readings."""
    try:
        # Printed dates are whole, so that no part is taken from this day.
        return read_date(" ".join(printed.split()), today=dt.date(2000, 1, 1))
    except InvalidError:
        return None


def _runs_on(text: str, found: re.Match[str], end: int, dated: PartialDate) -> bool:
    """Tell whether what follows `found` makes it a part of a period or sentence."""
    if found["alone"]:
        return "\n" not in text[found.end() : end] and text[end].islower()
    if dated.day is None and _YEAR.match(text, end):
        return True
    return _date_pattern().match(text, end) is not None


def _place(run: str) -> str | None:
    """Give the place that `run` names, None where it is another kind of words."""
    words = run.strip(", \t\u00a0\u200b").split()
    if not 1 <= len(words) <= _MOST_WORDS_OF_PLACE:
        return None
    first, last = (word.strip(".,").casefold() for word in (words[0], words[-1]))
    is_other = (
        (first in _NO_FIRST_WORD and f"{first} {last}" not in _WITH_ARTICLE)
        or (first in ENGLISH_MONTHS and len(words) == 1)
        or last in _NO_LAST_WORD | _JOINING
        or words[0].startswith(_NO_KHMER_START)
        or not _is_place_word(words[0])
        or not all(_is_place_word(word) or word in _JOINING for word in words)
    )
    return None if is_other else " ".join(words)


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


def _is_quotation(title: str) -> bool:
    """Tell whether the quote that `title` opens with is closed at its very end."""
    closing = _QUOTES.get(title[0])
    if closing is None or not title.endswith(closing):
        return False
    return title[0] not in title[1:-1]


def headline(draft: Draft) -> str:
    """Give what a list shows: the title, else the first sentence without its dateline.

    It is on one line, with one plain space between words.
    """
    if draft.title:
        return spaced_once(draft.title)
    return first_sentence((draft.text or "")[after_dateline(draft) :])


def after_dateline(draft: Draft) -> int:
    """Give where in its text the dateline of `draft` ends, 0 where it has none."""
    text = draft.text or ""
    if not draft.dateline or not text.startswith(draft.dateline):
        return 0
    end = _END_OF_DATELINE.match(text, len(draft.dateline))
    return end.end() if end else 0


def with_dateline(fields: Mapping[str, object]) -> dict[str, object]:
    """Give `fields` with what the text's own dateline says, where none is given."""
    given = dict(fields)
    text = given.get("text")
    if isinstance(text, str) and not any(given.get(name) for name in _DATELINE_FIELDS):
        given.update(_said_by_dateline(paragraphs(text)))
    return given


def following_text(before: Draft, fields: Mapping[str, object]) -> dict[str, object]:
    """Give `fields` for an edit of `before`, whose dateline follows a new text.

    A dateline, place or date that was set by hand, before or now, stays.
    """
    text = fields.get("text")
    if text is None or text == before.text or not isinstance(text, str):
        return dict(fields)
    old, new = _said_by_dateline(before.text or ""), _said_by_dateline(paragraphs(text))
    kept = before.fields()
    followed = {name: new[name] for name in _DATELINE_FIELDS if kept[name] == old[name]}
    changed = {k: v for k, v in fields.items() if k not in kept or v != kept[k]}
    return {**fields, **followed, **changed}


def _said_by_dateline(text: str) -> dict[str, str | None]:
    dateline = read_dateline(text)
    if dateline is None:
        return dict.fromkeys(_DATELINE_FIELDS)
    return {
        "dateline": one_line(dateline.printed),
        "place": dateline.place,
        "dated": str(dateline.dated),
    }
