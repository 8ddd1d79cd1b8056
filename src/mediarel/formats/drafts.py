"""Drafts of what was read: the one way from an entry of any format to a draft."""

from __future__ import annotations

from contextlib import closing
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.dates.typed import DayOrder
from mediarel.errors import InvalidFieldError, UnreadableInputError
from mediarel.formats.reading import Entry
from mediarel.model.damage import Damage, taken_in
from mediarel.model.normalised import normalised
from mediarel.model.statement import DEFAULT_TYPE, packed, read_draft, renewed, unpacked
from mediarel.release.document import read_document
from mediarel.workers import made

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.formats.reading import Reading
    from mediarel.model.statement import Draft

    Lot = list[Entry | UnreadableInputError]


_LOT = 250  # entries


class Filling(NamedTuple):
    """What an entry has where neither its source nor its text says it.

    With `mend`, its damaged letters are put right where that can be proved; `order` is
    that of day and month where the date of a text is in figures. All are plain values,
    which can be sent to other processes.
    """

    program: str | None = None
    type: str = DEFAULT_TYPE
    mend: bool = False
    order: str | None = None
    language: str | None = None
    """Of a text whose language can't be detected."""
    is_exact: bool = False
    """Whether what an archive has recorded keeps its control characters."""

    def day_order(self) -> DayOrder | None:
        """Return the order of day and month in the date of a text, if it is known."""
        return DayOrder(self.order) if self.order else None


_USUAL = Filling(is_exact=True)


class Taken(NamedTuple):
    """A draft as it was taken from a source.

    `said` are the fields that the source itself gave, `line` is where in it; of one
    that `is_untyped`, nothing says of which type it is.
    """

    draft: Draft
    said: frozenset[str]
    source: str
    line: int | None = None
    is_untyped: bool = False
    damage: tuple[Damage, ...] = ()
    """What is damaged in it, or was, where it has been mended."""
    miscount: tuple[int, int] | None = None
    """How many signatories its text announces and names, where these differ."""
    normalised: tuple[tuple[str, str, str], ...] = ()
    """The fields that are recorded in another form: name, value, and new value."""


_SAY_WHO = "Say who issued it with --program, or where it is: --map NAME=program."
MANY = 5000  # entries, from which on starting processes pays


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
    """Yield the draft of each entry of `reading`, or the error why there is none."""
    entries = iter(reading.entries)
    begun = list(islice(entries, MANY))
    if len(begun) < MANY:
        yield from (taken_from(entry, source, filling) for entry in begun)
        return
    # What starts processes takes 10 ms to load.

    yield from taken_by_many(chain(begun, entries), source, filling)


def taken_from(
    entry: Entry | UnreadableInputError, source: str, filling: Filling
) -> Taken | UnreadableInputError:
    """Return the draft of `entry`, or the error why there is none."""
    if isinstance(entry, UnreadableInputError):
        return entry
    said = renewed(entry.fields)
    is_exact = filling.is_exact and bool(entry.said)
    fields, damage = taken_in(said, mend=filling.mend, is_exact=is_exact)
    changed = tuple(normalised(fields))
    fields.update((name, value) for name, _, value in changed)
    given = tuple([name for name, value in fields.items() if value])
    if not fields.get("program"):
        fields["program"] = filling.program
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
    """Yield the draft of each entry, in their order, or the error why there is none."""
    remaining = iter(entries)
    lots = iter(lambda: list(islice(remaining, _LOT)), [])

    def values(lot: Lot) -> Any:  # noqa: ANN401 - plain values
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
    """Return the drafts of entries as a worker sends them, None for one refused."""
    entries, filling = given
    return [
        None if isinstance(taken, UnreadableInputError) else packed_taken(taken)
        for taken in (
            taken_from(Entry(*each), "", Filling(*filling)) for each in entries
        )
    ]


def packed_taken(taken: Taken) -> tuple[Any, ...] | None:
    """Return a draft as plain values, without its place; None if that can't be done."""
    draft = packed(taken.draft)
    damage = [tuple(each) for each in taken.damage]
    said = tuple(sorted(taken.said))
    told = (taken.is_untyped, damage, taken.miscount, taken.normalised)
    return draft and (draft, said, *told)


def _unpacked(
    lot: Lot, drafts: Sequence[Any], source: str, filling: Filling
) -> Iterator[Taken | UnreadableInputError]:
    """Yield what workers made of `lot`; what they did not is made here."""
    following = iter(drafts)
    for entry in lot:
        if isinstance(entry, UnreadableInputError):
            yield entry
        elif (values := next(following, None)) is None:
            yield taken_from(entry, source, filling)
        else:
            yield unpacked_taken(values, source, entry.line)


def unpacked_taken(values: tuple[Any, ...], source: str, line: int | None) -> Taken:
    """Return the draft of `packed_taken`, which is from this `line` of `source`."""
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
