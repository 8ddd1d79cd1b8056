"""How far long work is, told in a line now and then, where no bar is wanted."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from mediarel.cli.telling import say

if TYPE_CHECKING:
    from collections.abc import Callable

_BETWEEN = 10.0  # seconds


def told() -> tuple[Callable[[str, int, int], None], Callable[[], None]]:
    """Return a function to tell how far it is on stderr, and one to end that."""
    last: tuple[str, float] | None = None

    def tell(what: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if last is None or last[0] != what or now - last[1] >= _BETWEEN:
            last = what, now
            say(f"{what}: {done:,} of {total:,}")

    return tell, lambda: None
