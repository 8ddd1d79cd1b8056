"""Changes drawn: as a table, word by word, or as what an edit did."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mediarel.cli.terminal import theme
from mediarel.cli.terminal.console import (
    GAP,
    NARROW,
    READING_WIDTH,
    as_text,
    new_console,
    plain_table,
    print_closely,
)
from mediarel.cli.terminal.lines import on_one_line
from mediarel.cli.terminal.wording import (
    joined,
    local_time,
    summary,
    summary_of_one,
    value_of,
    where_they_differ,
)
from mediarel.text.diff import diff, with_context
from mediarel.text.lines import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.history.change import Change

_LINE_ENDS = re.compile(r"[^\S\n]*\n\s*")


def draw_changes(told: Iterable[Change]) -> None:
    """Draw changes as a table: number, when, who, by what command, what they did."""
    console = new_console()
    if console.width < NARROW:
        table = plain_table("Change", "When", "What")
        for change in told:
            what = f"{change.command}: {summary(change)}"
            when = local_time(change.at)[:10]
            table.add_row(*_number_and_time(change, when), as_text(what))
    else:
        table = plain_table("Change", "When", "Who", "Command", "What")
        for change in told:
            begin = _number_and_time(change, local_time(change.at))
            cells = (change.by, change.command, summary(change))
            table.add_row(*begin, *map(as_text, cells))
    table.columns[1].no_wrap = True
    table.columns[1].min_width = 10
    print_closely(console, table)


def _number_and_time(change: Change, when: str) -> tuple[Text, Text]:
    return as_text(str(change.number), theme.ID), as_text(when, theme.DATE)


def draw_changes_of(number: int, told: Iterable[Change]) -> None:
    """Draw what changes did with statement `number`, word by word."""
    console = new_console()
    for place, change in enumerate(told):
        if place:
            console.print()
        _draw_change(console, number, change)


def draw_edits(told: Iterable[tuple[int, str, object, object]]) -> None:
    """Draw what changed: statement, field, earlier and later value."""
    console = new_console()
    for number, name, old, new in told:
        values = where_they_differ(value_of(old), value_of(new))
        drawn = Text().append(str(number), theme.ID)
        drawn.append(f"  {name}: {' → '.join(map(on_one_line, values))}")
        console.print(drawn, soft_wrap=True)


def _draw_change(console: Console, number: int, change: Change) -> None:
    width = min(console.width, READING_WIDTH)
    heading = Text("  ", style=theme.HEADING).join(
        _number_and_time(change, local_time(change.at))
    )
    done = f"{change.by}  {change.command}"
    if what := summary_of_one(change, number):
        done = f"{done}: {what}"
    heading.append(f"  {harmless(done)}", style="not bold")
    print_closely(console, heading, width)
    fields = Table.grid(padding=(0, GAP))
    fields.add_column(style=theme.LABEL, no_wrap=True)
    fields.add_column(overflow="fold")
    has_colour = console.color_system is not None and not console.no_color
    for name, (old, new) in change.changed.get(number, {}).items():
        fields.add_row(name, _differing(joined(old), joined(new), has_colour))
    if fields.row_count:
        print_closely(console, Padding(fields, (0, 0, 0, GAP)), width)


def _differing(old: str, new: str, has_colour: bool) -> Text:
    """Return both texts as one: what was removed, what was added, and the rest.

    Signs tell them apart, as not every terminal has colour, or strikes through.
    """
    removed = ("[-", "-]", theme.REMOVED if has_colour else "")
    added = ("{+", "+}", theme.ADDED if has_colour else "")
    drawn = Text()
    for part in with_context(diff(old, new)):
        if part.is_same:
            drawn.append(_with_ends(part.old))
            continue
        # Such as where a zero-width space was added to a word.
        looks_alike = _seen(part.old) == _seen(part.new)
        for side, (opening, closing, style) in zip(part, (removed, added), strict=True):
            if side:
                shown = _visible(side) if looks_alike else _with_ends(side)
                drawn.append(f"{opening}{shown}{closing}", style=style)
    return drawn


def _seen(text: str) -> str:
    return "".join(filter(str.isprintable, text))


def _visible(text: str) -> str:
    """Return `text` with what can't be seen as its code point: `<U+200B>`."""
    shown = (
        letter if letter.isprintable() or letter.isspace() else f"<U+{ord(letter):04X}>"
        for letter in text
    )
    return _with_ends("".join(shown))


def _with_ends(text: str) -> str:
    """Return `text` harmless and on one line, with a mark where a line ended."""
    return harmless(_LINE_ENDS.sub(" ¶ ", text)).replace("\t", " ")
