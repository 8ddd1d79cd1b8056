"""What the kinds of findings mean, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding

from mediarel.cli.hints import as_typed
from mediarel.cli.terminal.console import (
    READING_WIDTH,
    as_text,
    new_console,
    print_closely,
)
from mediarel.cli.terminal.theme import LABEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.check.kinds import Kind


def draw_kinds(kinds: Sequence[Kind]) -> None:
    """Draw of each kind what it means, why it matters and what to do."""
    console = new_console()
    for place, kind in enumerate(kinds):
        said = (kind.means, kind.matters, as_typed(kind.to_do))
        drawn = Group(
            *([""] if place else []),
            as_text(kind.name, LABEL),
            Padding(Group(*map(as_text, said)), (0, 0, 0, 2)),
        )
        print_closely(console, drawn, min(console.width, READING_WIDTH))
