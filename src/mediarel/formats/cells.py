r"""Tables of text cells: a row for each statement, a column for each field.

This reads them; `cell_writing.py` writes them.

- An empty field is an empty cell. A list is its items with `; ` between them;
  in an item `;` is written `\;` and a backslash `\\`. Objects are JSON. What is true
  is `yes`, what is false empty.
- A cell that a spreadsheet would run has a `'` in front, within it too; reading
  takes that off (see `cell_writing.py`). Raw cells have none, but reading takes one off
  all the same.
"""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from mediarel.errors import InvalidFieldError, Row, UnreadableInputError
from mediarel.formats.cell_writing import unguarded
from mediarel.formats.date_cells import DATES, DateCell
from mediarel.formats.language_names import language_code
from mediarel.formats.reading import Entry
from mediarel.model.fields import (
    FLAG_FIELDS,
    GIVEN_FIELDS,
    JSON_FIELDS,
    LIST_FIELDS,
    flag_said,
)
from mediarel.pages.kinds import kind_among

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mediarel.formats.columns import Columns

_ALL = frozenset(GIVEN_FIELDS)
_NONE: frozenset[str] = frozenset()

_LIST_ITEM = re.compile(r"(?:\\[\\;]|[^;])+")
_ESCAPED = re.compile(r"\\([\\;])")
# Between the names and the tags of other people's tables.
_NAMES = re.compile(r"[;；\n\r]+")
_COMMAS = re.compile("[,，、،]+")
_BETWEEN_URLS = re.compile(r"[;,]*\s+|[;,]+(?=https?://)")


class CellRules(NamedTuple):
    """How the cells of a table are read."""

    separator: str
    """What stands between two of them."""
    hint: str
    """What to do about a row that has more or fewer of them than the header."""
    dates: Callable[[str, str], str]
    """What reads the cell of a date (`date_reader`)."""


def read_rows(
    rows: Iterable[tuple[int, Sequence[str]]],
    columns: Columns,
    source: str,
    rules: CellRules,
) -> Iterator[Entry | UnreadableInputError]:
    """Yield the entries in `rows`, which stand below the header `columns`.

    Each row comes with the line of `source` on which it begins.

    Raises UnreadableInputError where the rule for dates does.
    """
    width = len(columns.names)
    values: list[tuple[int, str, Callable[[str], object]]] = []
    for place, field in enumerate(columns.fields):
        if field in DATES:
            values.append((place, field, partial(rules.dates, field)))
        elif field:
            read = _reader(field, rules.separator, is_ours=columns.is_ours)
            values.append((place, field, read))
    for line, cells in rows:
        if len(cells) != width:
            counted = f"{len(cells)} cell{'' if len(cells) == 1 else 's'}"
            yield UnreadableInputError(
                source,
                line,
                f"has {counted}, but there are {width} columns",
                rules.hint,
            )
            continue
        fields: dict[str, object] = {}
        try:
            for place, field, read in values:
                if cell := cells[place]:
                    fields[field] = read(cell)
        except InvalidFieldError as error:
            yield UnreadableInputError(source, line, error.problem, error.hint)
            continue
        complete(fields, is_ours=columns.is_ours, is_excerpt=columns.is_excerpt)
        # What an archive has recorded is as it says, also where it is empty.
        yield Entry(fields, line, said=_ALL if "uuid" in fields else _NONE)


def complete(fields: dict[str, object], *, is_ours: bool, is_excerpt: bool) -> None:
    """Put into `fields` what the columns say of them together.

    In other people's tables the type may stand among the tags: what they call a
    category says of some what they are, and of some what about.
    """
    if is_excerpt and "text" in fields:
        fields["excerpt"] = True
    tags = fields.get("tags")
    if is_ours or fields.get("type") or not isinstance(tags, list):
        return
    kind, others = kind_among(tag.strip() for tag in tags if isinstance(tag, str))
    if kind:
        fields["type"], fields["tags"] = kind, others


def unnamed_note(
    rows: Iterable[tuple[int, Sequence[str]]], columns: Columns
) -> Iterator[str]:
    """Yield what is to be told where cells in `rows` stand below no name."""
    unnamed = [place for place, name in enumerate(columns.names) if not name]
    if not unnamed:
        return
    width = len(columns.names)
    for line, cells in rows:
        if len(cells) == width and any(cells[place].strip() for place in unnamed):
            where = line.words if isinstance(line, Row) else f"line {line}"
            yield f"Left out what stands below no name, first in {where}."
            return


def cells_of_dates(
    rows: Iterable[tuple[int, Sequence[str]]], columns: Columns
) -> Iterator[DateCell]:
    """Yield the cells of dates in `rows`, but of those that are cut."""
    places = [n for n, field in enumerate(columns.fields) if field in DATES]
    width = len(columns.names)
    for line, cells in rows:
        if len(cells) == width:
            yield from (DateCell(cells[place], line) for place in places)


def _reader(field: str, separator: str, *, is_ours: bool) -> Callable[[str], object]:
    """Return what makes the value of `field` of a cell that is not empty."""
    if not is_ours and field not in (*JSON_FIELDS, *FLAG_FIELDS):
        return FOREIGN.get(field, _as_it_is)

    value = _value_of(field)

    def ours(cell: str) -> object:
        return value(unguarded(cell, separator))

    return ours


def _as_it_is(cell: str) -> str:
    return cell


def _names(cell: str) -> list[str]:
    """Return the names in a cell: apart by `;` or line ends, as a name holds commas."""
    return _NAMES.split(cell)


def _tags(cell: str) -> list[str]:
    """Return the tags in a cell: apart by `;` or line ends, else by commas."""
    return (_NAMES if _NAMES.search(cell) else _COMMAS).split(cell)


def _urls(cell: str) -> list[str]:
    """Return the URLs in a cell: apart by spaces or line ends, or by `;` or commas."""
    cell = cell.strip()
    urls = _BETWEEN_URLS.split(cell)
    if not all("://" in each for each in urls):
        raise InvalidFieldError(
            "source",
            cell,
            "is not a URL",
            "Write it whole, https://example.org/page, or leave its column out: "
            '--map "NAME=".',
        )
    return urls


# What is not taken as it stands in the tables of others.
FOREIGN: dict[str, Callable[[str], object]] = {
    "tags": _tags,
    "signatories": _names,
    "sources": _urls,
    "language": language_code,
}


def _value_of(field: str) -> Callable[[str], object]:
    """Return what makes a JSON value of `field` of a cell that an export wrote."""
    if field in LIST_FIELDS:
        return _items
    if field in JSON_FIELDS:
        return partial(_objects, field)
    return _flag if field in FLAG_FIELDS else _text


def _items(cell: str) -> list[str]:
    items = _LIST_ITEM.findall(cell)
    return [_ESCAPED.sub(r"\1", item) for item in items] if "\\" in cell else items


def _objects(field: str, cell: str) -> object:
    if not cell:
        return None
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        raise InvalidFieldError(
            field, cell, "are not JSON", "Leave it as an export writes it, or empty."
        ) from None


def _flag(cell: str) -> object:
    return flag_said(cell) if cell else None


def _text(cell: str) -> str | None:
    return cell or None
