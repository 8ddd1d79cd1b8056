"""Recognise the lines around signatories: a heading, a part, a count.

All functions take one line as printed.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from mediarel.release.closings import LONGEST_CLOSING, is_closing, may_be_closed
from mediarel.release.ends import is_call_to_sign
from mediarel.release.words import SIGNING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_HEADING = 300
_LONGEST_UNSPACED_HEADING = 60
_LAST_LETTER = "\u0dff"  # of scripts with spaces between words
_BEGUN = (
    "in solidarity",
    "yours in solidarity",
    "on behalf of the",
    *SIGNING.supported,
)
_FEW, _SHORT = 8, 3  # words


_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*+|&")
_JOINED = re.compile(r"\s(?:and|et|und|y|e|dan)\s(?:the\s)?|\s?[&/,]\s?")
_FIGURES = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def may_be_signed(lines: Sequence[str]) -> bool:
    """Return quickly whether any of `lines` may be a heading or a closing."""
    begun = [line[:_LONGEST_HEADING] for line in lines if _may_announce(line)]
    if begun:
        low = "\n".join(begun).casefold()
        if any(map(low.__contains__, SIGNING.stems)):
            return True
    return may_be_closed(lines)


def _may_announce(line: str) -> bool:
    """Return quickly whether `line` may be a heading, if it has a signing word.

    A sentence is not a heading, except before a colon; see `_announces`. A short line
    may precede a recognisable list.
    """
    bare = _bare(line)
    if not bare:
        return False
    if ":" in line or "：" in line or len(bare) <= LONGEST_CLOSING:
        return True
    if len(bare) > _LONGEST_HEADING:
        return False
    low = bare.casefold()
    if low[0] > _LAST_LETTER and low[0].isalpha():
        return len(bare) <= _LONGEST_UNSPACED_HEADING or low[-1] == "៖"
    return low[-1] == "៖" or low.startswith(_BEGUN) or _begins_heading(low)


def _begins_heading(low: str) -> bool:
    """Return whether the first words of `low` can all belong to a heading."""
    words = filter(str.isalpha, low.split(maxsplit=_FEW)[:_FEW])
    return all(
        word in SIGNING.core or word in SIGNING.fillers or word in SIGNING.months
        for word in words
    )


@lru_cache(maxsize=256)  # each line is tested several times
def is_heading(line: str) -> bool:
    """Return whether `line` is a heading or closing above signatories."""
    bare = _bare(line)
    if is_closing(bare):
        return True
    if not bare or len(bare) > _LONGEST_HEADING:
        return False
    low = bare.casefold()
    has_word = any(map(low.__contains__, SIGNING.stems))
    return has_word and not is_call_to_sign(bare) and _announces(bare, low)


def _announces(bare: str, low: str) -> bool:
    """Return whether `bare` is a signatory heading, not a sentence or a demand.

    `bare` contains a signing word; `low` is its case-folded form.
    """
    words = _WORD.findall(_TAIL.sub("", low) or low)
    if _says_order(low, len(words)):
        return True
    if low[0] > _LAST_LETTER and len(bare) <= _LONGEST_UNSPACED_HEADING:
        is_text = low[-1] in "。។៕" or "全文" in low  # "the joint letter in full:"
        return not is_text and len(low.split()) <= _FEW
    if low.startswith(_BEGUN):
        return len(words) <= _FEW and low[-1] in ":,"
    if all(map(_may_be_of_heading, words)):
        # "Signed." is a heading; with more words, the line is a sentence.
        is_sentence = low[-1] == "." and len(words) > _SHORT
        return not is_sentence and any(map(is_of_signing, words))
    if low[-1] not in ":：៖" or SIGNING.demands.search(low):
        return False
    return _is_unspaced(low) or _spoken().search(low) is not None


def _is_unspaced(low: str) -> bool:
    return any(letter > _LAST_LETTER and letter.isalpha() for letter in low)


@cache
def _spoken() -> re.Pattern[str]:
    """Return a pattern for the beginning of a signing word in a sentence.

    "ausgezeichnet" and "assassinada" do not match, nor do "Unterstützung" and
    "supporting".
    """
    stems = (stem for stem in SIGNING.stems if stem[0] <= _LAST_LETTER)
    said = "|".join(re.escape(stem) for stem in stems if stem != "supporting")
    return re.compile(rf"(?<![^\W\d_])(?:co-?|con|mit|erst)?(?:{said})(?!ung)")


# Text in brackets after a heading: "Signatories (as of today)".
_TAIL = re.compile(r"\s?[(（][^()（）\n]{1,120}[)）]\s?[:：]?\Z")
_ORDER = ("alphabet", "alphabét", "alfab", "abjad", "排名不分", "順不同", "五十音順")


def _says_order(low: str, count: int) -> bool:
    """Return whether `low`, of `count` words, only states the order of names."""
    if not any(map(low.__contains__, _ORDER)) or len(low) > _LONGEST_ORDER:
        return False
    is_bracketed = low[0] in "(（" and low.rstrip(":：")[-1:] in (")", "）")
    return is_bracketed or (count <= _FEW and low[-1] not in ".。")


_LONGEST_ORDER = 120


def is_of_signing(word: str) -> bool:
    """Return whether `word`, in lower case, is about signing."""
    if word in SIGNING.core:
        return True
    return word[0] > _LAST_LETTER and any(map(word.__contains__, SIGNING.stems))


def _may_be_of_heading(word: str) -> bool:
    return word in SIGNING.fillers or word in SIGNING.months or is_of_signing(word)


def is_calling(low: str) -> bool:
    """Return whether `low`, in lower case, calls for an action."""
    return SIGNING.demands.search(low) is not None


def is_surely_heading(line: str) -> bool:
    """Return whether the heading `line` is certain even above a single name.

    The closing of a letter is uncertain: its writer is no signatory of a joint letter.
    """
    if SIGNING.closing_of_one.search(line.casefold()) or is_closing(line):
        return False
    return _bare(line)[-1:] in (*":：៖,", "") or len(line.split()) <= _SHORT


def is_part(line: str) -> bool:
    """Return whether `line` is a heading within the list, such as a country."""
    bare = _bare(line)
    low = bare.casefold().rstrip(":：៖ ")
    if not low or line[:1].isdigit():
        return False
    is_marked = (line[:1], line.rstrip()[-1:]) in _BRACKETS
    if is_marked or bare.endswith((":", "：", "៖")):
        return True
    if _is_region(low.strip("()[]*")) or SIGNING.part.fullmatch(low):
        return True
    words = _WORD.findall(low)
    return 0 < len(words) <= _FEW and _are_of_part(words, bare)


def _are_of_part(words: Sequence[str], bare: str) -> bool:
    """Return whether `words`, the lower-case words of `bare`, describe signatories."""
    if words[0] in SIGNING.regions_alone and all(
        word in SIGNING.regions_alone or word in _AND for word in words
    ):
        return True
    if all(
        word in SIGNING.groups or word in SIGNING.describes_groups for word in words
    ):
        return any(word in SIGNING.groups for word in words)
    # "School groups": in a name, the second word would be capitalised.
    last = bare.rsplit(maxsplit=1)[-1]
    return 1 < len(words) <= _SHORT and last in SIGNING.groups and bare[0].isupper()


_BRACKETS = {("【", "】"), ("〈", "〉"), ("《", "》"), ("<", ">"), ("〔", "〕")}
_AND = frozenset({"and", "&", "et", "y", "e", "ed", "und", "dan", "or"})


def _is_region(low: str) -> bool:
    """Return whether `low` is a country or region, or several: `europe and asia`."""
    if low in countries():
        return True
    if len(low) > _LONGEST_REGION:
        return False
    parts = [part.strip() for part in _JOINED.split(low)]
    return len(parts) > 1 and all(
        part in countries() or f"the {part}" in countries() for part in parts
    )


_LONGEST_REGION = 80


def announced(line: str) -> int | None:
    """Return the number of names that `line` announces, without undisclosed names."""
    found = SIGNING.announced_number.search(line[:_LONGEST_HEADING])
    if found is None:
        return None
    count = int(next(group for group in found.groups() if group))
    hidden = SIGNING.hidden_number.search(line[:_LONGEST_HEADING], found.end())
    return count - int(hidden[1]) if hidden else count


def others(line: str) -> int:
    """Return the number of unnamed further signatories in `line`, or 0."""
    found = SIGNING.further_names.match(line.strip(" .,;•-–"))
    if found is None:
        return 0
    figure = found[1].casefold()
    return int(figure) if figure.isdigit() else max(1, _FIGURES.index(figure))


@cache
def countries() -> frozenset[str]:
    """Return the names of countries and regions, in lower case."""
    listed = files("mediarel.release") / "countries.txt"
    return frozenset(listed.read_text("utf-8").split("\n"))


def _bare(line: str) -> str:
    """Return `line` without marks around a heading and zero-width spaces."""
    return line.replace("\u200b", "").strip(" \t\u00a0*_#•-–—~=<>☆★【】[]\"“”'")
