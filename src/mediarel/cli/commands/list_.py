"""Implement `mediarel list`: list statements, newest first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.cli import environment, output, paging
from mediarel.cli.hints import GIVEN
from mediarel.cli.options import common
from mediarel.cli.options.common import Filters, Sort
from mediarel.cli.pager import paged
from mediarel.cli.terminal.lines import is_terminal, page_size, screen_lines
from mediarel.cli.terminal.page import PageView, show_page
from mediarel.errors import Command, Hint, Placeholder
from mediarel.index.search import limited_to
from mediarel.query.tree import Condition, both

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.archive import Archive as ArchiveOf
    from mediarel.index.search import Page
    from mediarel.model.statement import Statement
    from mediarel.query.tree import Query

EXAMPLES = (
    "mediarel list --year 2012",
    "mediarel list --since 2012-07 --until 2013 --sort oldest",
    "mediarel list sonando OR metfone --format csv",
    "mediarel list --missing km",
)

EMPTY = Hint(
    "The archive is empty. Fill it: ",
    Command("add"),
    " or ",
    Command("import", Placeholder("FILE")),
)


@common.filtered
def run(
    context: typer.Context,
    words: common.Words = None,
    filters: common.Filters = common.NO_FILTERS,
    sort: common.SortBy = Sort["newest"],
    page: common.PageNumber = 1,
    per_page: common.PerPage = None,
    all: common.All = False,  # noqa: A002 - the option's name
    removed: Annotated[
        bool,
        typer.Option("--removed", help="What was removed, in place of what is there."),
    ] = False,
    format: common.Format = None,  # noqa: A002 - the option's name
    no_pager: common.NoPager = False,
    archive: common.Archive = None,
) -> None:
    """List statements, newest first, with the years there are."""
    if removed:
        from mediarel.cli.commands import list_removed as gone  # noqa: PLC0415 - reads all

        gone.refuse_more(context)
        gone.list_removed(context, archive, no_pager=no_pager)
        return
    query = filters.query(words or ())
    size = None if all or not is_paged(format, page) else page_size()
    size = per_page or size
    fits_screen = size is not None and not per_page and is_terminal()

    stood: dict[int, str] = {}

    def view(shown: Page, number: int) -> PageView:
        return PageView(
            shown,
            name,
            crumbs(filters, words, shown if has_one_type else None),
            limited_to(query, shown),
            paging.foot(shown, number, is_paged=size is not None),
            standings=stood,
        )

    with environment.archive(context, archive) as opened:
        is_drawn = is_terminal() and format is None
        name = opened.name() if is_drawn else ""
        has_one_type = is_drawn and opened.has_one_type(query)

        def found() -> tuple[Page, Sequence[Statement]]:
            nonlocal stood
            if fits_screen and is_drawn:
                lines = screen_lines()
                enough = opened.page(query, sort=sort.value, size=page * lines)
                stood = standings(opened, enough)
                return paging.screenful(enough, page, view, lines), ()
            start = (page - 1) * (size or 0)
            shown = opened.page(query, sort=sort.value, start=start, size=size)
            paging.refuse_beyond(shown, page, size)
            stood = standings(opened, shown) if is_drawn else {}
            return shown, () if format is None else whole(opened, shown)

        # In a pipe only the page is read, which is a consistent snapshot.
        is_one_read = format is None and not is_drawn
        shown, chosen = found() if is_one_read else opened.asked(found)
        if format is not None:
            with paged(context, no_pager=no_pager):
                output.write(
                    format,
                    chosen,
                    None,
                    output.for_programs(
                        opened, format, [*filters.as_options(), *(words or ())]
                    ),
                )
            return
        if not shown.rows:
            tell_nothing_found(context, opened, shown, query, filters, words or ())
            return
        tell_quotes_needed(context, opened, filters, words or ())
    with paged(context, no_pager=no_pager or fits_screen):
        show_page(view(shown, page))


def standings(opened: ArchiveOf, shown: Page) -> dict[int, str]:
    """Return which rows are drafts, withdrawn or embargoed, by ID."""
    return opened.standings(shown.rows)


def whole(opened: ArchiveOf, shown: Page) -> Sequence[Statement]:
    """Return the statements of the rows of a page."""
    from mediarel.archive.lookup import get  # noqa: PLC0415 - 40 ms, for a format

    return get(opened, [row.id for row in shown.rows])


def is_paged(format: str | None, page: int) -> bool:  # noqa: A002 - the option's name
    """Return whether to show only a screenful: not if a program reads the output."""
    return page > 1 or (format is None and is_terminal())


def crumbs(
    filters: Filters, words: list[str] | None, of_one_type: Page | None
) -> list[str]:
    """Return the common properties of the list as a breadcrumb.

    `of_one_type` is a page of the list if all its statements have the same type.
    """
    types = [row.type for row in of_one_type.rows[:1]] if of_one_type else []
    found = [
        " or ".join(filters.type or types),
        " or ".join(filters.program or ()),
        *(filters.tag or ()),
        " or ".join(filters.year or ()),
        f"since {filters.since}" if filters.since else None,
        f"until {filters.until}" if filters.until else None,
        f"not in {filters.missing}" if filters.missing else None,
        f"search for {' '.join(words)}" if words else None,
    ]
    return [crumb for crumb in found if crumb]


def tell_nothing_found(
    context: typer.Context,
    opened: ArchiveOf,
    shown: Page,
    query: Query,
    filters: Filters,
    words: Sequence[str],
) -> None:
    """Report why a list is empty, with the next step."""
    environment.tell(
        nothing_found(context, opened, shown, query, filters, words)
        if query != both()
        else EMPTY
    )


def nothing_found(
    context: typer.Context,
    opened: ArchiveOf,
    shown: Page,
    query: Query,
    filters: Filters,
    words: Sequence[str],
) -> str:
    """Return one or two sentences on an empty list, with the next step."""
    if shown.in_all_years:
        years = ", ".join(f"{year:04} ({count})" for year, count in shown.years[:12])
        return f"No statement matches. Without the dates there are some in: {years}."
    if isinstance(query, Condition):  # on missing translations
        from mediarel.formats.language_names import language_name  # noqa: PLC0415 - rare

        language = language_name(query.value)
        told = f"Nothing is missing: each original has a version in {language}."
        return Hint(f"{told} See all: ", Command("list"))
    from mediarel.cli.options import no_matches  # noqa: PLC0415 - only where it is so

    why = no_matches.why_nothing(opened, query, words, filters.names())
    do = (
        no_matches.quotes_needed(opened, words, context)
        or year_meant(context, words)
        or no_matches.ids_meant(opened, context, words)
        or no_matches.sentence_meant(words, filters)
    )
    return Hint("No statement matches. ", why, do or Hint("See all: ", Command("list")))


def year_meant(context: typer.Context, words: Sequence[str]) -> Hint | None:
    """Return how to filter by year if a word is a year, else None."""
    year = next((word for word in words if re.fullmatch("(19|20)[0-9]{2}", word)), None)
    if year is None or "--year" in context.meta[GIVEN]:
        return None
    from mediarel.cli.command_line import with_query  # noqa: PLC0415 - rare

    rest = [word for word in words if word != year]
    command = with_query(context, *rest, more=("--year", year))
    return Hint("To see a year: ", command if rest else Command("list", "--year", year))


def tell_quotes_needed(
    context: typer.Context, opened: ArchiveOf, filters: Filters, words: Sequence[str]
) -> None:
    """Report that a value of several words needs quotes, if it has none."""
    if any(":" in word for word in words) or (words and filters.names()):
        from mediarel.cli.options.no_matches import quotes_needed  # noqa: PLC0415 - rare

        hint = quotes_needed(opened, words, context)
        if hint:
            environment.tell(hint)
