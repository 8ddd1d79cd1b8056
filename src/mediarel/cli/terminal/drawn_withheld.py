"""What is withheld, drawn as a table."""

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

    from mediarel.cli.terminal.withheld import WithheldRow


def draw_withheld(rows: Sequence[WithheldRow], heads: Sequence[str]) -> None:
    """Draw what is withheld: id, text, and where it stands."""
    console = new_console()
    table = plain_table(*heads)
    table.columns[0].justify = "right"
    for column in table.columns[1:]:
        column.overflow = "fold"
    for row in rows:
        table.add_row(as_text(row.id, theme.ID), as_text(row.text), as_text(row.where))
    print_closely(console, table)
