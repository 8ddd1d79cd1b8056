"""The drafts of very many entries, made on all cores."""

from __future__ import annotations

from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING, Any

from mediarel.errors import UnreadableInputError
from mediarel.formats.drafts import Filling, Taken, joined, taken_from
from mediarel.formats.reading import Entry
from mediarel.model.damage import Damage
from mediarel.model.statement import packed, unpacked
from mediarel.workers import made

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Lot = list[Entry | UnreadableInputError]

_LOT = 250  # entries


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
