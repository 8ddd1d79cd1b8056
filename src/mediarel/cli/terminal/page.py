"""A page of what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.terminal.lines import is_terminal, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.index.excerpt import Excerpt
    from mediarel.index.search import Page


def show_page(
    page: Page,
    *,
    crumbs: Sequence[str],
    chosen_year: str | None,
    foot: Sequence[str],
    excerpts: Sequence[Excerpt] | None = None,
) -> None:
    """Show a page of what was found.

    `crumbs` say what the page is narrowed to, `foot` what to type next. `excerpts`
    are the sentences that matched, one for each row.
    """
    if not is_terminal():
        for row in page.rows:
            line(str(row.id), row.date, row.program, row.headline)
        return
    from mediarel.cli.terminal.drawn_page import draw_page  # noqa: PLC0415 - not for a pipe

    draw_page(
        page, crumbs=crumbs, chosen_year=chosen_year, foot=foot, excerpts=excerpts
    )
