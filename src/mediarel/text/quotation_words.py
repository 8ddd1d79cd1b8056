"""Split texts into the words by which a quotation is compared.

Words are folded as for a search, which ignores case, accents, quotes, dashes, line
breaks and zero-width spaces. Unlike a search, the comparison respects these:

- separators between two digits: `1.5` is neither `15` nor `1,5`, and `500` is not part
  of `2 500`
- signs that are read aloud: `%`, `&`, currencies, `±`, `<` or a minus before a number
- superscript digits, if both texts have them: `50¹` is 50 with a footnote
- an apostrophe within a word: neither `can` nor `t` is a word of `can't`
- limits of words: `land` is not found in `Thailand`, nor `violent` in `non-violent`

Scripts without spaces are compared by syllables.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from heapq import merge
from itertools import accumulate, pairwise, zip_longest
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category, normalize

import regex

from mediarel.text.folding import fold, is_raised, raised, without_raised
from mediarel.text.similarity import syllables
from mediarel.text.tokens import is_unspaced, tokens_with_spans

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence


_BETWEEN_DIGITS = {".", ",", ":", "/", "'", "\u2044"}
_FRACTION = "\u2044"  # as in ½, which is 1⁄2
_APOSTROPHE = "'"
_MINUS = "-"
# Each is replaced by the typed variant.
_PERCENT = {"%": "%", "٪": "%", "‰": "‰", "؉": "‰", "‱": "‱", "؊": "‱"}
_BEHIND_A_NUMBER = frozenset({*_PERCENT.values(), "°"})
_BEFORE_A_NUMBER = frozenset("-+±∓<>≤≥≈~∼≠×÷√⁄")
# Signs that are read aloud; some only before a number. At the beginning of a line, `>`
# and a space mark a quoted mail, and `-` a list item.
_SIGNS = (
    r"(?P<sign>[%٪‰؉‱؊°&+§]|\p{Sc})"
    r"|(?P<minus>(?:(?<![\s\S])|(?<=[^\S\n]|[\[(\"'“‘«<]))"
    r"(?:[-\u2212]|(?<!\d\s)[\u2010-\u2013]))(?=\d|\p{Sc}\s?\d)"
    r"|(?P<before>[±∓≤≥≈∼≠×÷√⁄](?=\s?\d)|[<>~](?=\d)|(?<=\S[^\S\n])[<>~](?=[^\S\n]\d))"
)
_HYPHENS = frozenset("-\u2010\u2011")
_BROKEN = re.compile(r"[-\u2010\u2011]\s+")  # a word at the end of a line
_AT_LINE_END = re.compile(r"[-\u2010\u2011]\s*\n\s*")
# A number in groups, such as 2 500: what precedes its other groups, and the groups.
_FIRST_GROUP = re.compile(r"\d{1,3}")
_NEXT_GROUP = re.compile(r"\d{3}[.,:/']?")
# Not separate words after an apostrophe, or before it.
_SHORTENED = frozenset({"t", "s", "re", "ve", "ll", "d", "m"})
_SHORTENED_BEFORE = "o'"


class Word(NamedTuple):
    """A word or sign, folded, and its start and end in the text.

    With `is_broken`, a hyphen and white space precede it: it may be the rest of a word
    hyphenated at a line end.
    """

    folded: str
    start: int
    end: int
    is_broken: bool = False


class Wording(NamedTuple):
    """A text, and its words for comparison."""

    text: str
    words: tuple[Word, ...]

    @property
    def folded(self) -> list[str]:
        """The words, folded."""
        return [word.folded for word in self.words]


def wording(text: str) -> Wording:
    """Return the wording of `text`."""
    plain = without_raised(text)
    notes = (Word(text[start:end], start, end) for start, end in raised(text))
    words = _with_joints(plain, list(_words(plain)))
    every = merge(words, _signs(plain), notes, key=lambda word: word.start)
    return Wording(text, tuple(every))


def places(sought: Wording, text: Wording) -> list[tuple[int, int]]:
    """Return the first and last word of each occurrence of `sought` in `text`.

    An occurrence neither begins nor ends within a word or number.
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
    """Return `given` with hyphenated words rejoined if the folded word is `known`."""
    words: list[Word] = []
    for word in given.words:
        if word.is_broken and words and words[-1].folded + word.folded in known:
            first = words.pop()
            words.append(
                Word(first.folded + word.folded, first.start, word.end, first.is_broken)
            )
        else:
            words.append(word)
    # The same object if nothing changed: then its places are valid in the original.
    is_same = len(words) == len(given.words)
    return given if is_same else Wording(given.text, tuple(words))


