"""A page of what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.cli.terminal.lines import is_terminal, line

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mediarel.index.excerpt import Excerpt
    from mediarel.index.search import Page


class PageView(NamedTuple):
    """A page as it is shown.

    `name` is that of the archive, `crumbs` say what the page is narrowed to, `chosen`
    which years its dates are limited to (None: they are not), `foot` what to type next.
    `excerpts` are the sentences that matched, one for each row.
    """

    page: Page
    name: str
    crumbs: Sequence[str]
    chosen: Collection[int] | None
    foot: Sequence[str]
    excerpts: Sequence[Excerpt] | None = None


def show_page(view: PageView) -> None:
    """Show a page of what was found."""
    if not is_terminal():
        for row in view.page.rows:
            line(str(row.id), row.date, row.program, row.headline)
        return
    from mediarel.cli.terminal.drawn_page import draw_page  # noqa: PLC0415 - not for a pipe

    draw_page(view)


def height_of(view: PageView) -> int:
    """Return how many lines of a terminal `view` takes."""
    from mediarel.cli.terminal.drawn_page import height  # noqa: PLC0415 - as above

    return height(view)
