"""Stages of long work: what is done, how much of it, and how they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

_FIRST_GUESS = 2.0  # seconds of work: before, no one can say how long it takes
_MINUTE = 60
_MANY_MINUTES = 2


class Stage(NamedTuple):
    """What is being done, and how much of it; of what can't be counted, `total` is 0.

    `began` is when, by the clock that `seconds` is by as well.
    """

    what: str
    done: int
    total: int
    began: float

    def time(self, seconds: float) -> str:
        """Return in words how long it still takes, else how long it has taken."""
        taken = seconds - self.began
        if not self.total:
            return _in_words(taken)
        if not self.done or taken < _FIRST_GUESS:
            return ""
        left = taken / self.done * (self.total - self.done)
        return f"about {_in_words(left)} left"


class Display(NamedTuple):
    """How stages are shown: what shows one as it is, and what takes it away."""

    show: Callable[[Stage], None]
    close: Callable[[], None]


def _in_words(seconds: float) -> str:
    if seconds < _MINUTE * _MANY_MINUTES:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / _MINUTE)} min"
