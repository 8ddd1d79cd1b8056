"""A page of what was found, as a table with breadcrumb, years and foot."""

from __future__ import annotations

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
from mediarel.index.excerpt import cropped
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.index.excerpt import Excerpt
    from mediarel.index.search import Page, Row


BREADCRUMB = "Program's Media Release"


def draw_page(
    page: Page,
    *,
    crumbs: Sequence[str],
    chosen_year: str | None,
    foot: Sequence[str],
    excerpts: Sequence[Excerpt] | None,
) -> None:
    """Draw a page of what was found, as `show_page` is told to."""
    console = new_console()
    path = " >> ".join([BREADCRUMB, *map(on_one_line, crumbs)])
    print_closely(console, Text(path, style=theme.HEADING))
    for years in _in_lines(_year_bar(page, chosen_year), console.width):
        console.print(years)
    console.print()
    print_closely(console, _table(page.rows, excerpts, console.width), console.width)
    for parts in _in_lines([as_text(part) for part in foot], console.width):
        # A command that is longer than the screen is to stay one line to copy.
        console.print(parts, soft_wrap=True)


def _table(
    rows: Sequence[Row], excerpts: Sequence[Excerpt] | None, width: int
) -> Table:
    with_program = width >= NARROW
    names = ("Id", "Date", "Program", "Headline")
    table = plain_table(*(n for n in names if with_program or n != "Program"))
    # Set here: by itself Rich would narrow the other columns first.
    widths = [
        max(2, *(len(str(row.id)) for row in rows)),
        max(4, *(len(row.date) for row in rows)),
    ]
    if with_program:
        longest = max(cell_len(on_one_line(row.program)) for row in rows)
        widths.append(min(24, max(7, longest)))
    widths.append(max(10, width - sum(widths) - len(table.columns) * GAP))
    for column, its_width in zip(table.columns, widths, strict=True):
        column.width = its_width
        column.no_wrap = True
    table.columns[0].justify = "right"
    headline = table.columns[-1]
    headline.no_wrap = excerpts is None
    headline.overflow = "ellipsis"
    for place, row in enumerate(rows):
        table.add_row(
            as_text(str(row.id), theme.ID),
            as_text(row.date, theme.DATE),
            *(
                [as_text(shortened(on_one_line(row.program), widths[2]), theme.PROGRAM)]
                if with_program
                else ()
            ),
            as_text(shortened(on_one_line(row.headline), widths[-1]))
            if excerpts is None
            else _with_excerpt(row, excerpts[place], widths[-1]),
        )
    return table


def _with_excerpt(row: Row, excerpt: Excerpt, width: int) -> Text:
    whole = excerpt.text
    # Lines break between words: half a line is left for that.
    excerpt = cropped(excerpt, width * LINES_OF_A_SENTENCE - width // 2)
    marked = as_marked(*excerpt)
    if whole == spaced_once(row.headline):
        return marked
    headline = as_text(shortened(on_one_line(row.headline), width))
    # Of its letters alone: a style of the whole text would go on below it.
    headline.stylize(theme.HEADING)
    return headline.append("\n").append_text(marked)


def _year_bar(page: Page, chosen: str | None) -> list[Text]:
    """Return the years with their counts, the chosen one marked."""
    items = [("All Years", page.in_all_years, chosen is None)]
    items += [(str(year), count, str(year) == chosen) for year, count in page.years]
    return [
        Text(f"[{name} {count}]", style=theme.CHOSEN)
        if is_chosen
        else Text(f"{name} {count}")
        for name, count, is_chosen in items
    ]


def _in_lines(items: Sequence[Text], width: int) -> list[Text]:
    """Return `items` with a dot between them, in lines that end between two of them."""
    between = Text(" · ", style=theme.BETWEEN)
    lines = [Text()]
    for item in items:
        if lines[-1].cell_len + len(between) + item.cell_len > width:
            lines.append(Text())
        if lines[-1]:
            lines[-1].append_text(between)
        lines[-1].append_text(item)
    return [line for line in lines if line]
