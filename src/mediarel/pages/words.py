"""Read the word lists of `words.toml`, and compare texts with them."""

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files

# Characters at the edges of a piece that don't belong to it, and the pattern of a word.
EDGES = " \t\u00a0|｜,;·•–—-/:。"
WORD = re.compile(r"[^\W_]+(?:[-'’/][^\W_]+)*")
# Decoration around a button, and a word without figures.
DECORATION = " \t\u00a0»«›‹→←↠⇒>|<[](){}.…:!+•·*–—-▸▶►⟶➜➔➝/\"'“”"
# `re` doesn't treat combining marks as letters.
_LETTER = (
    r"(?:[^\W\d_]|[\u0e31-\u0e4e\u0eb1-\u0ecd\u102b-\u103e\u1056-\u108f\u17b4-\u17dd])"
)
LETTERS = re.compile(rf"{_LETTER}+(?:'{_LETTER}+)?")
_JOINERS = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


@lru_cache(maxsize=8192)  # the same few texts are around every entry
def folded(text: str) -> str:
    """Return `text` in lower case, without Latin accents and with single spaces."""
    text = _JOINERS.sub("", text).casefold()
    if not text.isascii():
        text = "".join(
            letter
            for letter in unicodedata.normalize("NFD", text)
            if not "\u0300" <= letter <= "\u036f"
        )
        text = unicodedata.normalize("NFC", text).replace("’", "'")
    return " ".join(text.split())


def unaccented(text: str) -> str:
    """Return `text` in lower case and without accents, but with the same length.

    If the length would change, `text` is returned unchanged.
    """
    low = text.lower()
    if len(low) != len(text):
        return text
    return low if low.isascii() else low.translate(_BASES)


# The accented letters, with their base letters.
_BASES = {
    code: unicodedata.normalize("NFD", chr(code))[0]
    for code in (*range(0xC0, 0x180), *range(0x1EA0, 0x1EFA))
} | {0x2019: "'"}
_INCLUDED = {
    "more_alone": "read_more",
    "around_files": "files",
    "navigation": "languages",
}


def _read_lists() -> dict[str, frozenset[str]]:
    listed = files("mediarel.pages").joinpath("words.toml").read_text(encoding="utf-8")
    lists = {
        name: frozenset(
            phrase.strip() for phrase in re.split(r"[|\n]", value) if phrase.strip()
        )
        for name, value in tomllib.loads(listed).items()
    }
    for name, included in _INCLUDED.items():
        lists[name] |= lists[included]
    return lists


WORDS = _read_lists()
"""A mapping from the name of each list to its folded phrases."""
LABELS = {
    name.removeprefix("label_"): phrases
    for name, phrases in WORDS.items()
    if name.startswith("label_")
}
"""A mapping from a kind of data, such as "author", to its printed labels."""
