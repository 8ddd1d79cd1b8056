"""What statements say of a quotation, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from mediarel.cli.terminal import theme
from mediarel.cli.terminal.console import (
    GAP,
    READING_WIDTH,
    as_text,
    new_console,
    print_closely,
)
from mediarel.cli.terminal.drawn_changes import parts_drawn
from mediarel.text.lines import harmless

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from mediarel.cli.terminal.views import Quoted


def draw_quoted(rows: Sequence[Quoted]) -> None:
    """Draw each statement: what it is, what it says, and how it is cited."""
    console = new_console()
    width = min(console.width, READING_WIDTH)
    for place, row in enumerate(rows):
        if place:
            console.print()
        head = Text("  ").join(
            (
                as_text(str(row.id), theme.ID),
                as_text(row.date, theme.DATE),
                as_text(row.program, theme.PROGRAM),
                as_text(row.how, theme.HEADING),
            )
        )
        print_closely(console, head, width)
        for text in (_says(console, row), as_text(row.citation)):
            print_closely(console, Padding(text, (0, 0, 0, GAP)), width)


def _says(console: Console, row: Quoted) -> Text:
    if not any(part.kind == "marked" for part in row.parts):
        return parts_drawn(console, row.parts)
    drawn = Text()
    for part in row.parts:
        drawn.append(harmless(part.text), theme.MARK if part.kind == "marked" else "")
    return drawn
