"""What is shown, in whatever way: a page, a statement's fields, its story."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from mediarel.archive.links import Beside
    from mediarel.cli.terminal.differing import Shown
    from mediarel.history.change import Change, Signature
    from mediarel.index.excerpt import Excerpt
    from mediarel.index.search import Page
    from mediarel.model.statement import Statement
    from mediarel.stats.counts import Counts
    from mediarel.stats.timeline import Timeline

APART = ("title", "text")  # shown above and below the other fields


class PageView(NamedTuple):
    """A page as it is shown.

    `name` is that of the archive, `crumbs` say what the page is narrowed to, `chosen`
    which years its dates are limited to (None: they are not), `foot` what to type next.
    `excerpts` are the sentences that matched, one for each row. `standings` say by its
    id which statement is a draft, withdrawn or embargoed.
    """

    page: Page
    name: str
    crumbs: Sequence[str]
    chosen: Collection[int] | None
    foot: Sequence[str]
    excerpts: Sequence[Excerpt] | None = None
    standings: Mapping[int, str] = {}


class CountsView(NamedTuple):
    """Counts as they are shown; `name` and `crumbs` are as of a page."""

    counts: Counts
    name: str
    crumbs: Sequence[str]


class TimelineView(NamedTuple):
    """A timeline as it is shown; `name`, `crumbs` and `foot` are as of a page."""

    timeline: Timeline
    name: str
    crumbs: Sequence[str]
    foot: Sequence[str]


class Whole(NamedTuple):
    """A statement as it is shown whole, `now` (RFC 3339, UTC)."""

    statement: Statement
    signatures: Sequence[Signature]
    beside: Beside
    now: str


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
