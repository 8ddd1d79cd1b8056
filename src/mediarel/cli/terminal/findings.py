"""What a check found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.terminal.lines import is_terminal, line
from mediarel.cli.terminal.plain import is_plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.check.finding import Finding


def show_findings(found: Sequence[Finding]) -> None:
    """Show what a check found; those in a row that have the same hint share it."""
    if not is_terminal():
        for each in found:
            line(each.level, each.place, each.message)
        return
    if is_plain():
        from mediarel.cli.terminal import labelled  # noqa: PLC0415 - where it is wanted

        labelled.print_findings(found)
        return
    from mediarel.cli.terminal.drawn_findings import draw_findings  # noqa: PLC0415 - not for a pipe

    draw_findings(found)
