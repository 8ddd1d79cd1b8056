"""The values that statements have in a field already, to be chosen from again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mediarel.model.statement import renewed
from mediarel.query.tree import both
from mediarel.store.records import read_fields

if TYPE_CHECKING:
    from mediarel.archive.archive import Archive
    from mediarel.model.fields import Field

_NEWEST = 1000  # statements that are read for what the index does not list


def used_values(archive: Archive, field: Field) -> list[str]:
    """Return the values of a `field` of text, the commonest first.

    Of one that the index does not hold as a whole, they are those of the newest
    statements.
    """
    if field.is_whole:
        return archive.values(field.name)
    counts: Counter[str] = Counter()
    rows = archive.page(both(), size=_NEWEST).rows
    for _, raw in archive.index.records([row.id for row in rows]):
        value = renewed(read_fields(bytes(raw))).get(field.name)
        counts.update(value if isinstance(value, list) else [value] if value else [])
    return [value for value, _ in counts.most_common()]
