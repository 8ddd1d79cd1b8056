"""Where a text may be broken: between words, in a word without spaces by graphemes.

A text may be broken behind white space and behind a zero-width space (U+200B),
which Khmer has between words; not at a no-break space. Scripts without spaces
between words are broken between two graphemes, so that no letter loses its marks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.text.tokens import is_unspaced

if TYPE_CHECKING:
    from collections.abc import Iterator

_BREAK = "[^\\S\u00a0\u2007\u202f]|\u200b"
_BREAKS = re.compile(_BREAK)
_PIECE = re.compile(f"(?:(?!{_BREAK}).)*(?:{_BREAK})+|(?:(?!{_BREAK}).)+", re.DOTALL)
_LONGEST_WORD = 30  # letters: what is longer, such as an address, is broken anywhere


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each word of `text`, with the white space behind it."""
    return (found.span() for found in _PIECE.finditer(text))


def graphemes(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each grapheme of `text` (Unicode Standard Annex 29)."""
    if text.isascii():
        yield from ((place, place + 1) for place in range(len(text)))
        return
    # Costs 12 ms, and most lines are short.
    import regex  # noqa: PLC0415

    yield from (found.span() for found in regex.finditer(r"\X", text))


def break_before(text: str, place: int) -> int:
    """Return the last place of `text`, at or before `place`, where it may be broken.

    It is within a word only where that has no spaces, or is very long.
    """
    if place >= len(text):
        return len(text)
    start = place
    while start and not _BREAKS.match(text, start - 1):
        start -= 1
    if start == place or _BREAKS.match(text, place):
        return place
    within = 0
    ahead = text[start : place + 2]  # with the letter that a mark may stand on
    for begin, end in graphemes(ahead if ahead.isascii() else text[start:]):
        if start + end > place:
            within = start + begin
            break
    is_in_one_word = not is_unspaced(text[within:])
    return start if is_in_one_word and within - start < _LONGEST_WORD else within
