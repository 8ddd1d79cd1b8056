"""Draw results with Rich: tables, pages, timelines, counts and statements.

This module is loaded only on a terminal.
"""

import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text

from mediarel.cli.terminal import colours, views
from mediarel.cli.terminal.lines import on_one_line
from mediarel.cli.terminal.tables import NARROW, Column, Result, Shown, with_marks
from mediarel.cli.terminal.whole_statement import APART, FieldView, Whole, standing_line
from mediarel.cli.terminal.widths import correct_rich, shortened, width
from mediarel.index.excerpt import Excerpt, cropped
from mediarel.index.search import Row
from mediarel.model.fields import shown_name
from mediarel.stats.counts import Counts, Value, summary
from mediarel.stats.counts import as_text as value_text
from mediarel.text.lines import capitalised, harmless, spaced_once

GAP = 2  # between columns
READING_WIDTH = 88  # columns; longer lines are hard to read
_TOTAL = "Statements"  # above the numbers
_LINES_OF_A_SENTENCE = 3
_EIGHTHS = "█▏▎▍▌▋▊▉"
_LEAST_BAR, _MOST_BAR = 10, 60  # columns
_LEAST_LABEL = 16  # columns
_STEP = 2  # columns: the indent of a month, and of a row below it
_MOST_LINES = 2  # of the year bar
_UNNAMED = "Statements"  # above the lists of an archive without a name


CountsRow = tuple[tuple[Value, ...], int]


def as_text(text: str, style: str = "") -> Text:
    """Return a Rich text on one line, with visible control characters."""
    return Text(on_one_line(text), style=style)


def as_parts(parts: Iterable[Shown], style: str = "") -> Text:
    """Return the parts of a text as one Rich text. Each kind has a style."""
    styles = {"marked": colours.MARK}
    if colours.has_colour(sys.stdout):  # without colour, the signs are enough
        styles |= {"removed": colours.REMOVED, "added": colours.ADDED}
    drawn = Text(style=style)
    for kind, text in parts:
        drawn.append(harmless(text), style=styles.get(kind, ""))
    return drawn


def as_marked(text: str, marks: Iterable[tuple[int, int]], style: str = "") -> Text:
    """Return a Rich text with some parts highlighted.

    `marks` has the start and the end of each highlighted part.
    """
    return as_parts(with_marks(text, marks), style)


def new_console() -> Console:
    """Return a console for stdout that does not interpret markup."""
    correct_rich()
    # Without this, Rich assumes 80 columns for a dumb terminal.
    columns, lines = shutil.get_terminal_size()
    return Console(
        width=columns, height=lines, highlight=False, markup=False, emoji=False
    )


def print_closely(
    console: Console, drawn: RenderableType, width: int | None = None
) -> None:
    """Print `drawn` without trailing spaces.

    Trailing spaces could make a line too long on terminals that draw Khmer vowels
    wider.
    """
    options = console.options.update(width=width or console.width)
    lines = console.render_lines(drawn, options, pad=False)
    ended = (segment for line in lines for segment in (*_close(line), Segment.line()))
    console.print(Segments(ended), end="")


def in_dotted_lines(items: Iterable[Text], width: int) -> list[Text]:
    """Arrange items in lines, with a dot between two items: `2012 · 2013`."""
    between = Text(" · ", style=colours.BETWEEN)
    lines: list[Text] = []
    for item in items:
        if lines and lines[-1].cell_len + len(between) + item.cell_len <= width:
            lines[-1].append_text(between).append_text(item)
        else:
            lines.append(Text().append_text(item))
    return lines


def _close(line: list[Segment]) -> list[Segment]:
    """Return the segments of a line without trailing spaces."""
    kept = list(line)
    while kept:
        text, style, control = kept.pop()
        if control or text.rstrip(" "):
            return [*kept, Segment(text.rstrip(" "), style, control)]
    return kept


def draw_table(columns: Sequence[Column], rows: Sequence[Any]) -> None:
    """Draw `rows` as a table, at most as wide as the terminal."""
    console = new_console()
    print_closely(console, table_of(columns, rows, console.width))


