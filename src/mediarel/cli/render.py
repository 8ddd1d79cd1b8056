"""What a person sees: the only place that draws, and the only one that knows Rich.

On a terminal results are drawn; into a pipe they are lines of whole values,
set apart by tabs. Text of statements is data: nothing in it is taken for
markup or reaches a terminal as a control character.
"""

from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING

from mediarel.cli.wording import (
    history_line,
    joined,
    local_time,
    summary,
    summary_of_one,
    value_of,
    where_they_differ,
)
from mediarel.text import harmless, spaced_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

    from mediarel.archive import Edited
    from mediarel.found import Excerpt, Page, Row
    from mediarel.history import Change, Signature
    from mediarel.statement import Statement

BREADCRUMB = "Program's Media Release"
_AROUND_A_PAGE = 8  # lines: breadcrumb, years, table head, foot, and the prompt
_LINES_OF_A_SENTENCE = 3
_LINES_OF_A_FIND = 1 + _LINES_OF_A_SENTENCE  # with its headline
_GAP = 2  # between columns
_NARROW = 60  # columns: below, there is room for what matters most alone
_LINE_ENDS = re.compile(r"[^\S\n]*\n\s*")
_READING_WIDTH = 88  # longer lines tire the eye


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

    console = _console()
    console.print(Text(" >> ".join([BREADCRUMB, *map(_one, crumbs)]), style="bold"))
    for years in _in_lines(_year_bar(page, chosen_year), console.width):
        console.print(years)
    console.print()
    _print_closely(console, _table(page.rows, excerpts, console.width), console.width)
    for parts in _in_lines([_text(part, "dim") for part in foot], console.width):
        # A command that is longer than the screen is to stay one line to copy.
        console.print(parts, soft_wrap=True)


def line(*values: str) -> None:
    """Print values on one line, set apart by tabs."""
    print("\t".join(_one(value) for value in values))


def path(place: Path) -> None:
    """Print where something is: exactly into a pipe, where a program takes it."""
    print(harmless(str(place)) if is_terminal() else place)


def statements(shown: Sequence[tuple[Statement, Sequence[Signature]]]) -> None:
    """Show statements whole, each with what was done to it."""
    for place, (statement, signatures) in enumerate(shown):
        if place:
            print()
        if is_terminal():
            _draw_statement(_console(), statement, history_line(signatures))
        else:
            _print_statement(statement, history_line(signatures))


def changes(told: Iterable[Change]) -> None:
    """Tell changes: number, when, who, by what command, and what they did."""
    if not is_terminal():
        for change in told:
            line(
                str(change.number),
                change.at,
                change.by,
                change.command,
                summary(change),
            )
        return
    console = _console()
    if console.width < _NARROW:
        table = _plain_table("Change", "When", "What")
        for change in told:
            what = f"{change.command}: {summary(change)}"
            when = local_time(change.at)[:10]
            table.add_row(str(change.number), _text(when), _text(what))
    else:
        table = _plain_table("Change", "When", "Who", "Command", "What")
        for change in told:
            when = local_time(change.at)
            cells = (when, change.by, change.command, summary(change))
            table.add_row(str(change.number), *map(_text, cells))
    table.columns[1].no_wrap = True
    table.columns[1].min_width = 10
    console.print(table)


def changes_of(number: int, told: Iterable[Change]) -> None:
    """Tell what changes did with statement `number`: in which words they differ.

    Into a pipe a line for each field that changed, ended by its name, its earlier
    and its later value; for what changed none, a line without them.
    """
    if is_terminal():
        console = _console()
        for place, change in enumerate(told):
            if place:
                console.print()
            _draw_change(console, number, change)
        return
    for change in told:
        begin = (str(change.number), change.at, change.by, change.command)
        fields = change.changed.get(number, {})
        for name, (old, new) in fields.items():
            line(*begin, summary(change), name, joined(old), joined(new))
        if not fields:
            line(*begin, summary(change))


def edits(edited: Sequence[Edited]) -> None:
    """Show what changed: statement, field, earlier and later value."""
    from mediarel.history import differences  # noqa: PLC0415 - not for a list

    for before, after in edited:
        for name, (old, new) in differences(before, after).items():
            if is_terminal():
                shown_old, shown_new = where_they_differ(value_of(old), value_of(new))
                print(f"{after.id}  {name}: {_one(shown_old)} → {_one(shown_new)}")
            else:
                line(str(after.id), name, joined(old), joined(new))


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


def _one(text: str) -> str:
    """Give `text` harmless and on one line."""
    return harmless(spaced_once(text))


def _text(text: str, style: str = "") -> Text:
    from rich.text import Text  # noqa: PLC0415 - not for a pipe

    return Text(_one(text), style=style)


def _console() -> Console:
    from rich.console import Console  # noqa: PLC0415 - not for a pipe

    return Console(highlight=False, markup=False, emoji=False)


