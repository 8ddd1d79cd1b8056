"""The days of statements, in three letters each where they can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.dates.interval import Interval
from mediarel.publish.search.packing import number_in_letters

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from mediarel.dates.interval import KeptDate

    # The code of a date; what has none is its first day, its last and its earliest.
    Days = str | tuple[str, str, str]

LENGTH = 3  # letters
NONE = "AAA"  # there is no such statement
_ODD = "///"
_BEFORE, _LAST = 1800, 2429  # the years between have codes
_OF_A_YEAR, _OF_A_MONTH = 13 * 32, 32


def days_of(date: KeptDate) -> Days:
    """Return the days of a statement of a `date`."""
    if isinstance(date, Interval):
        return date.first, date.last, date.days[0] or ""
    if not _BEFORE < date.year <= _LAST:
        return date.first, date.last, date.first
    code = (date.year - _BEFORE) * _OF_A_YEAR + (date.month or 0) * _OF_A_MONTH
    return number_in_letters(code + (date.day or 0), LENGTH)


def days_piece(days: Mapping[int, Days], size: int) -> dict[str, dict[str, object]]:
    """Return what a piece has of statements by their ids, in blocks of `size`."""
    blocks: dict[str, list[str]] = {}
    odd: dict[str, object] = {}
    for number, those in sorted(days.items()):
        letters = blocks.setdefault(str(number // size), [])
        letters += [NONE] * (number % size - len(letters))
        letters.append(those if isinstance(those, str) else _ODD)
        if not isinstance(those, str):
            odd[str(number)] = those
    return {
        "blocks": {block: "".join(letters) for block, letters in blocks.items()},
        "odd": odd,
    }


def days_by_id(held: Mapping[str, Mapping[str, Any]], size: int) -> dict[int, Days]:
    """Return the days in a piece."""
    days: dict[int, Days] = {}
    for block, letters in held["blocks"].items():
        for at in range(0, len(letters), LENGTH):
            number, code = int(block) * size + at // LENGTH, letters[at : at + LENGTH]
            if code == _ODD:
                days[number] = tuple(held["odd"][str(number)])
            elif code != NONE:
                days[number] = code
    return days