def without_notes(given: Wording) -> Wording:
    """Return `given` without superscript digits, such as those of footnotes."""
    words = tuple(word for word in given.words if not is_raised(word.folded))
    # The same object if nothing changed, as above.
    return given if len(words) == len(given.words) else Wording(given.text, words)


def is_cut_before(whole: Wording, at: int) -> bool:
    """Return whether word `at` is the rest of a longer word or number."""
    if at == 0:
        return False
    before, word = whole.words[at - 1], whole.words[at]
    joint = whole.text[before.end : word.start]
    if _is_joined(before.folded, joint, word.folded):
        return True
    if before.folded[-1] == _APOSTROPHE and _ends_open(before.folded):
        return word.folded in _SHORTENED or before.folded == _SHORTENED_BEFORE
    if not (word.folded[0].isdigit() or _is_currency(word.folded)):
        return False
    if before.folded in _BEHIND_A_NUMBER:
        return not joint
    is_amount = before.folded in _BEFORE_A_NUMBER or _is_currency(before.folded)
    return (is_amount and not joint.strip()) or _ends_open(before.folded)


def is_cut_after(whole: Wording, at: int) -> bool:
    """Return whether word `at` is the beginning of a longer word or number."""
    if at + 1 == len(whole.words):
        return False
    word, after = whole.words[at], whole.words[at + 1]
    joint = whole.text[word.end : after.start]
    joined = _is_joined(word.folded, joint, after.folded)
    if joined or _ends_open(word.folded):
        return True
    is_unit = after.folded in _BEHIND_A_NUMBER or _is_currency(after.folded)
    return word.folded[-1].isdigit() and is_unit and not joint.strip()


def _is_joined(before: str, joint: str, after: str) -> bool:
    """Return whether the separator between two words joins them to one."""
    if before[-1].isdigit() and after[0].isdigit() and fold(joint) == _MINUS:
        return True
    if len(joint) == 1 and joint.isspace():
        is_first = _FIRST_GROUP.fullmatch(before) is not None
        return is_first and _NEXT_GROUP.fullmatch(after) is not None
    return joint in _HYPHENS or _AT_LINE_END.fullmatch(joint) is not None


def _ends_open(folded: str) -> bool:
    return len(folded) > 1 and folded[-1] in _BETWEEN_DIGITS


def _is_currency(sign: str) -> bool:
    return len(sign) == 1 and category(sign) == "Sc"


def _words(text: str) -> Iterator[Word]:
    """Yield the words of `text`; scripts without spaces are split by syllable."""
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


def _with_joints(text: str, words: Sequence[Word]) -> Iterator[Word]:
    """Yield `words`, each with the sign that joins it to the next, if it was broken."""
    place = 0
    for word, following in zip_longest(words, words[1:]):
        joint = _joint(text, word, following) if following else ""
        is_broken = _BROKEN.fullmatch(text, place, word.start) is not None
        yield Word(word.folded + joint, word.start, word.end, place > 0 and is_broken)
        place = word.end


def _signs(text: str) -> Iterator[Word]:
    """Yield the relevant signs of `text`, in order."""
    for found in regex.finditer(_SIGNS, text):
        sign = normalize("NFKC", found[0])
        folded = _MINUS if found["minus"] else _PERCENT.get(sign, sign)
        yield Word(folded, *found.span())


def _joint(text: str, word: Word, following: Word) -> str:
    """Return the sign that joins two words or numbers, or ""."""
    before, after = word.folded[-1], following.folded[0]
    if following.start < word.end:  # of one sign, as ½
        return _FRACTION if before.isdigit() and after.isdigit() else ""
    sign = fold(text[word.end : following.start])
    if sign in _BETWEEN_DIGITS and before.isdigit() and after.isdigit():
        return sign
    if sign == _APOSTROPHE and before.isalpha() and after.isalpha():
        return sign
    return ""
