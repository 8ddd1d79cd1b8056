"""Progress of long work, shown where a person waits: after a second, on stderr."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 1.0  # seconds


@contextmanager
def shown_progress() -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function to be told what is being done, how much of it is, of how much.

    It draws a bar when that takes longer than a second and stderr is a terminal.
    """
    started: float | None = None
    stop: Callable[[], None] | None = None
    draw: Callable[[str, int, int], None] | None = None

    def tell(what: str, done: int, total: int) -> None:
        nonlocal started, stop, draw
        if not sys.stderr.isatty():
            return
        if started is None:
            started = time.monotonic()
        if draw is None and time.monotonic() - started > PATIENCE and done < total:
            from mediarel.cli.terminal.drawn_progress import bar  # noqa: PLC0415 - only for long work

            draw, stop = bar()
        if draw is not None:
            draw(what, done, total)

    try:
        yield tell
    finally:
        if stop is not None:
            stop()
