"""Recognise a headline: not a sentence, salutation, quotation or list item."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from mediarel.release.asides import with_legal_form
from mediarel.release.dateline import date_line, read_dateline
from mediarel.release.headline import BLANK, DASH
from mediarel.release.kinds import kind_in_title, kind_of
from mediarel.release.signing import is_heading
from mediarel.release.words import TITLES

if TYPE_CHECKING:
    from mediarel.release.lines import Line

_HALVING = frozenset(":：–—,、，")
_FEW_WORDS = 3
_COLONS = frozenset(":：")
LONGEST_TITLE = 250
_LONGEST_UNSPACED = 160  # in a script without spaces between words
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "„": "“", "「": "」"}
_FULL_LINE = 30  # characters
_LEAST_CAPITALS = 0.7


def may_be_title(line: str) -> bool:
    """Return whether `line` looks like a headline.

    A headline is not a sentence, quotation, salutation, list item or date. A headline
    may end with an exclamation mark or a question mark.
    """
    longest = LONGEST_TITLE if line[:1] < "\u0e00" else _LONGEST_UNSPACED
    return (
        0 < len(line) <= longest
        and any(map(str.isalpha, line))
        and (not _sentence_end().search(line[-10:]) or with_legal_form(line))
        and not TITLES.never_a_title.match(line)
        and not is_quotation(line)
    )


def is_quotation(title: str) -> bool:
    """Return whether the quotation at the start of `title` ends at its end."""
    closing = _QUOTES.get(title[0])
    if closing is None or not title.endswith(closing):
        return False
    return title[0] not in title[1:-1]


def runs_out_of_room(above: str, line: str) -> bool:
    """Return whether `line` continues a title in English title case.

    Example: `Reader Found Guilty of Loss of Three Hundred Books`, then `During Storm of
    2014`
    """
    if not len(line) < len(above) >= _FULL_LINE or above[-1] in "?!.:":
        return False
    return bool(TITLES.continues_in_title_case.match(line)) and _in_title_case(
        above, line
    )


def _in_title_case(*lines: str) -> bool:
    """Return whether most longer words in each of `lines` are capitalised."""
    for line in lines:
        words = [word for word in line.split() if word[0].isalpha() and len(word) > 3]  # noqa: PLR2004
        large = sum(word[0].isupper() for word in words)
        if not words or large < _LEAST_CAPITALS * len(words):
            return False
    return True


@cache
def _sentence_end() -> re.Pattern[str]:
    return re.compile(rf"(?:[.;:,…។៕៖။。；，：{DASH}]|\.\.\.)[\"'”’»)\]\s]{{0,8}}\Z")


def begins_title(text: str, line: Line) -> bool:
    """Return whether `line` ends with a colon and is the first half of a title.

    The second half is on the next line, with an empty line or a subtitle after it. The
    first half may also end with a dash or a comma, if both halves have several words.
    """
    if line.text[-1:] not in _HALVING:
        return False
    end = text.find("\n", line.end + 1)
    half = text[line.end + 1 : end if end >= 0 else len(text)].strip(BLANK)
    is_apart = _is_blank_below(text, end) or (
        line.text[-1] not in ":：" and _is_above_subtitle(text, half, end)
    )
    is_long = min(_words(line.text), _words(half)) > _FEW_WORDS
    is_said = is_quotation(half or "-")
    return (
        is_apart
        and end > 0
        and (line.text[-1] in ":：" or is_long)
        and (is_said or may_be_title(half))
        and may_be_title(line.text[:-1].rstrip())
        and ((is_said and is_long) or not is_heading(line.text))
        and not date_line(half)
        and not kind_of(half)
    )


def kind_above_title(text: str, line: Line) -> str | None:
    """Return the kind in `Open letter of the harbour groups:`, without the title."""
    if line.text[-1:] not in _COLONS or len(line.text) > LONGEST_TITLE:
        return None
    is_apart = _is_blank_below(text, line.end)
    return kind_in_title(line.text[:-1].rstrip()) if is_apart else None


def _is_blank_below(text: str, end: int) -> bool:
    """Return whether an empty line follows the line that ends at `end`."""
    return not text[end + 1 : text.find("\n", end + 1) + 1].strip(BLANK + "\n")


def _is_above_subtitle(text: str, half: str, end: int) -> bool:
    """Return whether a possible subtitle or the dateline is below `half`."""
    if end < 0 or half[:1].islower():
        return False
    if (above := read_dateline(text, end + 1)) and above.place:
        return above.end < len(text)
    below = text.find("\n", end + 1)
    subtitle = text[end + 1 : below].strip(BLANK)
    is_short = 0 < below - end <= LONGEST_TITLE and may_be_title(subtitle)
    if not is_short or subtitle[0].islower():
        return False
    if _is_blank_below(text, below):
        return True
    above = read_dateline(text, below + 1)
    return above is not None and above.place is not None


def _words(text: str) -> int:
    """Return the number of words in `text`, estimated for scripts without spaces."""
    return len(text) // 3 if text[:1] > "\u0dff" else len(text.split())
