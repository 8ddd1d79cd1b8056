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
            draw, stop = bar()
        if draw is not None:
            draw(what, done, total)

    try:
        yield tell
    finally:
        if stop is not None:
            stop()


def bar() -> tuple[Callable[[str, int, int], None], Callable[[], None]]:
    """Draw a bar on stderr; return a function to move it and one to remove it."""
    from rich.console import Console  # noqa: PLC0415 - only for long work
    from rich.progress import Progress  # noqa: PLC0415

    progress = Progress(console=Console(stderr=True), transient=True)
    progress.start()
    task = progress.add_task("")

    def move(what: str, done: int, total: int) -> None:
        progress.update(task, description=what, completed=done, total=total)

    return move, progress.stop
