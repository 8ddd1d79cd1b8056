"""The formats, drawn as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.terminal import theme
from mediarel.cli.terminal.console import (
    as_text,
    new_console,
    plain_table,
    print_closely,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.formats.table import Format


def draw_formats(formats: Sequence[tuple[Format, str]]) -> None:
    """Draw each format with the ways it goes."""
    table = plain_table("Format", "Way", "Ending", "For")
    for column in table.columns[:2]:
        column.no_wrap = True
    for each, ways in formats:
        table.add_row(
            as_text(each.name, theme.ID),
            as_text(ways),
            as_text(" ".join(each.suffixes)),
            as_text(each.purpose),
        )
    console = new_console()
    print_closely(console, table, console.width)
