"""Write a workbook of Excel, row by row. Only this module uses XlsxWriter.

- A date is written as a date cell if it is a day without `?` or `~`. Other dates are
  text. A day before March 1900 is text too, because programs number these days
  differently.
- Excel never reads the text in a cell as a formula, a number or a link, so a text such
  as `=1+1` needs no guard (`cell_writing.py`). But a text such as `'=1+1` looks like a
  guarded cell, and reading would remove its `'`. So this text gets a guard.
- A cell can hold 32,767 characters, which Excel counts as code units of UTF-16. A
  longer text is shortened and ends with `…`. The loss is reported.
"""

from __future__ import annotations

import datetime as dt
import re
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxFileError
from xlsxwriter.worksheet import Worksheet

from mediarel import errors
from mediarel.formats.cell_writing import (
    COLUMNS,
    HEADER,
    cell_of,
    column_notes,
    guarded,
    unguarded,
)
from mediarel.formats.writing import CONTROLS, Lost, WriteOptions, once
from mediarel.model.fields import BY_NAME, DATE
from mediarel.text.tokens import break_before

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mediarel.model.statement import Statement

MOST_ROWS = 1_048_576
MOST_LETTERS = 32_767
SHEETS = ("Statements", "Columns")

_MORE = " …"
_FIRST_DAY = dt.date(1900, 3, 1)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATES = frozenset(name for name, field in BY_NAME.items() if field.kind is DATE)
_HEIGHT = 45  # points, for three lines of text
# Widths of columns in characters, by the kind of field; others are as wide as a name.
_WIDTHS = {"date": 12, "paragraphs": 80, "language": 10, "flag": 9, "urls": 40}
_USUAL, _NARROW = 30, 7

_NOWHERE = re.compile("[\ufffe\uffff]")  # not allowed in XML, even if escaped


class TextSheet(Worksheet):  # type: ignore[misc]  # it has no types
    """A sheet that writes a text such as `<r>…</r>` as text and not as markup."""

    @staticmethod
    def _escape_control_characters(data: str) -> str:
        escaped: str = Worksheet._escape_control_characters(data)  # noqa: SLF001 - overridden
        return f"_x003C_{escaped[1:]}" if escaped.startswith("<r>") else escaped


def write_workbook(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out` as a workbook with a second sheet about the columns.

    The same statements always give the same bytes. Raises MisuseError if there are too
    many statements.
    """
    with new_book(out) as book:
        _write_statements(book, statements, options)
        _write_notes(book)


@contextmanager
def new_book(out: BinaryIO) -> Iterator[Any]:
    """Yield a new workbook, which the caller fills row by row.

    At the end, the workbook is written to `out`. It contains no time of creation.
    Raises OSError.
    """
    with TemporaryDirectory(prefix="mediarel-") as folder:
        path = Path(folder, "book.xlsx")
        # After an error, the library still closes the workbook. It would look complete,
        # so it is copied to `out` only if there is no error.
        try:
            options = {"constant_memory": True, "tmpdir": folder}
            with Workbook(str(path), options) as book:
                book.worksheet_class = TextSheet
                book.set_properties({"created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001 - the library adds the zone
                yield book
        except XlsxFileError as error:
            raise error.args[0] from error  # the OSError
        with path.open("rb") as whole:
            copyfileobj(whole, out)


def _write_statements(
    book: Workbook, statements: Iterable[Statement], options: WriteOptions
) -> None:
    widths = [
        _WIDTHS.get(BY_NAME[name].kind.name, _USUAL) if name in BY_NAME else _NARROW
        for name in COLUMNS
    ]
    sheet = _new_sheet(book, SHEETS[0], COLUMNS, widths)
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
    sheet.set_default_row(_HEIGHT)
    row = 0
    for row, statement in enumerate(statements, 1):
        if row >= MOST_ROWS:
            as_csv = errors.Command("export", "--format", "csv")
            raise errors.MisuseError(
                f"a sheet of xlsx holds at most {MOST_ROWS - 1:,} statements",
                errors.Hint("Export fewer statements, or use CSV: ", as_csv),
            )
        lost = once(options.lost)
        for column, (name, value) in enumerate(statement.to_json().items()):
            if name in _DATES and (date := _day(value)):
                sheet.write_datetime(row, column, date, day)
            elif name == "id":
                sheet.write_number(row, column, value)
            elif text := fitting(_cell(name, value), lost, f"of the {name}"):
                sheet.write_string(row, column, text)
    sheet.autofilter(0, 0, row, len(COLUMNS) - 1)
    # Don't let Excel warn that a year is a number stored as text.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})


def _write_notes(book: Workbook) -> None:
    """Write the sheet that describes the columns."""
    sheet = _new_sheet(book, SHEETS[1], HEADER, [18, 60, 70])
    for row, note in enumerate(column_notes(), 1):
        for column, text in enumerate(note):
            if text:
                sheet.write_string(row, column, text)


def _new_sheet(
    book: Workbook, name: str, header: Iterable[str], widths: list[int]
) -> Any:
    """Return a new sheet with a header that stays visible when the user scrolls."""
    sheet = book.add_worksheet(name)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "bottom": 1, "valign": "vcenter"})
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width, wrapped)
    sheet.set_row(0, 20)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    for column, title in enumerate(header):
        sheet.write_string(0, column, title, bold)
    return sheet


def _day(value: object) -> dt.date | None:
    """Return the day for a date cell. Return None if the date must be text."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    day = dt.date.fromisoformat(value)
    return day if day >= _FIRST_DAY else None


def fitting(text: str, lost: Lost, where: str) -> str:
    """Return `text`, shortened or changed if necessary, so that a cell can hold it.

    Losses are reported to `lost`. `where` describes the cell in such a report.
    """
    if _units(text) > MOST_LETTERS:
        lost(f"more than {MOST_LETTERS:,} characters {where}")
        room = text.encode("utf-16-le")[: 2 * (MOST_LETTERS - len(_MORE))]
        place = len(room.decode("utf-16-le", errors="ignore"))
        text = text[: break_before(text, place)].rstrip() + _MORE
    kept = _NOWHERE.sub("\ufffd", text)
    if kept != text:
        lost(CONTROLS)
    return kept


def _cell(name: str, value: object) -> str:
    cell = cell_of(name, value)
    return cell if unguarded(cell, "") == cell else guarded(cell, "")


def _units(text: str) -> int:
    """Return the length of a text as Excel counts it, in code units of UTF-16."""
    if len(text) * 2 <= MOST_LETTERS:
        return len(text)
    return len(text.encode("utf-16-le")) // 2
