"""`mediarel search`: the statements that say something, best first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from mediarel.cli import environment, output, paging
from mediarel.cli.commands import list_
from mediarel.cli.options import common
from mediarel.cli.options.common import Filters, Sort
from mediarel.cli.terminal.lines import is_terminal, page_size
from mediarel.cli.terminal.page import show_page
from mediarel.errors import Command, Hint, MisuseError
from mediarel.query.tree import Everything

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.archive import Archive
    from mediarel.index.excerpt import Excerpt
    from mediarel.index.search import Page
    from mediarel.model.statement import Statement
    from mediarel.query.tree import Query

EXAMPLES = (
    "mediarel search sonando",
    "mediarel search '\"freedom of expression\" OR internet' --year 2012",
    "mediarel search 'sonand* NOT title:governance'",
)


class NothingSoughtError(MisuseError):
    """A search for no words at all."""

    def __init__(self) -> None:
        super().__init__(
            "there is nothing to search for",
            Hint("Give a word, or see all: ", Command("list")),
        )


def run(
    context: typer.Context,
    words: common.SearchWords,
    year: common.Year = None,
    program: common.Program = None,
    type: common.Type = None,  # noqa: A002 - the option's name
    tag: common.Tag = None,
    since: common.Since = None,
    until: common.Until = None,
    sort: common.SortBy = Sort["best"],
    page: common.PageNumber = 1,
    per_page: common.PerPage = None,
    all: common.All = False,  # noqa: A002 - the option's name
    format: common.Format = None,  # noqa: A002 - the option's name
    archive: common.Archive = None,
) -> None:
    """Search title, text, program, place, signatories and tags, best first."""
    filters = Filters(year, program, type, tag or (), since, until)
    sought = Filters().query(words)
    if isinstance(sought, Everything):
        raise NothingSoughtError
    query = filters.query(words)
    is_paged = list_.is_paged(format, page) and not all
    size = per_page or (page_size(with_excerpts=True) if is_paged else None)
    with environment.archive(context, archive) as opened:

        def found() -> tuple[Page, Sequence[Statement], Sequence[Excerpt] | None]:
            start = (page - 1) * (size or 0)
            shown = opened.page(query, sort=sort.value, start=start, size=size)
            paging.refuse_beyond(shown, page, size)
            if format is not None:
                return shown, list_.whole(opened, shown), None
            is_drawn = is_terminal() and shown.rows
            return shown, (), _excerpts(opened, shown, query) if is_drawn else None

        shown, chosen, excerpts = opened.asked(found)
        if format is not None:
            output.write(format, chosen, None)
            return
        if not shown.rows:
            environment.tell(list_.nothing_found(shown, words))
            return
    show_page(
        shown,
        crumbs=list_.crumbs(filters, words, shown),
        chosen_year=year,
        foot=paging.foot(shown, page, size, _mark(words, sought)),
        excerpts=excerpts,
    )


def _mark(words: Sequence[str], sought: Query) -> str:
    """Return the query whose matches are to be marked in what is read next."""
    from mediarel.index.excerpt import can_mark  # noqa: PLC0415 - not for a pipe

    return " ".join(words) if can_mark(sought) else ""


def _excerpts(opened: Archive, shown: Page, query: Query) -> list[Excerpt]:
    """Return what matched in each row, which takes the statements themselves."""
    from mediarel.archive.reading import excerpts  # noqa: PLC0415 - not for a pipe

    return excerpts(opened, shown, query)
