"""A quotation as it was handed over: its parts, and where a text says them.

An ellipsis, with or without brackets, stands for words that were left out: what is
before and behind it are parts, which a text must say in this order. Quotation marks
around it are punctuation, as any other.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from mediarel.text.raised import is_raised
from mediarel.text.tokens import Term, is_unspaced, term, words_in
from mediarel.text.wording import Wording, places, settled, without_notes, wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DOTS = r"(?:[…⋯]|\.{3,}|(?:\.\s){2,}\.)"
_ELLIPSIS = re.compile(rf"[\[(<]\s*{_DOTS}\s*[\])>]|{_DOTS}")
_BROKEN = re.compile(r"\w*[-\u2010\u2011]\s+\w*")  # may be one word or two
_LONGEST = 16  # tokens of a phrase: a longer one is looked for by three parts of it
_MOST = 24  # phrases
_MOST_STEPS = 100_000  # from one place of a part to the next


class Place(NamedTuple):
    """Where a part stands: in which of several texts, its first and last word there."""

    text: int
    first: int
    last: int


def parts_of(text: str) -> list[Wording]:
    """Return the parts of the quotation `text` that have words."""
    parts = map(wording, _ELLIPSIS.split(text))
    return [part for part in parts if part.words]


def said(parts: Sequence[Wording], texts: Sequence[Wording]) -> list[Place]:
    """Return where `texts` say all `parts` in their order; empty where they do not.

    Of several places it is that where least is left out, else the first; of very many
    only the first are compared.
    """
    known: dict[tuple[str, ...], list[Place]] = {}
    each = []
    for part in parts:
        words = (*part.folded, *(str(word.is_broken) for word in part.words))
        if words not in known:
            known[words] = _all_places(part, texts)
        each.append(known[words])
    best: list[Place] = []
    for start in each[0][: _MOST_STEPS // len(parts) or 1] if parts else ():
        chain = _chain(start, each[1:])
        if not chain:  # nor is there one that begins further on
            break
        if not best or _span(chain) < _span(best):
            best = chain
    return best


def _chain(start: Place, rest: Sequence[Sequence[Place]]) -> list[Place]:
    """Return `start` and the next place of each of the `rest`; empty without one."""
    chain = [start]
    for found in rest:
        at = bisect_left(found, (chain[-1].text, chain[-1].last + 1, 0))
        if at == len(found):
            return []
        chain.append(found[at])
    return chain


def both_settled(one: Wording, other: Wording) -> tuple[Wording, Wording]:
    """Return a quotation and a text with the words whole that a line end broke in one.

    The text is without raised figures where the quotation has none.
    """
    if not any(is_raised(word.folded) for word in one.words):
        other = without_notes(other)
    other = settled(other, {*one.folded})
    return settled(one, {*other.folded}), other


def _all_places(part: Wording, texts: Sequence[Wording]) -> list[Place]:
    found = []
    for number, text in enumerate(texts):
        sought, searched = both_settled(part, text)
        for first, last in places(sought, searched):
            if searched is text:
                found.append(Place(number, first, last))
                continue
            begin, end = searched.words[first].start, searched.words[last].end
            found.append(Place(number, *_between(text, begin, end)))
    return found


def _between(text: Wording, begin: int, end: int) -> tuple[int, int]:
    """Return the first and last word of `text` that stand between two letters."""
    first = bisect_left(text.words, begin, key=lambda word: word.start)
    return first, bisect_right(text.words, end, key=lambda word: word.end) - 1


def _span(chain: Sequence[Place]) -> tuple[int, int]:
    first, last = chain[0], chain[-1]
    return last.text - first.text, last.last - first.first


def phrases(text: str) -> list[Term]:
    """Return phrases that whatever says the quotation `text` word for word has.

    But for Khmer in which spaces stand elsewhere. Empty where it has no words.
    """
    found: list[Term] = []
    for part in _ELLIPSIS.split(text):
        found += _phrases([term(piece) for piece in _BROKEN.split(part)])
    # Of one word that a line end broke, nothing is left.
    found = found or _phrases([term(_BROKEN.sub(lambda m: _joined(m[0]), text))])
    return found[:: max(1, -(-len(found) // _MOST))]


def _joined(broken: str) -> str:
    return re.sub(r"[-\u2010\u2011]\s+", "", broken)


def _phrases(terms: Iterable[Term | None]) -> list[Term]:
    found: list[Term] = []
    for whole in terms:
        words: list[str] = []
        for each in words_in(whole) if whole else ():
            if not is_unspaced(each.tokens[0]):
                words += each.tokens
                continue
            found += _cut(words)
            words = []
            # The last letter alone would say that the run ends there.
            run = [token for token in each.tokens if len(token) > 1]
            found += _cut(run) if run else [Term(each.tokens, is_prefix=True)]
        found += _cut(words)
    return found


def _cut(tokens: Sequence[str]) -> list[Term]:
    """Return the tokens as a phrase, of many their beginning, middle and end."""
    if len(tokens) <= 3 * _LONGEST:
        return [Term(tuple(tokens))] if tokens else []
    middle = (len(tokens) - _LONGEST) // 2
    return [
        Term(tuple(tokens[at : at + _LONGEST]))
        for at in (0, middle, len(tokens) - _LONGEST)
    ]
