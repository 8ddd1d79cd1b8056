"""A page of what was found, as a table with breadcrumb, years and foot."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from mediarel.cli.terminal import theme
from mediarel.cli.terminal.console import (
    as_marked,
    as_text,
    height_of_screen,
    in_dotted_lines,
    in_lines,
    new_console,
    print_screen,
    table_of,
)
from mediarel.cli.terminal.lines import LINES_OF_A_SENTENCE, on_one_line
from mediarel.cli.terminal.page import COLUMNS
from mediarel.cli.terminal.widths import shortened
from mediarel.index.excerpt import cropped
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from rich.console import RenderableType
    from rich.table import Table

    from mediarel.cli.terminal.counts import CountsView, TimelineView
    from mediarel.cli.terminal.page import PageView
    from mediarel.index.excerpt import Excerpt
    from mediarel.index.search import Row


_MOST_LINES = 2
_LEFT_OUT = "…"
UNNAMED = "Statements"  # above the lists of an archive without a name


class Item(NamedTuple):
    """A part of the bar: what it says, and whether the list is limited to it."""

    text: str
    is_chosen: bool = False


class _Years(NamedTuple):
    """Years one after the other, newest first, with what they have together."""

    label: str
    number: int
    is_chosen: bool

    def item(self) -> Item:
        text = f"{self.label} {self.number}"
        return Item(f"[{text}]" if self.is_chosen else text, self.is_chosen)


def draw_page(view: PageView) -> None:
    """Draw a page of what was found."""
    console = new_console()
    print_screen(console, _parts(view, console.width), view.foot)


def height(view: PageView) -> int:
    """Return how many lines of the terminal `draw_page` takes for `view`."""
    console = new_console()
    return height_of_screen(console, _parts(view, console.width), view.foot)


def _parts(view: PageView, width: int) -> list[RenderableType]:
    years = _year_bar(view, width)
    return [breadcrumb(view), *years, Text(), _table(view, width)]


def breadcrumb(view: PageView | TimelineView | CountsView) -> Text:
    """Return the name of the archive and the filters of what is shown."""
    parts = map(on_one_line, (view.name or UNNAMED, *view.crumbs))
    return Text(" >> ".join(parts), style=theme.HEADING)


def _table(view: PageView, width: int) -> Table:
    rows = view.page.rows
    excerpts = dict(zip(rows, view.excerpts or (), strict=False))

    def headline(row: Row, columns: int) -> Text:
        stands = view.standings.get(row.id, "")
        if row in excerpts:
            return _with_excerpt(row, excerpts[row], columns, stands)
        return _headline(row, columns, stands)

    return table_of(COLUMNS, rows, width, headline)


def _headline(row: Row, width: int, stands: str, style: str = "") -> Text:
    """Return the headline of a row in so many columns, after how it stands."""
    before = _before(stands)
    headline = as_text(shortened(on_one_line(row.headline), width - before.cell_len))
    if style:  # of its letters alone: one of the whole text would go on below it
        headline.stylize(style)
    return before.append_text(headline)


def _before(stands: str) -> Text:
    """Return the word for how a statement stands, as it is before its headline."""
    drawn = Text()
    return drawn.append(f"[{stands}]", theme.STOOD).append(" ") if stands else drawn


def _with_excerpt(row: Row, excerpt: Excerpt, width: int, stands: str) -> Text:
    whole = excerpt.text
    # Lines break between words: half a line is left for that.
    excerpt = cropped(excerpt, width * LINES_OF_A_SENTENCE - width // 2)
    marked = as_marked(*excerpt)
    if whole == spaced_once(row.headline):
        return _before(stands).append_text(marked)
    headline = _headline(row, width, stands, theme.HEADING)
    return headline.append("\n").append_text(marked)


def _year_bar(view: PageView, width: int) -> list[Text]:
    """Return the years with their counts, those marked that the page is limited to."""
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
    """Return the items of the bar for `years` and counts, newest first.

    `chosen` are the years that the list is limited to, None is none. In lines of
    `width` the items take two lines at most.
    """
    first = _Years("All Years", in_all, chosen is None).item()
    for groups in (
        [_Years(f"{year:04}", count, year in (chosen or ())) for year, count in years],
        _decades(years, chosen or ()),
    ):
        items = [first, *(group.item() for group in groups)]
        if _fit(items, width):
            return items
    kept = dict(enumerate(groups))
    # The oldest first, but those last that the list is limited to.
    for place in sorted(kept, key=lambda at: (groups[at].is_chosen, -at)):
        del kept[place]
        items = [first, *_with_gaps(kept, len(groups))]
        if _fit(items, width):
            break
    return items


def _fit(items: Iterable[Item], width: int) -> bool:
    widths = [len(item.text) for item in items]
    return max(widths) <= width and len(in_lines(widths, width)) <= _MOST_LINES


def _decades(years: Sequence[tuple[int, int]], chosen: Collection[int]) -> list[_Years]:
    """Return the decades of `years`, each apart where it is chosen in part."""
    found = []
    marks = {(year // 10, year in chosen) for year, _ in years}
    for (decade, is_chosen), part in groupby(
        years, lambda each: (each[0] // 10, each[0] in chosen)
    ):
        them = list(part)
        last, begin = them[0][0], them[-1][0]
        if (decade, not is_chosen) not in marks and len(them) > 1:
            begin, last = decade * 10, decade * 10 + 9
        label = f"{begin:04}" if begin == last else f"{begin:04}–{last:04}"
        found.append(_Years(label, sum(count for _, count in them), is_chosen))
    return found


def _with_gaps(kept: dict[int, _Years], number: int) -> list[Item]:
    """Return the items of what is `kept` of `number`, with `…` where some are not."""
    items: list[Item] = []
    for place in range(number):
        if place in kept:
            items.append(kept[place].item())
        elif not items or items[-1].text != _LEFT_OUT:
            items.append(Item(_LEFT_OUT))
    return items
