"""What the script has to know: the language of queries, and how letters are folded.

Browsers can decompose and compose letters, and make small ones of them. What they lack
or know otherwise comes from our own folding: the kind of each letter, as this Python
knows it, and the letters whose folded case is not their small letter.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import chain, groupby
from typing import TYPE_CHECKING

from mediarel.dates.edtf import MONTHS, WEEKDAYS
from mediarel.dates.months import KHMER_MONTHS, KHMER_WEEKDAYS
from mediarel.dates.typed import ENGLISH_MONTHS, ENGLISH_WEEKDAYS
from mediarel.model.fields import FLAG_WORDS, LANGUAGE, flag_word
from mediarel.query.parser import ELSEWHERE, FROM, OWN, TERMS, UP_TO
from mediarel.text.folding import BORDER, folded_character
from mediarel.text.tokens import UNSPACED_RANGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mediarel.model.fields import Field

# The terms of the query's own that the script reads.
_READ = ("date", "year", "id")
# Those that only who keeps an archive asks for.
_ABSENT = ("missing", "embargo", "withheld")
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


def language() -> dict[str, object]:
    """Return the language of queries, as plain values."""
    return {
        "fields": {
            word: _field(field) for word, field in TERMS.items() if word not in _ABSENT
        },
        "own": {name: OWN[name] for name in _READ},
        "absent": _ABSENT,
        "elsewhere": {
            name: said for name, said in ELSEWHERE.items() if name not in _ABSENT
        },
        "limits": {"from": FROM, "to": UP_TO},
        "flags": {word: flag_word(is_so) for word, is_so in FLAG_WORDS.items()},
        "months": ENGLISH_MONTHS,
        "month_names": [name.lower() for name in MONTHS],
        "weekdays": ENGLISH_WEEKDAYS,
        "weekday_names": WEEKDAYS,
        "khmer_months": _small(KHMER_MONTHS),
        "khmer_weekdays": _small(KHMER_WEEKDAYS),
    }


def _field(field: Field) -> dict[str, str]:
    if field.term == "words":
        is_ = "words"
    elif field.kind.is_flag:
        is_ = "flag"
    else:
        is_ = "language" if field.kind is LANGUAGE else "value"
    return {"name": field.name, "is": is_, "example": field.example}


def _small(names: dict[str, str]) -> dict[str, str]:
    return {khmer_name: english.lower() for khmer_name, english in names.items()}


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
