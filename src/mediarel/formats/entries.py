"""Define the options for reading a file, and the results: entries and notes.

An entry has the data of one statement as JSON values, as found in the source. Fields
found in the text of the statement are added later, in the same way for all formats
(`drafts.py`).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from mediarel import errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mediarel.dates.typed import DayOrder
    from mediarel.pages.found import LineUse

_NONE: Mapping[str, str] = MappingProxyType({})


class ReadOptions(NamedTuple):
    """Options for reading a file. Each format uses only some of the options."""

    columns: Mapping[str, str | None] = _NONE
    """The field for each column or key. None means that the column is ignored."""
    encoding: str | None = None
    """The encoding to use if the file does not declare its encoding."""
    order: DayOrder | None = None
    """The order of day and month in numeric dates."""
    base: str | None = None
    """The URL of a page, used if the page does not declare its URL."""
    undated: bool = False
    """True to fill in missing dates from the entries before and after."""
    pick: int | None = None
    """If a page can be read in several ways: the number of the way to use."""
    read_text: bool = False
    """True to search all texts of a table for missing fields."""


class Entry(NamedTuple):
    """The data of one statement in a source."""

    fields: Mapping[str, object]
    """The JSON values in the source, for `read_draft`.

    A column or key that exists is here even if it is empty. An update of a statement
    changes only these fields.
    """
    line: int | None = None
    """The line on which the entry begins, counted from 1.

    If the value is an `errors.Row`, it is the number of a row or of a statement.
    """
    said: frozenset[str] = frozenset()
    """The fields that must not be filled from the text, even if they are empty."""
    reads_text: bool = True
    """True if missing fields may be filled from the text."""


EntryOrError = Entry | errors.UnreadableInputError


def with_headline(problem: str, fields: Mapping[str, object]) -> str:
    """Put the title, or the start of the text, before the message `problem`."""
    headline = fields.get("title") or fields.get("text")
    if not isinstance(headline, str) or not headline.strip():
        return problem
    return f"{errors.shorten(' '.join(headline.split()))!r}: {problem}"


class LeftOut(NamedTuple):
    """A part of a source that does not belong to any entry, and the reason."""

    line: int | None
    text: str
    why: str


class Reading(NamedTuple):
    """The result of reading one source."""

    entries: Iterable[EntryOrError]
    """The entries, and an error for each refused entry.

    They are in chronological order if the format has dates.
    """
    pattern: str = ""
    """A description of how the entries were found."""
    site: str | None = None
    """The name of the source. It becomes the issuer of entries that have no issuer."""
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    """More notes for the user."""
    lines: tuple[LineUse, ...] = ()
    """If the source is a page: the visible lines, and how each line was used."""
