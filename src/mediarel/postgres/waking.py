"""Keeping a change awake: a server ends one whose client seems to be asleep.

Much is worked out within a change to very many statements, and no word goes to the
server meanwhile. So one does, now and then, for as long as this process is awake: one
that is stopped, or whose machine sleeps, still is taken for gone.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def kept_awake(stir: Callable[[], None], seconds: float) -> Iterator[None]:
    """Have `stir` called from time to time, every so many `seconds`, until the end."""
    over = Event()

    def go_on() -> None:
        while not over.wait(seconds):
            stir()

    thread = Thread(target=go_on, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
