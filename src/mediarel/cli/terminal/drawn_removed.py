"""What was removed, drawn as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.terminal import theme
from mediarel.cli.terminal.console import (
    GAP,
    NARROW,
    as_text,
    new_console,
    plain_table,
    print_closely,
)
from mediarel.cli.terminal.widths import shortened
from mediarel.cli.terminal.wording import local_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.restore import Removal

_LONGEST_NAME = 24  # columns
_SHORTEST_HEADLINE = 10


def draw_removed(gone: Sequence[Removal]) -> None:
    """Draw what was removed: id, date, program, headline, when and by whom.

    On a narrow terminal without program and who.
    """
    console = new_console()
    is_wide = console.width >= NARROW
    rows = [
        [
            as_text(str(each.id), theme.ID),
            as_text(each.value("date"), theme.DATE),
            *([as_text(each.value("program"), theme.PROGRAM)] if is_wide else []),
            as_text(each.headline),
            as_text(local_time(each.change.at)[:10], theme.DATE),
            *([as_text(each.change.who)] if is_wide else []),
        ]
        for each in gone
    ]
    beside = (["Program"], ["By"]) if is_wide else ([], [])
    names = ["Id", "Date", *beside[0], "Headline", "Removed", *beside[1]]
    table = plain_table(*names)
    headline = names.index("Headline")
    left = console.width - GAP * len(names)
    for place, (name, column) in enumerate(zip(names, table.columns, strict=True)):
        column.no_wrap = True
        column.overflow = "ellipsis"
        if place != headline:
            longest = max(len(name), *(row[place].cell_len for row in rows))
            column.width = min(longest, _LONGEST_NAME)
            left -= column.width
    table.columns[0].justify = "right"
    room = max(left, _SHORTEST_HEADLINE)
    table.columns[headline].width = room
    for row in rows:
        row[headline] = as_text(shortened(str(row[headline]), room))
        table.add_row(*row)
    print_closely(console, table)
