"""The language that a text seems to be in, by its script."""

from __future__ import annotations

import re

_SCRIPTS = {
    "km": re.compile("[\u1780-\u17d3]"),
    "th": re.compile("[\u0e01-\u0e4e]"),
    "lo": re.compile("[\u0e81-\u0ece]"),
    "my": re.compile("[\u1000-\u103f]"),
    "en": re.compile("[A-Za-z\u00c0-\u024f]"),
}

_LETTER = re.compile(r"[^\W\d_]")


def language_of(text: str) -> str:
    """Return the language (BCP 47) that the script of most letters in `text` suggests.

    Latin letters are taken for English; `und` (undetermined) is the answer
    where no script has the majority of letters.
    """
    # Without its marks, which are as many as the letters in some scripts.
    letters = "".join(_LETTER.findall(text))
    counts = {code: len(script.findall(letters)) for code, script in _SCRIPTS.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if 2 * counts[best] > len(letters) else "und"
