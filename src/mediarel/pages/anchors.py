"""Find the dates that may date entries, and classify them by the text around them.

Dates of one class are printed alike. For example, `by Dara | 3 March 2019 | News` has
words and a bar on both sides of the date.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mediarel.pages.labels import label_of
from mediarel.pages.page_rows import FOOT_LINE, HEADING, MORE, NUMBERS
from mediarel.pages.title_likeness import ends_sentence
from mediarel.pages.words_around import NAVIGATION, folded
from mediarel.pages.words_within import LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.dates.printed import PrintedDate
    from mediarel.pages.page_rows import Row

DAY, DAY_OF_NO_YEAR, MONTH, YEAR = "day", "day without year", "month", "year"

_LONG_BEFORE = 130
_LONG_AFTER = 200
_SENTENCE = 60
_SHORT = 34
_STOPS = (".", "!", "?", "...", "…")
_FEW_WORDS = 6
_TIME = re.compile(r"\d{1,2}\s?[:.h]\s?\d{2}(?:\s?[ap]\.?m\b)?", re.IGNORECASE)
_PARTS = re.compile(r"[,;|•·—–(\[]|\.\s")
_CHANGED = tuple(f" {each}" for each in LABELS["modified"] if " " in each)
_BEHIND = frozenset((*"-–—:|\t", "word", "gap"))
_FEWEST = 2
_RUNNING = (*"dg,.();:", *"-–—")  # "word", "long" or punctuation


class Anchor(NamedTuple):
    """A date in a row, with the rest of the row."""

    row: int
    """The index of its row."""
    date: PrintedDate
    before: str
    after: str
    shape: tuple[str, str]
    precision: str

    is_prose: bool = False
    """Whether the date is within a sentence."""
    is_running: bool = False
    """Whether words of a sentence, even a short one, follow the date."""

    @property
    def is_alone(self) -> bool:
        """Return whether the row contains only the date and possibly a label."""
        return self.shape in {("", ""), (":", "")}


def find_anchors(rows: Sequence[Row]) -> list[Anchor]:
    """Return an anchor for each row with a date, at most two for a long row."""
    found = [
        anchor
        for index, row in enumerate(rows)
        if row.dates and row.kind not in (FOOT_LINE, NUMBERS, MORE, HEADING)
        if not (index <= 1 and _is_today(rows, index))
        for anchor in _anchors(index, row)
        if not is_change_of(anchor.before)
    ]
    return _without_ends(found)


def _without_ends(anchors: list[Anchor]) -> list[Anchor]:
    """Return dates without those at line ends if all the lines begin with a date.

    Dates at the end belong to titles: `31.03.2017 – The rules of 01.01.2015`.
    """
    begun = {
        each.row
        for each in anchors
        if not each.before.strip()
        and each.shape[1] in _BEHIND
        and each.precision == DAY
    }
    ends = [
        each
        for each in anchors
        if each.before.strip() and not each.after.strip(" .)") and each.precision == DAY
    ]
    if len(begun) < _FEWEST or any(each.row not in begun for each in ends):
        return anchors
    return [each for each in anchors if each not in ends]


def _is_today(rows: Sequence[Row], index: int) -> bool:
    """Return whether the date at the top of a page is the day the page was copied."""
    below = [folded(row.text) for row in rows[index + 1 : index + 4]]
    if any(len(text) > _SHORT for text in below):
        return False
    return len(rows[index].text) < _SENTENCE and any(
        text in NAVIGATION for text in below
    )


def _anchors(index: int, row: Row) -> list[Anchor]:
    first = row.dates[0]
    found = [_anchor(index, row, first, row.dates[1:2])]
    last = row.dates[-1]
    # A title may contain a date, with the entry's date at the end of the row.
    if last is not first and not row.text[last.end :].strip(" .)]"):
        found.append(_anchor(index, row, last, ()))
    # The title in a different cell may also contain a date.
    known = {each.date for each in found}
    found += [
        _anchor(index, row, date, ())
        for date in row.dates[1:]
        if date not in known and _has_cell(row.text, date)
    ]
    return found


def _has_cell(text: str, date: PrintedDate) -> bool:
    """Return whether a date fills a table cell."""
    before, _, left = text[: date.start].rpartition("\t")
    right, tab, _ = text[date.end :].partition("\t")
    return bool(before and tab) and not left.strip() and not right.strip()


def _anchor(
    index: int, row: Row, date: PrintedDate, others: Sequence[PrintedDate]
) -> Anchor:
    before, end = row.text[: date.start], date.end
    # The second date is the last change, which doesn't date the entry.
    for other in others:
        between = _TIME.sub("", row.text[end : other.start])
        if not between.strip(" |,–—-/()·•") or is_change_of(between):
            end = other.end
    after = row.text[end:]
    shape = (_before(before), _after(after))
    around = (shape[0], "." if after.strip() in _STOPS else shape[1])
    is_prose = (
        all(each and each[-1] in _RUNNING for each in around)
        and len(row.text) > _SENTENCE
        and (ends_sentence(row.text) or len(row.text) > 2 * _SENTENCE)
    )
    words = before.split()[-1:] + after.split()[:1]
    is_running = (
        len(words) > 1
        and all(map(str.islower, words))
        and (before[-1].isspace() and after[0].isspace() and ends_sentence(row.text))
    )
    precision = _precision(date)
    return Anchor(index, date, before, after, shape, precision, is_prose, is_running)


def _precision(date: PrintedDate) -> str:
    if date.day is not None or date.figures is not None:
        return DAY if date.year is not None else DAY_OF_NO_YEAR
    return MONTH if date.month is not None else YEAR


def _before(text: str) -> str:
    """Return the class of the text before a date."""
    bare = text.strip()
    if not any(map(str.isalnum, bare)):
        return ""
    if len(bare) > _LONG_BEFORE:
        return "long"
    if folded(bare).strip(" :：") in LABELS["date"]:
        return ":"
    sign = text[-1] if text[-1] == "\t" else bare[-1]
    return "word" if sign.isalnum() or sign in "\"'”’»!?" else sign


def _after(text: str) -> str:
    """Return the class of the text after a date."""
    bare = text.strip()
    if not any(map(str.isalnum, bare)):
        return ""
    if len(bare) > _LONG_AFTER:
        return "long"
    sign = text[0] if text[0] == "\t" else bare[0]
    if text[:2].isspace() and sign != "\t":
        return "gap"
    return "word" if sign.isalnum() or sign in "\"'“‘«" else sign


def is_change_of(before: str) -> bool:
    """Return whether the text before a date labels the date as the last change."""
    last = _PARTS.split(before[-_LONG_BEFORE:].rstrip(" :："))[-1].strip()
    labelled = label_of(last + ":")
    if labelled is not None and labelled[0] == "modified":
        return True
    # "Site mis à jour le", "This page was last updated on"
    low = folded(last)
    return len(low) < _SHORT + _FEW_WORDS and low.endswith(_CHANGED)
