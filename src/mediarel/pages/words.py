"""The form in which words of pages are compared, and what stands around them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

# What stands at the edges of a piece and is no part of it, and what is a word.
EDGES = " \t\u00a0|｜,;·•–—-/:。"
WORD = re.compile(r"[^\W_]+(?:[-'’/][^\W_]+)*")
# What is drawn around a button, and a word without figures.
DECORATION = " \t\u00a0»«›‹→←↠⇒>|<[](){}.…:!+•·*–—-▸▶►⟶➜➔➝/\"'“”"
# Signs above and below letters are no letters to `re`.
_LETTER = (
    r"(?:[^\W\d_]|[\u0e31-\u0e4e\u0eb1-\u0ecd\u102b-\u103e\u1056-\u108f\u17b4-\u17dd])"
)
LETTERS = re.compile(rf"{_LETTER}+(?:'{_LETTER}+)?")
_JOINERS = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


@lru_cache(maxsize=8192)  # the same few stand around every entry
def folded(text: str) -> str:
    """Return `text` in lower case, without accents on Latin letters, spaced once."""
    text = _JOINERS.sub("", text).casefold()
    if not text.isascii():
        text = "".join(
            letter
            for letter in unicodedata.normalize("NFD", text)
            if not "\u0300" <= letter <= "\u036f"
        )
        text = unicodedata.normalize("NFC", text).replace("’", "'")
    return " ".join(text.split())


def phrases(*lines: str) -> frozenset[str]:
    """Return the phrases in `lines`, which have a | between them, folded."""
    return frozenset(folded(each) for line in lines for each in line.split("|"))


def unaccented(text: str) -> str:
    """Return `text` in lower case without accents, each letter in its place.

    Where lower case has more letters or fewer, it is returned as it is.
    """
    low = text.lower()
    if len(low) != len(text):
        return text
    return low if low.isascii() else low.translate(_bases())


@cache
def _bases() -> dict[int, str]:
    """Return the letters without accents of those that have some."""
    found = {0x2019: "'"}
    for first, last in ((0xC0, 0x180), (0x1EA0, 0x1EFA)):
        for code in range(first, last):
            base = unicodedata.normalize("NFD", chr(code))[0]
            if "a" <= base <= "z":
                found[code] = base
    return found
