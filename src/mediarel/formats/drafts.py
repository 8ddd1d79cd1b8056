"""Make drafts of the entries that a format has read.

Entries of all formats become drafts here. If many texts must be read, worker processes
make the drafts.
"""

from __future__ import annotations

import pickle
from contextlib import closing
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from mediarel import errors
from mediarel.formats.entries import Entry, with_headline
from mediarel.model.damage import Damage, taken_in
from mediarel.model.fields import GIVEN_FIELDS
from mediarel.model.normalised import normalised
from mediarel.model.statement import DEFAULT_TYPE, read_draft, renewed
from mediarel.release.document import Document, read_document
from mediarel.workers import made

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mediarel.dates.typed import DayOrder
    from mediarel.formats.entries import Reading
    from mediarel.model.statement import Draft

    Lot = list[Entry | errors.UnreadableInputError]


_LOT = 250  # entries
_SAY_WHO = (
    "Add --issuer NAME. If a column of a table has the issuer: --map COLUMN=program"
)
MANY = 5000  # entries, from which processes are faster


class Filling(NamedTuple):
    """Values for fields that neither the source of an entry nor its text contains.

    With `mend`, damaged characters are repaired if the repair is certain. `order` is
    the order of day and month in numeric dates of the text.
    """

    program: str | None = None
    type: str = DEFAULT_TYPE
    mend: bool = False
    order: DayOrder | None = None
    language: str | None = None
    """Of a text whose language can't be detected."""
    is_exact: bool = False
    """Whether what an archive has recorded keeps its control characters."""
    issuer: str | None = None
    """Replaces the issuer in the source, which may be wrong on a page."""


_USUAL = Filling(is_exact=True)
_EVERY_FIELD = frozenset(GIVEN_FIELDS)


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
        if isinstance(each, errors.UnreadableInputError):
            raise each
        found.append(each.draft)
    return sorted(found, key=lambda draft: draft.date.first)


def taken(
    reading: Reading, source: str, filling: Filling = _USUAL
) -> Iterator[Taken | errors.UnreadableInputError]:
    """Yield the draft of each entry of `reading`, or its error."""
    entries = iter(reading.entries)
    begun = list(islice(entries, MANY))
    every = chain(begun, entries)
    if len(begun) == MANY and any(_reads_text(entry) for entry in begun):
        yield from taken_by_many(every, source, filling)
    else:
        yield from (taken_from(entry, source, filling) for entry in every)


def _reads_text(entry: Entry | errors.UnreadableInputError) -> bool:
    return isinstance(entry, Entry) and entry.reads_text


def taken_from(
    entry: Entry | errors.UnreadableInputError, source: str, filling: Filling
) -> Taken | errors.UnreadableInputError:
    """Return the draft of `entry`, or its error."""
    if isinstance(entry, errors.UnreadableInputError):
        return entry
    said = renewed(entry.fields)
    is_exact = filling.is_exact and bool(entry.said)
    fields, damage = taken_in(said, mend=filling.mend, is_exact=is_exact)
    changed = tuple(normalised(fields))
    fields.update((name, value) for name, _, value in changed)
    given = tuple(name for name, value in fields.items() if value)
    if filling.issuer or not fields.get("program"):
        fields["program"] = filling.issuer or filling.program
    try:
        document = _document(fields, entry, filling)
        draft = read_draft(
            document.fields,
            default_type=filling.type,
            default_language=None if entry.said else filling.language,
        )
    except errors.InvalidFieldError as error:
        problem = entry.name or with_headline("", fields)
        problem += error.problem
        hint = _SAY_WHO if error.field == "program" else error.hint
        return errors.UnreadableInputError(source, entry.line, problem, hint)
    return Taken(
        draft,
        _all_said(entry.said, given),
        source,
        entry.line,
        is_untyped=not document.fields.get("type"),
        damage=tuple(damage),
        miscount=document.miscount,
        normalised=changed,
    )


@lru_cache(maxsize=1024)
def _all_said(said: frozenset[str], given: tuple[str, ...]) -> frozenset[str]:
    """Return the same object for all drafts with these fields, to save memory."""
    return said.union(given)


def _document(fields: dict[str, object], entry: Entry, filling: Filling) -> Document:
    """Return `fields` with missing ones read from the text, or from the title only."""
    if entry.reads_text and not entry.said >= _EVERY_FIELD:
        return read_document(fields, said=entry.said, order=filling.order)
    document = read_document({**fields, "text": None}, said=entry.said)
    document.fields["text"] = fields.get("text")
    return document


def taken_by_many(
    entries: Iterable[Entry | errors.UnreadableInputError],
    source: str,
    filling: Filling,
) -> Iterator[Taken | errors.UnreadableInputError]:
    """Yield the draft of each entry in order, or its error, using worker processes."""
    remaining = iter(entries)
    lots = iter(lambda: list(islice(remaining, _LOT)), [])

    def values(lot: Lot) -> bytes:
        sent = [each for each in lot if isinstance(each, Entry)]
        return pickle.dumps((sent, source, filling))

    with closing(made(__name__, lots, values)) as by_workers:
        for lot, drafts in by_workers:
            following = iter(pickle.loads(drafts) if drafts else ())  # noqa: S301 - our own
            for entry in lot:
                draft = next(following, None) if isinstance(entry, Entry) else None
                yield draft or taken_from(entry, source, filling)


def make(given: bytes) -> bytes:
    """Return the drafts of entries, pickled; None for a refused entry."""
    entries, source, filling = pickle.loads(given)  # noqa: S301 - our own
    drafts: list[Taken | None] = []
    for entry in entries:
        taken = taken_from(entry, source, filling)
        drafts.append(taken if isinstance(taken, Taken) else None)
        if isinstance(taken, Taken):
            taken.draft.words  # noqa: B018 - computed here, in parallel
    return pickle.dumps(drafts)