def table_of(
    columns: Sequence[Column],
    rows: Sequence[Any],
    room: int,
    last: Callable[[Any, int], Text] | None = None,
) -> Table:
    """Return a table whose width is at most `room` terminal columns.

    `last` is a function that draws a cell of the last column. Its arguments are the row
    and the width of the column. By default, the last column is like the others.
    """
    widths = widths_of(columns, rows, room)
    table = Table(box=None, padding=(0, GAP, 0, 0), header_style=colours.LABEL)
    for column, its_width in widths.items():
        table.add_column(
            column.label,
            justify="right" if column.is_right else "left",
            no_wrap=not column.wraps and (last is None or column != columns[-1]),
            overflow="fold" if column.wraps else "ellipsis",
            width=None if column.wraps else its_width,
        )
    for row in rows:
        cells = [cell_of(column, row, widths[column]) for column in widths]
        if last is not None and columns[-1] in widths:
            cells[-1] = last(row, widths[columns[-1]])
        table.add_row(*cells)
    return table


def cell_of(column: Column, row: object, columns: int) -> Text:
    """Return the cell of a row, shortened to a number of terminal columns."""
    text = on_one_line(column.drawn_value(row))
    shown = text if column.wraps else shortened(text, columns)
    return as_text(shown, column.style)


def widths_of(
    columns: Sequence[Column], rows: Sequence[Any], room: int
) -> dict[Column, int]:
    """Return the columns that fit into `room` terminal columns, with their widths."""
    widths = {}
    for column in columns:
        cells = [width(on_one_line(column.drawn_value(row))) for row in rows]
        longest = max(len(column.label), *cells)
        if any(cells) and (room >= NARROW or not column.for_wide):
            widths[column] = min(longest, column.most or longest)
    for column in sorted((c for c in widths if c.drop), key=lambda c: c.drop):
        if _left(widths, room) < 0:
            del widths[column]
    left = max(0, _left(widths, room))
    for column, its_width in widths.items():
        narrowest = _narrowest(column, its_width)
        wanted = (column.most or room) if column.fills else its_width
        widths[column] = min(wanted, narrowest + left)
        left -= widths[column] - narrowest
    return widths


def _left(widths: Mapping[Column, int], room: int) -> int:
    """Return the width that is left if each column has its minimum width.

    If the columns do not fit, the result is negative.
    """
    return room - sum(GAP + _narrowest(*each) for each in widths.items())


def _narrowest(column: Column, its_width: int) -> int:
    least = column.least or its_width
    return least if column.fills else min(least, its_width)


def draw(view: views.PageView | views.TimelineView | views.CountsView) -> None:
    """Draw a page, a timeline or counts."""
    console = new_console()
    for part in _parts(view, console.width):
        print_closely(console, part)
    for line in in_dotted_lines(map(as_text, view.foot), console.width):
        # A long command is not wrapped, so that it can be copied.
        console.print(line, soft_wrap=True)


def _parts(
    view: views.PageView | views.TimelineView | views.CountsView, width: int
) -> list[RenderableType]:
    crumbs = map(on_one_line, (view.name or _UNNAMED, *view.crumbs))
    breadcrumb = Text(" >> ".join(crumbs), style=colours.HEADING)
    if isinstance(view, views.PageView):
        return [breadcrumb, *_year_bar(view, width), Text(), _table(view, width)]
    if isinstance(view, views.TimelineView):
        return [breadcrumb, *_timeline(view, width), Text()]
    counts = view.counts
    drawn = _counts(counts, width)
    return [breadcrumb, Text(), drawn, Text(), as_text(summary(counts))]


def _table(view: views.PageView, width: int) -> Table:
    rows = view.page.rows
    excerpts = dict(zip(rows, view.excerpts or (), strict=False))

    def headline(row: Row, columns: int) -> Text:
        status = view.standings.get(row.id, "")
        if row in excerpts:
            return _with_excerpt(row, excerpts[row], columns, status)
        return _headline(row, columns, status)

    return table_of(views.COLUMNS, rows, width, headline)


def _headline(row: Row, width: int, status: str, style: str = "") -> Text:
    """Return the headline of a row, shortened to `width` columns.

    If the statement is not public, its status is before the headline.
    """
    before = _before(status)
    headline = as_text(shortened(on_one_line(row.headline), width - before.cell_len))
    if style:  # only for the headline, not for text that is appended
        headline.stylize(style)
    return before.append_text(headline)


def _before(status: str) -> Text:
    """Return the status that is before a headline, such as `[draft]`."""
    drawn = Text()
    return drawn.append(f"[{status}]", colours.STOOD).append(" ") if status else drawn


