"""Statements shown whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.terminal.beside import ids_beside, with_beside
from mediarel.cli.terminal.lines import is_terminal, line
from mediarel.cli.terminal.plain import is_plain
from mediarel.cli.terminal.views import APART, Told
from mediarel.cli.terminal.wording import history_line, joined
from mediarel.dates.edtf import Interval
from mediarel.model.statement import RECOGNISED
from mediarel.text.lines import harmless, spaced_once

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediarel.cli.terminal.views import Whole
    from mediarel.model.statement import Statement
    from mediarel.query.tree import Query


def show_statements(shown: Sequence[Whole], query: Query | None = None) -> None:
    """Show statements whole, each with what was done to it and stands beside it.

    On a terminal, what `query` matches in them is marked, and what is not simply
    published is told first.
    """
    if is_terminal() and is_plain():
        from mediarel.cli.terminal.labelled import print_statement  # noqa: PLC0415 - where it is wanted

        show = print_statement
    elif is_terminal():
        from mediarel.cli.terminal.drawn_statement import draw_statement  # noqa: PLC0415 - not for a pipe

        show = draw_statement
    else:
        show = _print_statement
    for place, whole in enumerate(shown):
        if place:
            print()
        statement = whole.statement
        told = _fields_of(statement, query)
        if is_terminal():
            told = with_beside(_with_words(statement, told), whole)
        else:
            told |= ids_beside(whole.beside)
        show(whole, told, history_line(whole.signatures))


def _print_statement(whole: Whole, told: Mapping[str, Told], history: str) -> None:
    statement = whole.statement
    line("id", str(statement.id))
    if statement.title:
        line("title", statement.title)
    for name, field in told.items():
        if name not in APART:
            line(name, field.value)
    line("history", history)
    if statement.text:
        print(f"\n{harmless(statement.text)}")


def _fields_of(statement: Statement, query: Query | None) -> dict[str, Told]:
    """Return the fields that are not empty, with the uuid, by their names."""
    values = {**statement.fields(), "uuid": statement.uuid}
    return {name: _told(name, value, query) for name, value in values.items() if value}


_RECOGNISED = "a picture, by a program (ocr): it may differ from what is printed"


def _with_words(statement: Statement, told: dict[str, Told]) -> dict[str, Told]:
    """Return the fields with what a date between two means, in words behind it.

    And with what its text was read from.
    """
    if read := told.get("text_from"):
        value = _RECOGNISED if statement.text_from == RECOGNISED else read.value
        told = {**told, "text_from": read._replace(name="text read from", value=value)}
    between = {
        name: told[name]._replace(value=f"{date} ({date.long()})")
        for name in ("date", "dated")
        if isinstance(date := getattr(statement, name), Interval)
    }
    return {**told, **between}


def _shown(item: object) -> str:
    """Return one value of a field; of a file its name, and whether it is private."""
    if not isinstance(item, dict):
        return joined(item)
    return f"{joined([item])}{' (private)' if item.get('private') else ''}"


def _told(name: str, value: object, query: Query | None) -> Told:
    """Return a field as it is shown, with what `query` matches in it."""
    items = value if isinstance(value, list) else [value]
    told = ""
    found: list[tuple[int, int]] = []
    for item in items:
        shown = joined(item) if name == "text" else spaced_once(_shown(item))
        told = f"{told}; " if told else ""
        if query is not None:
            from mediarel.index.excerpt import marks  # noqa: PLC0415 - rare

            spans = marks(name, shown, query)
            found += [(len(told) + start, len(told) + end) for start, end in spans]
        told += shown
    return Told(name, told, found)
