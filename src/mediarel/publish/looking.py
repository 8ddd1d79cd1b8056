"""Having a worker look at a folder while the rest of a command is loaded.

It looks by `times.py`, which loads more than is good at the start of a command.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from mediarel.publish.paths import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_TASK = "mediarel.publish.times"


class Known(NamedTuple):
    """What is known of how a folder was left: a file of times, and who looks by it.

    `look` returns the digest of the manifest with which all was found to be as it was
    left; anything else where it is not, or not known. Without a worker there is none.
    """

    times_at: Path
    look: Callable[[], bytes | None] | None


@contextmanager
def looking(folder: Path) -> Iterator[Callable[[Path], Known]]:
    """Have a worker look at `folder`, once the file of its times is told."""
    if not (folder / MANIFEST).exists():
        yield lambda times_at: Known(times_at, None)
        return
    from mediarel.workers import waiting  # noqa: PLC0415 - for it alone

    with waiting(_TASK) as worker:

        def known(times_at: Path) -> Known:
            worker.give((str(folder.absolute()), str(times_at)))
            return Known(times_at, worker.taken if worker.process else None)

        yield known
