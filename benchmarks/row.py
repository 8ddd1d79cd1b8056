"""Define the types of the benchmark table: rows, results, and data to measure."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from measure import Side, Took

if TYPE_CHECKING:
    from collections.abc import Callable

    from places import Place, Places

_LONG_RUNS = 5  # for commands that take many seconds


class Bench(NamedTuple):
    """The data for measurements: places, size of the large archive, number of runs."""

    places: Places
    size: int
    runs: int

    @property
    def long_runs(self) -> int:
        """Return the number of runs for commands that take many seconds."""
        return min(self.runs, _LONG_RUNS)


class Measured(NamedTuple):
    """The median results of mediarel, and those of the compared command.

    `beside` is None if mediarel is not compared with a command.
    """

    ours: Took
    beside: Took | None
    runs: int
    note: str = ""


class Row(NamedTuple):
    """A row of the benchmark table.

    `most` is the limit for mediarel. Usually, the limit is a multiple of the time that
    the compared command takes. If `in_megabytes` is True, the limit is a memory size.
    If `in_seconds` is True, the limit is a time in seconds.
    """

    name: str
    what: str
    beside: str
    most: float
    measure: Callable[[Bench], Measured]
    in_megabytes: bool = False
    in_seconds: bool = False


def side(
    place: Place,
    *commands: tuple[str, ...],
    on_terminal: bool = False,
    before: Callable[[], None] = lambda: None,
) -> Side:
    """Return a side of a comparison: it runs `commands` at `place`."""
    return Side(commands, place.folder, place.environment(), on_terminal, before)


def python(*arguments: str) -> tuple[str, ...]:
    """Return the command that runs this Python with `-c` and `arguments`."""
    return (sys.executable, "-c", *arguments)
