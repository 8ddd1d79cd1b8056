"""How far long work is, told in a line now and then, where no bar is wanted."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TYPE_CHECKING

from mediarel.cli.terminal.stages import Display
from mediarel.cli.terminal.wrapping import wrapped

if TYPE_CHECKING:
    from mediarel.cli.terminal.stages import Stage

_BETWEEN = 10.0  # seconds


def told() -> Display:
    """Tell on stderr what is done, as it begins, and then how far it is."""
    last = ("", 0.0, 0.0)

    def show(stage: Stage) -> None:
        nonlocal last
        now = time.monotonic()
        what, began, at = last
        is_new = (what, began) != (stage.what, stage.began)
        if is_new or now - at >= _BETWEEN:
            last = stage.what, stage.began, now
            lines = wrapped(_sentence(stage, now), shutil.get_terminal_size().columns)
            print(*lines, sep="\n", file=sys.stderr, flush=True)

    return Display(show, lambda: None)


def _sentence(stage: Stage, now: float) -> str:
    """Return `Reading: 40 of 100, about 3 s left`; of what has no number, `Reading`."""
    count = f"{stage.done:,} of {stage.total:,}" if stage.total else ""
    takes = stage.time(now) if count or now - stage.began >= _BETWEEN else ""
    parts = ", ".join(filter(None, (count, takes)))
    return f"{stage.what}: {parts}" if parts else stage.what
