"""Write counts as CSV (RFC 4180), JSON, SVG 1.1 or an Excel workbook (ISO/IEC 29500).

A format is a function here and a row in `FORMATS`.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from mediarel.errors import shorten
from mediarel.formats.cell_writing import guarded
from mediarel.formats.encoding import BOM, Utf8Writer
from mediarel.formats.json_syntax import indented
from mediarel.formats.writing import Lost, once, xml_text
from mediarel.stats.counts import as_text, summary
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mediarel.stats.counts import Counts, Value

_WIDEST = 60  # characters of a column
# Sizes in the image, in pixels.
_WIDTH = 720
_MARGIN = 16
_LINE = 24
_BAR = 16
_GAP = 8  # between a bar and its number
_LONGEST_BAR = 600
_LONGEST_LABEL = 85  # characters
_STYLE = """\
    .mediarel-counts text { font: 14px system-ui, "Noto Sans", "Noto Sans Khmer",
      "Khmer OS", sans-serif; fill: #1f2933; }
    .mediarel-counts .title { font-weight: bold; }
    .mediarel-counts rect { fill: #2563eb; }
    @media (prefers-color-scheme: dark) {
      .mediarel-counts text { fill: #e5e7eb; }
      .mediarel-counts rect { fill: #60a5fa; }
    }
"""


class CountsOptions(NamedTuple):
    """Options for writing counts to a file.

    name  the name of the archive, with the filters; can be empty
    bom   start with a byte order mark, so that Excel reads UTF-8
    lost  is called with each value that the format can't contain
    """

    name: str = ""
    bom: bool = False
    lost: Lost = lambda _: None


def _write_csv(counts: Counts, out: BinaryIO, options: CountsOptions) -> None:
    """Write `counts` to `out`, protected against spreadsheet formulas."""
    text = Utf8Writer(out)
    if options.bom:
        text.write(BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    for row in _rows(counts):
        writer.writerow(guarded(c, ",") if isinstance(c, str) else c for c in row)


def _rows(counts: Counts) -> Iterator[list[str | int]]:
    """Yield the header, then a row for each value. The last column is the count.

    A missing value has an empty name. If a statement can have several values, the sum
    of the counts can be more than the number of statements.
    """
    others = [value for value, _ in counts.others]
    yield [counts.by[0], *map(_name, others), "statements"]
    for value, number in counts.values:
        cells = [counts.cells.get((value, other), 0) for other in others]
        yield [_name(value), *cells, number]


def _name(value: Value) -> str:
    return "" if value is None else as_text(value)


def _write_json(counts: Counts, out: BinaryIO, _options: CountsOptions) -> None:
    """Write `counts` to `out`, with null for a missing value."""
    keys = (*counts.by, "statements")
    whole = {
        "by": counts.by,
        "statements": counts.statements,
        "releases": counts.releases,
        "counts": [
            dict(zip(keys, (*values, number), strict=True))
            for values, number in counts.rows()
        ],
    }
    Utf8Writer(out).write(f"{indented(whole)}\n")


def _write_xlsx(counts: Counts, out: BinaryIO, options: CountsOptions) -> None:
    """Write `counts` to `out`, with texts as text and numbers as numbers.

    A second sheet describes the counts. The file does not contain the time of writing.
    """
    from mediarel.formats.workbook_writing import fitting, new_book  # noqa: PLC0415 - 30 ms

    def cell(text: str) -> str:
        return fitting(spaced_once(text), options.lost, "in a cell")

    rows = [
        [each if isinstance(each, int) else cell(each) for each in row]
        for row in _rows(counts)
    ]
    with new_book(out) as book:
        _write_counts(book, rows)
        about = book.add_worksheet("About")
        about.set_column(0, 0, 100, book.add_format({"text_wrap": True}))
        sentences = (options.name, counts.title(), summary(counts))
        for row, text in enumerate(filter(None, sentences)):
            about.write_string(row, 0, cell(text))


def _write_counts(book: Any, rows: list[list[int | str]]) -> None:
    sheet = book.add_worksheet("Counts")
    bold = book.add_format({"bold": True, "bottom": 1})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell)
            elif cell:
                sheet.write_string(number, column, cell, None if number else bold)
    longest = max(len(str(label)) for label, *_ in rows)
    sheet.set_column(0, 0, min(longest + 2, _WIDEST))
    for column, name in enumerate(rows[0][1:], 1):
        sheet.set_column(column, column, min(len(str(name)) + 2, _WIDEST))
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _write_svg(counts: Counts, out: BinaryIO, options: CountsOptions) -> None:
    """Write a bar chart: each label is above its bar. Missing values have no bar."""
    lost = once(options.lost)

    def said(text: str) -> str:
        return xml_text(spaced_once(text), lost)

    rows = counts.rows()
    height = _MARGIN * 2 + _LINE * (2 * len(rows) + 2)
    title = f"{options.name}: {counts.title()}" if options.name else counts.title()
    text = Utf8Writer(out)
    text.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" class="mediarel-counts" role="img"'
        f' aria-labelledby="counts-title counts-desc" width="{_WIDTH}"'
        f' height="{height}" viewBox="0 0 {_WIDTH} {height}">\n'
        f'  <title id="counts-title">{said(title)}</title>\n'
        f'  <desc id="counts-desc">{said(_in_words(counts))}</desc>\n'
        f"  <style>\n{_STYLE}  </style>\n"
    )
    top = _MARGIN
    text.write(_text(_MARGIN, top, said(title), 'class="title"'))
    most = counts.most()
    for values, number in rows:
        label = shorten(_label(values), _LONGEST_LABEL)
        text.write(_text(_MARGIN, top := top + _LINE, said(label)))
        length = 0
        if None not in values:
            length = max(1, round(_LONGEST_BAR * number / most))
            text.write(
                f'  <rect x="{_MARGIN}" y="{top + _LINE - 2}" width="{length}"'
                f' height="{_BAR}"/>\n'
            )
        text.write(_text(_MARGIN + length + _GAP, top + _LINE - 4, f"{number:,}"))
        top += _LINE
    text.write(_text(_MARGIN, top + _LINE, said(summary(counts))))
    text.write("</svg>\n")


def _label(values: Iterable[Value]) -> str:
    return ", ".join(map(as_text, values))


def _in_words(counts: Counts) -> str:
    rows = (f"{_label(values)}: {number:,}" for values, number in counts.rows())
    return f"{'; '.join(rows)}. {summary(counts)}" if counts.values else summary(counts)


def _text(left: int, top: int, escaped: str, more: str = "") -> str:
    attributes = f" {more}" if more else ""
    return f'  <text x="{left}" y="{top + 17}"{attributes}>{escaped}</text>\n'


class CountsFormat(NamedTuple):
    """A format of counts. A format with `is_text` can be shown on a terminal."""

    name: str
    write: Callable[[Counts, BinaryIO, CountsOptions], None]
    is_text: bool = True


FORMATS = (
    CountsFormat("csv", _write_csv),
    CountsFormat("json", _write_json),
    CountsFormat("svg", _write_svg),
    CountsFormat("xlsx", _write_xlsx, is_text=False),
)
