"""Slugs: a part of an address that says in words what it leads to."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 60  # bytes of UTF-8: with the id and its hyphen below 80
_CONSIDERED = 400  # letters of a headline, which may be very long
# What nobody sees, and what is no letter or digit of ASCII.
_BETWEEN = re.compile("[^a-z0-9]+")
_UNSEEN = re.compile("['’‘\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACE = 0x20
_ACCENTS = re.compile("[\u0300-\u036f]")


class _Lettered(dict[int, int]):
    """What stands for each character beyond ASCII; filled when one is first seen."""

    def __missing__(self, code: int) -> int:
        is_kept = unicodedata.category(chr(code))[0] in "LMN"
        self[code] = kept = code if is_kept else _SPACE
        return kept


_LETTERED = _Lettered()


def slug(text: str) -> str:
    """Return the words of `text` with hyphens between, in small letters.

    It is at most 60 bytes in UTF-8 and ends with a whole word, of a script without
    spaces with a whole syllable. It may be empty.
    """
    given = _UNSEEN.sub("", text[:_CONSIDERED])
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", given))
    words = _lettered(unicodedata.normalize("NFC", plain.lower())).split()
    kept: list[str] = []
    room = _LONGEST
    for word in words:
        needed = len(word.encode()) + 1
        if needed > room + 1:
            if not kept or not word.isascii():
                kept.append(_cut(word, room))
            break
        kept.append(word)
        room -= needed
    return "-".join(filter(None, kept))


def _lettered(text: str) -> str:
    """Return `text` with a space for each character that is no letter, mark or digit.

    Marks are no part of a word to `re`, but of a syllable in many scripts.
    """
    if text.isascii():
        return _BETWEEN.sub(" ", text)
    return text.translate(_LETTERED)


def _cut(word: str, room: int) -> str:
    """Return the beginning of `word` in at most `room` bytes, without half a letter."""
    import regex  # noqa: PLC0415 - rare: few words are so long

    kept = ""
    for cluster in regex.findall(r"(?:\X\u17d2)*\X", word):
        if len((kept + cluster).encode()) > room:
            break
        kept += cluster
    return kept
