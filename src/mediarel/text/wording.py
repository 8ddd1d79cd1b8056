"""The wording of a text: what is compared to tell whether it was said word for word.

Words are folded as a search has them, so that case, accents, quotes, dashes, line
breaks and zero-width spaces count for nothing. Four things count that a search
passes over:

- what stands between two digits: `1.5` is neither `15` nor `1,5`
- signs that are read aloud: `%`, `&`, currencies, a minus before a number
- an apostrophe within a word: `can` is not the beginning of `can't`
- where words end: neither `land` nor `violent` is said in `Thailand`, `non-violent`

Scripts without spaces are compared by syllables.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category, normalize

from mediarel.text.folding import fold
from mediarel.text.nearest import syllables
from mediarel.text.tokens import is_unspaced, tokens_with_spans

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_BETWEEN_DIGITS = {".", ",", ":", "/", "'"}
_APOSTROPHE = "'"
_MINUS = "-"
_SIGNS_OF_A_NUMBER = "%‰°"  # behind it
_SIGNS = frozenset("%‰°&+§")
_HYPHENS = frozenset("-\u2010\u2011")
_BROKEN = re.compile(r"[-\u2010\u2011]\s+")  # a word at the end of a line
_AT_LINE_END = re.compile(r"[-\u2010\u2011]\s*\n\s*")
_BEFORE_A_MINUS = re.compile(r"(?:^|[^\S\n]|[\[(\"'“‘«])[-\u2212]$")


class Word(NamedTuple):
    """A word or sign, folded, and its start and end in the text.

    With `is_broken`, a hyphen and white space stand before it: it may be the rest of
    a word that a line end broke.
    """

    folded: str
    start: int
    end: int
    is_broken: bool = False


class Wording(NamedTuple):
    """A text, and the words that it is compared by."""

    text: str
    words: tuple[Word, ...]

    @property
    def folded(self) -> list[str]:
        """The words, folded."""
        return [word.folded for word in self.words]


def wording(text: str) -> Wording:
    """Return the wording of `text`."""
    return Wording(text, tuple(_with_signs(text, list(_words(text)))))


def places(sought: Wording, text: Wording) -> list[tuple[int, int]]:
    """Return the first and last word of each place where `text` says what is `sought`.

    A place neither begins nor ends within a word or number.
    """
    needle = f" {' '.join(sought.folded)} "
    line = f" {' '.join(text.folded)} "
    offsets = list(accumulate((len(w.folded) + 1 for w in text.words), initial=0))
    found = []
    at = line.find(needle) if sought.words else -1
    while at >= 0:
        first = bisect_left(offsets, at)
        last = first + len(sought.words) - 1
        if not is_cut_before(text, first) and not is_cut_after(text, last):
            found.append((first, last))
        at = line.find(needle, at + 1)
    return found


def settled(given: Wording, known: Collection[str]) -> Wording:
    """Return `given` with those broken words whole that are `known`, folded, as one."""
    words: list[Word] = []
    for word in given.words:
        if word.is_broken and words and words[-1].folded + word.folded in known:
            first = words.pop()
            words.append(
                Word(first.folded + word.folded, first.start, word.end, first.is_broken)
            )
        else:
            words.append(word)
    # The same object, where nothing is: then places in it are those in what was given.
    is_same = len(words) == len(given.words)
    return given if is_same else Wording(given.text, tuple(words))


def is_cut_before(whole: Wording, at: int) -> bool:
    """Tell whether what begins with word `at` begins within a word or number."""
    if at == 0:
        return False
    before, word = whole.words[at - 1], whole.words[at]
    joint = whole.text[before.end : word.start]
    if _is_joined(before.folded, joint, word.folded):
        return True
    if not word.folded[0].isdigit():
        return False
    is_amount = before.folded == _MINUS or _is_currency(before.folded)
    return (is_amount and not joint.strip()) or _ends_open(before.folded)


def is_cut_after(whole: Wording, at: int) -> bool:
    """Tell whether what ends with word `at` ends within a word or number."""
    if at + 1 == len(whole.words):
        return False
    word, after = whole.words[at], whole.words[at + 1]
    joint = whole.text[word.end : after.start]
    joined = _is_joined(word.folded, joint, after.folded)
    if joined or _ends_open(word.folded):
        return True
    is_unit = after.folded in _SIGNS_OF_A_NUMBER or _is_currency(after.folded)
    return word.folded[-1].isdigit() and is_unit and not joint.strip()


def _is_joined(before: str, joint: str, after: str) -> bool:
    """Tell whether what stands between two words joins them to one."""
    if before[-1].isdigit() and after[0].isdigit() and fold(joint) == _MINUS:
        return True
    return joint in _HYPHENS or _AT_LINE_END.fullmatch(joint) is not None


def _ends_open(folded: str) -> bool:
    return len(folded) > 1 and folded[-1] in _BETWEEN_DIGITS


def _is_currency(sign: str) -> bool:
    return len(sign) == 1 and category(sign) == "Sc"


def _words(text: str) -> Iterator[Word]:
    """Yield the words of `text`, runs of scripts without spaces by syllables."""
    run: list[int] = []
    tokens, starts, ends = tokens_with_spans(text)
    for at, token in enumerate(tokens):
        if not is_unspaced(token):
            yield Word(token, starts[at], ends[at])
            continue
        run.append(at)
        if len(token) > 1:
            continue  # the last letter of a run stands alone
        letters = "".join(tokens[each][0] for each in run)
        edges = syllables(letters)
        for begin, end in pairwise(edges):
            yield Word(letters[begin:end], starts[run[begin]], ends[run[end - 1]])
        run = []


def _with_signs(text: str, words: Sequence[Word]) -> Iterator[Word]:
    """Yield `words` with the signs between them that count."""
    place = 0
    for at, word in enumerate(words):
        gap = text[place : word.start]
        yield from _signs(gap, place)
        if word.folded[0].isdigit() and _BEFORE_A_MINUS.search(text[: word.start][-2:]):
            yield Word(_MINUS, word.start - 1, word.start)
        following = words[at + 1] if at + 1 < len(words) else None
        joint = _joint(text, word, following) if following else ""
        is_broken = at > 0 and _BROKEN.fullmatch(gap) is not None
        yield Word(word.folded + joint, word.start, word.end, is_broken)
        place = word.end
    yield from _signs(text[place:], place)


def _signs(gap: str, place: int) -> Iterator[Word]:
    for at, letter in enumerate(gap, place):
        sign = normalize("NFKC", letter)
        if sign in _SIGNS or _is_currency(sign):
            yield Word(sign, at, at + 1)


def _joint(text: str, word: Word, following: Word) -> str:
    """Return the sign that makes one of two words or numbers; empty where none does."""
    sign = fold(text[word.end : following.start])
    before, after = word.folded[-1], following.folded[0]
    if sign in _BETWEEN_DIGITS and before.isdigit() and after.isdigit():
        return sign
    if sign == _APOSTROPHE and before.isalpha() and after.isalpha():
        return sign
    return ""
