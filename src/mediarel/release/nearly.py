"""Lists below what is nearly a heading, by what they look like themselves.

`Signatures of the letter to the council`, and names below it that have a mark each, or
read as names all of them.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from mediarel.release.ends import is_call_to_sign, is_end
from mediarel.release.namelike import is_sentence, is_title_like
from mediarel.release.one_name import clean_name, is_marked, is_numbered, without_number
from mediarel.release.signing import is_calling, is_of_signing
from mediarel.release.signing_words import SIGNING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 90
_MOST_WORDS = 10
_LOOKED_AT = 5  # lines of the list
_LONGEST_NAME = 200
_LONGEST_UNSPACED = 40
_BRACKETED = re.compile(r"[(（][^()（）]{0,90}[)）]")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*+")


def is_above_names(lines: Sequence[str], number: int) -> bool:
    """Tell whether the line `number` speaks of signing, and names stand below it."""
    line = lines[number].strip()
    low = line.casefold()
    if not 0 < len(line) <= _LONGEST or not any(map(low.__contains__, SIGNING)):
        return False
    words = _WORD.findall(_BRACKETED.sub("", low))
    is_short = 0 < len(words) <= _MOST_WORDS and line[-1] not in ".!?,;。！？"
    if not is_short or not any(map(is_of_signing, words)) or is_marked(line):
        return False
    if is_numbered(line) or is_calling(low) or is_call_to_sign(line):
        return False
    filled = (each.strip() for each in lines[number + 1 :] if each.strip())
    return _are_names(list(islice(filled, _LOOKED_AT)))


def _are_names(lines: Sequence[str]) -> bool:
    """Tell whether `lines` begin a list: each has a mark, or reads as a name."""
    if len(lines) < _LOOKED_AT or any(map(is_odd, lines)):
        return False
    if all(map(is_marked, lines)) or all(map(is_numbered, lines)):
        return True
    return all(map(is_title_like, lines))


def is_odd(line: str) -> bool:
    """Tell whether `line` of a list, with its mark, is hardly a name."""
    name = clean_name(without_number(line))
    return (
        not name
        or name[0].islower()
        or len(name) > (_LONGEST_NAME if name[0] < "\u0e00" else _LONGEST_UNSPACED)
        or name[-1] in ".;:!?。"
        or is_sentence(name)
        or is_end(name)
    )
