"""List every command and subcommand."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from mediarel.cli.app import COMMANDS
from mediarel.cli.options.parameters import Row


class Called(NamedTuple):
    """A command: its words, its row in the table, and its module."""

    name: str
    row: Row
    module: ModuleType

    @property
    def has_parts(self) -> bool:
        """Whether the command has subcommands."""
        return hasattr(self.module, "ROWS")


def _every(rows: Iterable[Row], before: str = "") -> Iterator[Called]:
    for row in rows:
        module = import_module(f"mediarel.cli.commands.{row.module or row.name}")
        yield Called(before + row.name, row, module)
        yield from _every(getattr(module, "ROWS", ()), f"{before}{row.name} ")


EVERY = tuple(_every(COMMANDS))
