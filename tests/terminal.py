"""Emulate a terminal whose character widths are those of the C library.

Pyte itself treats a Khmer vowel as a control character, and draws nothing after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width

import pyte
from pyte import modes

if TYPE_CHECKING:
    import pexpect


def columns_of(text: str) -> int:
    """Return how many columns `text` takes."""
    return sum(map(_columns, text))


def _columns(letter: str) -> int:
    if category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(letter) in {"W", "F"} else 1


class Terminal(pyte.Screen):
    """A screen on which combining marks share the cell of their letter."""

    def draw(self, data: str) -> None:
        """Draw `data` at the cursor, continuing on the next line."""
        for letter in data:
            columns = _columns(letter)
            if self.cursor.x + columns > self.columns and modes.DECAWM in self.mode:
                self.carriage_return()
                self.linefeed()
            line = self.buffer[self.cursor.y]
            if not columns:
                place = max(0, self.cursor.x - 1)
                line[place] = line[place]._replace(data=line[place].data + letter)
                continue
            line[self.cursor.x] = self.cursor.attrs._replace(data=letter)
            if columns == 2 and self.cursor.x + 1 < self.columns:
                line[self.cursor.x + 1] = self.cursor.attrs._replace(data="")
            self.cursor.x += columns
        self.dirty.add(self.cursor.y)


def without_delays(child: pexpect.spawn[str]) -> pexpect.spawn[str]:
    """Return `child` without the delays that pexpect adds when it is closed."""
    child.delayafterclose = vars(child)["ptyproc"].delayafterclose = 0
    return child
