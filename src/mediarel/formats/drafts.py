"""Make drafts of the entries that a format has read.

Entries of all formats become drafts here. Worker processes make the drafts if there are
many, and a temporary file stores them.
"""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Sequence
from contextlib import closing
from functools import lru_cache
from itertools import chain, islice
from sys import intern
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, NamedTuple, overload
from weakref import finalize

from mediarel.dates.typed import DayOrder
from mediarel.errors import InvalidFieldError, UnreadableInputError
from mediarel.formats.entries import Entry
from mediarel.model.damage import Damage, taken_in
from mediarel.model.normalised import normalised
from mediarel.model.statement import DEFAULT_TYPE, packed, read_draft, renewed, unpacked
from mediarel.release.document import read_document
from mediarel.workers import made

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

    from mediarel.formats.entries import Reading
    from mediarel.model.statement import Draft

    Lot = list[Entry | UnreadableInputError]


_LOT = 250  # entries
_SAY_WHO = "Say who issued it with --program, or where it is: --map NAME=program."
MANY = 5000  # entries, from which processes are faster


class Filling(NamedTuple):
    """Values for fields that neither the source of an entry nor its text contains.

    With `mend`, damaged characters are repaired if the repair is certain. `order` is
    the order of day and month in numeric dates of the text. All values are simple
    types, which can be sent to other processes.
    """

    program: str | None = None
    type: str = DEFAULT_TYPE
    mend: bool = False
    order: str | None = None
    language: str | None = None
    """Of a text whose language can't be detected."""
    is_exact: bool = False
    """Whether what an archive has recorded keeps its control characters."""
    issuer: str | None = None
    """Replaces the issuer in the source, which may be wrong on a page."""

    def day_order(self) -> DayOrder | None:
        """Return the order of day and month in the date of a text, if known."""
        return DayOrder(self.order) if self.order else None


_USUAL = Filling(is_exact=True)


class Taken(NamedTuple):
    """A draft made from an entry.

    `said` are the fields in the source itself, and `line` is the place in the source.
    If `is_untyped`, nothing in the source names a type.
    """

    draft: Draft
    said: frozenset[str]
    source: str
    line: int | None = None
    is_untyped: bool = False
    damage: tuple[Damage, ...] = ()
    """Its damaged characters, also the repaired ones."""
    miscount: tuple[int, int] | None = None
    """The numbers of signatories announced and named, if they differ."""
    normalised: tuple[tuple[str, str, str], ...] = ()
    """The fields that are recorded in another form: name, value, and new value."""


def all_drafts(reading: Reading, source: str) -> list[Draft]:
    """Return the draft of each entry of `reading`, oldest first.

    Raises UnreadableInputError for the first that is refused.
    """
    found = []
    for each in taken(reading, source):
        if isinstance(each, UnreadableInputError):
            raise each
        found.append(each.draft)
    return sorted(found, key=lambda draft: draft.date.first)


def taken(
    reading: Reading, source: str, filling: Filling = _USUAL
) -> Iterator[Taken | UnreadableInputError]:
    """Yield the draft of each entry of `reading`, or its error."""
    entries = iter(reading.entries)
    begun = list(islice(entries, MANY))
    if len(begun) < MANY:
        yield from (taken_from(entry, source, filling) for entry in begun)
        return
    yield from taken_by_many(chain(begun, entries), source, filling)


def taken_from(
    entry: Entry | UnreadableInputError, source: str, filling: Filling
) -> Taken | UnreadableInputError:
    """Return the draft of `entry`, or its error."""
    if isinstance(entry, UnreadableInputError):
        return entry
    said = renewed(entry.fields)
    is_exact = filling.is_exact and bool(entry.said)
    fields, damage = taken_in(said, mend=filling.mend, is_exact=is_exact)
    changed = tuple(normalised(fields))
    fields.update((name, value) for name, _, value in changed)
    given = tuple([name for name, value in fields.items() if value])
    if filling.issuer or not fields.get("program"):
        fields["program"] = filling.issuer or filling.program
    try:
        document = read_document(fields, said=entry.said, order=filling.day_order())
        draft = read_draft(
            document.fields,
            default_type=filling.type,
            default_language=None if entry.said else filling.language,
        )
    except InvalidFieldError as error:
        problem = entry.name + error.problem
        hint = _SAY_WHO if error.field == "program" else error.hint
        return UnreadableInputError(source, entry.line, problem, hint)
    return Taken(
        draft,
        joined(entry.said, given),
        source,
        entry.line,
        is_untyped=not document.fields.get("type"),
        damage=tuple(damage),
        miscount=document.miscount,
        normalised=changed,
    )


@lru_cache(maxsize=256)  # the entries of a file say the same few
def joined(said: frozenset[str], given: tuple[str, ...]) -> frozenset[str]:
    """Return the fields in `said` and `given`."""
    return said.union(given)


