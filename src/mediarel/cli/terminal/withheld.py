"""What is withheld, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.cli.terminal.lines import is_terminal, line
from mediarel.cli.terminal.plain import is_plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class WithheldRow(NamedTuple):
    """A text that is withheld: in which statement, and in which fields it stands.

    A row can also be a file that may contain one, and the result of the search.
    """

    id: str
    text: str
    where: str


def where(found: Mapping[str, int]) -> str:
    """Return in which fields a text was `found`: `title (once), text (3 times)`."""
    return ", ".join(f"{field} ({_times(count)})" for field, count in found.items())


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def show_withheld(
    rows: Sequence[WithheldRow], heads: Sequence[str] = ("Id", "Withheld", "Where")
) -> None:
    """Show what is withheld: id, text, and where it stands."""
    if not rows:
        return
    if not is_terminal() or is_plain():
        for row in rows:
            line(*row)
        return
    from mediarel.cli.terminal.drawn_withheld import draw_withheld  # noqa: PLC0415 - not for a pipe

    draw_withheld(rows, heads)
