"""What the kinds of findings mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.hints import as_typed
from mediarel.cli.terminal.lines import is_terminal, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.check.finding_kinds import Kind


def show_kinds(kinds: Sequence[Kind]) -> None:
    """Show of each kind what it means, why it matters and what to do."""
    if not is_terminal():
        for kind in kinds:
            line(kind.name, kind.means, kind.matters, as_typed(kind.to_do))
        return
    from mediarel.cli.terminal.drawn_explanations import draw_kinds  # noqa: PLC0415 - not for a pipe

    draw_kinds(kinds)
