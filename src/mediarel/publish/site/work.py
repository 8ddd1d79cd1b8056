"""The pages of a lot of statements, and what the search has of them.

It is for a worker process or for us.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from mediarel.errors import MediarelError
from mediarel.publish.search import block
from mediarel.publish.site.linked import unpacked
from mediarel.publish.site.settings import Settings
from mediarel.publish.site.shared import found_at
from mediarel.publish.site.statement_page import statement_page
from mediarel.publish.staging import write_new

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.publish.site.linked import Linked

    # What `New` has of a page that was written, or the page itself.
    Made = tuple[bytes, int, int] | bytes


def make(
    given: tuple[tuple[str, ...], list[bytes], list[str | None], bool],
) -> tuple[list[Made], Any] | None:
    """Make the pages of a lot of statements, and the block that they are.

    Each is made that has a place, written there, or returned where that is "". The
    block is None where it is not asked for.

    All is None where a page can't be made or written. The process that started this
    one does the lot then, and tells why.
    """
    settings, packed, places, has_block = given
    those = [unpacked(each) for each in packed]
    chosen = Settings(*settings)
    try:
        pages = [
            _put(place, statement_page(linked, chosen))
            for linked, place in zip(those, places, strict=True)
            if place is not None
        ]
    except (MediarelError, OSError):
        return None
    return pages, block_of(those) if has_block else None


def _put(place: str, content: bytes) -> Made:
    if not place:
        return content
    status = write_new(place, content)
    return sha256(content).digest(), status.st_size, status.st_mtime_ns


def block_of(those: Sequence[Linked]) -> tuple[Any, ...]:
    """Return what `block.Block` has, of the statements of a block."""
    held = [block.plain(linked.statement, found_at(linked.path)) for linked in those]
    return block.make((held, {}))
