"""The ending of a file's name."""

from __future__ import annotations

import re

_SUFFIX = re.compile(r"\.[^\W_]{1,8}\Z")


def suffix_of(name: str) -> str:
    """Return the ending of `name` in small letters, `.pdf`; "" where it has none."""
    found = _SUFFIX.search(name)
    return found[0].lower() if found and found.start() else ""
