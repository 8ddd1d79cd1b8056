"""Pairs of statements that are nearly the same, drawn."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from mediarel.cli.terminal import theme
from mediarel.cli.terminal.console import (
    GAP,
    READING_WIDTH,
    as_text,
    new_console,
    print_closely,
)
from mediarel.cli.terminal.drawn_changes import differing_drawn
from mediarel.cli.terminal.widths import shortened
from mediarel.release.headline import headline
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from mediarel.cli.terminal.pairs import Pair
    from mediarel.model.statement import Statement

_SHOWN = 600  # letters of where two texts differ


def draw_pairs(pairs: Sequence[Pair]) -> None:
    """Draw pairs below what they are to each other, each with its differences."""
    console = new_console()
    for kind, some in groupby(pairs, key=lambda pair: pair.kind):
        console.print(as_text(kind.capitalize(), theme.HEADING))
        for pair in some:
            console.print()
            _draw(console, pair)
        console.print()


def _draw(console: Console, pair: Pair) -> None:
    width = min(console.width, READING_WIDTH)
    begin = pair.per_cent
    for statement in (pair.one, pair.other):
        drawn = Text().append(begin.rjust(len(pair.per_cent)), theme.LABEL)
        drawn.append("  ").append_text(_of(statement, width - len(drawn) - GAP))
        console.print(drawn, no_wrap=True, overflow="ellipsis")
        begin = ""
    if pair.is_related:  # their differences are more than what they share
        return
    differences = differing_drawn(console, pair.one.text or "", pair.other.text or "")
    if not differences.plain.strip(" …"):
        differences = Text("The texts are the same.")
    if len(differences) > _SHOWN:
        differences = differences[:_SHOWN].append(" …")
    print_closely(console, Padding(differences, (0, 0, 0, 2 * GAP)), width)


def _of(statement: Statement, room: int) -> Text:
    """Return id, date, program and headline of a statement on one line."""
    drawn = Text().append(str(statement.id), theme.ID).append("  ")
    drawn.append_text(as_text(str(statement.date), theme.DATE)).append("  ")
    drawn.append_text(as_text(statement.program, theme.PROGRAM)).append("  ")
    said = spaced_once(headline(statement))
    left = max(room - drawn.cell_len, 1)
    return drawn.append_text(as_text(shortened(said, left)))
