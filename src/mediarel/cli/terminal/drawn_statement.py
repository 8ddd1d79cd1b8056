"""Draw a whole statement, its changes, and compared texts."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mediarel.cli.terminal import theme, wording
from mediarel.cli.terminal.changes import Story, columns_of, differing_fields
from mediarel.cli.terminal.console import (
    GAP,
    READING_WIDTH,
    as_marked,
    as_text,
    new_console,
    print_closely,
)
from mediarel.cli.terminal.differing import Pair, Quoted, Shown, differing
from mediarel.cli.terminal.statement import APART, FieldView, Whole, standing_line
from mediarel.cli.terminal.table import Column
from mediarel.cli.terminal.widths import shortened
from mediarel.history.change import Change
from mediarel.model.fields import shown_name
from mediarel.release.headline import headline
from mediarel.text.lines import harmless, spaced_once

_ENOUGH = 30  # columns; shorter headlines are hard to recognise
_SHOWN = 600  # characters of differences


def draw_statement(whole: Whole, fields: Mapping[str, FieldView], history: str) -> None:
    """Draw a statement: its `fields` and its history."""
    console, statement = new_console(), whole.statement
    width = min(console.width, READING_WIDTH)
    heading = fields.get("title") or fields["type"]
    if stands := standing_line(whole):
        print_closely(console, as_text(stands, theme.STANDING), width)
    number = as_text(str(statement.id), theme.ID)
    title = as_marked(heading.value, heading.marks)
    print_closely(console, _spaced(number, title, style=theme.HEADING), width)
    console.print()
    rows = [
        (shown_name(name), as_marked(value, marks, theme.FIELDS.get(name, "")))
        for name, value, marks in fields.values()
        if name not in APART
    ]
    rows += [("history", as_text(history))] if history else []
    print_closely(console, _grid(rows), width)
    if text := fields.get("text"):
        for paragraph in as_marked(text.value, text.marks).split("\n\n"):
            if paragraph:
                console.print()
                print_closely(console, paragraph, width)


def _spaced(*parts: Text, style: str = "") -> Text:
    """Return `parts` on one line, with two spaces between them."""
    return Text("  ", style=style).join(parts)


def _grid(rows: Iterable[tuple[str, Text]]) -> Table:
    """Return a grid of field names and values."""
    grid = Table.grid(padding=(0, GAP))
    grid.add_column(style=theme.LABEL, no_wrap=True)
    grid.add_column(overflow="fold")
    for row in rows:
        grid.add_row(*row)
    return grid


def draw_story(story: Story, *, is_alone: bool) -> None:
    """Draw the changes of a statement, with the changed words.

    If `is_alone` is false, ID and headline are above the changes.
    """
    console = new_console()
    if not is_alone:
        number = as_text(str(story.id), theme.ID)
        called = as_text(story.headline)
        print_closely(console, _spaced(number, called, style=theme.HEADING))
        console.print()
    _, when, *_ = columns_of({})
    for place, change in enumerate(story.changes):
        if place:
            console.print()
        _draw_change(console, story, change, when)


def _draw_change(console: Console, story: Story, change: Change, when: Column) -> None:
    what = wording.summary_of_one(change, story.id, story.headline)
    done = f"{change.who}  {change.command}{': ' * bool(what)}{what}"
    heading = _spaced(
        as_text(str(change.number), theme.ID),
        as_text(when.plain_value(change), theme.DATE),
        Text(harmless(done), "not bold"),
        style=theme.HEADING,
    )
    print_closely(console, heading)
    rows = [
        (name, _compared(console, parts))
        for name, parts in differing_fields(change, story.id)
    ]
    if rows:
        print_closely(console, Padding(_grid(rows), (0, 0, 0, GAP)))


def _compared(console: Console, parts: Iterable[Shown]) -> Text:
    """Return the parts of a comparison as one Rich text. Each kind has a style."""
    styles = {"marked": theme.MARK}
    if console.color_system is not None and not console.no_color:
        styles |= {"removed": theme.REMOVED, "added": theme.ADDED}
    drawn = Text()
    for kind, text in parts:
        drawn.append(harmless(text), style=styles.get(kind, ""))
    return drawn


def draw_quoted(rows: Sequence[Quoted]) -> None:
    """Show the statements that contain a quotation, with the quoted sentences."""
    console = new_console()
    width = min(console.width, READING_WIDTH)
    for place, row in enumerate(rows):
        if place:
            console.print()
        found = as_text(row.how, theme.HEADING)
        heading = _spaced(*_named(row.id, row.date, row.program), found)
        print_closely(console, heading, width)
        for text in (_compared(console, row.parts), as_text(row.citation)):
            print_closely(console, Padding(text, (0, 0, 0, GAP)), width)


def _named(number: int, date: object, program: str) -> tuple[Text, Text, Text]:
    """Return ID, date and program of a statement."""
    return (
        as_text(str(number), theme.ID),
        as_text(str(date), theme.DATE),
        as_text(program, theme.PROGRAM),
    )


def draw_pairs(pairs: Sequence[Pair]) -> None:
    """Draw pairs of statements, grouped by relation, with the differences."""
    console = new_console()
    for kind, some in groupby(pairs, key=lambda pair: pair.kind):
        console.print(as_text(kind.capitalize(), theme.HEADING))
        for pair in some:
            console.print()
            _draw(console, pair)
        console.print()


def _draw(console: Console, pair: Pair) -> None:
    width = min(console.width, READING_WIDTH)
    begin = as_text(pair.per_cent, theme.LABEL)
    for each in (pair.one, pair.other):
        drawn = _spaced(begin, *_named(each.id, each.date, each.program))
        left = max(width - drawn.cell_len - 2 * GAP, 1)
        said = shortened(spaced_once(headline(each)), left)
        console.print(_spaced(drawn, as_text(said)), no_wrap=True, overflow="ellipsis")
        begin = Text(" " * begin.cell_len)
    if pair.is_related:  # related texts share only passages
        return
    parts = differing(pair.one.text or "", pair.other.text or "")
    differences = _compared(console, parts)
    if not differences.plain.strip(" …"):
        differences = Text("The texts are the same.")
    if len(differences) > _SHOWN:
        differences = differences[:_SHOWN].append(" …")
    print_closely(console, Padding(differences, (0, 0, 0, 2 * GAP)), width)
