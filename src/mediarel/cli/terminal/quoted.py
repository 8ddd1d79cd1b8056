"""What statements say of a quotation: word for word, or nearly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.terminal.lines import is_terminal, line
from mediarel.cli.terminal.plain import is_plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.cli.terminal.views import Quoted


def show_quoted(rows: Sequence[Quoted]) -> None:
    """Show what statements say of a quotation.

    Into a pipe a line each: id, date, program, how it was found, the sentences, and
    the citation.
    """
    if not is_terminal():
        for row in rows:
            says = "".join(part.text for part in row.parts)
            line(str(row.id), row.date, row.program, row.how, says, row.citation)
    elif is_plain():
        from mediarel.cli.terminal.labelled import print_quoted  # noqa: PLC0415 - where it is wanted

        print_quoted(rows)
    else:
        from mediarel.cli.terminal.drawn_quoted import draw_quoted  # noqa: PLC0415 - not for a pipe

        draw_quoted(rows)
