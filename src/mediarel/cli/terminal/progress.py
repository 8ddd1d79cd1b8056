"""Progress of long work, shown where a person waits: after a second, on stderr."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mediarel.cli.terminal.plain import is_unadorned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Move = Callable[[str, int, int], None]

PATIENCE = 1.0  # seconds


@contextmanager
def shown_progress() -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function to be told what is being done, how much of it is, of how much.

    It draws a bar when that takes longer than a second and stderr is a terminal, or
    tells it in lines where no bar is wanted.
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
            draw, stop = _shown()
        if draw is not None:
            draw(what, done, total)

    try:
        yield tell
    finally:
        if stop is not None:
            stop()


def _shown() -> tuple[Move, Callable[[], None]]:
    if is_unadorned():
        from mediarel.cli.terminal.told_progress import told  # noqa: PLC0415 - only for long work

        return told()
    from mediarel.cli.terminal.drawn_progress import bar  # noqa: PLC0415 - as above

    return bar()
