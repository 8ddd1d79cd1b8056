"""A page of what was found, as a table with breadcrumb, years and foot."""

from __future__ import annotations

from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from mediarel.cli.terminal import theme
from mediarel.cli.terminal.console import (
    GAP,
    NARROW,
    as_text,
    new_console,
    plain_table,
    print_closely,
)
from mediarel.cli.terminal.lines import LINES_OF_A_SENTENCE, on_one_line
from mediarel.cli.terminal.marked import as_marked
from mediarel.cli.terminal.widths import shortened
from mediarel.cli.terminal.years import in_lines, year_bar
from mediarel.index.excerpt import cropped
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.cli.terminal.views import PageView, TimelineView
    from mediarel.index.excerpt import Excerpt
    from mediarel.index.search import Row


UNNAMED = "Statements"  # above the lists of an archive without a name


def draw_page(view: PageView) -> None:
    """Draw a page of what was found."""
    console = new_console()
    print_closely(console, breadcrumb(view))
    for years in _year_bar(view, console.width):
        console.print(years)
    console.print()
    print_closely(console, _table(view, console.width))
    for parts in in_dotted_lines([as_text(part) for part in view.foot], console.width):
        # A command that is longer than the screen is to stay one line to copy.
        console.print(parts, soft_wrap=True)


def height(view: PageView) -> int:
    """Return how many lines of the terminal `draw_page` takes for `view`."""
    console = new_console()
    width = console.width
    foot = in_dotted_lines([as_text(part) for part in view.foot], width)
    rows = view.page.rows
    room = _widths(rows, width)[-1]
    return (
        len(breadcrumb(view).wrap(console, width))
        + len(_year_bar(view, width))
        + 1
        + 1
        + sum(
            1
            if excerpt is None
            else _lines_of(row, excerpt, room, view.standings.get(row.id, ""))
            for row, excerpt in zip(rows, view.excerpts or repeat(None), strict=False)
        )
        + sum(max(1, -(-line.cell_len // width)) for line in foot)
    )


@cache
def _lines_of(row: Row, excerpt: Excerpt, width: int, stands: str) -> int:
    return len(_with_excerpt(row, excerpt, width, stands).wrap(new_console(), width))


def breadcrumb(view: PageView | TimelineView) -> Text:
    """Return the name of the archive and what the page is narrowed to."""
    parts = map(on_one_line, (view.name or UNNAMED, *view.crumbs))
    return Text(" >> ".join(parts), style=theme.HEADING)


def _table(view: PageView, width: int) -> Table:
    rows, excerpts = view.page.rows, view.excerpts
    widths = _widths(rows, width)
    names = ("Id", "Date", "Program", "Headline")
    with_program = len(widths) == len(names)
    table = plain_table(*(n for n in names if with_program or n != "Program"))
    for column, its_width in zip(table.columns, widths, strict=True):
        column.width = its_width
        column.no_wrap = True
    table.columns[0].justify = "right"
    headline = table.columns[-1]
    headline.no_wrap = excerpts is None
    headline.overflow = "ellipsis"
    for place, row in enumerate(rows):
        stands = view.standings.get(row.id, "")
        table.add_row(
            as_text(str(row.id), theme.ID),
            as_text(row.date, theme.DATE),
            *(
                [as_text(shortened(on_one_line(row.program), widths[2]), theme.PROGRAM)]
                if with_program
                else ()
            ),
            _headline(row, widths[-1], stands)
            if excerpts is None
            else _with_excerpt(row, excerpts[place], widths[-1], stands),
        )
    return table


def _widths(rows: Sequence[Row], width: int) -> list[int]:
    """Return the widths of the columns; below `NARROW` there is none for the program.

    By itself Rich would narrow others before the headline.
    """
    widths = [
        max(2, *(len(str(row.id)) for row in rows)),
        max(4, *(len(row.date) for row in rows)),
    ]
    if width >= NARROW:
        longest = max(cell_len(on_one_line(row.program)) for row in rows)
        widths.append(min(24, max(7, longest)))
    return [*widths, max(10, width - sum(widths) - (len(widths) + 1) * GAP)]


def _headline(row: Row, width: int, stands: str, style: str = "") -> Text:
    """Return the headline of a row in so many columns, after how it stands."""
    before = _before(stands)
    headline = as_text(shortened(on_one_line(row.headline), width - before.cell_len))
    if style:  # of its letters alone: one of the whole text would go on below it
        headline.stylize(style)
    return before.append_text(headline)


def _before(stands: str) -> Text:
    """Return the word for how a statement stands, as it is before its headline."""
    drawn = Text()
    return drawn.append(f"[{stands}]", theme.STOOD).append(" ") if stands else drawn


def _with_excerpt(row: Row, excerpt: Excerpt, width: int, stands: str) -> Text:
    whole = excerpt.text
    # Lines break between words: half a line is left for that.
    excerpt = cropped(excerpt, width * LINES_OF_A_SENTENCE - width // 2)
    marked = as_marked(*excerpt)
    if whole == spaced_once(row.headline):
        return _before(stands).append_text(marked)
    headline = _headline(row, width, stands, theme.HEADING)
    return headline.append("\n").append_text(marked)


def _year_bar(view: PageView, width: int) -> list[Text]:
    """Return the years with their counts, those marked that the page is limited to."""
    page = view.page
    items = year_bar(page.years, page.in_all_years, view.chosen, width)
    return in_dotted_lines(
        [Text(each.text, style=theme.CHOSEN * each.is_chosen) for each in items], width
    )


def in_dotted_lines(items: Sequence[Text], width: int) -> list[Text]:
    """Return `items` with a dot between them, in lines that end between two of them."""
    between = Text(" · ", style=theme.BETWEEN)
    lines = in_lines([item.cell_len for item in items], width)
    # In a style of its own: what `between` itself joins would have that of it.
    return [
        Text("").join(part for place in line for part in (between, items[place]))[
            len(between) :
        ]
        for line in lines
    ]