def _with_excerpt(row: Row, excerpt: Excerpt, width: int, status: str) -> Text:
    whole = excerpt.text
    # Leave room for half a line, because lines break between words.
    excerpt = cropped(excerpt, width * _LINES_OF_A_SENTENCE - width // 2)
    marked = as_marked(*excerpt)
    if whole == spaced_once(row.headline):
        return _before(status).append_text(marked)
    headline = _headline(row, width, status, colours.HEADING)
    return headline.append("\n").append_text(marked)


def _year_bar(view: views.PageView, width: int) -> list[Text]:
    """Return the year bar, with the years of the filter marked.

    The bar has at most two lines, so the oldest years may be left out.
    """
    page, chosen = view.page, view.chosen
    years = [("All Years", page.in_all_years, chosen is None)]
    years += [(f"{year:04}", n, year in (chosen or ())) for year, n in page.years]
    items = [
        Text(f"[{year} {n}]", colours.CHOSEN) if is_chosen else Text(f"{year} {n}")
        for year, n, is_chosen in years
    ]
    left_out = " · …"
    lines = in_dotted_lines(items, width - len(left_out))
    if len(lines) > _MOST_LINES:
        lines[_MOST_LINES - 1].append(left_out)
    return lines[:_MOST_LINES]


def _counts(counts: Counts, room: int) -> Table:
    """Return a bar chart of counts. Statements without a value have no bar."""
    most = counts.most()

    def label(place: int, field: str) -> Column:
        name = capitalised(field.replace("_", " "))
        return Column(name, lambda row: value_text(row[0][place]), least=_LEAST_LABEL)

    def number(row: CountsRow) -> str:
        return f"{row[1]:,}"

    def bar(row: CountsRow, columns: int) -> Text:
        values, count = row
        return as_text(
            "" if None in values else _bar(count, most, columns), colours.BAR
        )

    columns = [
        *(label(place, field) for place, field in enumerate(counts.by)),
        Column(_TOTAL, number, is_right=True),
        Column("", number, least=_LEAST_BAR, most=_MOST_BAR, fills=True, drop=1),
    ]
    return table_of(columns, counts.rows(), room, bar)


def _bar(number: int, most: int, width: int) -> str:
    """Return a bar for `number`.

    The bar of the highest number, `most`, has `width` columns. No bar is empty.
    """
    eighths = max(1, round(8 * width * number / most))
    whole, rest = divmod(eighths, 8)
    return _EIGHTHS[0] * whole + (_EIGHTHS[rest] if rest else "")


def _timeline(view: views.TimelineView, width: int) -> list[Text]:
    """Return the lines of a timeline, which are at most `width` wide."""
    number, date, *others = views.COLUMNS
    rows = view.timeline.page.rows
    columns = [each._replace(label="") for each in (date, number, *others)]
    widths = widths_of(columns, rows, width - 2 * _STEP + GAP)
    lines = []
    for row, gap, year, month in views.entries(view.timeline):
        if gap:
            lines += [Text(), as_text(f"— {gap} —")]
        if year:
            lines += [Text(), as_text(year, colours.HEADING)]
        if month:
            lines.append(Text(" " * _STEP).append(month, colours.LABEL))
        line = Text(" " * (2 * _STEP))
        for column, its_width in widths.items():
            cell = cell_of(column, row, its_width)
            cell.align("right" if column.is_right else "left", its_width)
            line.append_text(cell).append(" " * GAP)
        line.rstrip()
        lines.append(line)
    return lines


def draw_statement(whole: Whole, fields: Mapping[str, FieldView], history: str) -> None:
    """Draw a statement: its `fields` and its history."""
    console, statement = new_console(), whole.statement
    width = min(console.width, READING_WIDTH)
    heading = fields.get("title") or fields["type"]
    if stands := standing_line(whole):
        print_closely(console, as_text(stands, colours.STANDING), width)
    number = as_text(str(statement.id), colours.ID)
    title = as_marked(heading.value, heading.marks)
    print_closely(console, _spaced(number, title, style=colours.HEADING), width)
    console.print()
    rows = [
        (shown_name(name), as_marked(value, marks, colours.FIELDS.get(name, "")))
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
    grid.add_column(style=colours.LABEL, no_wrap=True)
    grid.add_column(overflow="fold")
    for row in rows:
        grid.add_row(*row)
    return grid


def draw_results(results: Iterable[Result]) -> None:
    """Draw results of several lines, with an indent below their headings."""
    console = new_console()
    width = min(console.width, READING_WIDTH)
    for place, (heading, rows) in enumerate(results):
        if place:
            console.print()
        parts = (as_text(value, style) for _, value, style in heading if value)
        print_closely(console, _spaced(*parts), width)
        if rows:
            grid = _grid((label, as_parts(parts)) for label, parts in rows)
            print_closely(console, Padding(grid, (0, 0, 0, GAP)), width)
