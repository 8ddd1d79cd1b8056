r"""Read the cells of a table with a row for each statement and a column for each field.

The cells of an export are written by `cell_writing.py`.

- An empty field is an empty cell. The items of a list are separated by `; `. In an
  item, `;` is written `\;`, and a backslash is written `\\`. Objects are JSON. A flag
  is `yes` or empty.
- If a spreadsheet would run a cell, or a part of the cell, as a formula, an export
  writes a `'` (guard) before the cell or the part. Reading removes the guard. An export
  with --raw adds no guard. But if a cell in such an export looks guarded, reading
  removes the `'` too.
- Dates are EDTF, in words (`16 July 2012`) or in the form of a spreadsheet (`Jul-12`).
  In all numeric dates of a table, day and month must have the same order. A date such
  as `16/7/2012` shows which number is the day.
- With --undated, a row that has no date gets a date between the dates of the rows
  above and below (`dates/edtf.py`), if the table is sorted by date.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeGuard

from mediarel import errors
from mediarel.dates.edtf import EDTF, dated_between
from mediarel.dates.printed import date_alone
from mediarel.dates.typed import DayOrder
from mediarel.formats.cell_writing import unguarded
from mediarel.formats.entries import Entry, EntryOrError, ReadOptions, with_headline
from mediarel.formats.name_tables import language_code
from mediarel.model.fields import (
    DATE,
    FIELDS,
    FLAG_FIELDS,
    GIVEN_FIELDS,
    JSON_FIELDS,
    LIST_FIELDS,
    flag_said,
)
from mediarel.pages.labels import kind_among

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mediarel.dates.printed_parts import PrintedDate
    from mediarel.formats.table_columns import Columns, Row


TEXT_NOT_READ = (
    "Did not search the texts for type, place and signatories, because the table has "
    "columns for date, title, issuer and text. To search the texts, add --read-text."
)
HINT = "Add a header: a row with the name of each column."
_STRAY = 0.1  # a sorted table may have this share of rows out of order
_MISSING = "the date is missing"
_ADD_ONE = "Add a date, such as 2012-07-16"
DATES = tuple(field.name for field in FIELDS if field.kind is DATE)
# A date or an interval in EDTF. Whether the day exists is checked later.
_ONE = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?[?~]?"
_KEPT = re.compile(rf"{_ONE}(?:/(?:{_ONE}|\.\.)?)?|(?:\.\.)?/{_ONE}")
_BASIC = re.compile(r"([0-9]{4})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])")
# "July 2012" as Excel writes it: Jul-12.
_MONTH_OF_EXCEL = re.compile(r"([^\W\d_]{3,9}\.?)-([0-9]{2})")
_FIRST_OF_1900 = 30  # Excel reads 30 to 99 as 1930 to 1999
# The number of a day in a spreadsheet, from 1927 to 2119. Such a number is ambiguous,
# because the first day can be in 1900 or in 1904.
_SERIAL = re.compile(r"[1-7][0-9]{4}(?:\.[0-9]+)?")
_UNSURE = re.compile(r"(c(?:a\.?|irca|\.) ?)?(.*?) ?([?~])?", re.IGNORECASE)
_ALL = frozenset(GIVEN_FIELDS)
_NONE: frozenset[str] = frozenset()
_LIST_ITEM = re.compile(r"(?:\\[\\;]|[^;])+")
_ESCAPED = re.compile(r"\\([\\;])")
# In tables of other programs, names and tags are separated by these characters.
_NAMES = re.compile(r"[;；\n\r]+")
_COMMAS = re.compile("[,，、،]+")
_BETWEEN_URLS = re.compile(r"[;,]*\s+|[;,]+(?=https?://)")


class DateCell(NamedTuple):
    """A cell in a column of dates, and the line of the cell."""

    text: str
    line: int | None = None


class Table(NamedTuple):
    """A table with a header, and the data that is needed to read its cells."""

    source: str
    columns: Columns
    rows: Callable[[], Iterable[Row]]
    """A function that returns all rows below the header."""
    separator: str = ""
    """The character between two cells."""
    hint: str = HINT
    """The hint of the error for a row that has more or fewer cells than the header."""


def table_entries(table: Table, options: ReadOptions) -> Iterator[EntryOrError]:
    """Return an iterator over the entries of `table`.

    The iterator raises UnreadableInputError if the order of day and month is ambiguous.
    """
    entries = _read_rows(table, options)
    return with_dates(entries, table.source, undated=options.undated)


def table_notes(table: Table, options: ReadOptions) -> Iterator[str]:
    """Yield notes that tell the user which parts of a table were ignored."""
    columns = table.columns
    yield from columns.notes
    yield from _unnamed_note(table)
    is_read = options.read_text or "uuid" in columns.fields
    if columns.is_complete and not is_read:
        yield TEXT_NOT_READ


def _read_rows(table: Table, options: ReadOptions) -> Iterator[EntryOrError]:
    columns, source = table.columns, table.source
    dates = date_reader(lambda: _cells_of_dates(table), source, options.order)
    readers: list[tuple[int, str, Callable[[str], object]]] = []
    for place, field in enumerate(columns.fields):
        if field in DATES:
            readers.append((place, field, partial(dates, field)))
        elif field:
            read = _reader(field, table.separator, is_ours=columns.is_ours)
            readers.append((place, field, read))
    reads_text = options.read_text or not columns.is_complete
    width = len(columns.names)
    for line, cells in table.rows():
        if len(cells) != width:
            cell = "cell" if len(cells) == 1 else "cells"
            reason = f"has {len(cells)} {cell}, but the header has {width} columns"
            yield errors.UnreadableInputError(source, line, reason, table.hint)
            continue
        fields: dict[str, object] = {}
        try:
            for place, field, read in readers:
                cell = cells[place]
                fields[field] = read(cell) if cell else None
        except errors.InvalidFieldError as error:
            by_field = {field: cells[place] for place, field, _ in readers}
            problem = with_headline(error.problem, by_field)
            yield errors.UnreadableInputError(source, line, problem, error.hint)
            continue
        complete(fields, is_ours=columns.is_ours, is_excerpt=columns.is_excerpt)
        # A row with a UUID comes from an archive. Its empty fields stay empty.
        said = _ALL if fields.get("uuid") else _NONE
        yield Entry(fields, line, said=said, reads_text=reads_text)


def complete(fields: dict[str, object], *, is_ours: bool, is_excerpt: bool) -> None:
    """Set the fields `excerpt` and `type`, if their values are known.

    If `is_excerpt`, the text is marked as an excerpt. In tables of other programs, a
    column of categories may contain types as well as topics. So if no column has the
    type, a tag that is a type becomes the type.
    """
    if is_excerpt and fields.get("text"):
        fields["excerpt"] = True
    tags = fields.get("tags")
    if is_ours or fields.get("type") or not isinstance(tags, list):
        return
    kind, others = kind_among(tag.strip() for tag in tags if isinstance(tag, str))
    if kind:
        fields["type"], fields["tags"] = kind, others


def _unnamed_note(table: Table) -> Iterator[str]:
    """Yield a note if a column without a name is not empty."""
    names = table.columns.names
    unnamed = [place for place, name in enumerate(names) if not name]
    if not unnamed:
        return
    width = len(names)
    for line, cells in table.rows():
        if len(cells) == width and any(cells[place].strip() for place in unnamed):
            where = line.words if isinstance(line, errors.Row) else f"line {line}"
            yield f"Ignored cells in columns without a name; the first is in {where}."
            return


def _cells_of_dates(table: Table) -> Iterator[DateCell]:
    """Yield the cells in the date columns. Rows with missing cells are left out."""
    columns = table.columns
    places = [n for n, field in enumerate(columns.fields) if field in DATES]
    width = len(columns.names)
    for line, cells in table.rows():
        if len(cells) == width:
            yield from (DateCell(cells[place], line) for place in places)


def _reader(field: str, separator: str, *, is_ours: bool) -> Callable[[str], object]:
    """Return a function that parses the non-empty cells of a field."""
    if not is_ours and field not in (*JSON_FIELDS, *FLAG_FIELDS):
        return FOREIGN.get(field, str)

    value = _value_of(field)
    return lambda cell: value(unguarded(cell, separator))


def _tags(cell: str) -> list[str]:
    """Split a cell into tags at `;` and line ends, or at commas if it has neither."""
    return (_NAMES if _NAMES.search(cell) else _COMMAS).split(cell)


def _urls(cell: str) -> list[str]:
    """Return the URLs in a cell, split at white space, `;` or commas."""
    cell = cell.strip()
    urls = _BETWEEN_URLS.split(cell)
    if not all("://" in each for each in urls):
        hint = (
            "Write the whole URL, such as https://example.org/page, or ignore the "
            'column: --map "NAME=".'
        )
        raise errors.InvalidFieldError("source", cell, "is not a URL", hint)
    return urls


# Functions that parse the cells of a field in tables of other programs.
FOREIGN: dict[str, Callable[[str], object]] = {
    "tags": _tags,
    "signatories": _NAMES.split,  # never split at commas
    "sources": _urls,
    "language": language_code,
}


def _value_of(field: str) -> Callable[[str], object]:
    """Return a function that parses the exported cells of a field to JSON values."""
    if field in LIST_FIELDS:
        return _items
    if field in JSON_FIELDS:
        return partial(_objects, field)
    read = flag_said if field in FLAG_FIELDS else str
    return lambda cell: read(cell) if cell else None


def _items(cell: str) -> list[str]:
    items = _LIST_ITEM.findall(cell)
    return [_ESCAPED.sub(r"\1", item) for item in items] if "\\" in cell else items


def _objects(field: str, cell: str) -> object:
    if not cell:
        return None
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        raise errors.InvalidFieldError(
            field,
            cell,
            "are not in the JSON format of mediarel",
            'Map the column to a different field, such as tags: --map "NAME=tags".',
        ) from None


def date_reader(
    cells: Callable[[], Iterable[DateCell]],
    source: str,
    said: DayOrder | None,
) -> Callable[[str, str], str]:
    """Return a function that converts a cell in a date column to EDTF.

    `cells` is a function that returns all date cells of the table. `said` is the order
    of day and month that the user has chosen, or None.

    The new function takes the name of the field and the text of the cell. If the text
    is not a date, the new function returns it unchanged. It raises InvalidFieldError if
    a date is not valid. It raises UnreadableInputError if no date in the table shows
    the order of day and month.
    """
    decided: list[DayOrder | None] = []

    def read(field: str, cell: str) -> str:
        if _KEPT.fullmatch(cell):
            return cell
        date, qualifier = _printed(cell)
        if date is None:
            _refuse_serial(field, cell)
            return cell
        order = None
        if date.figures is not None:
            if said is None and not decided:
                decided.append(_order_of(cells(), source))
            order = said or decided[0]
        found = date.date(order)
        if found is None:
            raise errors.InvalidFieldError(field, cell, *_why_not(date, order))
        return f"{found}{qualifier}"

    return lru_cache(maxsize=4096)(read)


def _order_of(cells: Iterable[DateCell], source: str) -> DayOrder:
    """Find out the order of day and month in the dates of a table.

    A date such as `16/7/2012` shows the order. Raises UnreadableInputError if no date
    shows the order, or if two dates show different orders.
    """
    shown: dict[DayOrder, DateCell] = {}
    opened: tuple[DateCell, PrintedDate] | None = None
    for cell, date in _in_figures(cells):
        if date.order is not None:
            shown.setdefault(date.order, cell)
        elif date.is_dotted:
            continue
        elif opened is None and len({*(date.figures or ())}) > 1:
            opened = (cell, date)
        if len(shown) > 1:
            one, other = shown.values()
            reason = (
                f"the date {other.text!r} has a different order of day and month "
                f"than {one.text!r} above"
            )
            hint = "Use --day-first or --month-first."
            raise errors.UnreadableInputError(source, other.line, reason, hint)
    if opened is None or shown:
        return next(
            iter(shown), DayOrder.DAY_FIRST
        )  # 03.04.2019, or 03/03/2019, which has the same meaning in both orders
    cell, date = opened
    readings = [found.long() for order in DayOrder if (found := date.date(order))]
    raise errors.OpenOrderError(
        source,
        cell.line,
        f"the date {cell.text!r} can be {' or '.join(readings)}, and no other date in "
        "the file shows the order of day and month",
    )


def _in_figures(cells: Iterable[DateCell]) -> Iterator[tuple[DateCell, PrintedDate]]:
    seen = set()
    for cell in cells:
        if cell.text not in seen and not _KEPT.fullmatch(cell.text):
            seen.add(cell.text)
            date, _ = _printed(cell.text)
            if date is not None and date.figures is not None:
                yield cell, date


def _printed(cell: str) -> tuple[PrintedDate | None, str]:
    """Return the date in a cell, and the mark of an uncertain date: `?`, `~` or ""."""
    if basic := _BASIC.fullmatch(cell):
        return date_alone("-".join(basic.groups())), ""
    if month := _MONTH_OF_EXCEL.fullmatch(cell):
        century = 20 if int(month[2]) < _FIRST_OF_1900 else 19
        return date_alone(f"{month[1]} {century}{month[2]}"), ""
    date = date_alone(cell)
    unsure = None if date else _UNSURE.fullmatch(cell[:100])
    if unsure is None or not (unsure[1] or unsure[3]):
        return date, ""
    return date_alone(unsure[2]), unsure[3] or "~"


def is_date(cell: str) -> bool:
    """Return whether a cell contains a date.

    The date may be ambiguous or impossible.
    """
    return bool(_KEPT.fullmatch(cell)) or _printed(cell)[0] is not None


def _refuse_serial(field: str, cell: str) -> None:
    if _SERIAL.fullmatch(cell):
        raise errors.InvalidFieldError(
            field,
            cell,
            "is the day number of a spreadsheet, not a date",
            "In the spreadsheet, format the column as dates, and save the file again.",
        )


def _why_not(date: PrintedDate, order: DayOrder | None) -> tuple[str, str]:
    """Return the reason why a date is invalid, and a hint."""
    if date.year is None:
        return "has no year", "Add the year: 16 July 2012."
    if date.figures and order and date.order not in {order, None}:
        return f"is not in {order.value} order", "Write a date such as 2012-07-16."
    return "is not in the calendar", "Write a date such as 2012-07-16."


def with_dates(
    entries: Iterable[EntryOrError],
    source: str,
    *,
    undated: bool,
) -> Iterator[EntryOrError]:
    """Yield the entries of a table.

    Fill in missing dates from the rows above and below.

    If `undated` is False, or the table is not sorted by date, entries that have no date
    are refused.
    """
    if not undated:
        hint = (
            f"{_ADD_ONE}, or use --undated to fill in a date between the dates of the "
            "rows above and below."
        )
        for each in entries:
            yield _refused(each, source, _MISSING, hint) if _lacks(each) else each
        return
    rows = list(entries)
    dates = [_date(each) for each in rows]
    known = [date for date in dates if date]
    is_ordered = _is_ordered(known)
    for each, date in zip(rows, dated_between(dates), strict=True):
        if not _lacks(each):
            yield each
        elif date and is_ordered:
            yield each._replace(fields={**each.fields, "date": date})
        else:
            why = "the rows are not in date order" if known else "no row has a date"
            yield _refused(each, source, f"{_MISSING}, and {why}", f"{_ADD_ONE}.")


def _lacks(each: EntryOrError) -> TypeGuard[Entry]:
    """Return True if an entry has no date, and its `said` does not contain the date."""
    if not isinstance(each, Entry) or "date" in each.said:
        return False
    date = each.fields.get("date")
    return not date or (isinstance(date, str) and not date.strip())


def _date(each: EntryOrError) -> str:
    """Return the date of an entry. Return "" if the date is missing or an interval."""
    date = each.fields.get("date") if isinstance(each, Entry) else None
    return date if isinstance(date, str) and EDTF.fullmatch(date) else ""


def _is_ordered(dates: Sequence[str]) -> bool:
    """Return whether almost all dates ascend, or almost all dates descend."""
    up = down = 0
    for one, other in pairwise(date.rstrip("?~") for date in dates):
        # 2012 and 2012-07 may be in any order.
        if not one.startswith(other) and not other.startswith(one):
            up += one < other
            down += one > other
    return min(up, down) <= _STRAY * (up + down)


def _refused(
    entry: Entry, source: str, problem: str, hint: str
) -> errors.UnreadableInputError:
    problem = with_headline(problem, entry.fields)
    return errors.UnreadableInputError(source, entry.line, problem, hint)
