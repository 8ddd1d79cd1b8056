"""What stays of a site as it is, told by its record without reading a statement.

That is the page of a statement whose own record tells all that is on it, where that
is the same as the last time; and the lists that none is in of which anything changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.index import alike
from mediarel.index.revision import withholding
from mediarel.publish.site.addresses import page
from mediarel.publish.site.pieces import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediarel.archive.archive import Archive
    from mediarel.publish.publication import Publication
    from mediarel.publish.site.addresses import Addresses
    from mediarel.publish.site.record import Marks, Record
    from mediarel.publish.site.rows import Rows
    from mediarel.publish.site.settings import Settings

_FEW = 400  # statements that are read one by one whatever there is


class Staying(NamedTuple):
    """What stays: `rows` of statements, of those `before`; the ids of all `others`.

    `lines` returns those of a block of the search, None where they are not known.
    """

    rows: Rows
    before: Rows
    others: tuple[int, ...]
    lines: Callable[[int], bytes | None]

    def gone(self, rows: Rows) -> set[int]:
        """Return the ids of statements that had a row, and are not in `rows` now."""
        return {*self.before.ids()}.difference(rows.ids())

    def put(self, target: Publication, addresses: Addresses) -> None:
        """Have their pages stay at their addresses."""
        for row, uuid in zip(self.rows.all, self.rows.uuids, strict=True):
            addresses.keep(row.id, uuid, row.path)
        target.keep(page(row.path) for row in self.rows.all)


class Links:
    """Which statements others lead to, by their uuids."""

    def __init__(self, archive: Archive) -> None:
        self.replaced = frozenset(archive.values("replaces"))
        self._originals = alike.originals(archive.index)

    def lead_to(self, uuid: str) -> bool:
        """Tell whether another statement says that it leads to the one of this uuid."""
        return uuid in self.replaced or hash(uuid) in self._originals


def made_by(archive: Archive, settings: Settings) -> str:
    """Return what tells all that pages are made of, besides statements."""
    return digest_of(settings.digest, withholding(archive.index))


def staying(
    record: Record, manifest: bytes, made_by: str, marks: Marks, links: Links
) -> Staying | None:
    """Return what stays, where statements have these `marks` and `links` now.

    The folder is as it was left with this `manifest`. None is where too little is
    known, or too much is another.
    """
    kept = record.read(manifest, made_by)
    if kept is None:
        return None
    same = kept.marks.same(marks)
    before = kept.rows
    for row, uuid in zip(before.all, before.uuids, strict=True):
        if links.lead_to(uuid):
            same.discard(row.id)
    rows = before.kept(same)
    others = marks.ids().difference(rows.ids())
    if len(others) > max(_FEW, len(rows.all)):
        return None
    record.blocks = kept.blocks
    return Staying(rows, before, tuple(sorted(others)), record.lines)
