"""The statements that a bag is made from, and their counts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from mediarel.archive.links import Translations
from mediarel.archive.lookup import statements
from mediarel.archive.name import identity
from mediarel.archive.public import Public
from mediarel.attachments.files import AttachedFile
from mediarel.formats.outward import urn
from mediarel.formats.writing import WriteOptions
from mediarel.query.tree import Everything
from mediarel.store.tiny.file import FileStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mediarel.archive.archive import Archive
    from mediarel.model.parts import Attachment
    from mediarel.model.statement import Statement


_PASSES = 4  # over all statements: one for each format, and one for the crate


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
        """The program that has issued most, "" if there are no statements."""
        return next((name for name, _ in self.programs.most_common(1)), "")

    @property
    def period(self) -> str:
        """The years, as `2011–2014`; "" where there are no statements."""
        if not self.years:
            return ""
        first, last = min(self.years), max(self.years)
        return f"{first:04}" if first == last else f"{first:04}–{last:04}"


class Source:
    """The statements of `archive`, read anew for each file that is made of them.

    `public` is None where it is all of it, `file` where it is in no file.
    """

    def __init__(self, archive: Archive, *, is_public: bool) -> None:
        self.archive = archive
        self.at = archive.now()
        store = archive.store
        self.file = Path(store.location) if isinstance(store, FileStore) else None
        self.public = Public(archive, self.at) if is_public else None
        self.name = self.public.name() if self.public else archive.name()
        asked = ["--public"] if is_public else []
        self.identifier = urn(identity(archive, asked).uuid)
        count = archive.page(Everything(), size=0).total
        self._total = (self.public.count() if self.public else count) * _PASSES
        self._done = 0

    def statements(self) -> Iterator[Statement]:
        """Return the statements one by one, the newest first; tell how far it is."""
        return self._told(
            statements(self.archive, Everything(), sort="newest")
            if self.public is None
            else self.public.statements(sort="newest")
        )

    def _told(self, found: Iterator[Statement]) -> Iterator[Statement]:
        for each in found:
            self.archive.progress("Writing the bag", self._done, self._total)
            self._done += 1
            yield each

    def options(self) -> WriteOptions:
        """Return the options with which the statements are written."""
        return WriteOptions(
            name=self.name,
            identity=self.identifier,
            translations=self.public.translations
            if self.public
            else Translations(self.archive),
        )

    def owner(self, tally: Tally) -> str:
        """Return whose statements they are, "" where nothing tells."""
        return self.name or tally.program

    def title(self, tally: Tally) -> str:
        """Return what all of it is called."""
        owner = self.owner(tally)
        return f"Statements of {owner}" if owner else "Statements"

    def about(self, tally: Tally) -> str:
        """Return what all of it is, in a sentence."""
        number = f"{tally.statements:,} statement{'' if tally.statements == 1 else 's'}"
        period = f" of {tally.period}" if tally.period else ""
        if self.public is not None:
            return f"What the public may see of an archive: {number}{period}."
        return f"A whole archive, not all of it public: {number}{period}."
