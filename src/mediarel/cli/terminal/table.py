"""Show tables and records in one of three styles.

In a pipe, a row is a line of complete values, separated by tabs. In plain output, a row
is a record: each line has a label and a value. Otherwise `console.py` draws a table
with Rich, which is loaded only then.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from mediarel import errors
from mediarel.cli.hints import as_typed, shown
from mediarel.cli.terminal.lines import broken, is_drawn, is_terminal, line, on_one_line

Record = Iterable[tuple[str, str]]
NARROW = 60  # columns; on a narrower terminal, only important values fit


class Column(NamedTuple):
    """A column of a table: its label, its values, and how they are drawn.

    Three functions return the value of a row: `value` for output in a pipe, `plain` for
    plain output (default: `value`), and `drawn` for a drawn table (default: `plain`).
    An empty value has no line in plain output. A column that has only empty values is
    not drawn.

    Widths are in columns of the terminal. Values that are wider than `most` are
    shortened. If there is no room, a column can shrink to its `least` width. If `fills`
    is true, the column takes all remaining room. If `wraps` is true, Rich chooses the
    width of the column. If `for_wide` is true, the column is omitted on narrow
    terminals. If there is still no room, the column whose `drop` is 1 is left out, then
    2, and so on.
    """

    label: str
    value: Callable[[Any], str]
    plain: Callable[[Any], str] | None = None
    drawn: Callable[[Any], str] | None = None
    style: str = ""
    is_right: bool = False
    wraps: bool = False
    most: int | None = None
    least: int = 0
    fills: bool = False
    for_wide: bool = False
    drop: int = 0

    def plain_value(self, row: object) -> str:
        """Return the value of `row` in plain output."""
        return (self.plain or self.value)(row)

    def drawn_value(self, row: object) -> str:
        """Return the value of `row` in a drawn table."""
        return (self.drawn or self.plain or self.value)(row)


def show_table(columns: Sequence[Column], rows: Sequence[Any]) -> None:
    """Print rows as tab-separated lines, as records or as a table.

    A table is drawn on a terminal, unless plain output is wanted. If there are no rows,
    nothing is printed.
    """
    if not is_terminal():
        for row in rows:
            line(*(column.value(row) for column in columns))
    elif not is_drawn():
        print_records([(c.label, c.plain_value(row)) for c in columns] for row in rows)
    elif rows:
        from mediarel.cli.terminal.console import draw_table  # noqa: PLC0415 - Rich

        draw_table(columns, rows)


def print_records(records: Iterable[Record]) -> None:
    """Print records separated by empty lines."""
    for place, record in enumerate(records):
        if place:
            print()
        print(*record_lines(record), sep="\n")


def record_lines(record: Record) -> list[str]:
    """Return the lines of a record: `label: value`. Empty values are left out.

    Lines are wrapped between words. A command in a hint stays on one line, so that it
    can be copied.
    """
    return [
        each
        for label, value in record
        if value
        for each in _labelled(on_one_line(label), value)
    ]


def _labelled(label: str, value: str) -> list[str]:
    if not isinstance(value, errors.Hint):
        return broken(f"{label}: {on_one_line(value)}")
    text, commands = shown(as_typed(value))
    begin = len(label) + 2
    whole = [(start + begin, end + begin) for start, end in commands]
    return broken(f"{label}: {text}", whole)
