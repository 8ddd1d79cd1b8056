"""Read drafts from files of any format."""

from collections.abc import Callable
from typing import Protocol

from mediarel.formats.drafts import all_drafts
from mediarel.formats.entries import Reading, ReadOptions
from mediarel.model.statement import Draft

AS_USUAL = ReadOptions()


class Reader(Protocol):
    """The functions of a format that can be read."""

    def sniff(self, start: bytes, /) -> bool:
        """Return whether data that begins with `start` is in this format."""

    def read(self, data: bytes, source: str, options: ReadOptions, /) -> Reading:
        """Return the statements in `data`."""


def drafts_of(
    read: Callable[[bytes, str, ReadOptions], Reading],
    data: bytes,
    source: str,
    options: ReadOptions = AS_USUAL,
) -> list[Draft]:
    """Return the drafts that `read` finds in `data`, oldest first."""
    return all_drafts(read(data, source, options), source)
