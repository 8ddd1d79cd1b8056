"""Draw a breadcrumb, then a page of statements, a timeline, or counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from mediarel.cli.terminal import theme
from mediarel.cli.terminal.console import (
    GAP,
    as_marked,
    as_text,
    cell_of,
    in_dotted_lines,
    in_lines,
    new_console,
    print_closely,
    table_of,
    widths_of,
)
from mediarel.cli.terminal.lines import on_one_line
from mediarel.cli.terminal.page import COLUMNS, PageView, TimelineView, entries
from mediarel.cli.terminal.table import Column
from mediarel.cli.terminal.widths import shortened
from mediarel.index.excerpt import Excerpt, cropped
from mediarel.stats.counts import as_text as value_text
from mediarel.stats.counts import summary
from mediarel.text.lines import capitalised, spaced_once

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from rich.console import RenderableType
    from rich.table import Table

    from mediarel.cli.terminal.page import CountsView
    from mediarel.index.search import Row
    from mediarel.stats.counts import Counts, Value


_TOTAL = "Statements"  # above the numbers
_LINES_OF_A_SENTENCE = 3
_EIGHTHS = "█▏▎▍▌▋▊▉"
_LEAST_BAR, _MOST_BAR = 10, 60  # columns
_LEAST_LABEL = 16  # columns
_STEP = 2  # columns: the indent of a month, and of a row below it
_MOST_LINES = 2
_UNNAMED = "Statements"  # above the lists of an archive without a name


class _Row(NamedTuple):
    """A row of a bar chart: the labels before the bar, and the count.

    `is_partial` is true if the counted statements have no value in one of the fields.
    Such a row has no bar.
    """

    labels: list[str]
    number: int
    is_partial: bool


class Item(NamedTuple):
    """An item of the year bar: a year and its count, such as `2012 7`.

    `is_chosen` is true if the list is filtered by this year.
    """

    text: str
    is_chosen: bool = False


def draw(view: PageView | TimelineView | CountsView) -> None:
    """Draw a page, a timeline or counts."""
    console = new_console()
    for part in _parts(view, console.width):
        print_closely(console, part)
    for line in in_dotted_lines(map(as_text, view.foot), console.width):
        # A long command is not wrapped, so that it can be copied.
        console.print(line, soft_wrap=True)


def _parts(
    view: PageView | TimelineView | CountsView, width: int
) -> list[RenderableType]:
    crumbs = map(on_one_line, (view.name or _UNNAMED, *view.crumbs))
    breadcrumb = Text(" >> ".join(crumbs), style=theme.HEADING)
    if isinstance(view, PageView):
        return [breadcrumb, *_year_bar(view, width), Text(), _table(view, width)]
    if isinstance(view, TimelineView):
        return [breadcrumb, *_timeline(view, width), Text()]
    counts = view.counts
    drawn = _counts(counts, width)
    return [breadcrumb, Text(), drawn, Text(), as_text(summary(counts))]


def _table(view: PageView, width: int) -> Table:
    rows = view.page.rows
    excerpts = dict(zip(rows, view.excerpts or (), strict=False))

    def headline(row: Row, columns: int) -> Text:
        status = view.standings.get(row.id, "")
        if row in excerpts:
            return _with_excerpt(row, excerpts[row], columns, status)
        return _headline(row, columns, status)

    return table_of(COLUMNS, rows, width, headline)


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
    return drawn.append(f"[{status}]", theme.STOOD).append(" ") if status else drawn


def _with_excerpt(row: Row, excerpt: Excerpt, width: int, status: str) -> Text:
    whole = excerpt.text
    # Leave room for half a line, because lines break between words.
    excerpt = cropped(excerpt, width * _LINES_OF_A_SENTENCE - width // 2)
    marked = as_marked(*excerpt)
    if whole == spaced_once(row.headline):
        return _before(status).append_text(marked)
    headline = _headline(row, width, status, theme.HEADING)
    return headline.append("\n").append_text(marked)


def _year_bar(view: PageView, width: int) -> list[Text]:
    """Return the lines of the year bar, with the years of the filter marked."""
    page = view.page
    items = year_bar(page.years, page.in_all_years, view.chosen, width)
    return in_dotted_lines(
        [Text(each.text, style=theme.CHOSEN * each.is_chosen) for each in items], width
    )


def year_bar(
    years: Sequence[tuple[int, int]],
    in_all: int,
    chosen: Collection[int] | None,
    width: int,
) -> list[Item]:
    """Return the items of the year bar, with the newest year first.

    `years` has each year with its number of statements. `in_all` is the number of
    statements in all years. `chosen` are the years in the filter, or None if there is
    no filter. The items fit into two lines of `width` columns.
    """
    first = _item("All Years", in_all, is_chosen=chosen is None)
    items = [_item(f"{y:04}", n, is_chosen=y in (chosen or ())) for y, n in years]
    kept = dict(enumerate(items))
    # Leave out the oldest years first, and the chosen years last.
    left = sorted(kept, key=lambda at: (not items[at].is_chosen, at))
    while True:
        shown = [first, *kept.values(), *[Item("…")] * (len(kept) < len(items))]
        if not kept or _fit(shown, width):
            return shown
        del kept[left.pop()]


def _item(label: str, number: int, *, is_chosen: bool) -> Item:
    text = f"{label} {number}"
    return Item(f"[{text}]" if is_chosen else text, is_chosen)


def _fit(items: Iterable[Item], width: int) -> bool:
    widths = [len(item.text) for item in items]
    return max(widths) <= width and len(in_lines(widths, width)) <= _MOST_LINES


def _counts(counts: Counts, room: int) -> Table:
    """Return a bar chart of counts. Counts by two fields become a table if it fits."""
    crossed = _crossed(counts) if counts.others else []
    widths = widths_of(crossed, counts.values, room)
    if crossed and sum(its_width + GAP for its_width in widths.values()) <= room:
        return table_of(crossed, counts.values, room)
    return _bars(counts, room)


def _names(counts: Counts) -> list[str]:
    """Return the counted fields as column headings: `Text from`."""
    return [capitalised(each.replace("_", " ")) for each in counts.by]


def _crossed(counts: Counts) -> list[Column]:
    """Return the columns of a table of counts by two fields.

    Each value of the second field has its own column.
    """

    def of(other: Value) -> Column:
        cells = counts.cells
        return Column(
            _label(other),
            lambda row: _number(cells.get((row[0], other), 0)),
            is_right=True,
        )

    return [
        Column(_names(counts)[0], lambda row: _label(row[0])),
        *(of(other) for other, _ in counts.others),
        Column(_TOTAL, lambda row: _number(row[1]), is_right=True),
    ]


def _bars(counts: Counts, room: int) -> Table:
    """Return a table with a bar for each count.

    If the counts are by two fields, a value of the first field is not repeated on the
    next line.
    """
    rows, most = _rows(counts), counts.most()

    def label(place: int) -> Column:
        name = _names(counts)[place]
        return Column(name, lambda row: row.labels[place], least=_LEAST_LABEL)

    columns = [
        *map(label, range(len(counts.by))),
        Column(_TOTAL, lambda row: _number(row.number), is_right=True),
        Column(
            *("", lambda row: "" if row.is_partial else _number(row.number)),
            least=_LEAST_BAR,
            most=_MOST_BAR,
            fills=True,
            drop=1,
        ),
    ]

    def bar(row: _Row, columns: int) -> Text:
        shown = "" if row.is_partial else _bar(row.number, most, columns)
        return as_text(shown, theme.BAR)

    return table_of(columns, rows, room, bar)


def _rows(counts: Counts) -> list[_Row]:
    rows: list[_Row] = []
    before = None
    for values, number in counts.rows():
        labels = list(map(_label, values))
        is_same = len(values) > 1 and values[0] == before and bool(rows)
        shown = ["", *labels[1:]] if is_same else labels
        rows.append(_Row(shown, number, None in values))
        before = values[0]
    return rows


def _bar(number: int, most: int, width: int) -> str:
    """Return a bar for `number`.

    The bar of the highest number, `most`, has `width` columns. No bar is empty.
    """
    eighths = max(1, round(8 * width * number / most))
    whole, rest = divmod(eighths, 8)
    return _EIGHTHS[0] * whole + (_EIGHTHS[rest] if rest else "")


def _label(value: Value) -> str:
    return on_one_line(value_text(value))


def _number(number: int) -> str:
    return f"{number:,}"


def _timeline(view: TimelineView, width: int) -> list[Text]:
    """Return the lines of a timeline, which are at most `width` wide."""
    number, date, *others = COLUMNS
    rows = view.timeline.page.rows
    columns = [each._replace(label="") for each in (date, number, *others)]
    widths = widths_of(columns, rows, width - 2 * _STEP + GAP)
    lines = []
    for row, gap, year, month in entries(view.timeline):
        if gap:
            lines += [Text(), as_text(f"— {gap} —")]
        if year:
            lines += [Text(), as_text(year, theme.HEADING)]
        if month:
            lines.append(Text(" " * _STEP).append(month, theme.LABEL))
        line = Text(" " * (2 * _STEP))
        for column, its_width in widths.items():
            cell = cell_of(column, row, its_width)
            cell.align("right" if column.is_right else "left", its_width)
            line.append_text(cell).append(" " * GAP)
        line.rstrip()
        lines.append(line)
    return lines
