"""Counts as a workbook of Excel (ISO/IEC 29500): a sheet, and what was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from mediarel.formats.workbook_writing import fitting, new_book
from mediarel.stats.counts import told
from mediarel.stats.csv import rows
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from mediarel.stats.counts import Counts
    from mediarel.stats.table import CountsOptions

_MOST_COLUMNS = 16_384
_LABELS, _NUMBERS = (8, 60), (11, 30)  # letters: widths, at least and at most


def write(counts: Counts, out: BinaryIO, options: CountsOptions) -> None:
    """Write `counts` to `out`: text as text, numbers as numbers.

    What was counted how is on a second sheet. Its bytes don't say when it was written.
    """
    with new_book(out) as book:
        _write_counts(book, counts, options)
        about = book.add_worksheet("About")
        about.set_column(0, 0, 100, book.add_format({"text_wrap": True}))
        sentences = (options.name, counts.title(), told(counts))
        for row, text in enumerate(filter(None, sentences)):
            about.write_string(row, 0, _line(text, options))


def _write_counts(book: Any, counts: Counts, options: CountsOptions) -> None:  # noqa: ANN401 - the library has no types
    sheet = book.add_worksheet("Counts")
    bold = book.add_format({"bold": True, "bottom": 1})
    header, *below = rows(counts)
    if len(header) > _MOST_COLUMNS:
        options.lost(f"more than {_MOST_COLUMNS:,} columns")
    for number, row in enumerate([header, *below]):
        for column, cell in enumerate(row[:_MOST_COLUMNS]):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell)
            elif cell:
                style = bold if number == 0 else None
                sheet.write_string(number, column, _line(cell, options), style)
    labels = [len(str(row[0])) for row in (header, *below)]
    sheet.set_column(0, 0, _within(max(labels) + 2, *_LABELS))
    for column, name in enumerate(header[1:_MOST_COLUMNS], 1):
        sheet.set_column(column, column, _within(len(str(name)) + 2, *_NUMBERS))
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _within(size: int, least: int, most: int) -> int:
    return max(least, min(size, most))


def _line(text: str, options: CountsOptions) -> str:
    return fitting(spaced_once(text), options.lost, "in a cell")
