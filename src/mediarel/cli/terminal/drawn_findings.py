"""What a check found, drawn."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from mediarel.cli.hints import as_typed, shown
from mediarel.cli.terminal.console import GAP, READING_WIDTH, new_console
from mediarel.cli.terminal.lines import on_one_line
from mediarel.cli.terminal.theme import LEVELS
from mediarel.cli.terminal.widths import wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.check.finding import Finding


def draw_findings(found: Sequence[Finding]) -> None:
    """Draw what a check found; those in a row that have the same hint share it."""
    console = new_console()
    indent = max((len(each.level) for each in found), default=0) + GAP
    width = min(console.width, READING_WIDTH) - indent
    for hint, those in groupby(found, lambda finding: finding.hint):
        for each in those:
            said = wrapped(on_one_line(f"{each.place}: {each.message}"), width)
            drawn = Text().append(each.level, LEVELS[each.level])
            drawn.pad_right(indent - len(each.level))
            console.print(drawn.append(said[0]), soft_wrap=True)
            _print_below(said[1:], indent)
        text, commands = shown(as_typed(hint))
        _print_below(wrapped(text, width, commands), indent)


def _print_below(lines: Sequence[str], indent: int) -> None:
    """Print `lines`; a command that is longer than the screen stays one to copy."""
    for line in lines:
        print(f"{' ' * indent}{line}")
