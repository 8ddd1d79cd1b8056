"""Show a page of statements."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mediarel.cli.terminal import theme
from mediarel.cli.terminal.lines import (
    is_drawn,
    is_terminal,
    on_one_line,
)
from mediarel.cli.terminal.table import Column, record_lines, show_table
from mediarel.text.lines import capitalised

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Collection,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )

    from mediarel.cli.terminal.counts import CountsView, TimelineView
    from mediarel.cli.terminal.table import Record
    from mediarel.index.excerpt import Excerpt
    from mediarel.index.search import Page, Row

    View = TypeVar("View", "PageView", "TimelineView", "CountsView")


class PageView(NamedTuple):
    """A page to show.

    `name` is the name of the archive. `crumbs` are the names of the filters. `chosen`
    are the years of the filter, None without a filter. `foot` has the position in the
    list and the next commands. `excerpts` are the sentences that matched, one for each
    row. `standings` maps the IDs of statements that are not public to their status.
    """

    page: Page
    name: str
    crumbs: Sequence[str]
    chosen: Collection[int] | None
    foot: Sequence[str]
    excerpts: Sequence[Excerpt] | None = None
    standings: Mapping[int, str] = {}


COLUMNS = (
    Column("Id", lambda row: str(row.id), style=theme.ID, is_right=True),
    Column("Date", lambda row: row.date, style=theme.DATE),
    Column(
        "Issuer", lambda row: row.program, style=theme.PROGRAM, most=24, for_wide=True
    ),
    Column("Headline", lambda row: row.headline, least=10, fills=True),
)


def show_page(view: PageView) -> None:
    """Show a page of statements."""
    if not is_terminal():
        show_table(COLUMNS, view.page.rows)
    else:
        show_screen(view, _plain_lines)


def show_screen(view: View, plain_lines: Callable[[View], Iterable[str]]) -> None:
    """Draw `view` on a terminal, or print its lines of plain output."""
    if is_drawn():
        from mediarel.cli.terminal.drawn_page import draw  # noqa: PLC0415 - Rich

        draw(view)
    else:
        print(*plain_lines(view), sep="\n")


def _plain_lines(view: PageView) -> list[str]:
    """Return the lines of a page in plain output, the statements first."""
    found = [
        _record(row, view.standings.get(row.id, ""), excerpt)
        for row, excerpt in zip(
            view.page.rows, view.excerpts or repeat(None), strict=False
        )
    ]
    chosen = view.chosen or ()
    years = (
        f"{count} in {year:04}{' (chosen)' * (year in chosen)}"
        for year, count in view.page.years
    )
    in_all = f"{view.page.in_all_years} in all"
    return plain_page(
        found, view.name, view.crumbs, view.foot, ("Years", ", ".join((in_all, *years)))
    )


def _record(row: Row, stands: str, excerpt: Excerpt | None) -> Record:
    headline, says = row.headline, ""
    if excerpt is not None:
        says = "".join(marked(*excerpt))
        if excerpt.text == row.headline:
            headline, says = says, ""
    before = [(each.label, each.value(row)) for each in COLUMNS[:-1]]
    return [*before, ("Status", stands), ("Headline", headline), ("Says", says)]


def marked(text: str, marks: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Yield the parts of `text`, with the parts in `marks` between `[` and `]`."""
    place = 0
    for start, end in marks:
        yield text[place:start]
        yield f"[{text[start:end]}]"
        place = end
    yield text[place:]


def plain_page(
    found: Iterable[Record],
    name: str,
    crumbs: Sequence[str],
    foot: Sequence[str],
    *more: tuple[str, str],
) -> list[str]:
    """Return the lines of a list in plain output: the results, then the filters."""
    lines = [line for each in found for line in (*record_lines(each), "")]
    position, *commands = foot
    lines += record_lines(
        [
            ("Archive", name),
            ("Listed", ", ".join(crumbs)),
            *more,
            ("Shown", position.replace("–", " to ")),
        ]
    )
    # Unbroken, so that it can be copied.
    return lines + [capitalised(on_one_line(command)) for command in commands]
