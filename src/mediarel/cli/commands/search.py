"""Implement `mediarel search`: find statements that contain words, best first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import typer

from mediarel.archive.lookup import excerpts
from mediarel.cli import environment, output, paging
from mediarel.cli.commands import list_
from mediarel.cli.options import common
from mediarel.cli.options.common import Filters, Sort
from mediarel.cli.pager import paged
from mediarel.cli.terminal.lines import is_terminal, page_size, screen_lines
from mediarel.cli.terminal.page import PageView, show_page
from mediarel.errors import Command, Hint, MisuseError
from mediarel.index.excerpt import can_mark
from mediarel.index.search import limited_to
from mediarel.query.tree import Everything

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.archive import Archive
    from mediarel.index.excerpt import Excerpt
    from mediarel.index.search import Page
    from mediarel.model.statement import Statement
    from mediarel.query.tree import Query

    Excerpts = dict[int, Excerpt]

EXAMPLES = (
    "mediarel search sonando",
    "mediarel search '\"freedom of expression\" OR internet' --year 2012",
    "mediarel search 'sonand* NOT title:governance'",
)


@common.filtered
def run(
    context: typer.Context,
    words: common.SearchWords,
    filters: common.Filters,
    sort: common.SortBy = Sort["best"],
    page: common.PageNumber = 1,
    per_page: common.PerPage = None,
    all: common.All = False,  # noqa: A002 - the option's name
    format: common.Format = None,  # noqa: A002 - the option's name
    no_pager: common.NoPager = False,
    archive: common.Archive = None,
) -> None:
    """Search title, text, program, place, signatories and tags, best first."""
    sought = Filters().query(words)
    if isinstance(sought, Everything):
        raise MisuseError(
            "there is nothing to search for",
            Hint("Give a word, or see all: ", Command("list", *filters.as_options())),
        )
    query = filters.query(words)
    is_paged = list_.is_paged(format, page) and not all
    size = per_page or (page_size(with_excerpts=True) if is_paged else None)
    is_drawn = is_terminal() and format is None
    fits_screen = is_drawn and is_paged and not per_page
    mark = _mark(words, sought) if is_drawn else ""
    stood: dict[int, str] = {}
    with environment.archive(context, archive) as opened:
        name = opened.name() if is_drawn else ""
        has_one_type = is_drawn and opened.has_one_type(query)

        def found() -> tuple[Page, Sequence[Statement], Excerpts | None]:
            nonlocal stood
            if fits_screen:
                lines = screen_lines()
                enough = opened.page(query, sort=sort.value, size=page * lines)
                excerpts = _excerpts(opened, enough, query)
                stood = list_.standings(opened, enough)
                shown = paging.screenful(enough, page, partial(view, excerpts), lines)
                return shown, (), excerpts
            start = (page - 1) * (size or 0)
            shown = opened.page(query, sort=sort.value, start=start, size=size)
            paging.refuse_beyond(shown, page, size)
            if format is not None:
                return shown, list_.whole(opened, shown), None
            stood = list_.standings(opened, shown) if is_drawn else {}
            return shown, (), _excerpts(opened, shown, query) if is_drawn else None

        def view(excerpts: Excerpts | None, shown: Page, number: int) -> PageView:
            return PageView(
                shown,
                name,
                list_.crumbs(filters, words, shown if has_one_type else None),
                limited_to(query, shown),
                paging.foot(shown, number, is_paged=size is not None, mark=mark),
                None if excerpts is None else [excerpts[row.id] for row in shown.rows],
                stood,
            )

        is_one_read = format is None and not is_drawn
        shown, chosen, excerpts = found() if is_one_read else opened.asked(found)
        if format is not None:
            with paged(context, no_pager=no_pager):
                output.write(
                    format,
                    chosen,
                    None,
                    output.for_programs(
                        opened, format, [*filters.as_options(), *words]
                    ),
                )
            return
        if not shown.rows:
            environment.tell(
                list_.nothing_found(context, opened, shown, query, filters, words)
            )
            return
        list_.tell_quotes_needed(context, opened, filters, words)
    with paged(context, no_pager=no_pager or fits_screen):
        show_page(view(excerpts, shown, page))


def _mark(words: Sequence[str], sought: Query) -> str:
    """Return the query whose matches are marked in the statement shown next."""
    return " ".join(words) if can_mark(sought) else ""


def _excerpts(opened: Archive, shown: Page, query: Query) -> Excerpts:
    """Return the matching sentence of each row, by ID; reads the statements."""
    ids = (row.id for row in shown.rows)
    return dict(zip(ids, excerpts(opened, shown, query), strict=True))
