r"""Tables as text, with any separator between the cells, otherwise as in RFC 4180.

A cell that holds the separator, a `"` or a line end stands between `"` and `"`,
with each `"` in it twice. Rows end with CR LF.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from mediarel.errors import UnreadableInputError
from mediarel.formats.cells import has_our_columns, read_rows, rows_of
from mediarel.formats.reading import Reading
from mediarel.formats.utf8 import BOM, Utf8Writer, beginning, decoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mediarel.formats.table import WriteOptions
    from mediarel.model.statement import Statement

# The default, 128 KiB, is less than a long release; this is the highest limit that
# the C long behind it holds on every system.
_LONGEST_CELL = 2**31 - 1


class Separator(NamedTuple):
    """The character between two cells, and what errors call it and its format."""

    character: str
    name: str
    format: str


def write_table(
    statements: Iterable[Statement],
    out: BinaryIO,
    options: WriteOptions,
    separator: Separator,
) -> None:
    """Write `statements` to `out` as a table."""
    text = Utf8Writer(out)
    if options.bom:
        text.write(BOM)
    writer = csv.writer(text, delimiter=separator.character, lineterminator="\r\n")
    writer.writerows(rows_of(statements, separator.character, raw=options.raw))


def sniff_table(start: bytes, separator: Separator) -> bool:
    """Tell whether what begins with `start` has our columns in its first line."""
    first_line = beginning(start).split("\n", maxsplit=1)[0]
    names = first_line.split(separator.character)
    return has_our_columns(name.strip().strip('"') for name in names)


def read_table(data: bytes, source: str, separator: Separator) -> Reading:
    """Return the statements in `data`.

    Raises UnreadableInputError.
    """
    text = decoded(data, source)
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        entries = read_rows(
            _rows(text, source, separator),
            source,
            separator.character,
            hint=f"Put a cell that holds a {separator.name} or a line break "
            'between " and ".',
        )
        return Reading(list(entries))
    finally:
        csv.field_size_limit(limit)


def _rows(
    text: str, source: str, separator: Separator
) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line it begins on, without the empty ones."""
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator.character, strict=True
    )
    line = 1
    try:
        for cells in reader:
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableInputError(
            source,
            line,
            f"is not {separator.format}: {error}",
            'Write a " inside of a cell twice, and close each cell that opens with ".',
        ) from error
