"""A statement drawn whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from mediarel.cli.terminal import theme
from mediarel.cli.terminal.console import (
    READING_WIDTH,
    as_marked,
    as_text,
    new_console,
    print_closely,
)
from mediarel.cli.terminal.statement import APART, standing_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediarel.cli.terminal.statement import Told, Whole


def draw_statement(whole: Whole, told: Mapping[str, Told], history: str) -> None:
    """Draw a statement, the fields `told` of it, and what was done to it."""
    console, statement = new_console(), whole.statement
    width = min(console.width, READING_WIDTH)
    heading = told.get("title") or told["type"]
    if stands := standing_line(whole):
        print_closely(console, as_text(stands, theme.STANDING), width)
    drawn = Text(style=theme.HEADING).append(str(statement.id), theme.ID)
    drawn.append("  ").append_text(as_marked(heading.value, heading.marks))
    print_closely(console, drawn, width)
    console.print()
    fields = Table.grid(padding=(0, 2))
    fields.add_column(style=theme.LABEL, no_wrap=True)
    fields.add_column(overflow="fold")
    for name, value, marks in told.values():
        if name not in APART:
            fields.add_row(name, as_marked(value, marks, theme.FIELDS.get(name, "")))
    if history:
        fields.add_row("history", as_text(history))
    print_closely(console, fields, width)
    if text := told.get("text"):
        for paragraph in as_marked(text.value, text.marks).split("\n\n"):
            if paragraph:
                console.print()
                print_closely(console, paragraph, width)
