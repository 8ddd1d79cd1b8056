"""XLS: a workbook of Excel before 2007."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.formats.sheets import read_sheets

if TYPE_CHECKING:
    from mediarel.formats.reading import Reading, ReadOptions


def sniff(start: bytes) -> bool:
    """Tell whether what begins with `start` is an old workbook, or has a password."""
    return start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def read(data: bytes, source: str, options: ReadOptions) -> Reading:
    """Return the statements in `data`.

    Raises UnreadableInputError.
    """
    return read_sheets(data, source, options)
