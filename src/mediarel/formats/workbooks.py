"""Read workbooks of spreadsheets: XLSX and XLS of Excel, and ODS of LibreOffice.

Each sheet with a header is read; for each other sheet, a note says why it is left out.
`workbook_process.py` unpacks the workbooks in a separate process, and
`workbook_writing.py` writes XLSX.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
import zlib
from functools import partial
from itertools import chain
from types import SimpleNamespace
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from mediarel import errors
from mediarel.formats import workbook_process
from mediarel.formats.cells import (
    TEXT_NOT_READ,
    CellRules,
    cells_of_dates,
    date_reader,
    read_rows,
    unnamed_note,
    with_dates,
)
from mediarel.formats.data_package import HEADER
from mediarel.formats.entries import Reading
from mediarel.formats.table_columns import (
    HEAD,
    fits,
    header_in,
    named_by,
    refuse_missing,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mediarel.formats.entries import Entry, LeftOut, ReadOptions
    from mediarel.formats.table_columns import Columns
    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement


MOST = 500 << 20  # bytes of XML that a workbook may unpack to
MEMORY = 2 << 30  # bytes that unpacking may use
_SECONDS = 600  # of computing time
_CHUNK = 1 << 20
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of xls, and of encrypted files
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# In the possible encodings of XML.
_DECLARATIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_LONGEST = max(map(len, _DECLARATIONS))
# zipfile's errors for a broken file, or an unsupported compression.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
)
_SAVE_AGAIN = "Open the file in a spreadsheet, and save it again or as CSV."
_HINT = "Add a header: a row with the name of each column."
_MEDIA_TYPE = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


class Sheet(NamedTuple):
    """A sheet of a workbook: its rows as text, without empty rows."""

    name: str
    is_hidden: bool
    rows: list[tuple[int, list[str]]]


def _sheets_of(data: bytes, source: str) -> list[Sheet]:
    """Return the sheets of the workbook `data`.

    Raises UnreadableInputError.
    """
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise _locked(source)
    else:
        _check_parts(data, source)
    # Safe path: no module is imported from the current folder.
    command = [sys.executable, "-P", "-m", workbook_process.__name__]
    done = subprocess.run(  # noqa: S603 - runs this program
        [*command, str(MEMORY), str(_SECONDS), str(MOST)],
        input=data,
        capture_output=True,
        check=False,
    )
    return _sheets(done.stdout, source)


def _sheets(lines: bytes, source: str) -> list[Sheet]:
    """Return the sheets from the lines that the process has written."""
    sheets: list[Sheet] = []
    for line in io.BytesIO(lines):
        try:
            read = json.loads(line)
        except ValueError:  # it ended within the line
            break
        if isinstance(read, list):
            sheets[-1].rows.append((read[0], read[1]))
        elif "sheet" in read:
            sheets.append(Sheet(read["sheet"], read["hidden"], []))
        elif "end" in read:
            return sheets
        elif read["error"] == workbook_process.LOCKED:
            raise _locked(source)
        elif read["error"] == workbook_process.TOO_MUCH:
            raise _too_large(f"more than {MOST >> 20} MB", source)
        else:
            reason = f"is not a workbook: {errors.shorten(read['error'])}"
            raise errors.UnreadableInputError(source, None, reason, _SAVE_AGAIN)
    reason = "is damaged, or takes too much memory"
    raise errors.UnreadableInputError(source, None, reason, _SAVE_AGAIN)


def _check_parts(data: bytes, source: str) -> None:
    """Raise UnreadableInputError if the parts of a zip file must not be unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = [
                part
                for part in packed.infolist()
                if part.filename.lower().endswith((".xml", ".rels"))
            ]
            size = sum(part.file_size for part in parts)
            if size > MOST:
                raise _too_large(f"{size >> 20} MB", source)
            for part in parts:
                if part.flag_bits & 1:
                    raise _locked(source)
                _check_part(packed, part, source)
    except _BROKEN as error:
        reason = f"is not a workbook: {errors.shorten(error)}"
        raise errors.UnreadableInputError(source, None, reason, _SAVE_AGAIN) from None


def _check_part(packed: zipfile.ZipFile, part: zipfile.ZipInfo, source: str) -> None:
    is_manifest = part.filename == "META-INF/manifest.xml"
    # zipfile reads at most the declared size, and verifies the checksum.
    with packed.open(part) as file:
        before = b""
        while chunk := file.read(_CHUNK):
            seen = before + chunk
            if any(word in seen for word in _DECLARATIONS):
                reason = f"declares entities in its {errors.shorten(part.filename)}"
                raise errors.UnreadableInputError(source, None, reason, _SAVE_AGAIN)
            if is_manifest and b"encryption-data" in seen:
                raise _locked(source)
            before = chunk[-_LONGEST:]


