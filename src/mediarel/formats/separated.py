"""Read and write CSV and TSV (RFC 4180).

If a cell contains the separator, a `"` or a line end, the cell is in double quotes, and
each `"` in the cell is doubled. In an export, a row ends with CR LF.

When a file is read, each separator is tried on the first rows. The separator that gives
the most known columns is used. There may be titles above the header.
"""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from mediarel import errors
from mediarel.formats.cell_writing import COLUMNS, cell_of, guarded_row
from mediarel.formats.cells import Table, table_entries, table_notes
from mediarel.formats.encoding import (
    BOM,
    Utf8Writer,
    beginning,
    encoding_of,
    stream_of,
    undecodable,
)
from mediarel.formats.entries import Reading, ReadOptions
from mediarel.formats.table_columns import HEAD, fits, header_in, known_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mediarel.formats.table_columns import Row
    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement

# The default limit is 128 KiB, and some releases are longer. The new limit is the
# highest that fits into a C long on every system.
csv.field_size_limit(2**31 - 1)
_LOOKED_AT = 1 << 20  # characters that are read to find the separator


_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


class Separated(NamedTuple):
    """A format: the separator to write, and the separators that a file may have."""

    separator: str
    known: str

    def write(
        self, statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
    ) -> None:
        """Write `statements` to `out`.

        Add guards, so that no spreadsheet runs a cell.
        """
        text = Utf8Writer(out)
        text.write(BOM if options.bom else "")
        writer = csv.writer(text, delimiter=self.separator)
        writer.writerow(COLUMNS)
        for statement in statements:
            cells = [
                value if isinstance(value, str) else cell_of(name, value)
                for name, value in statement.to_json().items()
            ]
            writer.writerow(
                cells if options.raw else guarded_row(cells, self.separator)
            )

    def sniff(self, start: bytes) -> bool:
        """Return whether one of the first lines in `start` is a header."""
        lines = beginning(start).lstrip().split("\n", maxsplit=HEAD)[:HEAD]
        return any(
            fits([name.strip().strip('"') for name in line.split(each)])
            for each in self.known
            for line in lines
        )

    def read(self, data: bytes, source: str, options: ReadOptions) -> Reading:
        """Return the statements in `data`. The table may have any known separator.

        Raises UnreadableInputError.
        """
        encoding = encoding_of(data, options.encoding, source)
        try:
            start = stream_of(data, encoding).read(_LOOKED_AT)
        except UnicodeError:
            raise undecodable(data, encoding, source) from None
        separator = _separator_of(start, self.separator, options.columns)
        line, columns, above = header_in(
            _head_of(start, separator), options.columns, source
        )

        def below() -> Iterator[Row]:
            rows = _rows(data, encoding, source, separator)
            return (row for row in rows if row[0] > line)

        table = Table(
            source,
            columns,
            below,
            separator,
            f"Put double quotes around a cell with a {_SEPARATORS[separator]} or a "
            "line break.",
        )
        return Reading(
            table_entries(table, options),
            columns.pattern,
            left_out=above,
            notes=tuple(table_notes(table, options)),
        )


CSV = Separated(",", ",;|")
TSV = Separated("\t", "\t")


def _separator_of(start: str, usual: str, mapped: Mapping[str, str | None]) -> str:
    """Return the separator of a table that begins with `start`."""
    tried = (usual, *(each for each in _SEPARATORS if each != usual))

    def sureness(separator: str) -> tuple[int, int]:
        rows = [cells for _, cells in _head_of(start, separator)]
        known = max((known_in(cells, mapped) for cells in rows), default=0)
        return known, max(map(len, rows), default=1) if not known else 0

    return max(tried, key=sureness)


def _head_of(start: str, separator: str) -> list[Row]:
    """Return the first rows of a table. Wrong quotes are ignored."""
    reader = csv.reader(io.StringIO(start, newline=""), delimiter=separator)
    rows: list[Row] = []
    line = 1
    for number, cells in enumerate(islice(reader, HEAD), start=1):
        rows.append((_place(line, number), cells))
        line = reader.line_num + 1
    return [row for row in rows if any(row[1])]


def _place(line: int, number: int) -> int:
    """Return the position of a row for errors: its line, or a `Row`.

    If cells above the row contain line breaks, the line differs from the row number. In
    this case, return a `Row`, because spreadsheets show row numbers.
    """
    return line if line == number else errors.Row(number)


def _rows(data: bytes, encoding: str, source: str, separator: str) -> Iterator[Row]:
    """Yield each row that is not empty, with its number.

    Raises UnreadableInputError.
    """
    reader = csv.reader(stream_of(data, encoding), delimiter=separator, strict=True)
    line = 1
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cells):
                yield _place(line, number), cells
            line = reader.line_num + 1
    except UnicodeError:
        raise undecodable(data, encoding, source) from None
    except csv.Error as error:
        reason = f"is not {'TSV' if separator == chr(9) else 'CSV'}: {error}"
        hint = 'Put a cell with quotes (") between quotes, and double the inner quotes.'
        raise errors.UnreadableInputError(source, line, reason, hint) from error
