"""Marks of a text, of which two texts share many where most of their words agree.

A mark stands for sixteen letters of the folded text that begin at a letter whose
number 11 divides. So a text has about one for each 11 of its letters, and the same
passage gives the same marks wherever it stands (sampling by content: Manber, "Finding
similar files in a large file system", 1994).
"""

from __future__ import annotations

import re
from functools import cache
from zlib import crc32

from mediarel.text.folding import fold

_LENGTH = 16  # letters
_DIVISOR = 11
_HIGHEST = 0xFFFF  # letters above are of no script that is written in sentences
_NO_LETTER = re.compile(r"[\W\d_]+")


def letters(text: str) -> str:
    """Return the folded letters of `text`, without anything between them."""
    return _NO_LETTER.sub("", fold(text))


def marks(letters_: str, *, one_in: int = 1) -> set[int]:
    """Return the marks of the letters of a text: numbers of 32 bits.

    Of very many texts `one_in` several is enough; which, its number says.
    """
    found = set()
    last = len(letters_) - _LENGTH
    for begin in _begins().finditer(letters_):
        place = begin.start()
        if place > last:
            break
        number = crc32(letters_[place : place + _LENGTH].encode(errors="replace"))
        if not number % one_in:
            found.add(number)
    return found


@cache
def _begins() -> re.Pattern[str]:
    """Return what finds a letter at which a mark may begin."""
    numbers = range(0, _HIGHEST, _DIVISOR)
    some = "".join(letter for n in numbers if (letter := chr(n)).isalpha())
    return re.compile(f"[{some}]")
