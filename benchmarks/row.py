"""Define a row of the table, and the data that its measurement needs."""

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
    """The medians of both sides. `beside` is None if there is no comparison."""

    ours: Took
    beside: Took | None
    runs: int
    note: str = ""


class Row(NamedTuple):
    """A row of the table.

    `most` is the limit for mediarel. Usually, it is a multiple of the time that the
    compared command takes. If `in_megabytes` is true, it is the limit of memory use. If
    `in_seconds` is true, it is a time in seconds.
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
