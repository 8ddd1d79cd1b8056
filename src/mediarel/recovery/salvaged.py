"""What was salvaged from a damaged store, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from mediarel.store.checksums import block_of

if TYPE_CHECKING:
    from collections.abc import Sequence


class SalvagedObject(NamedTuple):
    """A record or an entry that was found: its key and its raw JSON.

    `id_by_checksum` is the id whose checksum fits it, None where none does. Of one
    that `is_partial` only some fields could be read. One that `is_rewritten` was not
    valid JSON, or had a key twice, and was encoded again. `text` is then what stands
    in the file.
    """

    key: str
    raw: bytes
    id_by_checksum: int | None
    is_partial: bool = False
    is_rewritten: bool = False
    text: str = ""

    @property
    def fits(self) -> bool:
        """Tell whether the checksum that is kept for its key fits it."""
        return self.id_by_checksum is not None and str(self.id_by_checksum) == self.key


class BrokenObject(NamedTuple):
    """An object that can't be used: its table, key and line (0 where unknown).

    `text` is what stands in the file, as far as it may be of use.
    """

    table: str
    key: str
    line: int
    text: str = ""


@dataclass(frozen=True)
class Salvage:
    """What was found in a damaged store, in the order of its file.

    A key may be there twice, and a record may break a rule: what is kept of it all is
    chosen later. `broken` are the objects that can't be read, `unrecognized` those
    that are neither a record nor an entry. `highest_id` is the highest id that is
    named anywhere, `blocks` the keys of the documents of checksums that can be read.
    `sides` are those of a merge conflict, each by itself; the first is ours. Where the
    history `is_closed`, its last change can be read, and what follows it is there: no
    change was cut off.
    """

    statements: list[SalvagedObject] = field(default_factory=list)
    history: list[SalvagedObject] = field(default_factory=list)
    broken: list[BrokenObject] = field(default_factory=list)
    unrecognized: list[BrokenObject] = field(default_factory=list)
    checksums: dict[int, str] = field(default_factory=dict)
    blocks: set[str] = field(default_factory=set)
    highest_id: int = 0
    in_conflict: bool = False
    is_closed: bool = False
    sides: tuple[Salvage, ...] = ()

    def has_checksums_near(self, number: int) -> bool:
        """Tell whether the document that has the checksum of `number` can be read."""
        return block_of(number) in self.blocks


def both(sides: Sequence[Salvage]) -> Salvage:
    """Return what the `sides` of a merge conflict have together."""
    return Salvage(
        statements=_merged(*(each.statements for each in sides)),
        history=_merged(*(each.history for each in sides)),
        broken=_merged_broken(*(each.broken for each in sides)),
        unrecognized=_merged_broken(*(each.unrecognized for each in sides)),
        checksums={n: c for each in sides for n, c in each.checksums.items()},
        blocks=sides[0].blocks.intersection(*(each.blocks for each in sides)),
        highest_id=max(each.highest_id for each in sides),
        in_conflict=True,
        sides=tuple(sides),
    )


def _merged(*sides: list[SalvagedObject]) -> list[SalvagedObject]:
    """Return the records of both `sides`, those that are the same only once."""
    kept: dict[tuple[str, bytes], SalvagedObject] = {}
    for side in sides:
        for record in side:
            known = kept.get((record.key, record.raw))
            if known is None or not known.fits:
                kept[record.key, record.raw] = record
    return list(kept.values())


def _merged_broken(*sides: list[BrokenObject]) -> list[BrokenObject]:
    """Return the objects of both `sides`, without lines: those of a side are no use."""
    return list(dict.fromkeys(each._replace(line=0) for side in sides for each in side))
