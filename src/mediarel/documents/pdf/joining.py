"""Join the lines of a paragraph, and the words that a hyphen cuts at their ends."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mediarel.text.tokens import is_unspaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.documents.pdf.lines import Line

_SOFT = "\u00ad"
_HYPHENS = "-\u2010" + _SOFT
_WORD = re.compile(r"[\w'’]+(?:-\w+)*")
_FIRST_WORD = re.compile(r"\w+")
_CUT_WORD = re.compile(rf"([\w'’]+)[{_HYPHENS}]$")
_WHITE = re.compile("[ \t\u2002-\u200a]+")
_ADDRESS = re.compile(r"(?:://|www\.|@)\S*$")
_CUT_ADDRESS = re.compile(r"(?:://|www\.)\S*[/?=&_%]$")
_REST_OF_ADDRESS = re.compile(r"\S*\w[/.=&_%?-]\w")
_CONJUNCTIONS = frozenset(("and", "or", "und", "oder", "sowie", "bzw", "et", "ou"))
# Behind these a word keeps its hyphen; behind the others if the rest is a word, too.
_PREFIXES = frozenset(
    (
        *("anti", "cross", "half", "non", "pseudo", "quasi", "self", "vice"),
        *("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
    )
)
_PREFIXES_OF_WORDS = frozenset(("co", "mid", "multi", "post", "pre", "semi", "well"))
_STEM = 5  # letters
_SHARE_CUT = 0.025  # of the lines of a text with hyphenation
_ENDS = "។៖៕"  # behind these stands a space in Khmer
_SAME_ROW = 0.3  # ems
_LIGATURES = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
    }
)


class Words(NamedTuple):
    """The words of a document, in lower case, and whether its lines cut words."""

    whole: frozenset[str]
    are_cut: bool


def words_of(lines: Sequence[Line]) -> Words:
    """Return the words that are whole in `lines`, and whether other words are cut.

    Few lines of a text without hyphenation end in a hyphen, and these are part of the
    word: "pre-trial".
    """
    words: set[str] = set()
    cuts: set[tuple[str, str]] = set()
    last: Line | None = None
    for line in lines:
        text = line.text.translate(_LIGATURES)
        found = _WORD.findall(text.lower())
        cut = _CUT_WORD.search(last.text.translate(_LIGATURES)) if last else None
        begins_cut, ends_cut = cut is not None, text[-1] in _HYPHENS
        rest = _FIRST_WORD.match(text)
        if cut and rest and rest[0][0].islower():
            cuts.add((cut[1].lower(), rest[0]))
        words.update(found[begins_cut : len(found) - ends_cut])
        last = line
    are_many = len(cuts) > _SHARE_CUT * len(lines)
    are_cut = are_many or any(first + rest in words for first, rest in cuts)
    return Words(frozenset(words), are_cut)


def text_of(paragraph: list[Line], words: Words) -> str:
    """Return the text of `paragraph`; `words` are those of the document."""
    text = paragraph[0].text.translate(_LIGATURES)
    for last, line in pairwise(paragraph):
        after = line.text.translate(_LIGATURES)
        is_beside = line.page == last.page and (
            abs(line.y - last.y) < _SAME_ROW * line.size
        )
        if is_beside:
            text = f"{text} {after}"
        elif _CUT_ADDRESS.search(text) and _REST_OF_ADDRESS.match(after):
            text += after
        elif text[-1] in _HYPHENS:
            text = _uncut(text, after, words)
        elif _is_within_word(text, after) and not last.ends_with_space:
            text += after
        else:
            text = f"{text} {after}"
    return _WHITE.sub(" ", text.replace(_SOFT, "")).strip()


def _is_within_word(before: str, after: str) -> bool:
    return is_unspaced(before[-1]) and is_unspaced(after[0]) and before[-1] not in _ENDS


def _uncut(before: str, after: str, words: Words) -> str:
    """Return both with the word that a hyphen cuts put together.

    The hyphen stays if it is part of the word.
    """
    cut, rest = _CUT_WORD.search(before), _FIRST_WORD.match(after)
    if before[-1] != _SOFT and _ADDRESS.search(before):
        return before + after
    if cut is None or rest is None:
        return f"{before} {after}"
    first, second = cut[1].lower(), rest[0].lower()
    if before[-1] == _SOFT or first + second in words.whole:
        return before[:-1] + after
    if second in _CONJUNCTIONS:  # "Rechts- und Sozialberatung"
        return f"{before} {after}"
    if not rest[0][0].islower() or _has_hyphen(first, second, words):
        return before + after
    return before[:-1] + after


def _has_hyphen(first: str, second: str, words: Words) -> bool:
    """Return whether a word of these two parts is written with a hyphen."""
    if not words.are_cut or len(first) == 1 or first in _PREFIXES:
        return True
    if second in words.whole and (first in words.whole or first in _PREFIXES_OF_WORDS):
        return True
    # "baden-württembergisch" by "Baden-Württemberg".
    stem = f"{first}-{second[:_STEM]}"
    return f"{first}-{second}" in words.whole or (
        len(second) >= _STEM and any(word.startswith(stem) for word in words.whole)
    )
