"""The terms of a statement: what the search in the page finds it by.

Words stand in the index as they are, and a run of letters of a script without spaces
as its overlapping grams of three letters, closed by one of two letters and one of one.
Any part of a run is so the beginning of a gram, or grams that follow each other. Each
word takes one place and each letter of such a run too; the end of a run takes one more,
so that grams of two runs never follow each other as those of one do.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import compress, count, pairwise
from typing import TYPE_CHECKING

from mediarel.model.fields import FIELDS, flag_word
from mediarel.text.folding import fold, folded_name
from mediarel.text.tokens import TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mediarel.model.fields import Field
    from mediarel.model.statement import Statement

    Called = Mapping[str, Sequence[str]]

# The fields whose words are searched, and the other names of those who signed, which
# `signatory:` alone finds. A field is known by the number of its place here.
CALLED = "called"
_PRINTED = tuple(field.name for field in FIELDS if field.weight)
FIELDS_OF_WORDS = (*_PRINTED, CALLED)
TEXT = FIELDS_OF_WORDS.index("text")
_VALUES = tuple(field for field in FIELDS if field.term == "value")
_ASCII_WORD = re.compile("[0-9a-z]+")
GRAM = 3  # letters
_SHORT_WORD = re.compile("[0-9a-z]{1,3}")
_PAIR = "+"  # a term that begins so is of two words
GAP = ""  # no term, but a place
# What parts the terms in a piece, and what this is written with itself.
_PARTS = re.compile("[\x00-\x1f%,.:;|\x7f]")


def words_of(one: Statement, called: Called) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each field of words that `one` has, and the terms in it.

    A place without a term has "". `called` has the other names of an organisation for
    each of its names, folded.
    """
    for number, name in enumerate(_PRINTED):
        value = getattr(one, name)
        terms = _of_list(value) if isinstance(value, tuple) else _of_text(value or "")
        if terms:
            yield number, terms
    others = called and [called.get(folded_name(name), ()) for name in one.signatories]
    if others and any(others):
        names = dict.fromkeys(name for those in others for name in those)
        yield FIELDS_OF_WORDS.index(CALLED), _of_list(names)


class _Short(dict[str, bool]):
    """Whether each term is a short word; filled when one is first seen."""

    def __missing__(self, term: str) -> bool:
        self[term] = is_short = _SHORT_WORD.fullmatch(term) is not None
        return is_short


_IS_SHORT = _Short()


def pairs_in(terms: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the place and the term of each two short words that follow each other."""
    short = list(compress(count(), map(_IS_SHORT.__getitem__, terms)))
    for place, then in pairwise(short):
        if then - place == 1:
            yield place, f"{_PAIR}{terms[place]} {terms[then]}"


def _of_list(names: Iterable[str]) -> list[str]:
    """Return the terms of `names`, no phrase of which goes from one into the next."""
    return [term for name in names for term in (*_of_text(name), GAP)]


def _of_text(text: str) -> list[str]:
    folded = fold(text)
    if folded.isascii():
        return _ASCII_WORD.findall(folded)
    terms = []
    for found in TOKEN.finditer(folded):
        letters = found[0]
        if found["run"] is None:
            terms.append(letters)
        else:
            terms += [letters[at : at + GRAM] for at in range(len(letters))]
            terms.append(GAP)
    return terms


def values_of(one: Statement) -> Iterator[str]:
    """Yield a term for each value that is found as a whole."""
    for field in _VALUES:
        for value in _each(field, getattr(one, field.name)):
            yield _value_term(field.name, value)


def _each(field: Field, value: object) -> Sequence[str]:
    if field.kind.is_flag:
        return (flag_word(value),)
    if isinstance(value, tuple):  # a note is found by its kind
        return tuple(item if isinstance(item, str) else item.kind for item in value)
    return (str(value),) if value else ()


@lru_cache(maxsize=4096)  # they recur
def _value_term(field: str, value: str) -> str:
    """Return the term of a value of `field`; no word begins so."""
    whole = f"!{field} {folded_name(value)}"
    return _PARTS.sub(lambda sign: f"%{ord(sign[0]):02x}", whole)
