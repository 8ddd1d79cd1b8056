"""The folded letters of a text, each with its place, and what stands between them.

So a spelling is found wherever it stands, however it was broken: by white space, a line
end, signs, or what nobody sees. Letters are folded by clusters, so that each keeps its
place: a Khmer cluster is a letter with all below and beside it.
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from typing import NamedTuple

from mediarel.text.folding import fold
from mediarel.text.raised import without_raised
from mediarel.text.tokens import is_unspaced

_ASCII_LETTERS = re.compile("[0-9A-Za-z]+")
_COENG = "\u17d2"
_BREAKING_SPACE = "\u200b"  # nobody sees it, and yet it parts words
_HYPHENS = "-\u00ad\u2010\u2011\u2012\u2013\u00ac\u2043"
_BROKEN = re.compile(
    rf"[{re.escape(_HYPHENS)}]\s+|\s+[{re.escape(_HYPHENS)}]\s*[\n\r\u2028\u2029]\s*"
)
# Unlike what folding drops these are letters or marks to it, and nobody sees them.
_UNSEEN = re.compile(
    "[\ufe00-\ufe0f\U000e0100-\U000e01ef\u180b-\u180d\u180f\u115f\u1160\u3164\uffa0"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    # Points of Hebrew and Arabic, and the stroke that draws Arabic letters apart.
    "\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    "\u06ea-\u06ed]"
)
# One sign between two letters, without a space: `Soph-ea`, `J.R.`, `O’Brien`.
_JOINING = frozenset("-\u2010\u2011\u2012\u2013.\u00b7'\u2019\u02bc_")
# People write names without what these letters have: `Lukasz`, `Soren`, `Dang`.
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
# Korean has spaces, and yet words take their endings without.
_HANGUL = re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")


class Joint(IntEnum):
    """What stands between a letter and the one before."""

    NONE = 0
    """Nothing: both are of one word."""
    UNSEEN = 1
    """What nobody sees, such as a soft hyphen."""
    UNSEEN_SPACE = 2
    """A zero-width space."""
    BROKEN = 3
    """A hyphen at a line end, or one sign: of one word, or between two."""
    SPACE = 4
    """White space or signs."""


class Letters(NamedTuple):
    """The letters of a text, folded, as one run.

    The one at a place stands in the text from `starts` to `ends`; `joints` are what is
    before each, with one more for the end. `is_unspaced` tells of each whether it is of
    a script without spaces.
    """

    folded: str
    starts: list[int]
    ends: list[int]
    joints: list[Joint]
    unspaced: list[bool]


class _Kinds(dict[str, Joint]):
    """What each character is between letters; NONE is a letter."""

    def __missing__(self, character: str) -> Joint:
        self[character] = kind = _kind(character)
        return kind


def _kind(character: str) -> Joint:
    if character == _BREAKING_SPACE:
        return Joint.UNSEEN_SPACE
    folded = fold(character)
    if not folded or _UNSEEN.match(character):
        return Joint.UNSEEN
    if any(c.isalnum() or unicodedata.category(c)[0] == "M" for c in folded):
        return Joint.NONE
    return Joint.SPACE


_KINDS = _Kinds()
_FOLDED: dict[str, str] = {}
_MOST_KEPT = 20_000  # clusters


def letters(text: str) -> Letters:
    """Return the letters of `text`, folded, with their places."""
    plain = without_raised(text)
    places = _places(plain)
    if plain.isascii():
        ends = [at + 1 for at in places]
        folded = "".join([plain[at] for at in places]).lower()
        joints = _joints(plain, places, ends)
        return Letters(folded, places, ends, joints, [False] * len(places))
    kept = "".join([plain[at] for at in places])
    parts: list[str] = []
    starts: list[int] = []
    ends = []
    for first, last in _clusters(kept):
        folded = _folded(kept[first:last])
        parts.append(folded)
        starts += [places[first]] * len(folded)
        ends += [places[last - 1] + 1] * len(folded)
    whole = "".join(parts)
    unspaced = [not c.isascii() and _is_unspaced(c) for c in whole]
    return Letters(whole, starts, ends, _joints(plain, starts, ends), unspaced)


def letters_alone(text: str) -> str:
    """Return the letters of an ASCII `text` as `letters` folds them."""
    return "".join(_ASCII_LETTERS.findall(text)).lower()


def kind_of(character: str) -> Joint:
    """Return what `character` is between letters; NONE is one of a letter."""
    return _KINDS[character]


def _places(text: str) -> list[int]:
    """Return where the letters of `text` are."""
    if text.isascii():
        found = _ASCII_LETTERS.finditer(text)
        return [at for each in found for at in range(*each.span())]
    return [at for at, character in enumerate(text) if not _KINDS[character]]


def _clusters(kept: str) -> list[tuple[int, int]]:
    """Return start and end of what folds by itself: graphemes, joined by a coeng."""
    if kept.isascii():
        return [(at, at + 1) for at in range(len(kept))]
    # Costs 12 ms, and most archives withhold nothing.
    import regex  # noqa: PLC0415

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


def _folded(cluster: str) -> str:
    folded = _FOLDED.get(cluster)
    if folded is None:
        signs = fold(cluster)
        folded = "".join([c for c in signs if not _KINDS[c]]).translate(_PLAIN)
        if len(_FOLDED) < _MOST_KEPT:
            _FOLDED[cluster] = folded
    return folded


def _joints(text: str, starts: list[int], ends: list[int]) -> list[Joint]:
    """Return what stands before each letter, and at the end."""
    before = [0, *ends]
    behind = [*starts, len(text)]
    return [
        _joint(text, start, stop) if start < stop else Joint.NONE
        for start, stop in zip(before, behind, strict=True)
    ]


def _joint(text: str, start: int, stop: int) -> Joint:
    """Return what stands in `text` from `start` to `stop`, between two letters."""
    between = text[start:stop]
    kind = max([_KINDS[character] for character in between])
    if kind is Joint.SPACE and _is_broken(between):
        return Joint.BROKEN
    return kind


def _is_broken(between: str) -> bool:
    """Tell whether `between` is one sign, or a hyphen at a line end and but space.

    On one line, as titles are, that end has become a space: `Sonan- do`.
    """
    seen = "".join([c for c in between if _KINDS[c] is Joint.SPACE or c in _HYPHENS])
    return seen in _JOINING or _BROKEN.fullmatch(seen) is not None
