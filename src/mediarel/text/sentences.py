"""The sentences of a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.text.abbreviations import goes_on_after
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Iterator

# Begins with a set of characters, so that the search can leap to the next of them.
_SENTENCE_END = re.compile(
    r"[.!?…។៕။。！？\n](?:"
    r"(?<=[.!?…])(?<![.!?…]{2})[.!?…]*+[\"'”’»)\]]*+"
    r"(?=\s++(?:[^\Wa-z]|[\"'“‘«(\[]))"
    # Khmer, whose "and so on" (។ល។) ends one too, Burmese, Chinese and Japanese.
    r"|(?<=[។៕။。！？])(?:ល។)?[។៕။。！？]*+"
    r"|(?<=\n)\n)"
)
_WORD_BEFORE = re.compile(r"(?:^|[\s(\[\"'“‘«’/–—-])(\w[\w.]*)$")
_LONGEST_ABBREVIATION = 12
_BEHIND = 30  # letters that say whether a sentence begins
_FULL_STOPS = (".", ".)", ".]")
_KHMER_FULL_STOPS = ("។", "៕")
_A_NAME = "Sok"  # before which no full stop but that of an abbreviation stands


def sentences(text: str) -> list[tuple[int, int]]:
    """Return start and end of each sentence of `text`, without white space around."""
    return list(_spans(text))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if end[0] in _FULL_STOPS and _goes_on(text, start, end):
            continue
        yield from _trimmed(text, start, end.end())
        start = end.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    if part.strip():
        yield start + len(part) - len(part.lstrip()), start + len(part.rstrip())


def first_sentence(text: str) -> str:
    """Return the first sentence of `text` on one line, empty where there is none."""
    for start, end in _spans(text[:4000]):
        return spaced_once(text[start:end])
    return ""


def without_full_stop(sentence: str) -> str:
    """Return `sentence` without the full stop that ends it.

    That of an abbreviation stays, and so do other marks; Khmer ends with its own.
    """
    if sentence.endswith(_KHMER_FULL_STOPS):
        return sentence.rstrip("".join(_KHMER_FULL_STOPS)).rstrip()
    if not sentence.endswith(".") or sentence.endswith(".."):
        return sentence
    word = _WORD_BEFORE.search(sentence[:-1][-_LONGEST_ABBREVIATION:])
    is_one = word is not None and goes_on_after(word[1], _A_NAME, is_first=False)
    return sentence if is_one else sentence[:-1]


def _goes_on(text: str, start: int, end: re.Match[str]) -> bool:
    """Tell whether the sentence from `start` goes on after the full stop at `end`."""
    dot = end.start()
    before = text[max(start, dot - _LONGEST_ABBREVIATION) : dot]
    word = _WORD_BEFORE.search(before)
    behind = text[end.end() : end.end() + _BEHIND].lstrip()
    if word is None:
        return behind[:1].islower()
    at = dot - len(word[1])
    is_first = at - start < _BEHIND and not text[start:at].strip()
    return goes_on_after(word[1], behind, is_first=is_first)
