"""What a check found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.terminal.lines import is_terminal, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.check.finding import Finding


def show_findings(found: Sequence[Finding]) -> None:
    """Show what a check found; those in a row that have the same hint share it."""
    if not is_terminal():
        for each in found:
            line(each.level, each.place, each.message)
        return
    from mediarel.cli.terminal.drawn_findings import draw_findings  # noqa: PLC0415 - not for a pipe

    draw_findings(found)
