"""Read workbooks: XLSX and XLS of Excel, and ODS of LibreOffice.

Each sheet with a header is read. If a sheet is left out, a note gives the reason. A
workbook is unpacked in a separate process, which can crash or exceed its limits.
`workbook_writing.py` writes XLSX.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
import zlib
from contextlib import suppress
from functools import partial
from itertools import chain
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from mediarel import errors
from mediarel.formats.cell_writing import HEADER
from mediarel.formats.cells import HINT, Table, table_entries, table_notes
from mediarel.formats.entries import LeftOut, Reading, ReadOptions
from mediarel.formats.table_columns import (
    HEAD,
    fits,
    header_in,
    named_by,
    refuse_missing,
)
from mediarel.workers import answered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from python_calamine import CalamineSheet

    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement

    Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


MOST = 500 << 20  # bytes that a workbook may unpack to
MEMORY = 2 << 30  # bytes that unpacking may use
_SECONDS = 600  # of CPU time
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # XLS files and encrypted files
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MANIFEST = "META-INF/manifest.xml"  # a part of each OpenDocument file
# Errors of zipfile if a file is broken, has no such part or an unknown compression.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, KeyError),
    *(NotImplementedError, RuntimeError, OSError, ValueError),
)
_SAVE_AGAIN = "Open the file in a spreadsheet, and save it again or as CSV."
_MEDIA_TYPE = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


class Sheet(NamedTuple):
    """A sheet of a workbook. Its rows are text, and empty rows are left out."""

    name: str
    is_hidden: bool
    rows: list[tuple[int, list[str]]]


def _sheets_of(data: bytes, source: str) -> list[Sheet]:
    """Return the sheets of a workbook, which is unpacked in a separate process.

    Raises UnreadableInputError.
    """
    _check_parts(data, source)
    limits = MEMORY, _SECONDS
    found = answered(f"{__name__}.{unpacked.__name__}", data, limits, wait=_SECONDS)
    if found is None:
        reason = "is damaged, or takes too much memory"
    elif "sheets" in found:
        return [Sheet(*sheet) for sheet in found["sheets"]]
    elif found["is_locked"]:
        raise _locked(source)
    else:
        reason = f"is not a workbook: {errors.shorten(found['error'])}"
    raise errors.UnreadableInputError(source, None, reason, _SAVE_AGAIN)


def _check_parts(data: bytes, source: str) -> None:
    """Raise UnreadableInputError if a packed workbook is too large or locked."""
    with suppress(*_BROKEN), zipfile.ZipFile(io.BytesIO(data)) as packed:
        size = sum(part.file_size for part in packed.infolist())
        if size > MOST:
            reason = f"unpacks to {size >> 20} MB; the limit is {MOST >> 20} MB"
            hint = "Save the file as CSV, or split it into several files."
            raise errors.UnreadableInputError(source, None, reason, hint)
        if b"encryption-data" in packed.read(_MANIFEST):
            raise _locked(source)


def _locked(source: str) -> errors.UnreadableInputError:
    hint = "Open the file in a spreadsheet, and save it without a password."
    return errors.UnreadableInputError(source, None, "is locked with a password", hint)


def unpacked(data: bytes) -> dict[str, Any]:
    """Return the sheets of a workbook, or the error if it can't be read.

    A sheet is [name, is hidden, rows], and a row is [number, cells]. All cells are
    text, and empty rows are left out.
    """
    import python_calamine  # noqa: PLC0415 - only in the separate process

    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        return {
            "sheets": [
                (
                    sheet.name,
                    sheet.visible is not python_calamine.SheetVisibleEnum.Visible,
                    list(_rows(book.get_sheet_by_name(sheet.name))),
                )
                for sheet in book.sheets_metadata
                if sheet.typ is python_calamine.SheetTypeEnum.WorkSheet
            ]
        }
    except python_calamine.PasswordError:
        return {"is_locked": True}
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        return {"is_locked": _ENCRYPTED in data, "error": str(error)}


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of `sheet` that are not empty, with their numbers."""
    merged = _merged(sheet)
    # The last row and the text of each merged cell, by column.
    held: dict[int, tuple[int, str]] = {}
    for row, values in enumerate(sheet.iter_rows()):
        cells = [_text(value) for value in values]
        if not any(cells):
            continue
        for column, (last, text) in held.items():
            if row <= last and column < len(cells):
                cells[column] = cells[column] or text
        for column, last in merged.get(row, ()):
            if column < len(cells):
                held[column] = (last, cells[column])
        yield row + 1, cells


