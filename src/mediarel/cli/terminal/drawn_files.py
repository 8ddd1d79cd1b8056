"""The files of statements, drawn as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.terminal import theme
from mediarel.cli.terminal.console import (
    GAP,
    as_text,
    new_console,
    plain_table,
    print_closely,
)
from mediarel.cli.terminal.widths import shortened
from mediarel.text.lines import size_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.cli.terminal.files import FileRow

_SHORTEST_NAME = 16  # columns
_DIGITS = 12  # of a SHA-256, as many as tell files apart
_NAMES = ("Id", "Name", "Size", "Type", "Role", "Language", "Private", "SHA-256")
# What goes first where there is no room for all.
_LEAST = ("SHA-256", "Type", "Language", "Role")


def draw_files(rows: Sequence[FileRow], *, are_several: bool) -> None:
    """Draw files, with the ids of statements where there `are_several`."""
    console = new_console()
    cells = [_cells(row) for row in rows]
    names = [n for n in _NAMES if n == "Name" or any(each[n] for each in cells)]
    if not are_several:
        names.remove("Id")
    widths = {n: max(len(n), *(len(each[n]) for each in cells)) for n in names}
    for least in _LEAST:
        if _room(widths, console.width) < _SHORTEST_NAME:
            widths.pop(least, None)
    room = max(_room(widths, console.width), _SHORTEST_NAME)
    table = plain_table(*widths)
    for name, column in zip(widths, table.columns, strict=True):
        column.no_wrap = True
        column.width = room if name == "Name" else widths[name]
        column.justify = "right" if name in {"Id", "Size"} else "left"
    for each in cells:
        shown = {**each, "Name": shortened(each["Name"], room)}
        table.add_row(
            *(as_text(shown[n], theme.ID if n == "Id" else "") for n in widths)
        )
    print_closely(console, table)


def _cells(row: FileRow) -> dict[str, str]:
    file = row.file
    return {
        "Id": str(row.id),
        "Name": file.name,
        "Size": size_in_words(file.size),
        "Type": file.media_type,
        "Role": file.role or "",
        "Language": file.language or "",
        "Private": "private" if file.private else "",
        "SHA-256": file.sha256[:_DIGITS],
    }


def _room(widths: dict[str, int], columns: int) -> int:
    """Return how many columns are left for the names."""
    beside = [width for name, width in widths.items() if name != "Name"]
    return columns - sum(beside) - GAP * len(widths)
