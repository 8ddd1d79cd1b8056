"""Rows and objects without a date, in the tables and lists of others.

Where it is asked for, they are taken as dated between their neighbours, as on a page
(`dates/edtf.py`). Other than a page, a table may be in any order: then nothing is
known of a date from where it stands.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeGuard

from mediarel.dates.edtf import EDTF, dated_between
from mediarel.errors import UnreadableInputError
from mediarel.formats.reading import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_STRAY = 0.1  # of the steps from row to row at most, where a table has an order

_MISSING = "the date is missing"
_GIVE_ONE = "Give a date, such as 2012-07-16"


def with_dates(
    entries: Iterable[Entry | UnreadableInputError], source: str, *, undated: bool
) -> Iterator[Entry | UnreadableInputError]:
    """Yield the entries of a table; those without a date with that of neighbours.

    Without `undated`, or where the table is in no order of time, they are refused.
    """
    if not undated:
        hint = f"{_GIVE_ONE}, or have it dated by its neighbours with --undated."
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
            why = "the rows are in no order of time" if known else "no row has one"
            yield _refused(each, source, f"{_MISSING}, and {why}", f"{_GIVE_ONE}.")


def _lacks(each: Entry | UnreadableInputError) -> TypeGuard[Entry]:
    """Tell whether an entry has no date, and that is not said of it."""
    if not isinstance(each, Entry) or "date" in each.said:
        return False
    date = each.fields.get("date")
    return not date or (isinstance(date, str) and not date.strip())


def _date(each: Entry | UnreadableInputError) -> str:
    """Return the date of an entry where it is one day, month or year, else ""."""
    date = each.fields.get("date") if isinstance(each, Entry) else None
    return date if isinstance(date, str) and EDTF.fullmatch(date) else ""


def _is_ordered(dates: Sequence[str]) -> bool:
    """Tell whether `dates` go up or down, but for a few."""
    up = down = 0
    for one, other in pairwise(date.rstrip("?~") for date in dates):
        # 2012 and 2012-07 may be in either order.
        if not one.startswith(other) and not other.startswith(one):
            up += one < other
            down += one > other
    return min(up, down) <= _STRAY * (up + down)


def _refused(
    entry: Entry, source: str, problem: str, hint: str
) -> UnreadableInputError:
    return UnreadableInputError(source, entry.line, entry.name + problem, hint)
