"""What the kinds of findings mean, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.hints import as_typed, shown
from mediarel.cli.terminal.console import GAP, READING_WIDTH, as_text, new_console
from mediarel.cli.terminal.theme import LABEL
from mediarel.cli.terminal.widths import wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.check.kinds import Kind


def draw_kinds(kinds: Sequence[Kind]) -> None:
    """Draw of each kind what it means, why it matters and what to do."""
    console = new_console()
    width = min(console.width, READING_WIDTH) - GAP
    for place, kind in enumerate(kinds):
        if place:
            print()
        console.print(as_text(kind.name, LABEL))
        for said in (kind.means, kind.matters, as_typed(kind.to_do)):
            text, commands = shown(said)
            for line in wrapped(text, width, commands):
                print(f"{' ' * GAP}{line}")
