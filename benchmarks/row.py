"""What a row of the table is, and what a measurement works with."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from measure import Side, Took

if TYPE_CHECKING:
    from collections.abc import Callable

    from places import Place, Places

_LONG_RUNS = 5  # for what takes many seconds a run


class Bench(NamedTuple):
    """What a measurement works with: the places, the large size, how many runs."""

    places: Places
    size: int
    runs: int

    @property
    def long_runs(self) -> int:
        """How many runs what takes many seconds gets."""
        return min(self.runs, _LONG_RUNS)


class Measured(NamedTuple):
    """The medians of both sides; `beside` is None where nothing is compared."""

    ours: Took
    beside: Took | None
    runs: int
    note: str = ""


class Row(NamedTuple):
    """A row of the table.

    `most` is what ours may be as a multiple of what stands beside, or, where
    `in_megabytes` or `in_seconds`, the peak that it may reach or the time it may take.
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
    """Return the side that runs `commands` at `place`."""
    return Side(commands, place.folder, place.environment(), on_terminal, before)


def python(*arguments: str) -> tuple[str, ...]:
    """Return the command that runs this Python with `arguments` after `-c`."""
    return (sys.executable, "-c", *arguments)
