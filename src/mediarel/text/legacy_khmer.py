"""Khmer from before Unicode: fonts that draw it in the places of Latin letters.

Text that was set in Limon, ABC and the like is to a program a row of Latin letters
and signs: `RBHraCaNacRkkm<úCa`. Which Khmer letters these draw depends on the font.
"""

from __future__ import annotations

import re

# As they are called in files, often without their spaces.
_FONT = re.compile(
    r"(?:limon|abc[-_ ]?(?:text|head|zwsp|khmer)|khek|ekreach|baidok)", re.IGNORECASE
)
# What stands within a word of no language: a small letter before a capital, twice, or a
# sign that is no letter. Names such as "McKay" and "YouTube" have one such place.
_ODD = re.compile(
    r"[^\W\d_][<>|_~^{}\\§¶½¼¾µ¤¢£¥©®°±²³ª¬¯´¨¦×÷]+[^\W\d_]"
    r"|(?:[a-zß-öø-ÿ][A-ZÀ-ÖØ-Þ].*){2}"
)
# Addresses, and marks of a page or a script.
_NO_WORD = re.compile(r"://|@|www\.|\.\w+/|[#$=]|</|^<")
_SHORTEST = 4  # letters
_FEWEST_WORDS = 12
_SHARE = 0.3  # it is 0 in English, French and Vietnamese, and 0.7 in Limon


def is_legacy_font(name: str) -> bool:
    """Tell whether a font called `name` draws Khmer in the places of Latin letters."""
    return _FONT.match(name) is not None


def is_legacy_text(text: str) -> bool:
    """Tell whether most of `text` seems to be set for such a font."""
    words = [
        word
        for word in text.split()
        if len(word) >= _SHORTEST
        and not _NO_WORD.search(word)
        and word[1:] != word[1:].upper()
    ]
    if len(words) < _FEWEST_WORDS:
        return False
    odd = sum(_ODD.search(word) is not None for word in words)
    return odd >= _SHARE * len(words)
