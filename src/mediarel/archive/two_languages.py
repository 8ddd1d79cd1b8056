"""One release in two languages: as two documents, or as the two halves of one."""

from __future__ import annotations

import re
from itertools import accumulate
from pathlib import PurePath
from typing import TYPE_CHECKING

from mediarel.formats.language_names import language_code
from mediarel.release.origins import Origin, Sureness
from mediarel.text.languages import UNDETERMINED, language_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.archive.recording import Proposal

_LEAST_HALF = 0.25  # of the letters of both
_FITTING = 0.95  # of the letters; a name may be in those of the other language
_LAST_OF_LATIN = "\u024f"
_PARTS = re.compile(r"[\s_.,()\[\]–—-]+")
# Of the languages that releases are in (ISO 639-1 and 639-3), and of two countries.
_CODES = {
    *("de", "en", "es", "fr", "id", "it", "ja", "km", "lo", "my", "pt", "th", "vi"),
    *("zh", "deu", "eng", "spa", "fra", "ind", "ita", "jpn", "khm", "lao", "mya"),
    *("por", "tha", "vie", "zho", "kh", "jp"),
}
# What is the same in both languages, but for the names.
_SHARED = ("date", "program", "type", "dated", "tags")
_FROM_ORIGINAL = Origin("its other language", Sureness.LIKELY)
_LEAST_NAMES = 2


def halves(text: str) -> tuple[str, str] | None:
    """Return the two languages that `text` is in, one below the other, if it is so.

    One of them is in Latin letters and the other in another script, but for a few.
    """
    paragraphs = text.split("\n\n")
    counts = [_letters(paragraph) for paragraph in paragraphs]
    # How many letters of each script stand above a cut, for each place of it.
    latin, others = (
        [*accumulate(side, initial=0)] for side in zip(*counts, strict=True)
    )
    total = latin[-1] + others[-1]
    latin_first = [a + others[-1] - b for a, b in zip(latin, others, strict=True)]
    fits, cut = max(
        (max(fit, total - fit), place) for place, fit in enumerate(latin_first)
    )
    first = "\n\n".join(paragraphs[:cut]).strip()
    second = "\n\n".join(paragraphs[cut:]).strip()
    above = latin[cut] + others[cut]
    if fits < _FITTING * total or min(above, total - above) < _LEAST_HALF * total:
        return None
    codes = {language_of(first), language_of(second)}
    return None if len(codes) == 1 or UNDETERMINED in codes else (first, second)


def _letters(paragraph: str) -> tuple[int, int]:
    """Return how many letters of a paragraph are Latin, and how many are others."""
    letters = [letter for letter in paragraph if letter.isalpha()]
    latin = sum(letter <= _LAST_OF_LATIN for letter in letters)
    return latin, len(letters) - latin


def pairs(proposals: Sequence[Proposal]) -> Iterator[tuple[int, int]]:
    """Yield the places of two that are one release in two languages, each once.

    Their files have the same name but for the language, or they have the same date and
    as many names.
    """
    left = list(range(len(proposals)))
    while left:
        one = left.pop(0)
        for other in left:
            if _are_one(proposals[one], proposals[other]):
                left.remove(other)
                yield one, other
                break


def _are_one(one: Proposal, other: Proposal) -> bool:
    languages = {one.fields.get("language"), other.fields.get("language")}
    if len(languages) == 1 or languages & {UNDETERMINED, None}:
        return False
    if _bare_name(one.name) == _bare_name(other.name):
        return True
    names = [len(each.fields.get("signatories") or ()) for each in (one, other)]
    date = one.fields.get("date")
    is_same_day = bool(date) and date == other.fields.get("date")
    return is_same_day and names[0] == names[1] >= _LEAST_NAMES


def _bare_name(name: str) -> tuple[str, ...]:
    """Return the words of a file's name without its suffix and its language."""
    words = _PARTS.split(PurePath(name).stem.casefold())
    return tuple(word for word in words if word and not _is_language(word))


def _is_language(word: str) -> bool:
    return word in _CODES or language_code(word) != word


def paired(one: Proposal, other: Proposal, uuid: str) -> tuple[Proposal, Proposal]:
    """Return two proposals as the original, with that `uuid`, and its translation.

    What is said in one alone, and is the same in both, is taken for the other too.
    """
    original = _filled(one, other)
    translation = _filled(other, one)
    return (
        original._replace(fields={**original.fields, "uuid": uuid}),
        translation._replace(fields={**translation.fields, "translation_of": uuid}),
    )


def _filled(one: Proposal, other: Proposal) -> Proposal:
    more = {
        name: other.fields[name]
        for name in _SHARED
        if other.fields.get(name) and not _is_said(one, name)
    }
    origins = dict.fromkeys(more, _FROM_ORIGINAL)
    return one._replace(
        fields={**one.fields, **more}, origins={**one.origins, **origins}
    )


def _is_said(proposal: Proposal, name: str) -> bool:
    """Tell whether a field has a value that is more than a default."""
    origin = proposal.origins.get(name)
    is_open = origin is not None and origin.sureness is Sureness.OPEN
    return bool(proposal.fields.get(name)) and not is_open
