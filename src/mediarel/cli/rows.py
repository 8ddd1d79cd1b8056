"""A row of a table of commands."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """A command: its name, its module in `commands/`, its group in --help.

    `topic` is what `help` has more about.
    """

    name: str
    module: str
    group: str
    topic: str = "guide"
