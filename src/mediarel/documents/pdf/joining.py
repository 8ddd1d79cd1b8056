"""The text of a paragraph: its lines put together, with the words they cut whole."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from mediarel.text.tokens import is_unspaced

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.documents.pdf.lines import Line

_SOFT = "\u00ad"
_HYPHENS = "-\u2010" + _SOFT
_WORD = re.compile(r"[\w'’]+(?:-\w+)*")
_FIRST_WORD = re.compile(r"\w+")
_CUT_WORD = re.compile(rf"([\w'’]+)[{_HYPHENS}]$")
_WHITE = re.compile("[ \t\u2002-\u200a]+")
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


def words_of(lines: Iterable[Line]) -> set[str]:
    """Return the words that stand whole in `lines`, in small letters."""
    words: set[str] = set()
    is_cut = False
    for line in lines:
        found = _WORD.findall(line.text.translate(_LIGATURES).lower())
        begins_cut, is_cut = is_cut, line.text[-1] in _HYPHENS
        words.update(found[begins_cut : len(found) - is_cut])
    return words


def text_of(paragraph: list[Line], words: set[str]) -> str:
    """Return the text of `paragraph`; `words` stand whole elsewhere in the document."""
    text = paragraph[0].text.translate(_LIGATURES)
    for last, line in pairwise(paragraph):
        after = line.text.translate(_LIGATURES)
        is_beside = line.page == last.page and (
            abs(line.y - last.y) < _SAME_ROW * line.size
        )
        if is_beside:
            text = f"{text} {after}"
        elif text[-1] in _HYPHENS:
            text = _uncut(text, after, words)
        elif _is_within_word(text, after) and not last.ends_with_space:
            text += after
        else:
            text = f"{text} {after}"
    return _WHITE.sub(" ", text.replace(_SOFT, "")).strip()


def _is_within_word(before: str, after: str) -> bool:
    return is_unspaced(before[-1]) and is_unspaced(after[0]) and before[-1] not in _ENDS


def _uncut(before: str, after: str, words: set[str]) -> str:
    """Return both with the word that a hyphen cuts put together.

    The hyphen stays where the word has one elsewhere, or where its parts are words.
    """
    cut, rest = _CUT_WORD.search(before), _FIRST_WORD.match(after)
    if cut is None or rest is None:
        return f"{before} {after}"
    first, second = cut[1].lower(), rest[0].lower()
    if before[-1] == _SOFT or first + second in words:
        return before[:-1] + after
    are_words = first in words and second in words
    if f"{first}-{second}" in words or not rest[0][0].islower() or are_words:
        return before + after
    return before[:-1] + after
