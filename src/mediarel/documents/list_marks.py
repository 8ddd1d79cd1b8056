"""What stands before the items of lists: a bullet, or the number that a reader sees."""

from __future__ import annotations

from typing import NamedTuple

from mediarel.documents.flow import BULLET

_LETTERS = 26
_MOST = 100_000  # no list has as many items; what a file says may be anything
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


class Level(NamedTuple):
    """A level of a list.

    form    the first number as it is printed: `1`, `a`, `A`, `i`, `I`, `១`; "" for a
            bullet, None for nothing
    text    what is printed, with `%1` for the number of the first level
    start   the number of the first item
    """

    form: str | None = ""
    text: str = ""
    start: int = 1


class Counter:
    """Counts the items of a list with several levels."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}

    def mark(self, levels: dict[int, Level], depth: int) -> str:
        """Return what stands before the next item, of the level `depth` from 0."""
        for deeper in [each for each in self._counts if each > depth]:
            del self._counts[deeper]
        start = levels.get(depth, Level()).start
        self._counts[depth] = self._counts.get(depth, start - 1) + 1
        level = levels.get(depth)
        if level is None or level.form == "":
            return BULLET
        if level.form is None:
            return ""
        text = level.text
        for each in range(depth, -1, -1):
            if f"%{each + 1}" in text:
                above = levels.get(each, Level())
                count = self._counts.get(each, above.start)
                text = text.replace(f"%{each + 1}", _number(count, above.form))
        return f"{text.strip()} " if text.strip() else ""

    def restart(self, depth: int, start: int) -> None:
        """Have the next item of the level `depth` be the number `start`."""
        self._counts[depth] = start - 1


def whole_number(said: str | None, default: int) -> int:
    """Return the number that a file says, `default` where it says none."""
    try:
        number = int(said or "")
    except ValueError:
        return default
    return number if 0 <= number <= _MOST else default


def _number(count: int, form: str | None) -> str:
    if form in {"a", "A"} and count > 0:
        letters = chr(ord(form) + (count - 1) % _LETTERS)
        return letters * ((count - 1) // _LETTERS % _LETTERS + 1)
    if form in {"i", "I"} and count > 0:
        roman = _roman(count)
        return roman.upper() if form == "I" else roman
    figures = str(count)
    if form and not form.isascii() and form.isdecimal():
        zero = ord(form) - int(form)
        return "".join(chr(zero + int(each)) for each in figures)
    return figures


def _roman(count: int) -> str:
    parts = []
    for value, letters in _ROMAN:
        parts.append(letters * (count // value))
        count %= value
    return "".join(parts)
