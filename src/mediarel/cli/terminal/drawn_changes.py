"""Changes drawn: as a table, word by word, or as what an edit did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mediarel.cli.terminal import theme
from mediarel.cli.terminal.changes import columns_of, differing_fields, in_words
from mediarel.cli.terminal.console import (
    GAP,
    NARROW,
    as_text,
    new_console,
    print_closely,
    table_of,
)
from mediarel.cli.terminal.drawn_differing import parts_drawn
from mediarel.cli.terminal.lines import on_one_line
from mediarel.cli.terminal.wording import (
    local_time,
    named_within,
    summary,
    summary_of_one,
    zone_of,
)
from mediarel.text.lines import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mediarel.cli.terminal.changes import Story
    from mediarel.history.change import Change

_ENOUGH = 30  # columns: of less of a headline no one knows it again


def draw_changes(
    told: Sequence[Change], headlines: Mapping[int, Sequence[str]]
) -> None:
    """Draw changes as a table: number, when, who, by what command, what they did."""
    console = new_console()
    print_closely(console, _table(told, headlines, console.width))


def height(told: Sequence[Change], headlines: Mapping[int, Sequence[str]]) -> int:
    """Return how many lines of the terminal `draw_changes` takes."""
    console = new_console()
    return len(console.render_lines(_table(told, headlines, console.width)))


def _table(
    told: Sequence[Change], headlines: Mapping[int, Sequence[str]], width: int
) -> Table:
    is_wide = width >= NARROW
    number, when, who, command, what = columns_of(told, headlines)
    columns = [
        number,
        when._replace(
            label=f"When ({zone_of(each.at for each in told)})" if is_wide else "When",
            drawn=lambda each: local_time(each.at)[: None if is_wide else 10],
            style=theme.DATE,
        ),
        who._replace(for_wide=True),
        command._replace(for_wide=True),
        what._replace(least=10, fills=True),
    ]

    def drawn(change: Change, room: int) -> Text:
        begin = "" if is_wide else f"{change.command}: "
        return _what(change, headlines[change.number], begin, room)

    return table_of(columns, told, width, drawn)


def _what(change: Change, headlines: Sequence[str], begin: str, room: int) -> Text:
    """Return what `change` did, with as much of `headlines` as a line has `room` for.

    It is the rest of the same line, or where that is short, a line of its own.
    """
    what = as_text(f"{begin}{summary(change)}")
    total = len({*change.added, *change.removed})
    left = room - what.cell_len - len(": ")
    whole = cell_len(named_within(headlines[:1], total, room))
    is_beside = left >= min(_ENOUGH, whole)
    names = as_text(named_within(headlines, total, left if is_beside else room))
    return what.append((": " if is_beside else ":\n") * bool(names)).append_text(names)


def draw_story(story: Story, *, is_alone: bool) -> None:
    """Draw what changes did with a statement, word by word.

    Above them its id and headline, where it is one of several.
    """
    console = new_console()
    if not is_alone:
        drawn = Text(style=theme.HEADING).append(str(story.id), theme.ID)
        called = story.headlines[story.changes[0].number]
        drawn.append("  ").append_text(as_text(called))
        print_closely(console, drawn)
        console.print()
    for place, change in enumerate(story.changes):
        if place:
            console.print()
        # Said once, of all of them.
        zone = "" if place else f" ({zone_of(each.at for each in story.changes)})"
        _draw_change(console, story.id, change, story.headlines[change.number], zone)


def draw_edits(told: Iterable[tuple[int, str, object, object]], more: int) -> None:
    """Draw what changed: statement, field, earlier and later value.

    Below it is how many `more` statements were changed.
    """
    console = new_console()
    for number, name, *values in in_words(told):
        drawn = Text().append(str(number), theme.ID)
        drawn.append(f"  {name}: {' → '.join(map(on_one_line, filter(None, values)))}")
        console.print(drawn, soft_wrap=True)
    if more:
        console.print(f"… and {more:,} more")


def _number_and_time(change: Change, when: str) -> tuple[Text, Text]:
    return as_text(str(change.number), theme.ID), as_text(when, theme.DATE)


def _draw_change(
    console: Console, number: int, change: Change, headline: str, zone: str
) -> None:
    heading = Text("  ", style=theme.HEADING).join(
        _number_and_time(change, f"{local_time(change.at)}{zone}")
    )
    done = f"{change.who}  {change.command}"
    if what := summary_of_one(change, number, headline):
        done = f"{done}: {what}"
    heading.append(f"  {harmless(done)}", style="not bold")
    print_closely(console, heading)
    fields = Table.grid(padding=(0, GAP))
    fields.add_column(style=theme.LABEL, no_wrap=True)
    fields.add_column(overflow="fold")
    for name, parts in differing_fields(change, number):
        fields.add_row(name, parts_drawn(console, parts))
    if fields.row_count:
        print_closely(console, Padding(fields, (0, 0, 0, GAP)))
