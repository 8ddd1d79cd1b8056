"""XLSX: a workbook of Excel since 2007 (Office Open XML, ISO/IEC 29500).

What is written has two sheets: the statements, and what their columns are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from mediarel.formats.sheets import read_sheets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.formats.reading import Reading, ReadOptions
    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement


def write(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out`, with only one in memory at a time.

    Raises TooManyRowsError.
    """
    from mediarel.formats.workbook_writing import write_workbook  # noqa: PLC0415 - costs

    write_workbook(statements, out, options)


def sniff(start: bytes) -> bool:
    """Tell whether what begins with `start` is a workbook of Excel."""
    if not start.startswith(b"PK\x03\x04"):
        return False
    # A document and slides have the same parts but for these.
    others = (b"word/", b"ppt/", b"mimetype")
    parts = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/")
    return any(part in start for part in parts) and not any(
        part in start for part in others
    )


def read(data: bytes, source: str, options: ReadOptions) -> Reading:
    """Return the statements in `data`.

    Raises UnreadableInputError.
    """
    return read_sheets(data, source, options)
