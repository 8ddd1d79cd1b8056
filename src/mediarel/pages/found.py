"""Define the raw contents of a list page, before they become entries of an import."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mediarel.dates.edtf import PartialDate


class Line(NamedTuple):
    """A visible line of a page; an empty line separates paragraphs."""

    text: str
    number: int
    link: str | None = None
    heading: int = 0
    """1 to 6 where it is a heading."""


class RawEntry(NamedTuple):
    """An entry as printed; `fields.entry_fields` interprets it."""

    date: PartialDate | str
    """A text is the interval (EDTF) of one that prints no date."""
    line: int
    title: str | None
    """As printed, with the mark of a kind: `Statement | Reopen the reading room`."""
    beside: tuple[str, ...] = ()
    """What stands beside its date and on lines of labels: `by Dara`, `Statement`."""
    body: tuple[Line, ...] = ()
    """What is printed below: excerpt or text, "Read more", tags."""
    link: str | None = None
    """The address of its title, else of its "Read more"."""
    tags: tuple[str, ...] = ()
    is_whole: bool = False
    """Whether its text is all there is: that of a page of its own."""
    text: str | None = None
    """Its text as it stands, its title in it: that of a release that is no entry."""


class Passed(NamedTuple):
    """A line of the main part that is in no entry, with the reason."""

    line: int
    text: str
    why: str


class ListPage(NamedTuple):
    """The entries of a page, in page order, and its other data."""

    entries: tuple[RawEntry, ...]
    pattern: str = ""
    """How they were found, in words."""
    site: str | None = None
    left_out: tuple[Passed, ...] = ()
    menus: int = 0
    """How many lines of menus and feet were passed over."""
    notes: tuple[str, ...] = ()
