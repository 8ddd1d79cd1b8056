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

_BETWEEN = 10.0  # seconds, from one line about a stage to the next
_LEAST = 1.0  # seconds, from any line to the next

# The stage of the last line, and when that was: a display may end before its stage.
_last = [("", 0.0, float("-inf"))]


def told() -> Display:
    """Tell on stderr what is done, as it begins, and then how far it is.

    Short stages that follow each other, such as a file each, have no line of their own.
    """

    def show(stage: Stage) -> None:
        now = time.monotonic()
        what, began, at = _last[0]
        is_new = (what, began) != (stage.what, stage.began)
        if now - at >= (_LEAST if is_new else _BETWEEN):
            _last[0] = stage.what, stage.began, now
            lines = wrapped(_sentence(stage, now), shutil.get_terminal_size().columns)
            print(*lines, sep="\n", file=sys.stderr, flush=True)

    return Display(show, lambda: None)


def _sentence(stage: Stage, now: float) -> str:
    """Return `Reading: 40 of 100, about 3 s left`; of what has no number, `Reading`."""
    count = f"{stage.done:,} of {stage.total:,}" if stage.total else ""
    takes = stage.time(now) if count or now - stage.began >= _BETWEEN else ""
    parts = ", ".join(filter(None, (count, takes)))
    return f"{stage.what}: {parts}" if parts else stage.what
