"""The tables by which the script folds letters as we do, made from our own folding.

Browsers can decompose and compose letters, and make small ones of them. What they lack
or know otherwise is here: what kind each letter is of, as this Python knows them, and
where folding of case is more than small letters.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import chain, groupby
from typing import TYPE_CHECKING

from mediarel.text.folding import BORDER, folded_character
from mediarel.text.tokens import UNSPACED_RANGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# A kind for each thing that folding does: keep a letter or a number, a mark; leave out;
# make a digit, a dash, a quote of either kind, a space; of what is no letter yet too.
_KEPT, _MARK, _LEFT_OUT, _DIGIT, _DASH, _QUOTE, _QUOTES, _SPACE, _UNKNOWN = "AMXDPQRSU"
_OF_FOLDED = {None: _LEFT_OUT, "-": _DASH, "'": _QUOTE, '"': _QUOTES, " ": _SPACE}
_FIGURES = "0123456789abcdefghijklmnopqrstuvwxyz"
_PLANE, _PLANES = 0x10000, 17
_NO_LETTERS = 2  # at the end of each plane
_OF_ONE_KIND = {*range(4, 14), 15, 16}  # planes without letters, and the private ones
# Nothing but private letters, variation selectors and tags is beyond.
_LAST_LETTERS = 0x32FFF
_SIGMA = "Σ"  # small, it has two forms, and which depends on what is beside it


@cache
def letters() -> dict[str, object]:
    """Return the tables: `kinds`, each with how many it is of, `cases`, `unspaced`."""
    return {"kinds": _kinds(), "cases": _cases(), "unspaced": UNSPACED_RANGES}


def _kinds() -> str:
    kinds = chain.from_iterable(map(_kinds_of_plane, range(_PLANES)))
    runs = ((kind, sum(1 for _ in run)) for kind, run in groupby(kinds))
    return "".join(kind + _figures(length) for kind, length in runs)


def _kinds_of_plane(plane: int) -> Iterable[str]:
    """Return the kind of each letter of a plane (The Unicode Standard, 2.8)."""
    first = plane * _PLANE
    if plane in _OF_ONE_KIND:  # each letter costs a fraction of a microsecond
        return _kind(chr(first)) * (_PLANE - _NO_LETTERS) + _UNKNOWN * _NO_LETTERS
    return map(_kind, map(chr, range(first, first + _PLANE)))


def _kind(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return _DIGIT
    if category == "Cn" and character != BORDER:
        return _UNKNOWN
    kind = _OF_FOLDED.get(folded_character(character))
    if kind is not None:
        return kind
    return _MARK if category[0] == "M" else _KEPT


def _figures(number: int) -> str:
    """Return `number` with 36 figures, "" for 1."""
    figures = ""
    while number > 1 or (figures and number):
        number, last = divmod(number, len(_FIGURES))
        figures = _FIGURES[last] + figures
    return figures


def _cases() -> list[tuple[str, str]]:
    return [*_of_case(), (_SIGMA, _SIGMA.casefold())]


def _of_case() -> Iterator[tuple[str, str]]:
    """Yield what is another once its case is folded than in small letters."""
    for character in map(chr, range(0x80, _LAST_LETTERS)):
        folded = character.casefold()
        if folded != character.lower() and _decomposed(character) == character:
            known = _decomposed(folded).lower()
            if known != _decomposed(character).lower():
                yield character, folded


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFKD", text)
