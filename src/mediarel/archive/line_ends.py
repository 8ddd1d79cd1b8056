"""Words that a line end broke in a printed text: for the index each is two.

`independ-` and `ence` on the next line follow each other there as two words, so the
phrase `national independence` is looked for as `national independ ence` too, and in
each other way whose halves the index knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.index import vocabulary
from mediarel.text.tokens import Term, is_unspaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.index.protocol import Index

_LEAST = 2  # letters of a half
_WINDOW = 8  # words, in which one may be broken

Halves = dict[str, list[tuple[str, str]]]


def broken_words(index: Index, terms: Iterable[Term]) -> Halves:
    """Return the halves of each word of `terms` that the index knows both."""
    tokens = {token for term in terms for token in term.tokens}
    halves = {token: list(_halves(token)) for token in tokens}
    wanted = {half for pairs in halves.values() for pair in pairs for half in pair}
    known = vocabulary.known(index, wanted)
    return {
        token: both_known
        for token, pairs in halves.items()
        if (both_known := [pair for pair in pairs if known.issuperset(pair)])
    }


def as_broken(term: Term, halves: Halves) -> list[list[Term]]:
    """Return of each part of a phrase in which ways it may stand in the index.

    A text that says the phrase has each part in one of these.
    """
    if not any(token in halves for token in term.tokens):
        return [[term]]
    starts = range(0, len(term.tokens), _WINDOW)
    parts = (term.tokens[start : start + _WINDOW] for start in starts)
    return [list(_ways(part, halves)) for part in parts]


def _halves(token: str) -> Iterator[tuple[str, str]]:
    if not token.isalpha() or is_unspaced(token):
        return
    for at in range(_LEAST, len(token) - _LEAST + 1):
        yield token[:at], token[at:]


def _ways(tokens: Sequence[str], halves: Halves) -> Iterator[Term]:
    yield Term(tuple(tokens))
    for at, token in enumerate(tokens):
        for pair in halves.get(token, ()):
            yield Term((*tokens[:at], *pair, *tokens[at + 1 :]))
