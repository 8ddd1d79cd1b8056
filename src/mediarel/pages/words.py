"""The form in which words of pages are compared, and what stands around them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What stands at the edges of a piece and is no part of it, and what is a word.
EDGES = " \t\u00a0|｜,;·•–—-/:。"
WORD = re.compile(r"[^\W_]+(?:[-'’/][^\W_]+)*")
# How letters may be printed that are folded.
_ACCENTS = {
    "a": "[aàáâãäåăạảấầẩậắằặ]",
    "c": "[cç]",
    "e": "[eèéêëẽẹẻếềểệ]",
    "i": "[iìíîïịỉ]",
    "n": "[nñ]",
    "o": "[oòóôõöọỏốồộớờợơ]",
    "u": "[uùúûüụủưứừự]",
    "'": "['’]",
    " ": r"\s{1,4}",
}
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


def accented(phrase: str) -> str:
    """Return the pattern of a phrase that is folded, as it is printed."""
    return "".join(_ACCENTS.get(x, re.escape(x)) for x in phrase)
