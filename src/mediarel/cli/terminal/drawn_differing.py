"""Texts that are compared, drawn: differences, pairs, quotations."""

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
from mediarel.cli.terminal.differing import differing
from mediarel.cli.terminal.widths import shortened
from mediarel.release.headline import headline
from mediarel.text.lines import harmless, spaced_once

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from mediarel.cli.terminal.differing import Pair, Quoted, Shown
    from mediarel.model.statement import Statement

_SHOWN = 600  # letters of where two texts differ


def parts_drawn(console: Console, parts: Iterable[Shown]) -> Text:
    """Return `parts` of two texts as one."""
    has_colour = console.color_system is not None and not console.no_color
    styles = {"removed": theme.REMOVED, "added": theme.ADDED} if has_colour else {}
    drawn = Text()
    for kind, text in parts:
        drawn.append(text, style=styles.get(kind, ""))
    return drawn


def draw_quoted(rows: Sequence[Quoted]) -> None:
    """Draw each statement: what it is, what it says, and how it is cited."""
    console = new_console()
    width = min(console.width, READING_WIDTH)
    for place, row in enumerate(rows):
        if place:
            console.print()
        head = Text("  ").join(
            (
                as_text(str(row.id), theme.ID),
                as_text(row.date, theme.DATE),
                as_text(row.program, theme.PROGRAM),
                as_text(row.how, theme.HEADING),
            )
        )
        print_closely(console, head, width)
        for text in (_says(console, row), as_text(row.citation)):
            print_closely(console, Padding(text, (0, 0, 0, GAP)), width)


def _says(console: Console, row: Quoted) -> Text:
    if not any(part.kind == "marked" for part in row.parts):
        return parts_drawn(console, row.parts)
    drawn = Text()
    for part in row.parts:
        drawn.append(harmless(part.text), theme.MARK if part.kind == "marked" else "")
    return drawn


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
    parts = differing(pair.one.text or "", pair.other.text or "")
    differences = parts_drawn(console, parts)
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
