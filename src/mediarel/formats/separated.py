r"""Tables as text, with any separator between the cells, otherwise as in RFC 4180.

A cell that holds the separator, a `"` or a line end stands between `"` and `"`,
with each `"` in it twice. Ours end a row with CR LF (`separated_writing.py`).

What separates is found by trying which one makes a header of known columns of one of
the first rows; above it may stand titles.
"""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from mediarel.errors import UnreadableInputError
from mediarel.formats.cells import CellRules, cells_of_dates, read_rows, unnamed_note
from mediarel.formats.date_cells import date_reader
from mediarel.formats.encoding import beginning, encoding_of, stream_of, undecodable
from mediarel.formats.header import HEAD, fits, header_in, known_in
from mediarel.formats.reading import Reading
from mediarel.formats.separated_writing import COMMA, TAB, Separator
from mediarel.formats.undated import with_dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mediarel.formats.header import Row
    from mediarel.formats.reading import ReadOptions

# The default, 128 KiB, is less than a long release; this is the highest limit that
# the C long behind it holds on every system.
_LONGEST_CELL = 2**31 - 1
_BATCH = 200  # rows
_LOOKED_AT = 1 << 20  # characters in which the separator is looked for

# Excel begins a file so whose separator is not that of its country.
_SAYS_SEPARATOR = "sep="


_OTHERS = (
    COMMA,
    Separator(";", "semicolon", "CSV"),
    TAB,
    Separator("|", "bar", "CSV"),
)


def sniff_table(start: bytes, separators: str) -> bool:
    """Tell whether the first line of `start` is a header, with one of `separators`."""
    lines = beginning(start).lstrip().split("\n", maxsplit=2)
    first = lines[1 if lines[0].startswith(_SAYS_SEPARATOR) and lines[1:] else 0]
    return any(
        fits([name.strip().strip('"') for name in first.split(separator)])
        for separator in separators
    )


def read_table(
    data: bytes, source: str, options: ReadOptions, usual: Separator
) -> Reading:
    """Return the statements in `data`, where `usual` may stand between the cells.

    Raises UnreadableInputError.
    """
    encoding = encoding_of(data, options.encoding, source)
    try:
        start = stream_of(data, encoding).read(_LOOKED_AT)
    except UnicodeError:
        raise undecodable(data, encoding, source) from None
    separator = _separator_of(start, usual, options.columns)
    line, columns, above = header_in(
        _head_of(start, separator), options.columns, source
    )

    def below() -> Iterator[Row]:
        rows = _rows(data, encoding, source, separator)
        return (row for row in rows if row[0] > line)

    rules = CellRules(
        separator.character,
        f'Put a cell that holds a {separator.name} or a line break between " and ".',
        # Where the order of day and month is open, the table is gone through for it.
        date_reader(
            lambda: cells_of_dates(below(), columns),
            source,
            options.order,
            columns.orders(),
        ),
    )
    entries = with_dates(
        read_rows(below(), columns, source, rules), source, undated=options.undated
    )
    notes = (*columns.notes, *unnamed_note(below(), columns))
    return Reading(entries, columns.pattern, left_out=above, notes=notes)


def _separator_of(
    start: str, usual: Separator, mapped: Mapping[str, str | None]
) -> Separator:
    """Return what separates the cells of the table that begins with `start`."""
    line = start[:10].split("\n", 1)[0].rstrip("\r")
    if line.startswith(_SAYS_SEPARATOR) and len(line) == len(_SAYS_SEPARATOR) + 1:
        said = next((each for each in _OTHERS if each.character == line[-1]), None)
        return said or Separator(line[-1], repr(line[-1]), usual.format)
    tried = (usual, *(each for each in _OTHERS if each != usual))

    def sureness(separator: Separator) -> tuple[int, int]:
        rows = [cells for _, cells in _head_of(start, separator)]
        known = max((known_in(cells, mapped) for cells in rows), default=0)
        return known, max(map(len, rows), default=1) if not known else 0

    return max(tried, key=sureness)


def _head_of(start: str, separator: Separator) -> list[Row]:
    """Return the first rows of a table, also where a quote in them is out of place."""
    reader = csv.reader(io.StringIO(start, newline=""), delimiter=separator.character)
    rows: list[Row] = []
    line = 1
    with _cells_of_any_length():
        for cells in islice(reader, HEAD):
            rows.append((line, cells))
            line = reader.line_num + 1
    return [row for row in rows if any(row[1])]


@contextmanager
def _cells_of_any_length() -> Iterator[None]:
    """Lift the limit of a cell, which is one for all that use csv."""
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(limit)


def _rows(
    data: bytes, encoding: str, source: str, separator: Separator
) -> Iterator[Row]:
    """Yield each row with the line it begins on, without the empty ones.

    Raises UnreadableInputError.
    """
    reader = csv.reader(
        stream_of(data, encoding), delimiter=separator.character, strict=True
    )
    line = 1
    while True:
        batch: list[Row] = []
        try:
            # Only while we read, not while another works with what was read.
            with _cells_of_any_length():
                for cells in islice(reader, _BATCH):
                    batch.append((line, cells))
                    line = reader.line_num + 1
        except UnicodeError:
            raise undecodable(data, encoding, source) from None
        except csv.Error as error:
            raise UnreadableInputError(
                source,
                line,
                f"is not {separator.format}: {error}",
                'Write a " inside of a cell twice, and close each cell that opens '
                'with ".',
            ) from error
        if not batch:
            return
        yield from (row for row in batch if any(row[1]))
