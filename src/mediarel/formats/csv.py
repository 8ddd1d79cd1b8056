"""CSV for spreadsheets (RFC 4180): a row for each statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from mediarel.formats.separated_writing import (
    COMMA,
    rows_in_table,
    start_of_table,
    write_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.formats.reading import Reading, ReadOptions
    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement


def write(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out`, so that no spreadsheet runs what they hold."""
    write_table(statements, out, options, COMMA)


def start(options: WriteOptions) -> bytes:
    """Return what stands before the first row: the header."""
    return start_of_table(options, COMMA)


def part(statements: Iterable[Iterable[Any]], options: WriteOptions) -> bytes:
    """Return the rows of statements, given by their values (`ALL_FIELDS`)."""
    return rows_in_table(statements, options, COMMA)


def sniff(start: bytes) -> bool:
    """Tell whether what begins with `start` begins with a header."""
    from mediarel.formats.separated import sniff_table  # noqa: PLC0415 - as in `read`

    return sniff_table(start, ",;|")


def read(data: bytes, source: str, options: ReadOptions) -> Reading:
    """Return the statements in `data`.

    Raises UnreadableInputError.
    """
    # What reads takes 25 ms to load, which what writes does without.
    from mediarel.formats.separated import read_table  # noqa: PLC0415

    return read_table(data, source, options, COMMA)
