"""A bar that shows how far long work is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable


def bar() -> tuple[Callable[[str, int, int], None], Callable[[], None]]:
    """Draw a bar on stderr; return a function to move it and one to remove it."""
    progress = Progress(console=Console(stderr=True), transient=True)
    progress.start()
    task = progress.add_task("")

    def move(what: str, done: int, total: int) -> None:
        progress.update(task, description=what, completed=done, total=total)

    return move, progress.stop
