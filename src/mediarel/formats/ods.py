"""ODS: a workbook of LibreOffice (OpenDocument, ISO/IEC 26300)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.formats.sheets import read_sheets

if TYPE_CHECKING:
    from mediarel.formats.reading import Reading, ReadOptions

_MEDIA_TYPE = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


def sniff(start: bytes) -> bool:
    """Tell whether what begins with `start` is an OpenDocument spreadsheet."""
    return start.startswith(b"PK\x03\x04") and _MEDIA_TYPE in start


def read(data: bytes, source: str, options: ReadOptions) -> Reading:
    """Return the statements in `data`.

    Raises UnreadableInputError.
    """
    return read_sheets(data, source, options)
