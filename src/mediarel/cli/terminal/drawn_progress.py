"""Draw a progress bar with the remaining time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from mediarel.cli.terminal.progress import Display

if TYPE_CHECKING:
    from rich.progress import ProgressColumn

    from mediarel.cli.terminal.progress import Stage

_AROUND_A_BAR = 44  # columns for the stage and the time
_LEAST, _MOST = 5, 40  # columns of a bar


def bar() -> Display:
    """Draw a bar on stderr."""
    console = Console(stderr=True, markup=False)
    # Keep the cursor: if a signal ends this process, it would stay hidden.
    vars(console)["show_cursor"] = lambda *_: False
    what = TextColumn("{task.description}", markup=False)
    columns: list[ProgressColumn] = [SpinnerColumn(), what]
    room = min(console.width - _AROUND_A_BAR, _MOST)
    if room >= _LEAST:
        columns.append(BarColumn(room))
    columns.append(TextColumn("{task.fields[time]}"))
    progress = Progress(*columns, console=console, transient=True, auto_refresh=False)
    task = progress.add_task("", time="")

    def show(stage: Stage) -> None:
        progress.update(
            task,
            description=stage.what,
            completed=stage.done,
            total=stage.total or None,
            time=stage.time(time.monotonic()),
        )
        progress.start()  # draws it, the first time
        progress.refresh()

    return Display(show, progress.stop)
