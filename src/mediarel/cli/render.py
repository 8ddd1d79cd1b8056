"""What a person sees: the only place that draws, with `render_changes.py`.

On a terminal results are drawn; into a pipe they are lines of whole values,
set apart by tabs. Text of statements is data: nothing in it is taken for
markup or reaches a terminal as a control character. Rich is known here alone.
"""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from mediarel.cli.wording import (
    history_line,
    joined,
)
from mediarel.text import harmless, spaced_once

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

    from mediarel.found import Excerpt, Page, Row
    from mediarel.history import Signature
    from mediarel.statement import Statement

BREADCRUMB = "Program's Media Release"
_AROUND_A_PAGE = 8  # lines: breadcrumb, years, table head, foot, and the prompt
_LINES_OF_A_SENTENCE = 3
_LINES_OF_A_FIND = 1 + _LINES_OF_A_SENTENCE  # with its headline
GAP = 2  # between columns
NARROW = 60  # columns: below, there is room for what matters most alone
READING_WIDTH = 88  # longer lines tire the eye


def is_terminal() -> bool:
    """Tell whether results are drawn."""
    return sys.stdout.isatty()


def page_size(*, with_excerpts: bool = False) -> int:
    """Give how many statements fit the screen."""
    lines = shutil.get_terminal_size().lines - _AROUND_A_PAGE
    return max(3, lines // _LINES_OF_A_FIND) if with_excerpts else max(5, lines)


def page(
    page: Page,
    *,
    crumbs: Sequence[str],
    chosen_year: str | None,
    foot: Sequence[str],
    excerpts: Sequence[Excerpt] | None = None,
) -> None:
    """Show a page of what was found.

    `crumbs` say what it was narrowed to, `foot` what to type next. `excerpts`
    are the sentences that matched, one for each row.
    """
    if not is_terminal():
        for row in page.rows:
            line(str(row.id), row.date, row.program, row.headline)
        return
    from rich.text import Text  # noqa: PLC0415 - not for a pipe

    console = new_console()
    console.print(
        Text(" >> ".join([BREADCRUMB, *map(on_one_line, crumbs)]), style="bold")
    )
    for years in _in_lines(_year_bar(page, chosen_year), console.width):
        console.print(years)
    console.print()
    print_closely(console, _table(page.rows, excerpts, console.width), console.width)
    for parts in _in_lines([as_text(part, "dim") for part in foot], console.width):
        # A command that is longer than the screen is to stay one line to copy.
        console.print(parts, soft_wrap=True)


def line(*values: str) -> None:
    """Print values on one line, set apart by tabs."""
    print("\t".join(on_one_line(value) for value in values))


def path(place: Path) -> None:
    """Print where something is: exactly into a pipe, where a program takes it."""
    print(harmless(str(place)) if is_terminal() else place)


def statements(shown: Sequence[tuple[Statement, Sequence[Signature]]]) -> None:
    """Show statements whole, each with what was done to it."""
    for place, (statement, signatures) in enumerate(shown):
        if place:
            print()
        if is_terminal():
            _draw_statement(new_console(), statement, history_line(signatures))
        else:
            _print_statement(statement, history_line(signatures))


def bar() -> tuple[Callable[[str, int, int], None], Callable[[], None]]:
    """Draw a bar on stderr; give a function to move it and one to take it away."""
    from rich.console import Console  # noqa: PLC0415 - only for long work
    from rich.progress import Progress  # noqa: PLC0415

    progress = Progress(console=Console(stderr=True), transient=True)
    progress.start()
    task = progress.add_task("")

    def move(what: str, done: int, total: int) -> None:
        progress.update(task, description=what, completed=done, total=total)

    return move, progress.stop


def on_one_line(text: str) -> str:
    """Give `text` harmless and on one line."""
    return harmless(spaced_once(text))


def as_text(text: str, style: str = "") -> Text:
    """Give `text` harmless and on one line, to be drawn in `style`."""
    from rich.text import Text  # noqa: PLC0415 - not for a pipe

    return Text(on_one_line(text), style=style)


def new_console() -> Console:
    """Give a console on stdout that takes nothing in a text for markup."""
    from rich.console import Console  # noqa: PLC0415 - not for a pipe

    return Console(highlight=False, markup=False, emoji=False)


def print_closely(console: Console, drawn: RenderableType, width: int) -> None:
    """Print `drawn` without the blanks at the end of a line that hold its shape.

    Terminals differ in how wide a Khmer vowel is: some would wrap them.
    """
    with console.capture() as captured:
        console.print(drawn, width=width)
    print(*map(str.rstrip, captured.get().splitlines()), sep="\n")


def plain_table(*names: str) -> Table:
    """Give a table without lines, with a column for each of `names`."""
    from rich.table import Table  # noqa: PLC0415 - not for a pipe

    table = Table(box=None, padding=(0, GAP, 0, 0), header_style="bold dim")
    for name in names:
        table.add_column(name)
    return table


def _table(
    rows: Sequence[Row], excerpts: Sequence[Excerpt] | None, width: int
) -> Table:
    from rich.cells import cell_len  # noqa: PLC0415 - not for a pipe

    with_program = width >= NARROW
    names = ("Id", "Date", "Program", "Headline")
    table = plain_table(*(n for n in names if with_program or n != "Program"))
    # Said, not left to Rich: it would take from the other columns first.
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
            as_text(str(row.id)),
            as_text(row.date),
            *([as_text(row.program)] if with_program else ()),
            as_text(row.headline)
            if excerpts is None
            else _with_excerpt(row, excerpts[place], widths[-1]),
        )
    return table


