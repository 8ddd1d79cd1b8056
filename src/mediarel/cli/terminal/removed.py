"""What was removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.terminal.lines import is_terminal, line
from mediarel.cli.terminal.plain import is_plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.restore import Removal


def show_removed(gone: Sequence[Removal]) -> None:
    """Show what was removed: id, date, program, headline, when and by whom."""
    if not is_terminal():
        for each in gone:
            of_statement = each.value("date"), each.value("program"), each.headline
            line(str(each.id), *of_statement, each.change.at, each.change.who)
        return
    if is_plain():
        from mediarel.cli.terminal.labelled import print_removed  # noqa: PLC0415 - where it is wanted

        print_removed(gone)
        return
    from mediarel.cli.terminal.drawn_removed import draw_removed  # noqa: PLC0415 - not for a pipe

    draw_removed(gone)
