"""TSV: CSV with tabs, as spreadsheets copy and paste it."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from mediarel.formats.separated import Separator, read_table, sniff_table, write_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.formats.reading import Reading, ReadOptions
    from mediarel.formats.table import WriteOptions
    from mediarel.model.statement import Statement

_SEPARATOR = Separator("\t", "tab", "TSV")


def write(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out`, so that no spreadsheet runs what they hold."""
    write_table(statements, out, options, _SEPARATOR)


def sniff(start: bytes) -> bool:
    """Tell whether what begins with `start` has our columns, with tabs between."""
    return sniff_table(start, _SEPARATOR)


def read(data: bytes, source: str, _options: ReadOptions) -> Reading:
    """Return the statements in `data`.

    Raises UnreadableInputError.
    """
    return read_table(data, source, _SEPARATOR)
