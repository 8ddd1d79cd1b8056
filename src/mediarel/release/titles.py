"""Distinguish headlines from sentences, salutations and list items."""

import re
from functools import cache

from mediarel.release.headline import DASH
from mediarel.release.words import ASIDES, TITLES

LONGEST_TITLE = 250
_LONGEST_UNSPACED = 160  # in a script without spaces between words
_FULL_LINE = 30  # characters
_LEAST_CAPITALS = 0.7


def may_be_title(line: str) -> bool:
    """Return whether `line` looks like a headline.

    A headline is not a sentence, salutation, list item or date. A headline may end with
    an exclamation mark or a question mark.
    """
    longest = LONGEST_TITLE if line[:1] < "\u0e00" else _LONGEST_UNSPACED
    return (
        0 < len(line) <= longest
        and any(map(str.isalpha, line))
        and (
            not _sentence_end().search(line[-10:])
            or ASIDES.legal_form_after.search(line[-24:]) is not None
        )
        and not TITLES.never_a_title.match(line)
    )


def runs_out_of_room(above: str, line: str) -> bool:
    """Return whether `line` continues the title in `above`, in English title case.

    Example: `Reader Found Guilty of Loss of Three Hundred Books`, then `During Storm of
    2014`.
    """
    if not len(line) < len(above) >= _FULL_LINE or above[-1] in "?!.:":
        return False
    return bool(TITLES.continues_in_title_case.match(line)) and _in_title_case(
        above, line
    )


def _in_title_case(*lines: str) -> bool:
    """Return True if most words of each line are capitalised, ignoring short words."""
    for line in lines:
        words = [word for word in line.split() if word[0].isalpha() and len(word) > 3]  # noqa: PLR2004
        large = sum(word[0].isupper() for word in words)
        if not words or large < _LEAST_CAPITALS * len(words):
            return False
    return True


@cache
def _sentence_end() -> re.Pattern[str]:
    return re.compile(rf"(?:[.;:,…។៕៖။。；，：{DASH}]|\.\.\.)[\"'”’»)\]\s]{{0,8}}\Z")
