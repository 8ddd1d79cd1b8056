"""A page of what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.terminal.lines import is_terminal, line
from mediarel.cli.terminal.plain import is_plain

if TYPE_CHECKING:
    from mediarel.cli.terminal.views import PageView


def show_page(view: PageView) -> None:
    """Show a page of what was found."""
    if not is_terminal():
        for row in view.page.rows:
            line(str(row.id), row.date, row.program, row.headline)
        return
    if is_plain():
        from mediarel.cli.terminal import labelled  # noqa: PLC0415 - where it is wanted

        labelled.print_page(view)
        return
    from mediarel.cli.terminal.drawn_page import draw_page  # noqa: PLC0415 - not for a pipe

    draw_page(view)


def height_of(view: PageView) -> int:
    """Return how many lines of a terminal `view` takes."""
    if is_plain():
        from mediarel.cli.terminal import labelled  # noqa: PLC0415 - where it is wanted

        return labelled.height(view)
    from mediarel.cli.terminal.drawn_page import height  # noqa: PLC0415 - as above

    return height(view)
