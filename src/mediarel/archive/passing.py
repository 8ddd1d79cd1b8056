"""All that an archive holds, as it passes on its way into a copy of it.

It is looked at whether it is sound, told how much has passed, and gathered which
attached files belong to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.attachments.files import attached_files
from mediarel.attachments.needed import past_files
from mediarel.store.protocol import BrokenRecordError
from mediarel.store.sound import check_entry, check_record, newer_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mediarel.attachments.files import AttachedFile
    from mediarel.index.fill import Progress
    from mediarel.store.contents import Contents, Entry, Tables
    from mediarel.store.protocol import Document, Store

_STEP = 1000


class Gathered:
    """The `contents` of an archive; which files they name is gathered as they pass."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self.files: dict[AttachedFile, None] = {}
        self.past: dict[AttachedFile, None] = {}

    def others(self) -> Tables:
        """Return the tables that are not read."""
        return self._contents.others()

    def statements(self) -> Iterator[tuple[int, Document]]:
        """Yield id and record of each statement."""
        for number, raw in self._contents.statements():
            self.files.update(dict.fromkeys(attached_files([raw])))
            yield number, raw

    def entries(self) -> Iterator[Entry]:
        """Yield the entries of the history."""
        for entry in self._contents.entries():
            self.past.update(dict.fromkeys(past_files({str(entry.number): entry.raw})))
            yield entry

    def checksums(self) -> Iterator[tuple[int, str]]:
        """Yield id and checksum."""
        return self._contents.checksums()


class Sound:
    """The `contents` of `store`; what is not sound is met as it passes."""

    def __init__(self, contents: Contents, store: Store) -> None:
        self._contents = contents
        self._store = store

    def others(self) -> Tables:
        """Return the tables that are not read."""
        return self._contents.others()

    def statements(self) -> Iterator[tuple[int, Document]]:
        """Yield id and record of each statement.

        Raises DamagedError or NewerArchiveError.
        """
        for number, raw in self._contents.statements():
            self._require_sound(check_record, number, raw)
            yield number, raw

    def entries(self) -> Iterator[Entry]:
        """Yield the entries of the history.

        Raises DamagedError or NewerArchiveError.
        """
        for entry in self._contents.entries():
            self._require_sound(check_entry, entry.number, entry.raw)
            yield entry

    def checksums(self) -> Iterator[tuple[int, str]]:
        """Yield id and checksum."""
        return self._contents.checksums()

    def _require_sound(
        self, check: Callable[[int, Document], None], number: int, raw: Document
    ) -> None:
        store = self._store
        try:
            check(number, raw)
        except BrokenRecordError as broken:
            if broken.is_newer:
                raise newer_record(store.location, broken) from broken
            raise store.damaged_record(
                broken.table, broken.number, broken.problem
            ) from broken


class Told:
    """The `contents` of an archive; `progress` is told how many statements passed."""

    def __init__(self, contents: Contents, count: int, progress: Progress) -> None:
        self._contents = contents
        self._count = count
        self._progress = progress
        self.others = contents.others
        self.entries = contents.entries
        self.checksums = contents.checksums

    def statements(self) -> Iterator[tuple[int, Document]]:
        """Yield id and record of each statement."""
        for done, each in enumerate(self._contents.statements()):
            if done % _STEP == 0:
                self._progress("Writing the archive", done, self._count)
            yield each
        self._progress("Writing the archive", self._count, self._count)
