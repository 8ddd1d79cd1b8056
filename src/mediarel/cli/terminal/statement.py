"""Statements shown whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.terminal.lines import is_terminal, line
from mediarel.cli.terminal.wording import history_line, joined
from mediarel.text.lines import harmless

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.history.change import Signature
    from mediarel.model.statement import Statement


def show_statements(shown: Sequence[tuple[Statement, Sequence[Signature]]]) -> None:
    """Show statements whole, each with what was done to it."""
    if is_terminal():
        from mediarel.cli.terminal.drawn_statement import draw_statement  # noqa: PLC0415 - not for a pipe

        show = draw_statement
    else:
        show = _print_statement
    for place, (statement, signatures) in enumerate(shown):
        if place:
            print()
        show(statement, _fields_of(statement), history_line(signatures))


def _print_statement(
    statement: Statement, told: Sequence[tuple[str, str]], history: str
) -> None:
    line("id", str(statement.id))
    if statement.title:
        line("title", statement.title)
    for name, value in told:
        line(name, value)
    line("history", history)
    if statement.text:
        print(f"\n{harmless(statement.text)}")


def _fields_of(statement: Statement) -> list[tuple[str, str]]:
    """Return the fields that are not empty, without id, title and text."""
    values = {**statement.fields(), "uuid": statement.uuid}
    return [
        (name, joined(value))
        for name, value in values.items()
        if name not in {"title", "text"} and value
    ]
