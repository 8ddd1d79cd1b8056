"""Reading in tests: the drafts that a file gives, in whichever format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.formats.drafts import all_drafts
from mediarel.formats.reading import Reading, ReadOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mediarel.errors import UnreadableInputError
    from mediarel.formats.reading import Entry
    from mediarel.model.statement import Draft

AS_USUAL = ReadOptions()


def drafts_of(
    read: Callable[[bytes, str, ReadOptions], Reading],
    data: bytes,
    source: str,
    options: ReadOptions = AS_USUAL,
) -> list[Draft]:
    """Return the drafts that `read` finds in `data`, oldest first."""
    return all_drafts(read(data, source, options), source)


def drafts_in(
    entries: Iterable[Entry | UnreadableInputError], source: str
) -> list[Draft]:
    """Return the draft of each of `entries`, oldest first."""
    return all_drafts(Reading(entries), source)
