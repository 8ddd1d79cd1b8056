"""Recognise button lines: `Email ThisBlogThis!Share to Facebook`, `Like | Tweet`."""

from __future__ import annotations

import re
from functools import lru_cache

from mediarel.pages.words_around import (
    BUTTONS,
    COUNTED,
    DECORATION,
    LETTERS,
    SHARES,
    SHARING,
    folded,
)

_LONGEST = 240
_SIGN = "blogthis!"  # in the languages whose own words surround the name
_LEAST = 2  # consecutive buttons
_GLUED = re.compile(r"[^\W\d_A-Z][A-Z]")
_CAPITALS = re.compile(r"(?<=[^\W\d_])(?=[A-Z])")


def is_share_line(line: str) -> bool:
    """Return whether `line` is the buttons of a blog, without spaces between."""
    if len(line) > _LONGEST:
        return False
    low = folded(line)
    if _SIGN in low:
        return True
    return len(_buttons().findall(low)) >= _LEAST and not _buttons().sub("", low)


@lru_cache(maxsize=1)
def _buttons() -> re.Pattern[str]:
    """Return the pattern of a button, matched on folded text."""
    where = r"(?:x|twitter|facebook|pinterest|whatsapp|telegram|linkedin|tumblr|orkut)"
    words = "|".join(map(re.escape, sorted(SHARES, key=len, reverse=True)))
    shared = "|".join(map(re.escape, sorted(SHARING, key=len, reverse=True)))
    behind = r"(?: freigeben| teilen| で共有する?| に共有する?)"
    return re.compile(
        rf"(?:{words}|(?:{shared})\s?{where}|(?:auf|in) {where}{behind}"
        rf"|{where}{behind})\s{{0,2}}[!|·•]?\s{{0,2}}"
    )


def is_counts(low: str) -> bool:
    """Return whether all words are buttons with counts: `Like 134 Tweet 23 shares`."""
    words = LETTERS.findall(low)
    is_several = len(words) > 1 and any(map(str.isdigit, low))
    return is_several and all(word in BUTTONS or word in COUNTED for word in words)


def is_glued(line: str) -> bool:
    """Return whether `line` is buttons without spaces between: `ShareTweetWhatsApp`."""
    word = line.strip()
    if " " in word or not _GLUED.search(word):
        return False
    parts = _CAPITALS.split(word)
    # `ends` are the positions that consecutive buttons reach.
    ends = {0}
    for begin in range(len(parts)):
        if begin in ends:
            ends |= {
                end
                for end in range(begin + 1, min(len(parts), begin + 3) + 1)
                if folded("".join(parts[begin:end])) in BUTTONS
            }
    return len(parts) in ends


def are_parted(line: str) -> bool:
    """Return whether `line` is buttons with separators between: `Like | Tweet`."""
    parts = [each.strip() for each in re.split(r"[|•·/\t]|\s{2,}", line)]
    return len(parts) > 1 and all(
        not part or folded(part).strip(DECORATION) in BUTTONS for part in parts
    )


def are_buttons(line: str) -> bool:
    """Return whether `line` is several buttons, with any separators."""
    if len(line) > _LONGEST:
        return False
    low = folded(line)
    is_several = is_counts(low) or is_glued(line) or are_parted(line)
    return is_share_line(line) or (is_several and low not in BUTTONS)
