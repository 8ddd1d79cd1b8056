"""What a person sees: the only place that draws, and the only one that knows Rich.

On a terminal results are drawn; into a pipe they are lines of whole values,
set apart by tabs. Text of statements is data: nothing in it is taken for
markup or reaches a terminal as a control character.
"""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Any

from mediarel.text import harmless, spaced_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from mediarel.archive import Edited
    from mediarel.found import Excerpt, Page, Row
    from mediarel.history import Change
    from mediarel.statement import Statement

BREADCRUMB = "Program's Media Release"
_AROUND_A_PAGE = 8  # lines: breadcrumb, years, table head, foot, and the prompt
_LINES_OF_A_FIND = 4  # its headline and a sentence of usual length
_GAP = 2  # between columns
_READING_WIDTH = 88  # longer lines tire the eye
_SHOWN_OF_A_CHANGE = 60


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
    foot: str,
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
    for years in _year_bar(page, chosen_year, console.width):
        console.print(years)
    console.print(_table(page.rows, excerpts, console.width))
    console.print(Text(_one(foot), style="dim"))


def line(*values: str) -> None:
    """Print values on one line, set apart by tabs."""
    print("\t".join(_one(value) for value in values))


def statements(shown: Sequence[tuple[Statement, Sequence[Change]]]) -> None:
    """Show statements whole, each with what was done to it, newest first."""
    for place, (statement, changes) in enumerate(shown):
        if place:
            print()
        if is_terminal():
            _draw_statement(_console(), statement, history_line(changes))
        else:
            _print_statement(statement, history_line(changes))


def changes(told: Iterable[Change]) -> None:
    """Tell changes: number, when, who, by what command, and what they did."""
    rows = [
        (str(change.number), change.at, change.by, change.command, summary(change))
        for change in told
    ]
    if not is_terminal():
        for row in rows:
            line(*row)
        return
    table = _plain_table("Change", "When", "Who", "Command", "What")
    for row in rows:
        table.add_row(*map(_text, row))
    _console().print(table)


def edits(edited: Sequence[Edited]) -> None:
    """Show what changed: statement, field, earlier and later value."""
    from mediarel.history import differences  # noqa: PLC0415 - not for a list

    for before, after in edited:
        for name, (old, new) in differences(before, after).items():
            if is_terminal():
                shown_old, shown_new = _where_they_differ(value_of(old), value_of(new))
                print(_one(f"{after.id}  {name}: {shown_old} → {shown_new}"))
            else:
                line(str(after.id), name, _joined(old), _joined(new))


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


def history_line(changes: Sequence[Change]) -> str:
    """Give in a line what was done to a statement, oldest first."""
    told = [f"{change.command} {change.at[:10]} by {change.by}" for change in changes]
    return " · ".join(reversed(told))


def summary(change: Change) -> str:
    """Give in a line what `change` did."""
    parts = []
    if change.undoes is not None:
        parts.append(f"took back change {change.undoes}")
    if change.added:
        parts.append(f"added {numbers(list(change.added))}")
    if change.removed:
        parts.append(f"removed {numbers(list(change.removed))}")
    if change.changed:
        fields = dict.fromkeys(
            name for each in change.changed.values() for name in each
        )
        parts.append(f"changed {', '.join(fields)} of {numbers(list(change.changed))}")
    return "; ".join(parts)


def numbers(ids: Sequence[int]) -> str:
    """Give ids in few words: `7`, `1 to 9`, `3, 5, 8 and 12 more`."""
    if len(ids) > 1 and list(ids) == list(range(ids[0], ids[-1] + 1)):
        return f"{ids[0]} to {ids[-1]}"
    most = 8
    more = f" and {len(ids) - most} more" if len(ids) > most else ""
    return ", ".join(map(str, ids[:most])) + more


def value_of(value: Any) -> str:  # noqa: ANN401 - JSON is of any type
    """Give a JSON value as a person reads it."""
    return _joined(value) or "(none)"


