"""Define options for writing statements, notes to readers, and counts of a series."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.edtf import kept_date
from mediarel.model.parts import CORRECTION, DRAFT, WITHDRAWAL, WITHDRAWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mediarel.model.parts import Attachment, Note, Translation
    from mediarel.model.statement import Statement


TOLD_FIELDS = ("status", "notes")
"""The fields that `told_of` says."""
_WITHDRAWN = "This statement was withdrawn."
_DRAFT = "This is an unpublished draft."
_HEADS = {CORRECTION: "Corrected on", WITHDRAWAL: "Withdrawn on"}
USUAL_NAME = "Media Releases"  # title of an export without a name


class Told(NamedTuple):
    """A note to readers: the event with its date, and the reason."""

    head: str
    text: str

    def __str__(self) -> str:
        """Return the note as one text."""
        return f"{self.head}: {self.text}" if self.text else self.head


class Series:
    """Counts statements one after the other."""

    def __init__(self) -> None:
        self.count = 0
        self.changed = ""
        self.programs: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self._first = ""
        self._last = ""

    def take(self, statement: Statement) -> None:
        """Count `statement`."""
        self.count += 1
        self.changed = max(self.changed, statement.modified)
        self.programs[statement.program] += 1
        self.languages[statement.language] += 1
        for year in (day[:4] for day in statement.date.days if day):
            self._first = min(self._first or year, year)
            self._last = max(self._last, year)

    @property
    def years(self) -> list[str]:
        """The first and the last year, or the only year."""
        return list(dict.fromkeys(filter(None, (self._first, self._last))))


def ignore_loss(_what: str) -> None:
    """Ignore a loss that concerns no statement, or that nobody asked for."""


def _unknown(_of: object) -> None:
    """Return None: there is no such place."""


class WriteOptions(NamedTuple):
    """Options for writing a file; each format uses some or none."""

    raw: bool = False
    """Write cells unguarded, even if a spreadsheet would run them."""
    bom: bool = True
    """Begin with a byte order mark, by which Excel knows UTF-8."""
    name: str = ""
    """The name of the archive, for formats with a title."""
    identity: str = ""
    """A UUID of the output: the same each time for the same query."""
    changed: str = ""
    """When the archive was last changed, as RFC 3339 in UTC."""
    lost: Callable[[str], object] = ignore_loss
    """Called with the name of each thing that is lost: "tags", "the day".

    A format calls it once for each statement and each thing.
    """
    translations: Callable[[Statement], Sequence[Translation]] = lambda _statement: ()
    """Returns the same release in other languages, as far as the archive knows them."""
    place_of: Callable[[Attachment], str | None] = _unknown
    """Returns the path of an attached file, relative to the output, with `/`.

    None for a file that is not exported.
    """
    page_of: Callable[[Statement], str | None] = _unknown
    """Returns the URL of the page of a statement, if it is published."""
    place: str = ""
    """The URL of the output, if it is published."""
    home: str = ""
    """The URL of the page that lists all exported statements, if there is one."""


def once(lost: Callable[[str], object]) -> Callable[[str], None]:
    """Return a function for one statement that passes each loss to `lost` once."""
    told: set[str] = set()

    def tell(what: str) -> None:
        if what not in told:
            told.add(what)
            lost(what)

    return tell


def told_of(statement: Statement) -> Iterator[Told]:
    """Yield the notes to readers of `statement`, in chronological order."""
    if statement.status == DRAFT:
        yield Told(_DRAFT, "")
    yield from map(told_by, statement.notes)
    kinds = {each.kind for each in statement.notes}
    if statement.status == WITHDRAWN and WITHDRAWAL not in kinds:
        yield Told(_WITHDRAWN, "")


def told_by(note: Note) -> Told:
    """Return the note to readers in `note`, with its day in words."""
    return Told(f"{_HEADS[note.kind]} {kept_date(note.at[:10]).long()}", note.text)
