"""Find where in a release's text a field was read, and how reliable the field is."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from mediarel.release.kinds import kind_of
from mediarel.text.languages import UNDETERMINED
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediarel.release.document import Document

_HEAD = 16  # non-blank lines: the maximum of a header
_LONGEST_KIND = 200  # characters of a line with a kind


class Sureness(Enum):
    """The reliability of a value."""

    SURE = "sure"
    LIKELY = "likely"
    OPEN = "look at it"


class Origin(NamedTuple):
    """The origin of a field's value, in words, and the reliability of the value."""

    place: str
    sureness: Sureness = Sureness.SURE


def origins_in_text(document: Document, text: str) -> dict[str, Origin]:
    """Return the origin in `text` of each field that was read from the text.

    Lines are counted from 1, including empty lines.
    """
    lines = [spaced_once(line) for line in text.split("\n")]
    found: dict[str, Origin] = {}
    for name in document.read:
        value = document.fields[name]
        if name == "signatories":
            found[name] = _of_names(value, lines, is_other=bool(document.miscount))
        elif name == "type":
            found[name] = _of_kind(str(value), lines)
        elif name == "language":
            is_open = value == UNDETERMINED
            sureness = Sureness.OPEN if is_open else Sureness.LIKELY
            found[name] = Origin("its words", sureness)
        elif name in {"dateline", "place", "dated"}:
            found[name] = _of_dateline(document.fields, lines)
        else:
            found[name] = _of_title(str(value), lines)
    return found


def _of_title(title: str, lines: Sequence[str]) -> Origin:
    """Return the first line of a title, which may span several lines."""
    number = next((n for n, x in enumerate(lines, 1) if x and title.startswith(x)), 0)
    return _line(number) if number else Origin("its text", Sureness.LIKELY)


def _of_kind(kind: str, lines: Sequence[str]) -> Origin:
    head = [(n, line) for n, line in enumerate(lines, 1) if line][:_HEAD]
    for number, line in head:
        if len(line) <= _LONGEST_KIND and kind_of(line) == kind:
            return _line(number)
    return Origin("its title", Sureness.LIKELY)


def _of_dateline(fields: Mapping[str, object], lines: Sequence[str]) -> Origin:
    """Return the line of a dateline. A footer is less reliable than a header."""
    printed = spaced_once(str(fields.get("dateline") or fields.get("place") or ""))
    number = next((n for n, line in enumerate(lines, 1) if printed in line), 0)
    if not printed or not number:
        return Origin("its text", Sureness.LIKELY)
    above = sum(bool(line) for line in lines[:number])
    return _line(number, Sureness.SURE if above <= _HEAD else Sureness.LIKELY)


def _of_names(names: Sequence[str], lines: Sequence[str], *, is_other: bool) -> Origin:
    """Return the lines of the names. `is_other` means their number was miscounted."""
    sureness = Sureness.OPEN if is_other else Sureness.LIKELY
    last = _last_with(names[-1], lines, len(lines))
    first = _last_with(names[0], lines, last)
    if not (first and last):
        return Origin("its text", sureness)
    if first == last:
        return _line(first, sureness)
    return Origin(f"lines {first} to {last}", sureness)


def _last_with(name: str, lines: Sequence[str], end: int) -> int:
    """Return the number of the last of the first `end` lines with `name`, or 0."""
    return next((n for n in range(end, 0, -1) if name in lines[n - 1]), 0)


def _line(number: int, sureness: Sureness = Sureness.SURE) -> Origin:
    return Origin(f"line {number}", sureness)