def _joined(value: Any) -> str:  # noqa: ANN401 - JSON is of any type
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(v["name"] if isinstance(v, dict) else str(v) for v in value)
    return str(value)


def _where_they_differ(old: str, new: str) -> tuple[str, str]:
    """Give of two long texts what is about the first place where they differ."""
    place = 0
    while place < min(len(old), len(new)) and old[place] == new[place]:
        place += 1
    start = max(0, place - _SHOWN_OF_A_CHANGE // 3)
    if max(len(old), len(new)) <= _SHOWN_OF_A_CHANGE:
        start = 0
    head = "…" if start else ""

    def shown(text: str) -> str:
        tail = "…" if len(text) > start + _SHOWN_OF_A_CHANGE else ""
        return f"{head}{text[start : start + _SHOWN_OF_A_CHANGE]}{tail}"

    return shown(old), shown(new)


def _one(text: str) -> str:
    """Give `text` harmless and on one line."""
    return harmless(spaced_once(text))


def _text(text: str, style: str = "") -> Text:
    from rich.text import Text  # noqa: PLC0415 - not for a pipe

    return Text(_one(text), style=style)


def _console() -> Console:
    from rich.console import Console  # noqa: PLC0415 - not for a pipe

    return Console(highlight=False, markup=False, emoji=False)


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

    table = _plain_table("Id", "Date", "Program", "Headline")
    number, date, program, headline = table.columns
    number.justify = "right"
    number.width = max(2, *(len(str(row.id)) for row in rows))
    date.width = max(4, *(len(row.date) for row in rows))
    program.width = min(24, max(7, *(cell_len(_one(row.program)) for row in rows)))
    # Said, not left to Rich: it would take from the other columns first.
    taken = number.width + date.width + program.width + len(table.columns) * _GAP
    headline.width = max(20, width - taken)
    headline.no_wrap = excerpts is None
    headline.overflow = "ellipsis"
    for place, row in enumerate(rows):
        table.add_row(
            _text(str(row.id)),
            _text(row.date),
            _text(row.program),
            _text(row.headline)
            if excerpts is None
            else _with_excerpt(row, excerpts[place]),
        )
    return table


def _with_excerpt(row: Row, excerpt: Excerpt) -> Text:
    from rich.text import Text  # noqa: PLC0415 - not for a pipe

    marked = Text()
    place = 0
    for start, end in excerpt.marks:
        marked.append(harmless(excerpt.text[place:start]))
        marked.append(harmless(excerpt.text[start:end]), style="bold reverse")
        place = end
    marked.append(harmless(excerpt.text[place:]))
    if spaced_once(row.headline) == excerpt.text:
        return marked
    return _text(row.headline, "bold").append("\n").append_text(marked.copy())


def _year_bar(page: Page, chosen: str | None, width: int) -> list[Text]:
    """Give the years with their counts, the chosen one marked, in lines that fit."""
    from rich.text import Text  # noqa: PLC0415 - not for a pipe

    items = [("All Years", page.in_all, chosen is None)]
    items += [(str(year), count, str(year) == chosen) for year, count in page.years]
    lines = [Text()]
    for name, count, is_chosen in items:
        item = f"[{name} {count}]" if is_chosen else f"{name} {count}"
        if lines[-1] and lines[-1].cell_len + len(item) + 3 > width:
            lines.append(Text())
        elif lines[-1]:
            lines[-1].append(" · ", style="dim")
        lines[-1].append(item, style="bold" if is_chosen else "")
    return [*lines, Text()]


def _draw_statement(console: Console, statement: Statement, history: str) -> None:
    from rich.padding import Padding  # noqa: PLC0415 - only for show
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    width = min(console.width, _READING_WIDTH)
    heading = statement.title or statement.type
    console.print(Text(_one(f"{statement.id}  {heading}"), style="bold"), width=width)
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
        (name, _joined(value))
        for name, value in values.items()
        if name not in {"title", "text"} and value
    ]
