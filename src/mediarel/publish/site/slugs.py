"""Slugs: a part of an address that says in words what it leads to."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 60  # bytes of UTF-8: with the id and its hyphen below 80
_CONSIDERED = 400  # letters of a headline, which may be very long
# What nobody sees, and what is no letter or digit of ASCII.
_BETWEEN = re.compile("[^a-z0-9]+")
_UNSEEN = re.compile("['’‘\u00ad\u200c-\u200f\u2060\ufeff]")
_SEAM = "\u200b"  # nobody sees it, and it parts words of a script without spaces
_SPACE = 0x20
_ACCENTS = re.compile("[\u0300-\u036f]")


class _Lettered(dict[int, int]):
    """What stands for each character beyond ASCII; filled when one is first seen."""

    def __missing__(self, code: int) -> int:
        letter = chr(code)
        is_kept = letter == _SEAM or unicodedata.category(letter)[0] in "LMN"
        self[code] = kept = code if is_kept else _SPACE
        return kept


_LETTERED = _Lettered()


def slug(text: str) -> str:
    """Return the words of `text` with hyphens between, in small letters.

    It is at most 60 bytes in UTF-8 and ends with a whole word; where the first is
    longer, and nothing parts it, with a whole syllable. It may be empty.
    """
    given = _UNSEEN.sub("", text[:_CONSIDERED])
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", given))
    words = _lettered(unicodedata.normalize("NFC", plain.lower())).split()
    kept: list[str] = []
    room = _LONGEST
    for word in words:
        needed = len(_joined(word).encode()) + 1
        if needed > room + 1:
            kept.append(_cut(word, room, is_first=not any(kept)))
            break
        kept.append(_joined(word))
        room -= needed
    return "-".join(filter(None, kept))


def _lettered(text: str) -> str:
    """Return `text` with a space for each that is no letter, mark, digit or seam.

    Marks are no part of a word to `re`, but of a syllable in many scripts.
    """
    if text.isascii():
        return _BETWEEN.sub(" ", text)
    return text.translate(_LETTERED)


def _joined(word: str) -> str:
    return word.replace(_SEAM, "")


def _cut(word: str, room: int, *, is_first: bool) -> str:
    """Return the beginning of `word` in at most `room` bytes, up to a seam in it.

    Where it has none and `is_first`, up to a whole syllable; else nothing.
    """
    kept = _beginning(word.split(_SEAM), room)
    if kept or not is_first:
        return kept
    import regex  # noqa: PLC0415 - rare: few words are so long

    return _beginning(regex.findall(r"(?:\X\u17d2)*\X", _joined(word)), room)


def _beginning(parts: Iterable[str], room: int) -> str:
    kept = ""
    for part in parts:
        if len((kept + part).encode()) > room:
            break
        kept += part
    return kept
