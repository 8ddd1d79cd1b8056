"""The folded letters of a text, each with its place, and what stands between them.

So a spelling is found wherever it stands, however it was broken: by white space, a line
end, signs, or what nobody sees. Letters are folded by clusters, so that each keeps its
place: a Khmer cluster is a letter with all below and beside it.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mediarel.text.folding import fold
from mediarel.text.lines import INVISIBLE
from mediarel.text.raised import without_raised
from mediarel.text.tokens import is_unspaced

if TYPE_CHECKING:
    from collections.abc import Sequence

_ASCII_LETTERS = re.compile("[0-9A-Za-z]+")
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
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


class Letters:
    """The letters of a text, folded, as one string in `folded`.

    The methods take the position of a letter in `folded`. They work from runs of
    letters, so that a text of many megabytes needs no entry for each of its letters.
    """

    __slots__ = ("_kinds", "_last", "_runs", "_text", "folded")

    def __init__(self, text: str) -> None:
        self._text = text
        self._kinds = ""
        self._runs: tuple[array[int], array[int], array[int]] | None = None
        # The run of the last call: a long run is not kept elsewhere.
        self._last: tuple[int, _Run | None] = (-1, None)
        if text.isascii():
            self.folded = letters_alone(text)
            return
        self._kinds = text.translate(_KIND_OF)
        runs = (text[slice(*each.span())] for each in _RUN.finditer(self._kinds))
        self.folded = "".join(
            [each.lower() if _is_plain(each) else _run(each).folded for each in runs]
        )

    def start(self, at: int) -> int:
        """Return where the letter starts in the text."""
        place, offset, run = self._find(at)
        return place + (run.starts[offset] if run else offset)

    def end(self, at: int) -> int:
        """Return where the letter ends in the text, with its marks."""
        place, offset, run = self._find(at)
        return place + (run.ends[offset] if run else offset + 1)

    def is_unspaced(self, at: int) -> bool:
        """Return whether the letter is of a script without spaces."""
        letter = self.folded[at]
        return not letter.isascii() and _is_unspaced(letter)

    def joint(self, at: int) -> Joint:
        """Return what stands between the letter and the one before, if there is one."""
        place, offset, run = self._find(at)
        if offset:
            return run.joints[offset] if run else Joint.NONE
        return _joint(self._text, self.end(at - 1) if at else 0, place)

    def _find(self, at: int) -> tuple[int, int, _Run | None]:
        """Return where the run of a letter starts, the letter's offset, and the run.

        The run is None if it is of ASCII letters alone.
        """
        firsts, starts, ends = self._runs or self._find_runs()
        number = bisect_right(firsts, at) - 1
        start = starts[number]
        if number != self._last[0]:
            text = self._text[start : ends[number]]
            self._last = number, None if _is_plain(text) else _run(text)
        return start, at - firsts[number], self._last[1]

    def _find_runs(self) -> tuple[array[int], array[int], array[int]]:
        kinds = self._kinds or self._text.translate(_KIND_OF)
        found = array("q"), array("q"), array("q")
        firsts, starts, ends = found
        at = 0
        for each in _RUN.finditer(kinds):
            start, end = each.span()
            text = self._text[start:end]
            firsts.append(at)
            starts.append(start)
            ends.append(end)
            at += end - start if _is_plain(text) else len(_run(text).folded)
        self._runs = found
        return found


class _Run(NamedTuple):
    """The letters of a run, with their places in it and what is between them."""

    folded: str
    starts: Sequence[int]
    ends: Sequence[int]
    joints: Sequence[Joint]


class _Kinds(dict[str, Joint]):
    """What each character is between letters; NONE is a letter."""

    def __missing__(self, character: str) -> Joint:
        self[character] = kind = _kind(character)
        return kind


class _KindOf(dict[int, str]):
    """One character for the kind of each, by its code, for `str.translate`."""

    def __missing__(self, code: int) -> str:
        self[code] = kind = _KIND_SIGNS[_KINDS[chr(code)]]
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
# Letters with nothing visible between them.
_RUN = re.compile("a(?:[au]*a)?")
_LONGEST_KEPT = 200  # characters of a run
_MOST_KEPT = 20_000  # runs


def letters(text: str) -> Letters:
    """Return the letters of `text`, folded, with their places."""
    return Letters(without_raised(text))


def letters_alone(text: str) -> str:
    """Return the letters of an ASCII `text` as `letters` folds them."""
    return "".join(_ASCII_LETTERS.findall(text)).lower()


def kind_of(character: str) -> Joint:
    """Return what `character` is between letters; NONE is one of a letter."""
    return _KINDS[character]


def _is_plain(run: str) -> bool:
    return run.isascii() and run.isalnum()


def _run(text: str) -> _Run:
    """Return the letters of a run, kept if it is short: words recur."""
    return _kept_run(text) if len(text) <= _LONGEST_KEPT else _new_run(text)


def _new_run(text: str) -> _Run:
    places = [at for at, character in enumerate(text) if not _KINDS[character]]
    kept = "".join([text[at] for at in places])
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for first, last in _clusters(kept):
        folded = _folded(kept[first:last])
        parts.append(folded)
        starts += [places[first]] * len(folded)
        ends += [places[last - 1] + 1] * len(folded)
    joints = [_joint(text, *each) for each in zip([0, *ends], starts, strict=False)]
    return _Run("".join(parts), starts, ends, joints)


_kept_run = lru_cache(maxsize=_MOST_KEPT)(_new_run)


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


@lru_cache(maxsize=_MOST_KEPT)
def _folded(cluster: str) -> str:
    signs = fold(cluster)
    return "".join([c for c in signs if not _KINDS[c]]).translate(_PLAIN)


def _joint(text: str, start: int, stop: int) -> Joint:
    """Return what stands in `text` from `start` to `stop`, between two letters."""
    if start >= stop:
        return Joint.NONE
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
