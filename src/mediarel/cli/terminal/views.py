"""Show a page of statements, a timeline, or counts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mediarel import errors
from mediarel.cli.messages import as_typed
from mediarel.cli.terminal import colours
from mediarel.cli.terminal.lines import is_drawn, is_terminal, line, on_one_line
from mediarel.cli.terminal.tables import (
    Column,
    Record,
    in_brackets,
    record_lines,
    show_table,
    with_marks,
)
from mediarel.dates.edtf import MONTHS
from mediarel.index.search import Page, Row
from mediarel.stats.counts import Counts, as_text, summary
from mediarel.stats.timeline import Timeline, gap_before, gap_in_words, known_month
from mediarel.text.lines import capitalised

if TYPE_CHECKING:
    from mediarel.index.excerpt import Excerpt

    View = TypeVar("View", "PageView", "TimelineView", "CountsView")


class PageView(NamedTuple):
    """A page to show.

    `name` is the name of the archive. `crumbs` are the names of the filters. `chosen`
    are the years in the filter, or None if there is no filter. `foot` has the position
    in the list and the next commands. `excerpts` has the sentences that matched, one
    for each row. `standings` maps the IDs of statements that are not public to their
    status.
    """

    page: Page
    name: str
    crumbs: Sequence[str]
    chosen: Collection[int] | None
    foot: Sequence[str]
    excerpts: Sequence[Excerpt] | None = None
    standings: Mapping[int, str] = {}


class CountsView(NamedTuple):
    """Counts to show; `name`, `crumbs` and `foot` are as in `PageView`."""

    counts: Counts
    name: str
    crumbs: Sequence[str]
    foot: Sequence[str] = ()


class TimelineView(NamedTuple):
    """A timeline to show; `name`, `crumbs` and `foot` are as in `PageView`."""

    timeline: Timeline
    name: str
    crumbs: Sequence[str]
    foot: Sequence[str]


COLUMNS = (
    Column("Id", lambda row: str(row.id), style=colours.ID, is_right=True),
    Column("Date", lambda row: row.date, style=colours.DATE),
    Column(
        "Issuer", lambda row: row.program, style=colours.PROGRAM, most=24, for_wide=True
    ),
    Column("Headline", lambda row: row.headline, least=10, fills=True),
)


def show_page(view: PageView) -> None:
    """Show a page of statements."""
    if not is_terminal():
        show_table(COLUMNS, view.page.rows)
    else:
        show_screen(view, _plain_lines)


def show_screen(view: View, plain_lines: Callable[[View], Iterable[str]]) -> None:
    """Draw a view on a terminal. In plain output, print the lines of `plain_lines`."""
    if is_drawn():
        from mediarel.cli.terminal.drawn import draw  # noqa: PLC0415 - Rich

        draw(view)
    else:
        print(*plain_lines(view), sep="\n")


def _plain_lines(view: PageView) -> list[str]:
    """Return the lines of a page in plain output. The statements come first."""
    found = [
        _record(row, view.standings.get(row.id, ""), excerpt)
        for row, excerpt in zip(
            view.page.rows, view.excerpts or repeat(None), strict=False
        )
    ]
    chosen = view.chosen or ()
    years = (
        f"{count} in {year:04}{' (chosen)' * (year in chosen)}"
        for year, count in view.page.years
    )
    in_all = f"{view.page.in_all_years} in all"
    return plain_page(
        found, view.name, view.crumbs, view.foot, ("Years", ", ".join((in_all, *years)))
    )


def _record(row: Row, stands: str, excerpt: Excerpt | None) -> Record:
    headline, says = row.headline, ""
    if excerpt is not None:
        says = in_brackets(with_marks(*excerpt))
        if excerpt.text == row.headline:
            headline, says = says, ""
    before = [(each.label, each.value(row)) for each in COLUMNS[:-1]]
    return [*before, ("Status", stands), ("Headline", headline), ("Says", says)]


def plain_page(
    found: Iterable[Record],
    name: str,
    crumbs: Sequence[str],
    foot: Sequence[str],
    *more: tuple[str, str],
) -> list[str]:
    """Return the lines of a list in plain output: the results, then the filters."""
    lines = [line for each in found for line in (*record_lines(each), "")]
    position, *commands = foot
    lines += record_lines(
        [
            ("Archive", name),
            ("Listed", ", ".join(crumbs)),
            *more,
            ("Shown", position.replace("–", " to ")),
        ]
    )
    # Commands are not wrapped, so that they can be copied.
    return lines + [capitalised(on_one_line(command)) for command in commands]


class Entry(NamedTuple):
    """A statement of a timeline, and the headings above it.

    A heading is an empty string if it is not shown.
    """

    row: Row
    gap: str
    year: str
    month: str


def entries(timeline: Timeline) -> Iterator[Entry]:
    """Yield the statements of a timeline, with headings for new years and months."""
    year = month = ""
    for place, row in enumerate(timeline.page.rows):
        gap = gap_before(timeline, place)
        its_year, _, number = known_month(row.date).partition("-")
        its_month = MONTHS[int(number) - 1] if number else ""
        is_new = its_year != year
        yield Entry(
            row,
            gap_in_words(gap) if gap else "",
            its_year if is_new else "",
            its_month if is_new or its_month != month else "",
        )
        year, month = its_year, its_month


def show_counts(view: CountsView) -> None:
    """Show counts. In a pipe, each value is a line that ends with the number."""
    if not is_terminal():
        for values, number in view.counts.rows():
            line(*map(as_text, values), str(number))
    else:
        show_screen(view, _counts_lines)


def _counts_lines(view: CountsView) -> list[str]:
    return record_lines(
        [
            ("Archive", view.name),
            ("Counted", ", ".join(view.crumbs)),
            ("By", " and ".join(view.counts.by)),
            *(
                (", ".join(map(as_text, values)), f"{number:,}")
                for values, number in view.counts.rows()
            ),
            ("In all", summary(view.counts)),
        ]
    )


def show_timeline(view: TimelineView) -> None:
    """Show a timeline. In a pipe, each statement is a line.

    The line starts with the month or year in which the statement is listed.
    """
    if not is_terminal():
        under = Column("Under", lambda row: known_month(row.date))
        show_table((under, *COLUMNS), view.timeline.page.rows)
    else:
        show_screen(view, _timeline_lines)


def _timeline_lines(view: TimelineView) -> list[str]:
    """Return the lines of a timeline in plain output. The statements come first."""
    found = (
        [
            *(("Gap", gap), ("Year", year), ("Month", month)),
            *((column.label, column.value(row)) for column in COLUMNS),
        ]
        for row, gap, year, month in entries(view.timeline)
    )
    return plain_page(found, view.name, view.crumbs, view.foot)


def refuse_beyond(shown: Page, page: int, size: int | None) -> None:
    """Raise MisuseError if `page` is after the last page. Page 1 always exists."""
    last = 1 if size is None else max(1, -(-shown.total // size))
    if page > last:
        raise errors.MisuseError(
            f"there is no page {page}: the last page is {last}", f"Use --page {last}."
        )


def foot(shown: Page, page: int, *, is_paged: bool, mark: str = "") -> list[str]:
    """Return the footer of a page: its position in the list, and the next commands.

    The footer suggests a command that shows a statement. If `mark` is a query, this
    command highlights the matches of the query.
    """
    marked = ["--mark", mark] if mark else []
    first, last = shown.start + 1, shown.start + len(shown.rows)
    show = errors.Hint(errors.Command("show", shown.rows[0].id, *marked))
    parts = [f"{first}–{last} of {shown.total}", f"read one: {as_typed(show)}"]
    if is_paged and last < shown.total:
        parts.append(f"next: {_for_page(page + 1)}")
    return parts


def _for_page(page: int) -> str:
    """Return the typed command with a different page number."""
    words: list[str] = []
    given = iter(sys.argv[1:])
    for word in given:
        if word == "--":  # the words after it are not options
            return str(errors.Command(*words, f"--page={page}", word, *given))
        if word == "--page":
            next(given, None)
        elif not word.startswith("--page="):
            words.append(word)
    return str(errors.Command(*words, "--page", page))
