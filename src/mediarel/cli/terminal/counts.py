"""Counts: how many statements there are by what they have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.terminal.lines import is_terminal, line
from mediarel.cli.terminal.plain import is_plain
from mediarel.stats.counts import as_text

if TYPE_CHECKING:
    from mediarel.cli.terminal.views import CountsView


def show_counts(view: CountsView) -> None:
    """Show counts: into a pipe, a line for each value or pair, its number last."""
    if not is_terminal():
        for values, number in view.counts.rows():
            line(*map(as_text, values), str(number))
        return
    if is_plain():
        from mediarel.cli.terminal.labelled_numbers import print_counts  # noqa: PLC0415 - where it is wanted

        print_counts(view)
        return
    from mediarel.cli.terminal.drawn_counts import draw_counts  # noqa: PLC0415 - not for a pipe

    draw_counts(view)
