"""Read workbooks: XLSX and XLS of Excel, and ODS of LibreOffice.

Each sheet with a header is read. If a sheet is left out, a note gives the reason.
`workbook_process.py` unpacks the workbooks in a separate process. `workbook_writing.py`
writes XLSX.
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

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement


MOST = 500 << 20  # bytes that a workbook may unpack to
MEMORY = 2 << 30  # bytes that unpacking may use
_SECONDS = 600  # of CPU time
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # XLS files and encrypted files
_MANIFEST = "META-INF/manifest.xml"  # a part of each OpenDocument file
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Errors of zipfile if a file is broken or its compression is not supported.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
)
_SAVE_AGAIN = "Open the file in a spreadsheet, and save it again or as CSV."
_MEDIA_TYPE = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


class Sheet(NamedTuple):
    """A sheet of a workbook. Its rows are text, and empty rows are left out."""

    name: str
    is_hidden: bool
    rows: list[tuple[int, list[str]]]


def _sheets_of(data: bytes, source: str) -> list[Sheet]:
    """Return the sheets of a workbook.

    Raises UnreadableInputError.
    """
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise _locked(source)
    else:
        _check_parts(data, source)
    # -P: never import modules from the current folder.
    command = [sys.executable, "-P", "-m", workbook_process.__name__]
    done = subprocess.run(  # noqa: S603 - runs this program
        [*command, str(MEMORY), str(_SECONDS), str(MOST)],
        input=data,
        capture_output=True,
        check=False,
    )
    return _sheets(done.stdout, source)


def _sheets(output: bytes, source: str) -> list[Sheet]:
    """Parse the output of the process, and return the sheets.

    Raises UnreadableInputError.
    """
    try:
        found = json.loads(output)
    except ValueError:  # the process ended too early
        reason = "is damaged, or takes too much memory"
        raise errors.UnreadableInputError(source, None, reason, _SAVE_AGAIN) from None
    error = found.get("error")
    if error == workbook_process.LOCKED:
        raise _locked(source)
    if error == workbook_process.TOO_MUCH:
        raise _too_large(f"more than {MOST >> 20} MB", source)
    if error is not None:
        reason = f"is not a workbook: {errors.shorten(error)}"
        raise errors.UnreadableInputError(source, None, reason, _SAVE_AGAIN)
    return [Sheet(*sheet) for sheet in found["sheets"]]


def _check_parts(data: bytes, source: str) -> None:
    """Raise UnreadableInputError if a workbook is too large, locked or broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            size = sum(part.file_size for part in parts)
            if size > MOST:
                raise _too_large(f"{size >> 20} MB", source)
            is_locked = any(part.flag_bits & 1 for part in parts) or (
                _MANIFEST in packed.namelist()
                and b"encryption-data" in packed.read(_MANIFEST)
            )
    except _BROKEN as error:
        reason = f"is not a workbook: {errors.shorten(error)}"
        raise errors.UnreadableInputError(source, None, reason, _SAVE_AGAIN) from None
    if is_locked:
        raise _locked(source)


def _too_large(size: str, source: str) -> errors.UnreadableInputError:
    reason = f"unpacks to {size}; the limit is {MOST >> 20} MB"
    hint = "Save the file as CSV, or split it into several files."
    return errors.UnreadableInputError(source, None, reason, hint)


def _locked(source: str) -> errors.UnreadableInputError:
    hint = "Open the file in a spreadsheet, and save it without a password."
    return errors.UnreadableInputError(source, None, "is locked with a password", hint)


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
