"""Return the folded letters of a text with their positions and separators.

This finds a spelling even if white space, line ends, signs or invisible characters
interrupt it. Letters are folded by cluster, so that each keeps its position. A Khmer
cluster is a letter with all signs below and next to it.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import regex

from mediarel.text.folding import fold, without_raised
from mediarel.text.lines import INVISIBLE
from mediarel.text.tokens import is_unspaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ASCII_LETTER = re.compile("[0-9A-Za-z]")
_ASCII_LETTERS = re.compile("[0-9A-Za-z]+")
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_COENG = "\u17d2"
_BREAKING_SPACE = "\u200b"  # zero-width space: invisible, but separates words
_HYPHENS = "-\u00ad\u2010\u2011\u2012\u2013\u00ac\u2043"
_BROKEN = re.compile(
    rf"[{re.escape(_HYPHENS)}]\s+|\s+[{re.escape(_HYPHENS)}]\s*[\n\r\u2028\u2029]\s*"
)
# Invisible characters that folding keeps as letters or marks.
_UNSEEN = re.compile(
    "[\ufe00-\ufe0f\U000e0100-\U000e01ef\u180b-\u180d\u180f\u115f\u1160\u3164\uffa0"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    # Vowel points of Hebrew and Arabic, and the stroke that stretches Arabic words.
    "\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    "\u06ea-\u06ed]"
)
# One sign between two letters, without a space: `Soph-ea`, `J.R.`, `O’Brien`.
_JOINING = frozenset("-\u2010\u2011\u2012\u2013.\u00b7'\u2019\u02bc_")
# Letters often typed without their strokes: `Lukasz`, `Soren`, `Dang`.
_PLAIN = str.maketrans(
    {
        **dict(zip("łøđðħŧıɓɗƙ", "loddhtibdk", strict=True)),
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ŋ": "ng",
        "ĳ": "ij",
        "ə": "e",
        **dict.fromkeys("أإآٱ", "ا"),
        "ى": "ي",
        "ی": "ي",
        "ئ": "ي",
        "ک": "ك",
        "ة": "ه",
        "ؤ": "و",
    }
)
# Korean has spaces, but endings are attached without one.
_HANGUL = re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")
# A word with a non-ASCII letter, including its invisible characters.
_NOT_PLAIN = re.compile("(?<![Aau])[Au]*+a[Aau]*+")
# Characters in one grapheme with an adjacent letter (Unicode Standard Annex #29, 3.1):
# Hangul jamo, Thai and Lao AM, Indic letters, Japanese marks. And those of `_UNSEEN`.
_UNCUT = (
    "\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb\u0e33\u0eb3\u0d4e\U000111c2\U000111c3"
    "\U0001193f\U00011941\U00011a84-\U00011a89\U00011d46\uff9e\uff9f"
    "\u0640\u06e5\u06e6\u3164\uffa0"
)
_CUT = f"[^\\W{_UNCUT}]"
_KHMER_SIGN = "[\u17b6-\u17d1]"
_UP_TO_CUT = re.compile(
    f"[\\s\\S]{{3,}}?(?:(?<={_CUT})|(?<={_CUT}{_KHMER_SIGN})){_BREAKING_SPACE}?(?={_CUT})"
)
_PLAIN_SIZE = 1024  # characters of an ASCII part
_LONGEST_KEPT = 200  # characters of a cached part
_MOST_KEPT = 20_000  # cached parts


class Joint(IntEnum):
    """The separator between a letter and the one before."""

    NONE = 0
    """Nothing: both letters belong to one word."""
    UNSEEN = 1
    """An invisible character, such as a soft hyphen."""
    UNSEEN_SPACE = 2
    """A zero-width space."""
    BROKEN = 3
    """A hyphen at a line end, or one sign: inside a word, or between two words."""
    SPACE = 4
    """White space or signs."""


class Letters:
    """The letters of a text, folded, as one string in `folded`.

    The methods take the index of a letter in `folded`. They compute positions from
    parts of the text, so that a text of many megabytes needs no entry for each letter.
    """

    __slots__ = ("_firsts", "_last", "_starts", "_text", "folded")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = array("q")  # start of each part, in the text
        self._firsts = array("q")  # start of each part, in `folded`
        # The part of the last call; long parts are not cached elsewhere.
        self._last: tuple[int, _Part] = (-1, _Part("", (), ()))
        folded: list[str] = []
        first = 0
        for start, stop, is_plain in _parts(text):
            part = text[start:stop]
            found = letters_alone(part) if is_plain else _part(part).folded
            self._starts.append(start)
            self._firsts.append(first)
            folded.append(found)
            first += len(found)
        self.folded = "".join(folded)

    def start(self, at: int) -> int:
        """Return where the letter starts in the text."""
        place, offset, part = self._find(at)
        return place + part.starts[offset]

    def end(self, at: int) -> int:
        """Return where the letter ends in the text, with its marks."""
        place, offset, part = self._find(at)
        return place + part.ends[offset]

    def is_unspaced(self, at: int) -> bool:
        """Return whether the letter is of a script without spaces."""
        letter = self.folded[at]
        return not letter.isascii() and _is_unspaced(letter)

    def joint(self, at: int) -> Joint:
        """Return the separator between the letter and the one before."""
        return _joint(self._text, self.end(at - 1) if at else 0, self.start(at))

    def _find(self, at: int) -> tuple[int, int, _Part]:
        """Return the start of a letter's part, the index in the part, and the part."""
        number = bisect_right(self._firsts, at) - 1
        start = self._starts[number]
        if number != self._last[0]:
            stops = self._starts[number + 1 : number + 2] or [len(self._text)]
            self._last = number, _part(self._text[start : stops[0]])
        return start, at - self._firsts[number], self._last[1]


