"""Distinguish names from sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.release.one_name import LONGEST_NAME, clean_name
from mediarel.release.words import SIGNING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FEW_WORDS = 7
_LONGEST_UNSPACED = 160  # in a script without spaces between words
_ABBREVIATED = re.compile(r"[,\s](?:[A-Z]{1,4}\.\s?){1,5}\Z")


def is_sentence(line: str) -> bool:
    """Return whether `line` is a sentence or a paragraph rather than a name."""
    if len(line) > 2 * LONGEST_NAME or SIGNING.may_be_added.search(line):
        return True
    bare = clean_name(line)
    words = bare.split()
    if not words or len(bare) > LONGEST_NAME:
        return bool(words)
    ends = bare.endswith(
        (".", "!", "?", "。", "！", "？", "។", "៕", "။", ".”", '."', ".»")
    )
    if bare[:1] > "\u0dff":
        return ends or len(bare) > _LONGEST_UNSPACED
    if len(words) < _FEW_WORDS:
        # "We go on." is a sentence, "Friends of the Port e.V." is not.
        last = words[-1].rstrip('.!?"”»')
        most_are_small = 2 * sum(word[0].islower() for word in words) > len(words)
        return ends and len(words) > 2 and most_are_small and last.islower()  # noqa: PLR2004
    lower = sum(word[:1].islower() for word in words)
    if ends and 3 * lower >= 2 * len(words) and words[-1][:1].islower():
        return True
    small = sum(word[:1].islower() and len(word) > 3 for word in words)  # noqa: PLR2004
    is_prose = small * 2 >= len(words) or (small >= 4 and small * 3 >= len(words))  # noqa: PLR2004
    return (ends and is_prose) or (len(words) > 24 and is_prose)  # noqa: PLR2004


def is_title_like(name: str) -> bool:
    """Return whether most words of a name are capitalised, as in a title."""
    if name.endswith(".") and _ABBREVIATED.search(name[-12:]):
        name = name[:-1]  # "Cooperativa del Puerto, R.L."
    words = [word for word in re.split(r"[\s/,&()–-]+", name) if word[:1].isalpha()]
    if not words or len(name) > 150 or name.endswith((".", "!", "?", "。", ":")):  # noqa: PLR2004
        return bool(words) and name.endswith(("Inc.", "Ltd.", "e.V."))
    large = sum(not word[0].islower() for word in words)
    small = sum(word[0].islower() and len(word) > 3 for word in words)  # noqa: PLR2004
    return words[0][0].isupper() | (words[0][0] > "\u0dff") and large > small


def looks_like_names(names: Sequence[str]) -> bool:
    """Return whether most of the first eight `names` may be names."""
    if not names:
        return False
    begun = names[:8]
    odd = sum(
        name[:1].islower() or name.endswith((";", "?")) or len(name) > _LONGEST_UNSPACED
        for name in begun
    )
    return 2 * odd < len(begun) or len(names) > 40  # noqa: PLR2004
