"""What an archive holds that is not for the public, as its index knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.archive.public import Public
from mediarel.index.revision import withholding
from mediarel.model.withholding import said_in
from mediarel.query.tree import Value

if TYPE_CHECKING:
    from mediarel.archive.archive import Archive


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
    left = Public(archive, archive.now()).left_out()
    withheld = archive.page(Value("withheld", "", is_prefix=True), size=0).total
    rules, _ = said_in(withholding(archive.index))
    return Hidden(left.drafts, left.embargoed, withheld, rules)
