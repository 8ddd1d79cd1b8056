"""Footnotes: small letters at the foot of a page, behind a number."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from mediarel.documents.pdf.lines import DIGIT, RAISED, SENTENCE_END

if TYPE_CHECKING:
    from mediarel.documents.pdf.lines import Line

_MARK = re.compile(rf"(?:{DIGIT}{{1,2}}|[*†‡¹²³⁰⁴-⁹]+)\s*\S")
_NUMBER = re.compile(r"([0-9]{1,2})(?![0-9])\s*")
_SMALL = 0.9  # of the size of the text
_FOOT = 0.4  # of the height of a page


class Notes:
    """The footnotes among the lines of a text; `found` are those it took."""

    def __init__(self, lines: list[Line]) -> None:
        letters: Counter[float] = Counter()
        for line in lines:
            letters[line.size] += len(line.text)
        self._greatest = _SMALL * letters.most_common(1)[0][0]
        self.found: list[list[Line]] = []

    def takes(self, line: Line) -> bool:
        """Take `line` where it begins a note or goes on with the last one."""
        goes_on = self._goes_on(line)
        if line.is_note:
            begins = not goes_on
        else:
            begins = self._begins(line) and not (goes_on and self._is_unended())
        if begins:
            self.found.append([line])
        elif goes_on:
            self.found[-1].append(line)
        return begins or goes_on

    def _begins(self, line: Line) -> bool:
        return (
            line.block is None
            and line.size <= self._greatest
            and line.y < _FOOT * line.height
            and _MARK.match(line.text) is not None
        )

    def _goes_on(self, line: Line) -> bool:
        if not self.found:
            return False
        last = self.found[-1][-1]
        return line.block == last.block and (
            line.block is not None
            or (
                line.page == last.page
                and line.size <= self._greatest
                and line.y < last.y
            )
        )

    def _is_unended(self) -> bool:
        """Tell whether the last line is full, and no sentence ends with it."""
        last = self.found[-1][-1]
        is_full = last.right - last.x1 <= last.size
        return is_full and not SENTENCE_END.search(last.text)


def with_raised_mark(note: str) -> str:
    """Return the text of a `note` with its number as it stands where it is called."""
    number = _NUMBER.match(note)
    if number is None:
        return note
    return f"{number[1].translate(RAISED)} {note[number.end() :]}"
