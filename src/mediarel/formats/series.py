"""What is told of all statements of a file together: years, languages, programs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mediarel.model.statement import Statement

USUAL_NAME = "Media Releases"  # title of an export without a name


class Series:
    """Counts statements in, one after the other."""

    def __init__(self) -> None:
        self.count = 0
        self.changed = ""
        self.programs: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self._first = ""
        self._last = ""

    def take(self, statement: Statement) -> None:
        """Count `statement` in."""
        self.count += 1
        self.changed = max(self.changed, statement.modified)
        self.programs[statement.program] += 1
        self.languages[statement.language] += 1
        for year in (day[:4] for day in statement.date.days if day):
            self._first = min(self._first or year, year)
            self._last = max(self._last, year)

    @property
    def years(self) -> list[str]:
        """The first and the last year, or the one that all are of."""
        return list(dict.fromkeys(filter(None, (self._first, self._last))))
