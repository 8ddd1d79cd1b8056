"""Split texts into the words by which a quotation is compared.

Words are folded as a search has them, so that case, accents, quotes, dashes, line
breaks and zero-width spaces count for nothing. Five things count that a search
passes over:

- what stands between two digits: `1.5` is neither `15` nor `1,5`, and `500` no part
  of `2 500`
- signs that are read aloud: `%`, `&`, currencies, `±`, `<` or a minus before a number
- raised figures, but where the other text has none: `50¹` is 50 with a footnote
- an apostrophe within a word: neither `can` nor `t` is a word of `can't`
- where words end: neither `land` nor `violent` is said in `Thailand`, `non-violent`

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
# Each is read as the one that is typed.
_PERCENT = {"%": "%", "٪": "%", "‰": "‰", "؉": "‰", "‱": "‱", "؊": "‱"}
_BEHIND_A_NUMBER = frozenset({*_PERCENT.values(), "°"})
_BEFORE_A_NUMBER = frozenset("-+±∓<>≤≥≈~∼≠×÷√⁄")
# Signs that are read aloud; some only before a number. `>` and a space at the
# beginning of a line stand before what a mail answers, and `-` before an item.
_SIGNS = (
    r"(?P<sign>[%٪‰؉‱؊°&+§]|\p{Sc})"
    r"|(?P<minus>(?:(?<![\s\S])|(?<=[^\S\n]|[\[(\"'“‘«<]))"
    r"(?:[-\u2212]|(?<!\d\s)[\u2010-\u2013]))(?=\d|\p{Sc}\s?\d)"
    r"|(?P<before>[±∓≤≥≈∼≠×÷√⁄](?=\s?\d)|[<>~](?=\d)|(?<=\S[^\S\n])[<>~](?=[^\S\n]\d))"
)
_HYPHENS = frozenset("-\u2010\u2011")
_BROKEN = re.compile(r"[-\u2010\u2011]\s+")  # a word at the end of a line
_AT_LINE_END = re.compile(r"[-\u2010\u2011]\s*\n\s*")
# Of a number in groups, such as 2 500: what its others follow, and they.
_FIRST_GROUP = re.compile(r"\d{1,3}")
_NEXT_GROUP = re.compile(r"\d{3}[.,:/']?")
# Behind an apostrophe these are no words of their own, and before one that is none.
_SHORTENED = frozenset({"t", "s", "re", "ve", "ll", "d", "m"})
_SHORTENED_BEFORE = "o'"


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
    plain = without_raised(text)
    notes = (Word(text[start:end], start, end) for start, end in raised(text))
    words = _with_joints(plain, list(_words(plain)))
    every = merge(words, _signs(plain), notes, key=lambda word: word.start)
    return Wording(text, tuple(every))


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


def without_notes(given: Wording) -> Wording:
    """Return `given` without its raised figures, such as those of footnotes."""
    words = tuple(word for word in given.words if not is_raised(word.folded))
    # The same object where there is none, as above.
    return given if len(words) == len(given.words) else Wording(given.text, words)


def is_cut_before(whole: Wording, at: int) -> bool:
    """Return whether what begins with word `at` begins within a word or number."""
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
    """Return whether what ends with word `at` ends within a word or number."""
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
    """Return whether what stands between two words joins them to one."""
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


def _with_joints(text: str, words: Sequence[Word]) -> Iterator[Word]:
    """Yield `words`, each with what makes it one with the next, if it was broken."""
    place = 0
    for word, following in zip_longest(words, words[1:]):
        joint = _joint(text, word, following) if following else ""
        is_broken = _BROKEN.fullmatch(text, place, word.start) is not None
        yield Word(word.folded + joint, word.start, word.end, place > 0 and is_broken)
        place = word.end


def _signs(text: str) -> Iterator[Word]:
    """Yield the signs of `text` that count, in their order."""
    for found in regex.finditer(_SIGNS, text):
        sign = normalize("NFKC", found[0])
        folded = _MINUS if found["minus"] else _PERCENT.get(sign, sign)
        yield Word(folded, *found.span())


def _joint(text: str, word: Word, following: Word) -> str:
    """Return the sign that makes one of two words or numbers; empty if none does."""
    before, after = word.folded[-1], following.folded[0]
    if following.start < word.end:  # of one sign, as ½
        return _FRACTION if before.isdigit() and after.isdigit() else ""
    sign = fold(text[word.end : following.start])
    if sign in _BETWEEN_DIGITS and before.isdigit() and after.isdigit():
        return sign
    if sign == _APOSTROPHE and before.isalpha() and after.isalpha():
        return sign
    return ""