def _too_large(size: str, source: str) -> errors.UnreadableInputError:
    reason = f"unpacks to {size}; the limit is {MOST >> 20} MB"
    hint = "Save it as CSV, or as several files."
    return errors.UnreadableInputError(source, None, reason, hint)


def _locked(source: str) -> errors.UnreadableInputError:
    hint = "Open it in a spreadsheet, and save it without a password."
    return errors.UnreadableInputError(source, None, "is locked with a password", hint)


class _Table(NamedTuple):
    """A sheet with a header: its columns, and the rows below them."""

    sheet: Sheet
    columns: Columns
    rows: list[tuple[errors.Row, list[str]]]
    above: tuple[LeftOut, ...]


def read_workbook(data: bytes, source: str, options: ReadOptions) -> Reading:
    """Return the statements in the workbook `data`.

    Raises UnreadableInputError.
    """
    # Without our own sheet that describes the columns.
    sheets = [
        sheet
        for sheet in _sheets_of(data, source)
        if sheet.rows and tuple(sheet.rows[0][1]) != HEADER
    ]
    several, mapped = len(sheets) > 1, options.columns
    tables: list[_Table] = []
    notes: list[str] = []
    for sheet in sheets:
        name = sheet.name if several else ""
        rows = [(errors.Row(number, name), cells) for number, cells in sheet.rows]
        if sheet.is_hidden and several:
            notes.append(f'Ignored the hidden sheet "{sheet.name}".')
        elif several and not any(fits(cells, mapped) for _, cells in rows[:HEAD]):
            notes.append(
                f'Ignored the sheet "{sheet.name}": it has no header with a date.'
            )
        else:
            tables.append(_table(sheet, rows, options.columns, source))
    if not tables and not sheets:
        raise errors.UnreadableInputError(source, None, "is empty", _HINT)
    if not tables:
        longest = max(sheets, key=lambda sheet: len(sheet.rows))
        rows = [(errors.Row(n, longest.name), cells) for n, cells in longest.rows]
        tables.append(_table(longest, rows, options.columns, source))
    refuse_missing(
        options.columns, chain(*(each.columns.names for each in tables)), source
    )
    for table in tables:
        notes += [*table.columns.notes, *unnamed_note(table.rows, table.columns)]
    complete = [each.columns for each in tables if each.columns.is_complete]
    if not options.read_text and any("uuid" not in each.fields for each in complete):
        notes.append(TEXT_NOT_READ)
    return Reading(
        _entries(tables, source, options),
        "; ".join(
            (f'sheet "{table.sheet.name}": ' if several else "") + table.columns.pattern
            for table in tables
        ),
        left_out=tuple(chain(*(table.above for table in tables))),
        notes=tuple(notes),
    )


def _table(
    sheet: Sheet,
    rows: list[tuple[errors.Row, list[str]]],
    mapped: Mapping[str, str | None],
    source: str,
) -> _Table:
    head = rows[:HEAD]
    names = chain(*(cells for _, cells in head))
    mapped = named_by(mapped, names)
    line, columns, above = header_in(head, mapped, source)
    below = [row for row in rows if row[0] > line]
    return _Table(sheet, columns, below, above)


def _entries(
    tables: Iterable[_Table], source: str, options: ReadOptions
) -> Iterator[Entry | errors.UnreadableInputError]:
    for table in tables:
        columns, rows = table.columns, table.rows
        cells = partial(cells_of_dates, rows, columns)
        dates = date_reader(cells, source, options.order)
        reads_text = options.read_text or not columns.is_complete
        rules = CellRules("", _HINT, dates, reads_text=reads_text)
        read = read_rows(rows, columns, source, rules)
        yield from with_dates(read, source, undated=options.undated)


def write_xlsx(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out`, with only one in memory at a time.

    Raises MisuseError if there are too many, or AccessError.
    """
    # XlsxWriter takes 30 ms to load.
    from mediarel.formats.workbook_writing import write_workbook  # noqa: PLC0415

    write_workbook(statements, out, options)


def is_xls(start: bytes) -> bool:
    """Return whether data that begins with `start` is XLS, or encrypted."""
    return start.startswith(_OLE)


def is_xlsx(start: bytes) -> bool:
    """Return whether data that begins with `start` is a workbook of Excel."""
    if not start.startswith(_ZIP):
        return False
    # Documents and slides have the same parts except these.
    others = (b"word/", b"ppt/", b"mimetype")
    parts = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/")
    has_part = any(part in start for part in parts)
    return has_part and not any(part in start for part in others)


def is_ods(start: bytes) -> bool:
    """Return whether data that begins with `start` is an OpenDocument spreadsheet."""
    return start.startswith(_ZIP) and _MEDIA_TYPE in start


ODS = SimpleNamespace(sniff=is_ods, read=read_workbook)
XLS = SimpleNamespace(sniff=is_xls, read=read_workbook)
XLSX = SimpleNamespace(write=write_xlsx, sniff=is_xlsx, read=read_workbook)
