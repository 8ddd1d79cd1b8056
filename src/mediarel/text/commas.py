"""Names with commas in them: several, probably, that were given as one."""

from __future__ import annotations

import re

_COMMAS = ",،，、"
_AND = re.compile(r"(?:and|&|និង)\s+")


def has_comma(name: str) -> bool:
    """Tell whether a comma of any script is in `name`."""
    return any(comma in name for comma in _COMMAS)


def parts_of(name: str) -> tuple[str, ...]:
    """Return the names in a name with commas, none twice; the last without "and"."""
    parts = [part.strip() for part in re.split(f"[{_COMMAS}]", name)]
    parts[1:] = [_AND.sub("", part) for part in parts[1:]]
    return tuple(dict.fromkeys(part for part in parts if part))
