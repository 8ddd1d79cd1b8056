"""The line below an entry that says who put it there, and at what hour."""

from __future__ import annotations

import re

from mediarel.pages.words import folded
from mediarel.pages.words_within import BYLINE

_LONGEST = 160
_LONGEST_BY = 40
_BY = tuple(f"{each} " for each in sorted(BYLINE, key=len, reverse=True))
# "Dara at 6:49 PM", "Dara à(s) 18:49": a time of day alone, its date stands above.
_NAME_AT_HOUR = re.compile(
    r"([^\W\d][^\n:]{0,59}?)[\s,]{1,3}"
    r"(?:at|on|à(?:\(s\)|s)?|as|a las?(?:\(s\)|/s)?|a|en|alle(?: ore)?|ore|um|pukul|jam"
    r"|di|lúc|เวลา|នៅ(?:ម៉ោង)?|ម៉ោង|kl\.?|@)?\s{0,3}"
    r"\d{1,2}[:.h]\d{2}(?!\d|[./:]\d)",
    re.IGNORECASE,
)


def poster_of(line: str) -> str | None:
    """Return who put an entry there: `Posted by Dara at 6:49 PM`.

    None where `line` says anything else.
    """
    if len(line) > _LONGEST:
        return None
    low = folded(line[:_LONGEST_BY])
    by = next((each for each in _BY if low.startswith(each)), None)
    if by is None:
        return None
    # Folding may move letters, but no words.
    *_, said = line.split(None, by.count(" "))
    found = _NAME_AT_HOUR.match(said)
    return found[1].strip(" ,") if found else None
