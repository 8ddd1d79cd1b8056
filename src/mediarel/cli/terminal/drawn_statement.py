"""A statement drawn whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from mediarel.cli.terminal import theme
from mediarel.cli.terminal.console import (
    READING_WIDTH,
    as_text,
    new_console,
    print_closely,
)
from mediarel.cli.terminal.lines import on_one_line
from mediarel.text.lines import harmless

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.model.statement import Statement


def draw_statement(
    statement: Statement, told: Sequence[tuple[str, str]], history: str
) -> None:
    """Draw a statement, the fields `told` of it, and what was done to it."""
    console = new_console()
    width = min(console.width, READING_WIDTH)
    heading = statement.title or statement.type
    drawn = Text(style=theme.HEADING).append(str(statement.id), theme.ID)
    print_closely(console, drawn.append(f"  {on_one_line(heading)}"), width)
    console.print()
    fields = Table.grid(padding=(0, 2))
    fields.add_column(style=theme.LABEL, no_wrap=True)
    fields.add_column(overflow="fold")
    for name, value in told:
        fields.add_row(name, as_text(value, theme.FIELDS.get(name, "")))
    if history:
        fields.add_row("history", as_text(history))
    print_closely(console, fields, width)
    for paragraph in (statement.text or "").split("\n\n"):
        if paragraph:
            console.print()
            print_closely(console, Text(harmless(paragraph)), width)