class _Part(NamedTuple):
    """The letters of a part of a text, with their positions in it."""

    folded: str
    starts: Sequence[int]
    ends: Sequence[int]


def _parts(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield start and end of each part of `text`, and whether its letters are ASCII.

    Each word with other letters is a part. Long words are split between two letters.
    """
    at = 0
    if not text.isascii():
        for word in _NOT_PLAIN.finditer(text.translate(_KIND_OF)):
            start, stop = word.span()
            yield from _plain_parts(at, start)
            at = start
            if stop - start > _LONGEST_KEPT:
                for cut in _UP_TO_CUT.finditer(text, start, stop):
                    yield at, cut.end(), False
                    at = cut.end()
            yield at, stop, False
            at = stop
    yield from _plain_parts(at, len(text))


def _plain_parts(start: int, stop: int) -> Iterator[tuple[int, int, bool]]:
    for at in range(start, stop, _PLAIN_SIZE):
        yield at, min(at + _PLAIN_SIZE, stop), True


class _Kinds(dict[str, Joint]):
    """Map each character to its kind of separator; NONE means a letter."""

    def __missing__(self, character: str) -> Joint:
        self[character] = kind = _kind(character)
        return kind


class _KindOf(dict[int, str]):
    """Map each character code to a character for its kind, for `str.translate`."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kind = _KIND_SIGNS[_KINDS[character]]
        self[code] = kind = "A" if kind == "a" and character.isascii() else kind
        return kind


def _kind(character: str) -> Joint:
    if character == _BREAKING_SPACE or _INVISIBLE.match(character):
        return Joint.UNSEEN_SPACE
    folded = fold(character)
    if not folded or _UNSEEN.match(character):
        return Joint.UNSEEN
    if any(c.isalnum() or unicodedata.category(c)[0] == "M" for c in folded):
        return Joint.NONE
    return Joint.SPACE


_KINDS = _Kinds()
_KIND_SIGNS = {
    Joint.NONE: "a",
    Joint.UNSEEN: "u",
    Joint.UNSEEN_SPACE: "u",
    Joint.BROKEN: " ",
    Joint.SPACE: " ",
}
_KIND_OF = _KindOf()


@lru_cache(maxsize=2)  # one text is often searched for several names in turn
def letters(text: str) -> Letters:
    """Return the letters of `text`, folded, with their positions."""
    return Letters(without_raised(text))


def letters_alone(text: str) -> str:
    """Return the letters of an ASCII `text`, folded as by `letters`."""
    return "".join(_ASCII_LETTERS.findall(text)).lower()


def kind_of(character: str) -> Joint:
    """Return the kind of separator of `character`; NONE means a letter."""
    return _KINDS[character]


def _part(text: str) -> _Part:
    """Return the letters of a part, cached if it is short: words recur."""
    return _kept_part(text) if len(text) <= _LONGEST_KEPT else _new_part(text)


def _new_part(text: str) -> _Part:
    if "a" not in text.translate(_KIND_OF):
        starts = [each.start() for each in _ASCII_LETTER.finditer(text)]
        return _Part(letters_alone(text), starts, [at + 1 for at in starts])
    places = [at for at, character in enumerate(text) if not _KINDS[character]]
    kept = "".join([text[at] for at in places])
    parts: list[str] = []
    starts = []
    ends: list[int] = []
    for first, last in _clusters(kept):
        folded = _folded(kept[first:last])
        parts.append(folded)
        starts += [places[first]] * len(folded)
        ends += [places[last - 1] + 1] * len(folded)
    return _Part("".join(parts), starts, ends)


_kept_part = lru_cache(maxsize=_MOST_KEPT)(_new_part)


def _clusters(kept: str) -> list[tuple[int, int]]:
    """Return start and end of each unit of folding: graphemes, joined by a coeng."""
    if kept.isascii():
        return [(at, at + 1) for at in range(len(kept))]
    found: list[tuple[int, int]] = []
    for each in regex.finditer(r"\X", kept):
        start, stop = each.span()
        if found and (kept[start - 1] == _COENG or _is_mark(kept[start])):
            found[-1] = (found[-1][0], stop)
        else:
            found.append((start, stop))
    return found


def _is_unspaced(letter: str) -> bool:
    return is_unspaced(letter) or _HANGUL.match(letter) is not None


def _is_mark(character: str) -> bool:
    return not character.isascii() and unicodedata.category(character)[0] == "M"


@lru_cache(maxsize=_MOST_KEPT)
def _folded(cluster: str) -> str:
    signs = fold(cluster)
    return "".join([c for c in signs if not _KINDS[c]]).translate(_PLAIN)


def _joint(text: str, start: int, stop: int) -> Joint:
    """Return the separator in `text` from `start` to `stop`, between two letters."""
    if start >= stop:
        return Joint.NONE
    between = text[start:stop]
    kind = max([_KINDS[character] for character in between])
    if kind is Joint.SPACE and _is_broken(between):
        return Joint.BROKEN
    return kind


def _is_broken(between: str) -> bool:
    """Return whether `between` is a single sign, or a hyphen and a line end.

    In a title on one line, the line end has become a space: `Sonan- do`.
    """
    seen = "".join([c for c in between if _KINDS[c] is Joint.SPACE or c in _HYPHENS])
    return seen in _JOINING or _BROKEN.fullmatch(seen) is not None
