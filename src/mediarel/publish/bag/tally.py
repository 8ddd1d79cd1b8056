"""What there is in a bag, as it is counted while its statements are written once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mediarel.attachments.files import AttachedFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mediarel.model.parts import Attachment
    from mediarel.model.statement import Statement


class Tally:
    """How many statements there are, of which years and programs, with which files."""

    def __init__(self) -> None:
        self.statements = 0
        self.years: Counter[int] = Counter()
        self.programs: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self.files: dict[AttachedFile, Attachment] = {}

    def counted(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        """Yield `statements`, and count them as they pass."""
        for each in statements:
            self.statements += 1
            self.years[each.date.year] += 1
            self.programs[each.program] += 1
            self.languages[each.language] += 1
            for file in each.attachments:
                self.files.setdefault(AttachedFile.of(file), file)
            yield each

    @property
    def program(self) -> str:
        """The program that has issued most, "" where there are no statements."""
        return next((name for name, _ in self.programs.most_common(1)), "")

    @property
    def period(self) -> str:
        """The years, as `2011–2014`; "" where there are no statements."""
        if not self.years:
            return ""
        first, last = min(self.years), max(self.years)
        return f"{first:04}" if first == last else f"{first:04}–{last:04}"
