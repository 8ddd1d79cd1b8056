"""Numbers as printable letters, six bits each, as `search.js` reads them.

Sorted numbers are kept by the gaps between them, each in a Rice code: the gap's high
bits in ones, closed by a zero, then its low bits. At the end ones fill the letter up,
and letters of ones alone are left out: they would begin a code that never closes.
"""

from __future__ import annotations

from binascii import b2a_base64
from functools import cache
from itertools import chain
from operator import sub
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
# What is between the parts of a line of a block; no term holds it.
PART = "\0"
ALONE = "+"  # in place of the number of low bits: a single number follows
_BITS = 6
_WHOLE = 24  # bits: three bytes, four letters
_KEPT = 1 << 15  # codes of gaps up to it are kept
_MOST_LOW = 40


class _Codes(dict[int, str]):
    """The code of the gap that a step leaves, with a number of low bits."""

    def __init__(self, low: int) -> None:
        super().__init__()
        self._low = low

    def __missing__(self, step: int) -> str:
        low, gap = self._low, step - 1
        last = format(gap & ((1 << low) - 1), f"0{low}b") if low else ""
        code = f"{'1' * (gap >> low)}0{last}"
        if gap < _KEPT:
            self[step] = code
        return code


_CODES = tuple(_Codes(low) for low in range(_MOST_LOW))


def packed(numbers: Sequence[int]) -> str:
    """Return `numbers`, which rise, in letters."""
    count = len(numbers)
    if count == 1:
        return alone(numbers[0])
    last = numbers[-1]
    low = int(0.69 * (last + 1 - count) / count).bit_length()
    gaps = chain((numbers[0] + 1,), map(sub, numbers[1:], numbers))
    bits = "".join(map(_CODES[low].__getitem__, gaps))
    bits += "1" * (-len(bits) % _WHOLE)
    whole = int(bits, 2).to_bytes(len(bits) // 8)
    return LETTERS[low] + b2a_base64(whole, newline=False).decode().rstrip("/")


@cache
def alone(number: int) -> str:
    """Return what is `packed` of a single number."""
    return ALONE + number_in_letters(number)


@cache
def number_in_letters(number: int, length: int = 1) -> str:
    """Return a `number` in letters, at least `length` of them, the highest first."""
    letters = ""
    while number or len(letters) < length:
        letters = LETTERS[number & 63] + letters
        number >>= _BITS
    return letters
