"""Implement `mediarel timeline`: show headlines by year and month, oldest first."""

import typer

from mediarel.cli import environment, pager
from mediarel.cli.commands import list_
from mediarel.cli.options import common
from mediarel.cli.terminal import lines
from mediarel.cli.terminal.views import (
    Frame,
    footer,
    framed,
    refuse_beyond,
    show_timeline,
)
from mediarel.stats.timeline import timeline

EXAMPLES = (
    "mediarel timeline",
    "mediarel timeline --since 2012-07 --until 2013",
    "mediarel timeline sonando OR metfone --all",
)


@common.filtered
def run(
    context: typer.Context,
    words: common.Words = None,
    filters: common.Filters = common.NO_FILTERS,
    page: common.PageNumber = 1,
    per_page: common.PerPage = None,
    all: common.All = False,
) -> None:
    """Show headlines by year and month, oldest first, and the gaps between them.

    A date without a month is listed under its year.
    """
    words = words or []
    query = filters.query(words)
    size = list_.rows_per_page(page, per_page, is_whole=all, lines_of_a_row=2)
    with environment.archive(context) as opened:
        name = opened.name() if lines.is_terminal() else ""
        start = (page - 1) * (size or 0)
        found = timeline(opened.index, query, start=start, size=size)
        shown = found.page
        refuse_beyond(shown, page, size)
        if not shown.rows:
            list_.report_nothing_found(context, opened, shown, query, words)
            return
    position = footer(context, shown, page, is_paged=size is not None)
    frame = Frame(name, list_.crumbs(filters, words, None), position)
    with pager.paged(context), framed(frame):
        show_timeline(found)
