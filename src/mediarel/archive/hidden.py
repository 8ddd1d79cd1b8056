"""Count what an archive hides from the public, and its files, from the index alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.index import search
from mediarel.index.names import not_public
from mediarel.index.revision import withholding
from mediarel.model.archive_settings import said_in
from mediarel.model.parts import standing
from mediarel.query.tree import Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.archive.archive import Archive
    from mediarel.index.search import Row
    from mediarel.query.tree import Query


class Hidden(NamedTuple):
    """How many statements are drafts or under embargo, and how many withhold something.

    `rules` are those of the archive.
    """

    drafts: int
    embargoed: int
    withholding: int
    rules: tuple[str, ...]


def hidden(archive: Archive) -> Hidden:
    """Return what `archive` holds that is not for the public. No statement is read."""
    from mediarel.archive.public import Public  # noqa: PLC0415 - 50 ms, which lists save

    left = Public(archive, archive.now()).left_out()
    withheld = archive.page(Value("withheld", "", is_prefix=True), size=0).total
    rules, _ = said_in(withholding(archive.index))
    return Hidden(left.drafts, left.embargoed, withheld, rules)


def count_attached(archive: Archive, query: Query) -> int:
    """Return how many of the statements that `query` finds have attached files."""
    if not archive.files.may_be_there():
        return 0
    return search.count_holding(archive.index, query, b'"sha256":')


def standings(archive: Archive, rows: Iterable[Row]) -> dict[int, str]:
    """Return `draft`, `withdrawn` or `embargoed` by the ids of `rows` that are so."""
    now = archive.now()
    found = {
        number: word
        for number, status, embargo in not_public(archive.index)
        if (word := standing(status, embargo, now))
    }
    return {row.id: found[row.id] for row in rows if row.id in found} if found else {}
