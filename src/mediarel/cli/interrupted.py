"""Report after Ctrl-C whether a long command changed anything."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from mediarel.cli import environment
from mediarel.errors import Command, Hint, MediarelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mediarel.archive.archive import Archive


@contextmanager
def told_on_interrupt(told: Callable[[], str]) -> Iterator[None]:
    """Print the sentence that `told` returns if Ctrl-C ends the block."""
    try:
        yield
    except (typer.Abort, KeyboardInterrupt):
        environment.tell("")  # the line of the question, or of ^C
        environment.tell(told())
        raise


@contextmanager
def change_interrupted(opened: Archive) -> Iterator[None]:
    """Print whether the archive was changed if Ctrl-C ends the block."""
    store, before = opened.store, opened.store.revision()

    def told() -> str:
        see = Command("log")
        try:
            if store.is_at(before):
                return "Interrupted: nothing was changed."
        except MediarelError:
            return Hint("Interrupted. To see whether anything was changed: ", see)
        return Hint("Interrupted after the change was saved. To see it: ", see)

    with told_on_interrupt(told):
        yield
