"""Who signed, drawn as a table."""

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
from mediarel.cli.terminal.lines import on_one_line
from mediarel.cli.terminal.signatories import values_of
from mediarel.cli.terminal.widths import shortened, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.index.signers import Signer

_NAME, _NUMBER, _FIRST, _LAST, _OTHERS = (
    *("Signatory", "Statements", "First", "Last", "Other names"),
)
_NAMES = (_NAME, _NUMBER, _FIRST, _LAST, _OTHERS)
_STYLES = {_NAME: theme.PROGRAM, _FIRST: theme.DATE, _LAST: theme.DATE}
_SHORTEST, _LEAST = 16, 8  # columns for names, and on a narrow terminal


def draw_signers(signers: Sequence[Signer]) -> None:
    """Draw who signed, with other names where there is room for some."""
    console = new_console()
    rows = [
        dict(zip(_NAMES, map(on_one_line, values_of(each)), strict=True))
        for each in signers
    ]
    widths = _widths(rows, console.width)
    table = plain_table(*widths)
    for name, column in zip(widths, table.columns, strict=True):
        column.no_wrap = True
        column.width = widths[name]
        column.justify = "right" if name == _NUMBER else "left"
    for row in rows:
        table.add_row(
            *(
                as_text(shortened(row[name], columns), _STYLES.get(name, ""))
                for name, columns in widths.items()
            )
        )
    print_closely(console, table)


def _widths(rows: Sequence[dict[str, str]], columns: int) -> dict[str, int]:
    """Return how wide each column is: of names as wide as there is room for.

    Other names are there where they have some, and where it is narrow, no first date.
    """
    widths = {
        name: max(len(name), *(width(row[name]) for row in rows)) for name in _NAMES
    }
    others = widths.pop(_OTHERS)
    if _room(widths, columns) < _SHORTEST:
        del widths[_FIRST]
    room = max(_LEAST, _room(widths, columns))
    widths[_NAME] = min(widths[_NAME], room)
    left = min(others, room - widths[_NAME] - GAP)
    has_some = any(row[_OTHERS] for row in rows)
    return {**widths, _OTHERS: left} if has_some and left >= _SHORTEST else widths


def _room(widths: dict[str, int], columns: int) -> int:
    """Return how many columns are left for names."""
    beside = (each + GAP for name, each in widths.items() if name != _NAME)
    return columns - sum(beside) - GAP
