"""Implement `mediarel timeline`: show headlines by year and month, oldest first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import typer

from mediarel.cli import environment, pager, paging
from mediarel.cli.commands import list_
from mediarel.cli.options import common
from mediarel.cli.terminal import counts, lines
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
    """Show headlines by year and month, oldest first, and the gaps between them.

    A date without a month is listed under its year.
    """
    words = words or []
    query = filters.query(words)
    pages = list_.Pages(page, per_page, list_.is_paged(None, page) and not all)
    size = pages.size()
    with environment.archive(context, archive) as opened:
        name = opened.name() if lines.is_terminal() else ""

        def read(start: int, size: int | None) -> tuple[Page, Timeline]:
            whole = timeline(opened.index, query, start=start, size=size)
            return whole.page, whole

        def view(whole: Timeline, shown: Page, number: int) -> counts.TimelineView:
            return counts.TimelineView(
                part(whole, shown.rows, shown.start),
                name,
                list_.crumbs(filters, words, None),
                paging.foot(shown, number, is_paged=size is not None),
            )

        shown, whole = opened.asked(
            partial(pages.found, read, view, size, height=counts.height_of_timeline)
        )
        if not shown.rows:
            list_.tell_nothing_found(context, opened, shown, query, words)
            return
    with pager.paged(context, no_pager=no_pager or pages.fits_screen):
        counts.show_timeline(view(whole, shown, page))