def _with_excerpt(row: Row, excerpt: Excerpt, width: int) -> Text:
    from rich.text import Text  # noqa: PLC0415 - not for a pipe

    from mediarel.found import cropped  # noqa: PLC0415 - only for a search

    whole = excerpt.text
    # Words do not fill their lines: half of one is left to them.
    excerpt = cropped(excerpt, width * _LINES_OF_A_SENTENCE - width // 2)
    marked = Text()
    place = 0
    for start, end in excerpt.marks:
        marked.append(harmless(excerpt.text[place:start]))
        marked.append(harmless(excerpt.text[start:end]), style="bold reverse")
        place = end
    marked.append(harmless(excerpt.text[place:]))
    if whole == spaced_once(row.headline):
        return marked
    headline = as_text(row.headline, "bold")
    headline.truncate(width, overflow="ellipsis")
    return headline.append("\n").append_text(marked)


def _year_bar(page: Page, chosen: str | None) -> list[Text]:
    """Give the years with their counts, the chosen one marked."""
    from rich.text import Text  # noqa: PLC0415 - not for a pipe

    items = [("All Years", page.in_all, chosen is None)]
    items += [(str(year), count, str(year) == chosen) for year, count in page.years]
    return [
        Text(f"[{name} {count}]", style="bold")
        if is_chosen
        else Text(f"{name} {count}")
        for name, count, is_chosen in items
    ]


def _in_lines(items: Sequence[Text], width: int) -> list[Text]:
    """Give `items` with a dot between them, in lines that end between two of them."""
    from rich.text import Text  # noqa: PLC0415 - not for a pipe

    between = Text(" · ", style="dim")
    lines = [Text()]
    for item in items:
        if lines[-1].cell_len + len(between) + item.cell_len > width:
            lines.append(Text())
        if lines[-1]:
            lines[-1].append_text(between)
        lines[-1].append_text(item)
    return [line for line in lines if line]


def _draw_statement(console: Console, statement: Statement, history: str) -> None:
    from rich.padding import Padding  # noqa: PLC0415 - only for show
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    width = min(console.width, READING_WIDTH)
    heading = statement.title or statement.type
    heading = f"{statement.id}  {on_one_line(heading)}"
    console.print(Text(heading, style="bold"), width=width)
    console.print()
    fields = Table.grid(padding=(0, 2))
    fields.add_column(style="dim", no_wrap=True)
    fields.add_column(overflow="fold")
    for name, value in _fields_of(statement):
        fields.add_row(name, as_text(value))
    if history:
        fields.add_row("history", as_text(history))
    console.print(fields, width=width)
    for paragraph in (statement.text or "").split("\n\n"):
        if paragraph:
            console.print()
            console.print(Padding(Text(harmless(paragraph)), (0, 0)), width=width)


def _print_statement(statement: Statement, history: str) -> None:
    line("id", str(statement.id))
    if statement.title:
        line("title", statement.title)
    for name, value in _fields_of(statement):
        line(name, value)
    line("history", history)
    if statement.text:
        print(f"\n{harmless(statement.text)}")


def _fields_of(statement: Statement) -> list[tuple[str, str]]:
    """Give the fields that say something, but id, title and text."""
    values = {**statement.fields(), "uuid": statement.uuid}
    return [
        (name, joined(value))
        for name, value in values.items()
        if name not in {"title", "text"} and value
    ]
