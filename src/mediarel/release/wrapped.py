"""Names of a list that run over several lines: each is put on one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.release.one_name import LONGEST_NAME, is_marked, is_numbered
from mediarel.release.signing import is_heading, is_part

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_LINES = 4  # of one name
_FULL_LINE = 30  # letters
_IN_BRACKETS = 600  # letters of a name with a list of its own in brackets
# No name ends with these: what is behind them is on the next line.
_HANGING = re.compile(
    r"\s(?:of|for|the|against|de|del|des|du|da|do|das|dos|di|della|dei|delle|degli"
    r"|la|las|los|les|le|und|für|von|vom|der|gegen|zur|zum|en|em|na|no|para|por"
    r"|pour|à|au|aux|per|untuk|dan|bagi|São|Santo|Santa|San|Sankt|St\.|&)\Z"
)
# Nor does one begin with these.
_GOING_ON = re.compile(
    r"(?:of|for|and|de|del|des|du|da|do|das|dos|di|della|dei|delle|et|e|y|für|von|und"
    r"|für|pour|para|per|untuk|&)\s"
)


def whole_line(lines: Sequence[str], number: int) -> tuple[str, int]:
    """Return the line `number`, with those that it goes on in, and which is next."""
    line = lines[number]
    if "\t" in line or len(line) > LONGEST_NAME:
        return line, number + 1
    if _depth(line) > 0 and (closed := _until_closed(lines, number)):
        return closed
    end = number + 1
    for _ in range(_MOST_LINES - 1):
        after = _next(lines, end)
        if after is None or not _goes_on(line.rstrip(), lines[after].strip()):
            break
        line, end = f"{line.rstrip()} {lines[after].strip()}", after + 1
    return line, end


def _goes_on(line: str, below: str) -> bool:
    """Tell whether the name in `line` goes on in the line `below` it."""
    if is_heading(line) or is_part(line) or is_heading(below):
        return False
    if _begins_name(below) or len(line) + len(below) > LONGEST_NAME or "\t" in below:
        return False
    if line.endswith((",", ";", ".", ":", "、")) or below.endswith(":"):
        return False
    if _HANGING.search(line):
        return True
    return len(line) >= _FULL_LINE and _GOING_ON.match(below) is not None


def _begins_name(line: str) -> bool:
    return is_numbered(line) or is_marked(line)


def _until_closed(lines: Sequence[str], number: int) -> tuple[str, int] | None:
    """Return the line `number` with those up to the end of its bracket, if it ends."""
    line, end = lines[number].rstrip(), number + 1
    for _ in range(_MOST_LINES - 1):
        after = _next(lines, end)
        if after is None or _begins_name(lines[after]):
            return None
        line, end = f"{line} {lines[after].strip()}", after + 1
        if len(line) > _IN_BRACKETS or _depth(line) < 0:
            return None
        if _depth(line) == 0:
            return line, end
    return None


def _depth(line: str) -> int:
    """Return how many brackets of `line` are open at its end."""
    return sum(map(line.count, "(（")) - sum(map(line.count, ")）"))


def _next(lines: Sequence[str], number: int) -> int | None:
    """Return the first line with any letter at or behind `number`, one may be empty."""
    for place in range(number, min(number + 2, len(lines))):
        if lines[place].strip():
            return place
    return None
