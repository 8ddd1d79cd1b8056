"""Find officers who sign at the end of a text, each with an office, without a list.

    Kampot, 3 March 2019

    Ann Bo
    Chair of Harbour Watch

    Cy Do
    Secretary

At least two officers with offices must be below a date or a sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.release.below_heading import is_dated
from mediarel.release.closings import is_closing
from mediarel.release.ends import is_end, is_note
from mediarel.release.namelike import is_sentence
from mediarel.release.people import may_be_person
from mediarel.release.words import SIGNING

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST = 24  # lines
_LEAST = 2  # officers
_LONGEST = 120  # characters
_FOOT = 12  # lines
_BEHIND = re.compile(r",\s|\s[–—|/-]\s|\s\(")


def officers(lines: Sequence[str]) -> tuple[list[str], int, int]:
    """Return the officers who sign `lines`, and the range of their lines.

    The officers are [] if there are fewer than two.
    """
    if sum(0 < len(line) <= _LONGEST for line in lines[-_FOOT:]) < 2 * _LEAST:
        return [], 0, 0  # most texts end with their last paragraph
    end = _end(lines)
    begin = end
    while begin and end - begin <= 2 * _MOST and not _is_above(lines[begin - 1]):
        begin -= 1
    filled = [n for n in range(begin, end) if lines[n].strip()]
    if not begin or len(filled) > _MOST:
        return [], begin, end
    signed = [lines[n].strip() for n in filled]
    return _beside(signed) or _below(signed), begin, end


def _end(lines: Sequence[str]) -> int:
    """Return the number of the first line below the officers: contacts, notes."""
    end, is_last = len(lines), True
    for number in range(end - 1, max(end - 2 * _MOST, 0) - 1, -1):
        line = lines[number]
        if not line.strip():
            continue
        is_below = is_end(line) or is_note(line) or (is_last and is_dated(line))
        if not is_below and is_sentence(line):
            break
        end = number if is_below else end
        is_last = is_last and is_below
    return end


def _is_above(line: str) -> bool:
    """Return whether `line` is above officers: a date, a closing, the text."""
    if not line.strip():
        return False
    is_long = len(line) > _LONGEST or is_sentence(line)
    return is_long or is_closing(line) or is_dated(line.strip())


def _beside(lines: Sequence[str]) -> list[str]:
    """Return `lines` if each has an officer and an office, otherwise []."""
    parts = [_BEHIND.split(line, maxsplit=1) for line in lines]
    are_all = len(lines) >= _LEAST and all(
        len(part) > 1 and may_be_person(part[0]) and SIGNING.roles.search(part[1])
        for part in parts
    )
    return [*lines] if are_all else []


def _below(lines: Sequence[str]) -> list[str]:
    """Return the officers in `lines` with the office on one of the next two lines."""
    names: list[str] = []
    has_office = True
    since = 0
    for line in lines:
        since += 1
        if has_office and may_be_person(line) and not SIGNING.roles.search(line):
            names.append(line)
            has_office, since = False, 0
        elif SIGNING.roles.search(line):
            has_office = bool(names)
        elif since > 1 or not names or not has_office:
            return []
    return names if has_office and len(names) >= _LEAST else []
