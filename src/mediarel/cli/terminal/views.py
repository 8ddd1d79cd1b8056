"""What is shown, in whatever way: a page, a statement's fields, its story."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from mediarel.cli.terminal.differing import Shown
    from mediarel.history.change import Change
    from mediarel.index.excerpt import Excerpt
    from mediarel.index.search import Page

APART = ("title", "text")  # shown above and below the other fields


class PageView(NamedTuple):
    """A page as it is shown.

    `name` is that of the archive, `crumbs` say what the page is narrowed to, `chosen`
    which years its dates are limited to (None: they are not), `foot` what to type next.
    `excerpts` are the sentences that matched, one for each row.
    """

    page: Page
    name: str
    crumbs: Sequence[str]
    chosen: Collection[int] | None
    foot: Sequence[str]
    excerpts: Sequence[Excerpt] | None = None


class Told(NamedTuple):
    """A field as it is shown: its name, its value, start and end of what is marked."""

    name: str
    value: str
    marks: Sequence[tuple[int, int]] = ()


class Story(NamedTuple):
    """What was done to a statement: its changes, newest first.

    `headlines` are what it was called in each, by the number of the change.
    """

    id: int
    changes: Sequence[Change]
    headlines: Mapping[int, str]


class Quoted(NamedTuple):
    """A statement that says what was quoted, or nearly so.

    `how` tells which, `parts` are its sentences: as printed, with the quotation
    `marked`; of what is only nearly the same, with what differs `removed` and `added`.
    """

    id: int
    date: str
    program: str
    how: str
    parts: Sequence[Shown]
    citation: str
