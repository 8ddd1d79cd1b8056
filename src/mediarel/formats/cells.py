r"""Tables of text cells: a row for each statement, a column for each field.

- An empty field is an empty cell. A list is its items with `; ` between them;
  in an item `;` is written `\;` and a backslash `\\`. Objects are JSON. What is true
  is `yes`, what is false empty.
- A cell that a spreadsheet would run has a `'` in front, within it too; reading
  takes that off (see `guard.py`). Raw cells have none, but reading takes one off
  all the same.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from mediarel.errors import InvalidFieldError, UnreadableInputError
from mediarel.formats.guard import guarded, unguarded
from mediarel.formats.json import encode
from mediarel.formats.reading import Entry
from mediarel.model.fields import (
    ALL_FIELDS,
    FLAG_FIELDS,
    GIVEN_FIELDS,
    JSON_FIELDS,
    LIST_FIELDS,
    flag_said,
    flag_word,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.model.statement import Statement

COLUMNS = ALL_FIELDS

_ALL = frozenset(GIVEN_FIELDS)
_NONE: frozenset[str] = frozenset()

_LIST_ITEM = re.compile(r"(?:\\[\\;]|[^;])+")
_ESCAPED = re.compile(r"\\([\\;])")
_SPECIAL = re.compile(r"[\\;]")


def rows_of(
    statements: Iterable[Statement], separator: str, *, raw: bool
) -> Iterator[Sequence[str]]:
    """Yield the header, then the cells of each statement; not guarded if `raw`.

    Between the cells `separator` will stand.
    """
    yield COLUMNS
    for statement in statements:
        fields = statement.to_json()
        cells = [_cell(name, fields[name]) for name in COLUMNS]
        yield cells if raw else [guarded(cell, separator) for cell in cells]


def has_our_columns(names: Iterable[str]) -> bool:
    """Tell whether a table with the columns `names` is one of statements.

    A date and a program are enough: `read_rows` names a column that is unknown.
    """
    return {"date", "program"} <= set(names)


def read_rows(
    rows: Iterable[tuple[int, Sequence[str]]],
    source: str,
    separator: str,
    *,
    hint: str,
) -> Iterator[Entry | UnreadableInputError]:
    """Yield the entries in `rows`, the first of which is the header.

    Each row comes with the line of `source` on which it begins; between its cells
    was `separator`. `hint` says what to do about one that has more or fewer cells
    than the header. The columns may
    be in any order, and those that are missing are empty.

    Raises UnreadableInputError.
    """
    rows = iter(rows)
    line, header = next(rows, (None, ()))
    columns = [name.strip() for name in header]
    _check_columns(columns, source, line)
    for line, cells in rows:
        if len(cells) != len(columns):
            yield UnreadableInputError(
                source,
                line,
                f"has {len(cells)} cells, but there are {len(columns)} columns",
                hint,
            )
            continue
        plain = (unguarded(cell, separator) for cell in cells)
        named = zip(columns, plain, strict=True)
        try:
            fields = {name: _value(name, cell) for name, cell in named}
        except InvalidFieldError as error:
            yield UnreadableInputError(source, line, error.problem, error.hint)
            continue
        # What an archive has recorded is as it says, also where it is empty.
        yield Entry(fields, line, said=_ALL if fields.get("uuid") else _NONE)


def _check_columns(columns: list[str], source: str, line: int | None) -> None:
    hint = f"The columns are: {', '.join(COLUMNS)}."
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


def _cell(name: str, value: object) -> str:
    """Return the JSON value of the field `name` as a cell."""
    if value is None or value is False or value == []:
        return ""
    if value is True:
        return flag_word(value)
    if name in LIST_FIELDS and isinstance(value, list):
        return "; ".join(_SPECIAL.sub(r"\\\g<0>", item) for item in value)
    return encode(value) if name in JSON_FIELDS else str(value)


def _value(name: str, cell: str) -> object:
    """Return `cell` as the JSON value of the field `name`."""
    if name in LIST_FIELDS:
        return [_ESCAPED.sub(r"\1", item) for item in _LIST_ITEM.findall(cell)]
    if name in JSON_FIELDS and cell:
        try:
            return json.loads(cell)
        except (ValueError, RecursionError):
            raise InvalidFieldError(
                name, cell, "are not JSON", "Leave it as an export writes it, or empty."
            ) from None
    if name in FLAG_FIELDS and cell:
        return flag_said(cell)
    return cell or None
