"""List every command and subcommand."""

import inspect
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mediarel.cli.app import COMMANDS
from mediarel.cli.options.parameters import Row


class Called(NamedTuple):
    """A command: its words, its row in the table, and the examples in its help."""

    name: str
    row: Row
    examples: list[str]


def _every(rows: Iterable[Row], before: str = "") -> Iterator[Called]:
    for row in rows:
        text = inspect.getdoc(row.function()) or ""
        examples = text.partition("Examples:")[2].splitlines()[1:]
        yield Called(before + row.name, row, [each.strip() for each in examples])
        yield from _every(row.parts, f"{before}{row.name} ")


EVERY = tuple(_every(COMMANDS))