def taken_by_many(
    entries: Iterable[Entry | UnreadableInputError], source: str, filling: Filling
) -> Iterator[Taken | UnreadableInputError]:
    """Yield the draft of each entry in order, or its error, using worker processes."""
    remaining = iter(entries)
    lots = iter(lambda: list(islice(remaining, _LOT)), [])

    def values(lot: Lot) -> Any:
        sent = [
            (dict(entry.fields), None, "", entry.said)
            for entry in lot
            if not isinstance(entry, UnreadableInputError)
        ]
        return sent, tuple(filling)

    with closing(made(__name__, lots, values)) as by_workers:
        for lot, drafts in by_workers:
            yield from _unpacked(lot, drafts or (), source, filling)


def make(given: tuple[Any, ...]) -> list[Any]:
    """Return the drafts of entries in the form that a worker sends; None if refused."""
    entries, filling = given
    return [
        None if isinstance(taken, UnreadableInputError) else packed_taken(taken)
        for taken in (
            taken_from(Entry(*each), "", Filling(*filling)) for each in entries
        )
    ]


def packed_taken(taken: Taken) -> tuple[Any, ...] | None:
    """Return a draft as simple values, without its place, or None if impossible."""
    draft = packed(taken.draft)
    damage = [tuple(each) for each in taken.damage]
    said = tuple(sorted(taken.said))
    told = (taken.is_untyped, damage, taken.miscount, taken.normalised)
    return draft and (draft, said, *told)


def _unpacked(
    lot: Lot, drafts: Sequence[Any], source: str, filling: Filling
) -> Iterator[Taken | UnreadableInputError]:
    """Yield the drafts that workers made of `lot`; missing ones are made here."""
    following = iter(drafts)
    for entry in lot:
        if isinstance(entry, UnreadableInputError):
            yield entry
        elif (values := next(following, None)) is None:
            yield taken_from(entry, source, filling)
        else:
            yield unpacked_taken(values, source, entry.line)


def unpacked_taken(values: tuple[Any, ...], source: str, line: int | None) -> Taken:
    """Return the draft from `packed_taken`, located at `line` of `source`."""
    draft, said, is_untyped, damage, miscount, changed = values
    return Taken(
        unpacked(draft),
        joined(frozenset(), said),
        source,
        line,
        is_untyped,
        tuple([Damage(*each) for each in damage]),
        miscount,
        tuple([tuple(each) for each in changed]),
    )


def _data_of(taken: Taken) -> bytes:
    """Return a draft as bytes, or none if it holds other than simple values."""
    values = packed_taken(taken)
    if values is None:
        return b""
    try:
        return marshal.dumps((values, taken.source, taken.line))
    except ValueError:  # such as the row of a sheet
        return b""


class KeptDrafts(Sequence[Taken]):
    """A list of drafts: the first few in memory, the others in a temporary file.

    Each access to the others reads the file.
    """

    def __init__(self) -> None:
        self._held: dict[int, Taken] = {}
        self._file: IO[bytes] | None = None
        self._end = 0
        self._starts = array("q")
        self._lengths = array("l")  # 0 for a draft in memory
        self._dates: list[str] = []
        self._order: array[int] | range = range(0)

    def __len__(self) -> int:
        return len(self._order)

    def append(self, taken: Taken) -> None:
        """Add a draft at the end."""
        number = len(self._starts)
        self._dates.append(intern(taken.draft.date.first))
        self._starts.append(self._end)
        self._order = range(number + 1)
        data = b"" if number < MANY else _data_of(taken)
        self._lengths.append(len(data))
        if not data:
            self._held[number] = taken
            return
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115 - goes with us
            finalize(self, self._file.close)
        self._file.seek(self._end)
        self._file.write(data)
        self._end += len(data)

    def cut(self, length: int) -> None:
        """Keep the first `length` drafts, in the order of adding."""
        for each in (self._starts, self._lengths, self._dates):
            del each[length:]
        for number in [each for each in self._held if each >= length]:
            del self._held[number]
        self._order = range(length)

    def sort_by_date(self) -> None:
        """Sort the drafts by date."""
        numbers = range(len(self._dates))
        self._order = array("q", sorted(numbers, key=self._dates.__getitem__))

    @overload
    def __getitem__(self, place: int) -> Taken: ...
    @overload
    def __getitem__(self, place: slice) -> list[Taken]: ...
    def __getitem__(self, place: int | slice) -> Taken | list[Taken]:
        if isinstance(place, slice):
            return [self._taken(number) for number in self._order[place]]
        return self._taken(self._order[place])

    def _taken(self, number: int) -> Taken:
        length = self._lengths[number]
        if not length or self._file is None:
            return self._held[number]
        self._file.seek(self._starts[number])
        data = self._file.read(length)
        values, source, line = marshal.loads(data)  # noqa: S302 - our own
        return unpacked_taken(values, intern(source), line)
