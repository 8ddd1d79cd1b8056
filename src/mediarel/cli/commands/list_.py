"""Implement `mediarel list`: list statements, newest first.

The module of `search` uses `show_found` too.
"""

from collections.abc import Callable, Sequence
from typing import Any

import typer

from mediarel import errors
from mediarel.archive.archive import Archive as ArchiveOf
from mediarel.cli import environment, output
from mediarel.cli.messages import notify
from mediarel.cli.options import common
from mediarel.cli.options.parameters import flag
from mediarel.cli.terminal import lines, views
from mediarel.cli.terminal.tables import show_table
from mediarel.index.search import Page, limited_to
from mediarel.query.tree import Query


@common.filtered
def run(
    context: typer.Context,
    words: list[str] | None = common.WORDS,
    filters: common.Filters = common.NO_FILTERS,
    sort: common.Sort = common.sort("newest"),
    page: int = common.PAGE,
    per_page: int | None = common.PER_PAGE,
    all: bool = common.ALL,
    removed: bool = flag("--removed", "List removed statements instead."),
    format: str | None = common.FORMAT,
) -> None:
    """List statements, newest first, with the number of statements in each year.

    Examples:
      mediarel list --year 2012
      mediarel list --since 2012-07 --until 2013 --sort oldest
      mediarel list sonando OR metfone --format csv
      mediarel list --missing km
    """
    if removed:
        common.refuse_others(context, "--removed", "removed", "all")
        _list_removed(context)
        return
    size = rows_per_page(page, per_page, is_whole=all, format=format)
    show_found(context, filters, words or (), sort, page, size, format)


def show_found(
    context: typer.Context,
    filters: common.Filters,
    words: Sequence[str],
    sort: common.Sort,
    page: int,
    size: int | None,
    format: str | None,
    excerpts: Callable[[ArchiveOf, Page, Query], Sequence[Any]] | None = None,
    mark: str = "",
) -> None:
    """Show the matching statements as a list, or print them in an export format.

    `page` is the number of the page, and `size` the result of `rows_per_page`.
    If `excerpts` is given, it finds the sentence to show below each headline. If `mark`
    is a query, the footer suggests `show ID --mark QUERY`.
    """
    query = filters.query(words)
    start = (page - 1) * (size or 0)
    is_drawn = lines.is_terminal() and format is None
    with environment.archive(context) as opened:
        name = opened.name() if is_drawn else ""
        has_one_type = is_drawn and opened.has_one_type(query)

        def read() -> tuple[Page, Any]:
            shown = opened.page(query, sort=sort.value, start=start, size=size)
            if format is not None:
                from mediarel.archive.lookup import get  # noqa: PLC0415 - 40 ms, for a format

                return shown, get(opened, [row.id for row in shown.rows])
            if not is_drawn:
                return shown, (None, {})
            found = excerpts(opened, shown, query) if excerpts else None
            return shown, (found, opened.standings(shown.rows))

        shown, more = opened.asked(read)
        views.refuse_beyond(shown, page, size)
        if format is not None:
            asked = [*filters.as_options(), *words]
            output.print_format(context, opened, format, more, asked)
            return
        if not shown.rows:
            report_nothing_found(context, opened, shown, query, words)
            return
        chosen = limited_to(opened.index, query)
    found, standings = more
    header = crumbs(filters, words, shown if has_one_type else None)
    position = views.footer(context, shown, page, is_paged=size is not None, mark=mark)
    frame = views.Frame(name, header, position, shown, chosen)
    with output.paged(context), views.framed(frame):
        if found:
            views.show_excerpts(shown.rows, found, standings)
        else:
            views.show_rows(shown.rows, standings)
    if len(words) == 1 and words[0].isdecimal():
        from mediarel.cli.options import selection  # noqa: PLC0415 - rare

        if hint := selection.year_meant(context, words):
            message = f"These statements contain the word {words[0]}. "
            notify(errors.Hint(message, hint))


def _list_removed(context: typer.Context) -> None:
    """List removed statements, and report the command that restores a statement.

    The statements are sorted by the time of removal, newest first.
    """
    # The history is only needed here.
    from mediarel.archive.lookup import removed  # noqa: PLC0415
    from mediarel.cli.terminal.tables import REMOVED  # noqa: PLC0415

    with environment.archive(context) as opened:
        gone = removed(opened)
    if not gone:
        notify("There are no removed statements.")
        return
    with output.paged(context):
        show_table(REMOVED, gone)
    if lines.is_terminal():
        notify("To restore one: ", "restore", gone[0].id)


def rows_per_page(
    page: int,
    per_page: int | None,
    *,
    is_whole: bool,
    format: str | None = None,
    lines_of_a_row: int = 1,
) -> int | None:
    """Return the number of statements on a page, or None to show all statements.

    A pipe or an export format gets all statements, unless `page` is 2 or higher.
    `is_whole` is true if the user wants all statements. `lines_of_a_row` is the usual
    height of a statement, in lines of the terminal.
    """
    is_paged = page > 1 or (format is None and lines.is_terminal())
    if per_page or is_whole or not is_paged:
        return per_page
    return lines.page_size(lines_of_a_row)


def crumbs(
    filters: common.Filters, words: Sequence[str] | None, of_one_type: Page | None
) -> list[str]:
    """Return the items of a breadcrumb: the filters and the query of a list.

    If all statements in the list have the same type, `of_one_type` is a page of the
    list, and the type is the first item. Otherwise, `of_one_type` is None.
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


def report_nothing_found(
    context: typer.Context,
    opened: ArchiveOf,
    shown: Page,
    query: Query,
    words: Sequence[str],
) -> None:
    """Report why no statement was found, with the next step."""
    if shown.in_all_years:
        years = ", ".join(f"{year:04} ({count})" for year, count in shown.years[:12])
        hint = f"Other years have matches: {years}."
    else:
        from mediarel.cli.options import selection  # noqa: PLC0415 - rare

        hint = selection.hint_for(context, opened, query, words)
    notify(errors.Hint("No statement matches. ", hint))