def _merged(sheet: CalamineSheet) -> dict[int, list[tuple[int, int]]]:
    """Return the cells that are merged across several rows, by their first row.

    Each cell is a pair: the first column of the cell, and its last row.
    """
    found: dict[int, list[tuple[int, int]]] = {}
    for (row, column), (last, _) in sheet.merged_cell_ranges or ():
        if last > row:
            found.setdefault(row, []).append((column, last))
    return found


def _text(value: Value) -> str:
    """Return a cell as text.

    The time of a date is left out if it is midnight. The number 2.0 becomes "2".
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        is_day = value.time() == dt.time()
        return str(value.date() if is_day else value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def read_workbook(data: bytes, source: str, options: ReadOptions) -> Reading:
    """Return the statements in a workbook.

    Raises UnreadableInputError.
    """
    # Leave out the sheet that describes the columns of an export.
    sheets = [
        sheet
        for sheet in _sheets_of(data, source)
        if sheet.rows and tuple(sheet.rows[0][1]) != HEADER
    ]
    if not sheets:
        raise errors.UnreadableInputError(source, None, "is empty", HINT)
    several = len(sheets) > 1
    used: list[Sheet] = []
    notes: list[str] = []
    for sheet in sheets:
        if several and sheet.is_hidden:
            notes.append(f'Ignored the hidden sheet "{sheet.name}".')
        elif several and not _has_header(sheet, options.columns):
            notes.append(
                f'Ignored the sheet "{sheet.name}": it has no header with a date.'
            )
        else:
            used.append(sheet)
    if not used:  # the error is about this sheet
        used = [max(sheets, key=lambda sheet: len(sheet.rows))]
    tables: list[Table] = []
    left_out: list[LeftOut] = []
    patterns: list[str] = []
    for sheet in used:
        name = sheet.name if several else ""
        rows = [(errors.Row(number, name), cells) for number, cells in sheet.rows]
        mapped = named_by(options.columns, chain(*(cells for _, cells in rows[:HEAD])))
        line, columns, above = header_in(rows[:HEAD], mapped, source)
        below = [row for row in rows if row[0] > line]
        tables.append(Table(source, columns, partial(iter, below)))
        left_out += above
        patterns.append(f'sheet "{name}": ' * several + columns.pattern)
    refuse_missing(
        options.columns, chain(*(each.columns.names for each in tables)), source
    )
    notes += chain(*(table_notes(each, options) for each in tables))
    return Reading(
        chain.from_iterable(table_entries(each, options) for each in tables),
        "; ".join(patterns),
        left_out=tuple(left_out),
        notes=tuple(dict.fromkeys(notes)),
    )


def _has_header(sheet: Sheet, mapped: Mapping[str, str | None]) -> bool:
    return any(fits(cells, mapped) for _, cells in sheet.rows[:HEAD])


def write_xlsx(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out`. Only one statement is in memory at a time.

    Raises MisuseError if there are too many statements.
    """
    # XlsxWriter takes 30 ms to load.
    from mediarel.formats.workbook_writing import write_workbook  # noqa: PLC0415

    write_workbook(statements, out, options)


def is_xls(start: bytes) -> bool:
    """Return whether a file that begins with `start` is XLS or encrypted."""
    return start.startswith(_OLE)


def is_xlsx(start: bytes) -> bool:
    """Return whether a file that begins with `start` is XLSX."""
    if not start.startswith(_ZIP):
        return False
    # Documents and slides have the same parts, but also one of these.
    others = (b"word/", b"ppt/", b"mimetype")
    parts = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/")
    has_part = any(part in start for part in parts)
    return has_part and not any(part in start for part in others)


def is_ods(start: bytes) -> bool:
    """Return whether a file that begins with `start` is an OpenDocument spreadsheet."""
    return start.startswith(_ZIP) and _MEDIA_TYPE in start


ODS = SimpleNamespace(sniff=is_ods, read=read_workbook)
XLS = SimpleNamespace(sniff=is_xls, read=read_workbook)
XLSX = SimpleNamespace(write=write_xlsx, sniff=is_xlsx, read=read_workbook)
