"""What a check found, drawn."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.table import Table

from mediarel.cli.hints import as_typed
from mediarel.cli.terminal.console import (
    GAP,
    READING_WIDTH,
    as_text,
    new_console,
    print_closely,
)
from mediarel.cli.terminal.theme import LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.check.finding import Finding


def draw_findings(found: Sequence[Finding]) -> None:
    """Draw what a check found; those in a row that have the same hint share it."""
    console = new_console()
    table = Table.grid(padding=(0, GAP))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for hint, those in groupby(found, lambda finding: finding.hint):
        for each in those:
            level = as_text(each.level, LEVELS[each.level])
            table.add_row(level, as_text(f"{each.place}: {each.message}"))
        table.add_row("", as_text(as_typed(hint)))
    if found:
        print_closely(console, table, min(console.width, READING_WIDTH))
