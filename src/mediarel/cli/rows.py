"""A row of a table of commands."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """A command: its name, and its line in --help.

    `about` is what --help says in that line, `group` the heading above it, and `topic`
    the page of `help` that says more. `module` is the module in `commands/`, if that
    has a different name.
    """

    name: str
    about: str
    group: str
    topic: str = "guide"
    module: str = ""
    is_hidden: bool = False
