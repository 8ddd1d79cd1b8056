"""Implement `mediarel timeline`: show headlines by year and month, oldest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from mediarel.cli import environment, paging
from mediarel.cli.commands import list_
from mediarel.cli.options import common
from mediarel.cli.pager import paged
from mediarel.cli.terminal.counts import TimelineView, height_of_timeline, show_timeline
from mediarel.cli.terminal.lines import is_terminal, page_size, screen_lines
from mediarel.stats.timeline import part, timeline

if TYPE_CHECKING:
    from mediarel.index.search import Page
    from mediarel.stats.timeline import Timeline

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
    all: common.All = False,  # noqa: A002 - the option's name
    no_pager: common.NoPager = False,
    archive: common.Archive = None,
) -> None:
    """Show headlines by year and month, oldest first, and how long nothing was between.

    A date stands under what is known of it: 2012 under the year, and under no month.
    """
    query = filters.query(words or ())
    is_paged = list_.is_paged(None, page) and not all
    size = per_page or (page_size() if is_paged else None)
    fits_screen = is_terminal() and is_paged and not per_page

    def view(whole: Timeline, shown: Page, number: int) -> TimelineView:
        return TimelineView(
            part(whole, shown.rows, shown.start),
            name,
            list_.crumbs(filters, words, None),
            paging.foot(shown, number, is_paged=size is not None),
        )

    with environment.archive(context, archive) as opened:
        name = opened.name() if is_terminal() else ""

        def found() -> tuple[Timeline, Page]:
            if fits_screen:
                lines = screen_lines()
                whole = timeline(opened.index, query, start=0, size=page * lines)
                return whole, paging.screenful(
                    whole.page,
                    page,
                    lambda shown, number: view(whole, shown, number),
                    lines,
                    height_of_timeline,
                )
            start = (page - 1) * (size or 0)
            whole = timeline(opened.index, query, start=start, size=size)
            paging.refuse_beyond(whole.page, page, size)
            return whole, whole.page

        whole, shown = opened.asked(found)
        if not shown.rows:
            list_.tell_nothing_found(
                context, opened, shown, query, filters, words or ()
            )
            return
        list_.tell_quotes_needed(context, opened, filters, words or ())
    with paged(context, no_pager=no_pager or fits_screen):
        show_timeline(view(whole, shown, page))
