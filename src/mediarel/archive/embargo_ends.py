"""Return when the embargoes end of statements that were left out for the public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.store.records import read_record

if TYPE_CHECKING:
    from mediarel.archive.archive import Archive
    from mediarel.archive.public import Public
    from mediarel.query.tree import Query

_MOST = 3


def embargo_ends(archive: Archive, public: Public, query: Query) -> dict[int, str]:
    """Return id and end of the first embargoes of what `query` finds (RFC 3339)."""
    raw = archive.index.records(public.embargoed(query, _MOST))
    there = {number: read_record(number, record) for number, record in raw}
    return {number: each.embargo or "" for number, each in sorted(there.items())}
