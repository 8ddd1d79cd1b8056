"""Statements shown whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.terminal import theme
from mediarel.cli.terminal.console import (
    READING_WIDTH,
    as_text,
    is_terminal,
    line,
    new_console,
    on_one_line,
)
from mediarel.cli.terminal.wording import history_line, joined
from mediarel.text.lines import harmless

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from mediarel.history.change import Signature
    from mediarel.model.statement import Statement


def show_statements(shown: Sequence[tuple[Statement, Sequence[Signature]]]) -> None:
    """Show statements whole, each with what was done to it."""
    for place, (statement, signatures) in enumerate(shown):
        if place:
            print()
        if is_terminal():
            _draw_statement(new_console(), statement, history_line(signatures))
        else:
            _print_statement(statement, history_line(signatures))


def _draw_statement(console: Console, statement: Statement, history: str) -> None:
    from rich.padding import Padding  # noqa: PLC0415 - only for show
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    width = min(console.width, READING_WIDTH)
    heading = statement.title or statement.type
    drawn = Text(style=theme.HEADING).append(str(statement.id), theme.ID)
    console.print(drawn.append(f"  {on_one_line(heading)}"), width=width)
    console.print()
    fields = Table.grid(padding=(0, 2))
    fields.add_column(style=theme.LABEL, no_wrap=True)
    fields.add_column(overflow="fold")
    for name, value in _fields_of(statement):
        fields.add_row(name, as_text(value, theme.FIELDS.get(name, "")))
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
    """Return the fields that are not empty, without id, title and text."""
    values = {**statement.fields(), "uuid": statement.uuid}
    return [
        (name, joined(value))
        for name, value in values.items()
        if name not in {"title", "text"} and value
    ]
