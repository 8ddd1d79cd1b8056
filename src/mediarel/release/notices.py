"""Recognise lines of a header about the use of the text, not about its topic.

Such lines give the time of publication, the speaker, or the source of a translation.
"""

from __future__ import annotations

import re

from mediarel.release.beside import is_aside
from mediarel.release.titles import may_be_title
from mediarel.release.words import ASIDES

_LONGEST = 140


def is_notice(line: str) -> bool:
    """Return whether `line` says when its text may be published."""
    return ASIDES.release_notice.match(line) is not None


def is_embargo(notice: str) -> bool:
    """Return whether a release notice is an embargo."""
    return ASIDES.embargo.search(notice) is not None


def is_of_use(line: str) -> bool:
    """Return whether `line` names the speaker or the version of the text."""
    return len(line) <= _LONGEST and ASIDES.use_of_text.match(line) is not None


def title_behind(notice: str) -> str:
    """Return the title on the line of a `notice`, or "".

    Example: `For immediate release: Council Reopens the Reading Room`
    """
    found = ASIDES.release_notice.match(notice)
    title = _BEHIND.match(notice, found.end()) if found else None
    if title is None or len(title[1].split()) < _LEAST_WORDS:
        return ""
    is_title = title[1][0].isupper() and may_be_title(title[1])
    return title[1] if is_title and not is_aside(title[1]) else ""


_BEHIND = re.compile(r"\s?[)\]]?\s?[:：–—-]\s{1,4}(\S[^\n]{20,240})")
_LEAST_WORDS = 4
