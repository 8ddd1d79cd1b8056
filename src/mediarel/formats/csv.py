r"""CSV for spreadsheets (RFC 4180): a row to each statement, a column to each field.

- An empty field is an empty cell. A list is its items with `; ` between them;
  in an item `;` is written `\;` and a backslash `\\`. Objects are JSON.
- A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, a tab or a
  carriage return. Such a cell gets a `'` in front, which `read` takes off
  again; one that begins so after `'` gets one more, so that nothing is lost.

A stream that is written to must leave line ends alone (`newline=""`).
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import IO, TYPE_CHECKING

from mediarel.errors import InvalidFieldError, UnreadableInputError
from mediarel.formats.json import encode
from mediarel.model.fields import ALL_FIELDS, JSON_FIELDS, LIST_FIELDS
from mediarel.model.statement import read_draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mediarel.model.statement import Draft, Statement

SUFFIXES = (".csv",)
COLUMNS = ALL_FIELDS

_RUN_BY_SPREADSHEETS = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_LIST_ITEM = re.compile(r"(?:\\[\\;]|[^;])+")
_ESCAPED = re.compile(r"\\([\\;])")
_SPECIAL = re.compile(r"[\\;]")

# The default, 128 KiB, is less than a long release; this is the most that the
# C type behind it holds on every system.
_LONGEST_CELL = 2**31 - 1


def write(statements: Iterable[Statement], out: IO[str]) -> None:
    """Write `statements` to `out` so that no spreadsheet runs what they hold."""
    _write(statements, out, _guarded)


def write_raw(statements: Iterable[Statement], out: IO[str]) -> None:
    """Write `statements` to `out` with every cell as it is, for other programs.

    `read` takes such a file too, but would drop a `'` before a character that
    a spreadsheet runs.
    """
    _write(statements, out, str)


def looks_like(start: str) -> bool:
    """Tell whether a text that begins with `start` has our columns in its first line.

    A date and a program are enough: an unknown column is then told by name.
    """
    first_line = start.removeprefix("\ufeff").split("\n", maxsplit=1)[0]
    names = {name.strip().strip('"') for name in first_line.split(",")}
    return {"date", "program"} <= names


def read(text: str, source: str) -> list[Draft]:
    """Return the drafts in `text`, oldest first.

    The columns may be in any order, and those that are missing are empty.

    Raises UnreadableInputError.
    """
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        drafts = list(_drafts(text.removeprefix("\ufeff"), source))
    finally:
        csv.field_size_limit(limit)
    return sorted(drafts, key=lambda draft: draft.date.first)


def _write(
    statements: Iterable[Statement], out: IO[str], shown: Callable[[str], str]
) -> None:
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for statement in statements:
        fields = statement.to_json()
        writer.writerow([shown(_cell(name, fields[name])) for name in COLUMNS])


def _cell(name: str, value: object) -> str:
    if value is None or value == []:
        return ""
    if name in LIST_FIELDS and isinstance(value, list):
        return "; ".join(_SPECIAL.sub(r"\\\g<0>", item) for item in value)
    return encode(value) if name in JSON_FIELDS else str(value)


def _guarded(cell: str) -> str:
    return "'" + cell if _RUN_BY_SPREADSHEETS.match(cell) else cell


def _drafts(text: str, source: str) -> Iterator[Draft]:
    rows = _rows(text, source)
    line, header = next(rows, (None, []))
    columns = [name.strip() for name in header]
    _check_columns(columns, source, line)
    for line, cells in rows:
        if len(cells) != len(columns):
            raise UnreadableInputError(
                source,
                line,
                f"has {len(cells)} cells, but there are {len(columns)} columns",
                'Put a cell that holds a comma or a line break between " and ".',
            )
        named = zip(columns, cells, strict=True)
        try:
            draft = read_draft({name: _value(name, cell) for name, cell in named})
        except InvalidFieldError as error:
            raise UnreadableInputError(
                source, line, error.problem, error.hint
            ) from error
        yield draft


def _rows(text: str, source: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line it begins on, without the empty ones."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableInputError(
            source,
            line,
            f"is not CSV: {error}",
            'Write a " inside of a cell twice, and close each cell that opens with ".',
        ) from error


def _check_columns(columns: list[str], source: str, line: int | None) -> None:
    hint = f"The columns, with commas between them, are: {', '.join(COLUMNS)}."
    if not columns:
        raise UnreadableInputError(source, None, "is empty", hint)
    for number, name in enumerate(columns):
        if name not in COLUMNS:
            raise UnreadableInputError(
                source, line, f"has an unknown column {name!r}", hint
            )
        if name in columns[:number]:
            raise UnreadableInputError(
                source, line, f"has the column {name!r} twice", hint
            )


def _value(name: str, cell: str) -> object:
    """Return `cell` as the JSON value of the field `name`."""
    if _GUARDED.match(cell):
        cell = cell[1:]
    if name in LIST_FIELDS:
        return [_ESCAPED.sub(r"\1", item) for item in _LIST_ITEM.findall(cell)]
    if name in JSON_FIELDS and cell:
        try:
            return json.loads(cell)
        except (ValueError, RecursionError):
            raise InvalidFieldError(
                name, cell, "are not JSON", "Leave it as an export writes it, or empty."
            ) from None
    return cell or None
