"""The sentences of a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Iterator

# A full stop after these ends no sentence.
_ABBREVIATIONS = frozenset(
    (
        *("mr", "mrs", "ms", "dr", "prof", "hon", "rev", "st", "sr", "jr"),
        *("gen", "col", "lt", "sgt", "capt", "no", "nos", "art", "arts", "vol"),
        *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct"),
        *("nov", "dec", "inc", "ltd", "co", "corp", "dept", "vs", "cf", "e.g", "i.e"),
    )
)
# Begins with a set of characters, so that the search can leap to the next of them.
_SENTENCE_END = re.compile(
    r"[.!?…។៕။。！？\n](?:"
    r"(?<=[.!?…])(?<![.!?…]{2})[.!?…]*+[\"'”’»)\]]*+"
    r"(?=\s++(?:[^\Wa-z]|[\"'“‘«(\[]))"
    # Khmer, whose "and so on" (។ល។) ends one too, Burmese, Chinese and Japanese.
    r"|(?<=[។៕။。！？])(?:ល។)?[។៕။。！？]*+"
    r"|(?<=\n)\n)"
)
_WORD_BEFORE = re.compile(r"(?:^|[\s(\[\"'“‘])(\w[\w.]*)$")
_LONGEST_ABBREVIATION = 12
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]")


def sentences(text: str) -> list[tuple[int, int]]:
    """Return start and end of each sentence of `text`, without white space around."""
    return list(_spans(text))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if end[0] == "." and _is_abbreviation(
            text[max(start, end.start() - _LONGEST_ABBREVIATION) : end.start()]
        ):
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


def _is_abbreviation(before: str) -> bool:
    word = _WORD_BEFORE.search(before)
    return word is not None and (
        word[1].casefold() in _ABBREVIATIONS or _INITIALS.fullmatch(word[1]) is not None
    )
