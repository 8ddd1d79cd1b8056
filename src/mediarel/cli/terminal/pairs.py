"""Pairs of statements that are nearly the same, and where their words differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.cli.terminal.lines import is_terminal, line
from mediarel.cli.terminal.plain import is_plain
from mediarel.release.headline import headline
from mediarel.text.lines import harmless, spaced_once

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.model.statement import Statement

_PER_CENT = 100


class Pair(NamedTuple):
    """Two statements, and how much of their texts is the same, up to 1."""

    one: Statement
    other: Statement
    sameness: float
    is_related: bool

    @property
    def per_cent(self) -> str:
        """How much is the same, in words; 100 only where all is."""
        return f"{int(self.sameness * _PER_CENT)} %"

    @property
    def kind(self) -> str:
        """What they are to each other, in words."""
        return "related" if self.is_related else "nearly the same"


def show_pairs(pairs: Sequence[Pair]) -> None:
    """Show pairs: how alike they are, what each is, and where their words differ.

    Into a pipe a line each: what they are, per cent, id and headline of both.
    """
    if not is_terminal():
        for each in pairs:
            line(each.kind, each.per_cent, *_told(each.one), *_told(each.other))
    elif is_plain():
        for each in pairs:
            print(f"{each.kind.capitalize()}: {each.per_cent}")
            for statement in (each.one, each.other):
                number, said = _told(statement)
                print(harmless(f"Statement {number}, {statement.date}: {said}"))
            print()
    else:
        from mediarel.cli.terminal.drawn_pairs import draw_pairs  # noqa: PLC0415 - not for a pipe

        draw_pairs(pairs)


def _told(statement: Statement) -> tuple[str, str]:
    return str(statement.id), spaced_once(headline(statement))
