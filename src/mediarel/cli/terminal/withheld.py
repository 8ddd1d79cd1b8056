"""What is withheld, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.cli.terminal.lines import is_terminal, line
from mediarel.cli.terminal.plain import is_plain

if TYPE_CHECKING:
    from collections.abc import Sequence


class WithheldRow(NamedTuple):
    """A text that is withheld: in which statement, and in which fields it stands."""

    id: str
    text: str
    where: str


def show_withheld(rows: Sequence[WithheldRow]) -> None:
    """Show what is withheld: id, text, and where it stands."""
    if not rows:
        return
    if not is_terminal() or is_plain():
        for row in rows:
            line(*row)
        return
    from mediarel.cli.terminal.drawn_withheld import draw_withheld  # noqa: PLC0415 - not for a pipe

    draw_withheld(rows)
