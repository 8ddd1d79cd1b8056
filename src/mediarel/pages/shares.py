"""The line by which a blog is shared: `Email ThisBlogThis!Share to Facebook`."""

from __future__ import annotations

import re
from functools import lru_cache

from mediarel.pages.words import folded
from mediarel.pages.words_around import SHARES, SHARING

_LONGEST = 240
_SIGN = "blogthis!"  # in the languages whose own words stand around it too
_LEAST = 2  # buttons one behind the other


def is_share_line(line: str) -> bool:
    """Tell whether `line` is the buttons of a blog, which run on without a space."""
    if len(line) > _LONGEST:
        return False
    low = folded(line)
    if _SIGN in low:
        return True
    return len(_buttons().findall(low)) >= _LEAST and not _buttons().sub("", low)


@lru_cache(maxsize=1)
def _buttons() -> re.Pattern[str]:
    """Return one of the buttons; matched on folded text."""
    where = r"(?:x|twitter|facebook|pinterest|whatsapp|telegram|linkedin|tumblr|orkut)"
    words = "|".join(map(re.escape, sorted(SHARES, key=len, reverse=True)))
    shared = "|".join(map(re.escape, sorted(SHARING, key=len, reverse=True)))
    behind = r"(?: freigeben| teilen| で共有する?| に共有する?)"
    return re.compile(
        rf"(?:{words}|(?:{shared})\s?{where}|(?:auf|in) {where}{behind}"
        rf"|{where}{behind})\s{{0,2}}[!|·•]?\s{{0,2}}"
    )
