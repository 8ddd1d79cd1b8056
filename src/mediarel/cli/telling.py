"""Telling on stderr what is no result, and what was made where stdout fails."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from mediarel.errors import AccessError

if TYPE_CHECKING:
    from collections.abc import Iterator


class UnprintedError(AccessError):
    """A command made what it was to make, but its result could not be printed.

    `made` says what; `hint` is not to try again.
    """

    def __init__(self, made: str, hint: str, error: OSError) -> None:
        what = (error.strerror or str(error)).lower()
        super().__init__(
            f"it is made: {made}; but standard output failed: {what}", hint
        )


def say(*lines: str) -> None:
    """Print `lines` to stderr. Where that fails, nobody can be told, not even of that.

    What the command does is no other for it, nor is its exit code.
    """
    with suppress(OSError):
        print(*lines, sep="\n", file=sys.stderr, flush=True)


@contextmanager
def printing(made: str, hint: str) -> Iterator[None]:
    """Print in here the result of a change, which is `made` by now.

    Raises UnprintedError where stdout is full or closed, with a `hint` for what to
    do about `made`.
    """
    # A pipe that is closed would else end us before a word is said.
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        raise UnprintedError(made, hint, error) from error
