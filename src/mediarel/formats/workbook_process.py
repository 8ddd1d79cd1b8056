"""Unpack a workbook in a separate process: bytes on standard input, JSON out.

A workbook of kilobytes can unpack to gigabytes, and a broken one can crash the library
that reads it. In this case, only this process ends.

The output is {"sheets": [[name, is hidden, rows], …]}, or {"error": message}. A row is
[number, cells], with all cells as text; empty rows are left out.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
from typing import TYPE_CHECKING

from mediarel.worker import limit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from python_calamine import CalamineSheet

    Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta

LOCKED = "locked"
TOO_MUCH = "too much"


def main(memory: int, seconds: int, most: int) -> None:
    """Write the content of the workbook on standard input.

    The process may use `memory` bytes and `seconds` of computing time, and writes at
    most `most` characters.
    """
    limit(memory, seconds)
    from python_calamine import (  # noqa: PLC0415 - within the limit
        CalamineError,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
        load_workbook,
    )

    found: dict[str, object]
    try:
        book = load_workbook(io.BytesIO(sys.stdin.buffer.read()))
        found = {
            "sheets": [
                (
                    sheet.name,
                    sheet.visible is not SheetVisibleEnum.Visible,
                    list(_rows(book.get_sheet_by_name(sheet.name))),
                )
                for sheet in book.sheets_metadata
                if sheet.typ is SheetTypeEnum.WorkSheet
            ]
        }
    except PasswordError:
        found = {"error": LOCKED}
    except (CalamineError, OSError, ValueError) as error:
        found = {"error": str(error)}
    # Escaped, so that lone surrogates can be written too.
    output = json.dumps(found)
    sys.stdout.write(output if len(output) <= most else json.dumps({"error": TOO_MUCH}))


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of `sheet` that are not empty, with their numbers."""
    merged = _merged(sheet)
    held: dict[
        int, tuple[int, str]
    ] = {}  # last row and text of a merged cell, by column
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
    """Map first rows of merged cells to their columns and last rows."""
    found: dict[int, list[tuple[int, int]]] = {}
    for (row, column), (last, _) in sheet.merged_cell_ranges or ():
        if last > row:
            found.setdefault(row, []).append((column, last))
    return found


def _text(value: Value) -> str:
    """Return a cell as text: a day without midnight, a number without `.0`."""
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


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
