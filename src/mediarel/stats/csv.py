"""Counts as CSV (RFC 4180): a row for each value; a column for each of the others."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, BinaryIO

from mediarel.formats.cell_writing import guarded
from mediarel.formats.encoding import BOM, Utf8Writer
from mediarel.stats.counts import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.stats.counts import Counts, Value
    from mediarel.stats.table import CountsOptions

TOTAL = "statements"


def write(counts: Counts, out: BinaryIO, options: CountsOptions) -> None:
    """Write `counts` to `out`, so that no spreadsheet runs what they hold."""
    text = Utf8Writer(out)
    if options.bom:
        text.write(BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows(counts):
        writer.writerow(guarded(c, ",") if isinstance(c, str) else c for c in row)


def rows(counts: Counts) -> Iterator[list[str | int]]:
    """Yield the header, then a row for each value; the last column is their number.

    The name of what has no value is empty, as that of no value is.
    That is not the sum of the others where a statement can have several of these.
    """
    others = [value for value, _ in counts.others]
    yield [counts.by[0], *map(_name, others), TOTAL]
    for value, number in counts.values:
        cells = [counts.cells.get((value, other), 0) for other in others]
        yield [_name(value), *cells, number]


def _name(value: Value) -> str:
    return "" if value is None else as_text(value)
