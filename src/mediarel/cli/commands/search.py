"""Implement `mediarel search`: search statements, best match first."""

import typer

from mediarel.archive.lookup import excerpts
from mediarel.cli.commands import list_
from mediarel.cli.options import common
from mediarel.cli.options.parameters import argument
from mediarel.index.excerpt import can_mark


@common.filtered
def run(
    context: typer.Context,
    words: list[str] = argument("QUERY…", common.QUERY_HELP),
    filters: common.Filters = common.NO_FILTERS,
    sort: common.Sort = common.sort("best"),
    page: int = common.PAGE,
    per_page: int | None = common.PER_PAGE,
    all: bool = common.ALL,
    format: str | None = common.FORMAT,
) -> None:
    """Search statements, best match first.

    The search covers title, text, issuer, place, signatories and tags.

    Examples:
      mediarel search sonando
      mediarel search '"freedom of expression" OR internet' --year 2012
      mediarel search 'sonand* NOT title:governance'
    """
    sought = common.Filters().query(words)
    size = list_.rows_per_page(
        page, per_page, is_whole=all, format=format, lines_of_a_row=4
    )
    mark = " ".join(words) if can_mark(sought) else ""
    list_.show_found(
        *(context, filters, words, sort, page, size, format),
        excerpts=lambda *found: list(excerpts(*found)),
        mark=mark,
    )
