"""Define the raw contents of a list page, from which an import makes statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mediarel.dates.edtf import PartialDate

# The uses of a visible line.
FIELD, NAVIGATION, REFUSED = "field", "navigation", "refused"


class Line(NamedTuple):
    """A visible line of a page. A line without text separates paragraphs."""

    text: str
    number: int
    link: str | None = None
    heading: int = 0
    """The level of a heading, 1 to 6, or 0 for other lines."""


class RawEntry(NamedTuple):
    """An entry as printed on the page. `fields.entry_fields` derives its fields."""

    date: PartialDate | str
    """The date. For an undated entry, an EDTF interval as a string."""
    line: int
    title: str | None
    """The title as printed, with its kind: `Statement | Reopen the reading room`."""
    beside: tuple[str, ...] = ()
    """The texts next to the date, and lines that have a label: `by Dara`."""
    body: tuple[Line, ...] = ()
    """The lines below the title: excerpt or text, "Read more", and tags."""
    link: str | None = None
    """The address of the title's link, or of the link "Read more"."""
    tags: tuple[str, ...] = ()
    text: str | None = None
    """The complete text, if the page is a single release instead of a list."""


class LineUse(NamedTuple):
    """The use of one visible line of a page: in a field, as navigation, or refused."""

    line: int
    text: str
    use: str
    """FIELD, NAVIGATION or REFUSED."""
    why: str = ""
    """The reason why the line is in no field."""


class ListPage(NamedTuple):
    """The entries of a page in page order, the site name, and the use of each line."""

    entries: tuple[RawEntry, ...]
    pattern: str = ""
    """A description of how the entries were found."""
    site: str | None = None
    left_out: tuple[LineUse, ...] = ()
    """The refused lines of the main part, or the title of a refused entry."""
    notes: tuple[str, ...] = ()
    lines: tuple[LineUse, ...] = ()
    """The use of each line."""
