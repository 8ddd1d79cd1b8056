"""`mediarel search`: the statements that say something, best first."""

from __future__ import annotations

import typer

from mediarel.cli import again, list_, opening, options, output, render
from mediarel.cli.options import Filters, Sort
from mediarel.errors import MisuseError
from mediarel.query.tree import Everything

EXAMPLES = (
    "mediarel search sonando",
    "mediarel search '\"freedom of expression\" OR internet' --year 2012",
    "mediarel search 'sonand* NOT title:governance'",
)


class NothingSoughtError(MisuseError):
    """A search for no words at all."""

    def __init__(self) -> None:
        super().__init__(
            "there is nothing to search for", "Give a word, or see all: mediarel list"
        )


def run(
    context: typer.Context,
    words: options.SearchWords,
    year: options.Year = None,
    program: options.Program = None,
    type: options.Type = None,  # noqa: A002 - the option's name
    tag: options.Tag = None,
    since: options.Since = None,
    until: options.Until = None,
    sort: options.SortBy = Sort["best"],
    page: options.PageNumber = 1,
    per_page: options.PerPage = None,
    all: options.All = False,  # noqa: A002 - the option's name
    format: options.Format = None,  # noqa: A002 - the option's name
    archive: options.Archive = None,
) -> None:
    """Search title, text, program, place, signatories and tags, best first."""
    filters = Filters(year, program, type, tag or (), since, until)
    sought = Filters().query(words)
    if isinstance(sought, Everything):
        raise NothingSoughtError
    query = filters.query(words)
    is_paged = list_.is_paged(format, page) and not all
    size = per_page or (render.page_size(with_excerpts=True) if is_paged else None)
    with opening.archive(context, archive) as opened:
        shown = opened.page(
            query, sort=sort.value, start=(page - 1) * (size or 0), size=size
        )
        again.refuse_beyond(shown, page, size)
        if format is not None:
            output.write(format, opened.get([row.id for row in shown.rows]), None)
            return
        if not shown.rows:
            opening.tell(list_.nothing_found(shown, words))
            return
        excerpts = opened.excerpts(shown, query) if render.is_terminal() else None
    render.page(
        shown,
        crumbs=list_.crumbs(filters, words, shown),
        chosen_year=year,
        foot=again.foot(shown, page, size),
        excerpts=excerpts,
    )