def _print_closely(console: Console, drawn: RenderableType, width: int) -> None:
    """Print `drawn` without the blanks at the end of a line that hold its shape.

    Terminals differ in how wide a Khmer vowel is: some would wrap them.
    """
    with console.capture() as captured:
        console.print(drawn, width=width)
    print(*map(str.rstrip, captured.get().splitlines()), sep="\n")


def _plain_table(*names: str) -> Table:
    from rich.table import Table  # noqa: PLC0415 - not for a pipe

    table = Table(box=None, padding=(0, _GAP, 0, 0), header_style="bold dim")
    for name in names:
        table.add_column(name)
    return table


def _table(
    rows: Sequence[Row], excerpts: Sequence[Excerpt] | None, width: int
) -> Table:
    from rich.cells import cell_len  # noqa: PLC0415 - not for a pipe

    with_program = width >= _NARROW
    names = ("Id", "Date", "Program", "Headline")
    table = _plain_table(*(n for n in names if with_program or n != "Program"))
    # Said, not left to Rich: it would take from the other columns first.
    widths = [
        max(2, *(len(str(row.id)) for row in rows)),
        max(4, *(len(row.date) for row in rows)),
    ]
    if with_program:
        longest = max(cell_len(_one(row.program)) for row in rows)
        widths.append(min(24, max(7, longest)))
    widths.append(max(10, width - sum(widths) - len(table.columns) * _GAP))
    for column, its_width in zip(table.columns, widths, strict=True):
        column.width = its_width
        column.no_wrap = True
    table.columns[0].justify = "right"
    headline = table.columns[-1]
    headline.no_wrap = excerpts is None
    headline.overflow = "ellipsis"
    for place, row in enumerate(rows):
        table.add_row(
            _text(str(row.id)),
            _text(row.date),
            *([_text(row.program)] if with_program else ()),
            _text(row.headline)
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
    headline = _text(row.headline, "bold")
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


def _draw_change(console: Console, number: int, change: Change) -> None:
    from rich.padding import Padding  # noqa: PLC0415 - not for a pipe
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    width = min(console.width, _READING_WIDTH)
    heading = Text(f"{change.number}  {local_time(change.at)}", style="bold")
    done = f"{change.by}  {change.command}"
    if what := summary_of_one(change, number):
        done = f"{done}: {what}"
    console.print(heading.append(f"  {harmless(done)}", style="not bold"), width=width)
    fields = Table.grid(padding=(0, _GAP))
    fields.add_column(style="dim", no_wrap=True)
    fields.add_column(overflow="fold")
    # Without colour, and to a terminal that knows none, marks say what is what.
    has_colour = console.color_system is not None and not console.no_color
    for name, (old, new) in change.changed.get(number, {}).items():
        fields.add_row(name, _differing(joined(old), joined(new), has_colour))
    if fields.row_count:
        _print_closely(console, Padding(fields, (0, 0, 0, _GAP)), width)


def _differing(old: str, new: str, has_colour: bool) -> Text:
    """Give both texts in one: what was taken out, what was put in, what is about it."""
    from rich.text import Text  # noqa: PLC0415 - not for a pipe

    from mediarel.differing import abridged, differing  # noqa: PLC0415 - the same

    removed = ("", "", "red strike") if has_colour else ("[-", "-]", "")
    added = ("", "", "green underline") if has_colour else ("{+", "+}", "")
    drawn = Text()
    for part in abridged(differing(old, new)):
        if part.is_same:
            drawn.append(_with_ends(part.old))
            continue
        # As where a space of no width came into a word.
        looks_alike = _seen(part.old) == _seen(part.new)
        for side, (opening, closing, style) in zip(part, (removed, added), strict=True):
            if side:
                shown = _visible(side) if looks_alike else _with_ends(side)
                drawn.append(f"{opening}{shown}{closing}", style=style)
    return drawn


def _seen(text: str) -> str:
    return "".join(filter(str.isprintable, text))


def _visible(text: str) -> str:
    """Give `text` with what nobody sees as its number: `<U+200B>`."""
    shown = (
        letter if letter.isprintable() or letter.isspace() else f"<U+{ord(letter):04X}>"
        for letter in text
    )
    return _with_ends("".join(shown))


def _with_ends(text: str) -> str:
    """Give `text` harmless and on one line, with a mark where a line ended."""
    return harmless(_LINE_ENDS.sub(" ¶ ", text)).replace("\t", " ")


def _draw_statement(console: Console, statement: Statement, history: str) -> None:
    from rich.padding import Padding  # noqa: PLC0415 - only for show
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    width = min(console.width, _READING_WIDTH)
    heading = statement.title or statement.type
    heading = f"{statement.id}  {_one(heading)}"
    console.print(Text(heading, style="bold"), width=width)
    console.print()
    fields = Table.grid(padding=(0, 2))
    fields.add_column(style="dim", no_wrap=True)
    fields.add_column(overflow="fold")
    for name, value in _fields_of(statement):
        fields.add_row(name, _text(value))
    if history:
        fields.add_row("history", _text(history))
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
