"""Define the options for reading a file, and the results: entries and notes.

An entry has the data of one statement in a source, as JSON values. Fields found in its
text are added later, for all formats alike (`drafts.py`).
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
    """Options for reading a file; each format uses some or none."""

    columns: Mapping[str, str | None] = _NONE
    """The field of each mapped column or key; None to ignore it."""
    encoding: str | None = None
    """The encoding of a file that doesn't declare one."""
    order: DayOrder | None = None
    """The order of day and month in a numeric date."""
    select: Mapping[str, str] = _NONE
    """The CSS selectors of a page: for an `entry`, and for each field within it."""
    base: str | None = None
    """The URL of a page that doesn't declare its URL."""
    undated: bool = False
    """Whether an entry without a date gets a date from its neighbours."""
    pick: int | None = None
    """If a page can be read in several ways, the number of the way to use."""
    read_text: bool = False
    """Whether all texts of a table are searched for fields."""


class Entry(NamedTuple):
    """The data of one statement in a source."""

    fields: Mapping[str, object]
    """The JSON values in the source, for `read_draft`."""
    line: int | None = None
    """The line on which the entry begins, counted from 1; or the number of a row, or of
    a statement (`errors.Row`)."""
    said: frozenset[str] = frozenset()
    """The fields that are not filled from the text, even if they are empty."""
    reads_text: bool = True
    """Whether missing fields are filled from the text."""


def with_headline(problem: str, fields: Mapping[str, object]) -> str:
    """Return `problem`, with the title or the start of the text before it."""
    headline = fields.get("title") or fields.get("text")
    if not isinstance(headline, str) or not headline.strip():
        return problem
    return f"{errors.shorten(' '.join(headline.split()))!r}: {problem}"


class LeftOut(NamedTuple):
    """A part of a source that is in no entry, and the reason."""

    line: int | None
    text: str
    why: str


class Reading(NamedTuple):
    """The result of reading one source."""

    entries: Iterable[Entry | errors.UnreadableInputError]
    """The entries, or their errors; oldest first if the format has dates."""
    pattern: str = ""
    """A description of how the entries were found."""
    site: str | None = None
    """The name of the source, used as issuer of entries without an issuer."""
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    """Further notes to the user."""
    lines: tuple[LineUse, ...] = ()
    """The use of each visible line, if the source is a page."""
