"""Render the templates of a custom theme, in the child process of `templates.py`."""

from __future__ import annotations

import gc
import pickle
import signal
from time import process_time
from typing import TYPE_CHECKING

from mediarel.errors import shorten
from mediarel.publish.site.templates import (
    MEMORY,
    PAGES,
    ROWS,
    SECONDS,
    filled,
    filled_rows,
    is_missing_template,
    place_of,
)
from mediarel.worker import limit

if TYPE_CHECKING:
    from types import FrameType


_LONGEST = 300  # characters of an error message


class TooLongError(Exception):
    """The time limit of a batch of pages was exceeded."""


class _Limits:
    """Limit the memory of this process, and the time of each batch of pages.

    At the time limit, a signal interrupts the template, and so its line is known. If
    Python doesn't handle the signal, the system ends the process a second later.
    """

    def __init__(self) -> None:
        self._pages = 0
        self._end = 0.0

    def __enter__(self) -> None:
        if not self._pages:
            self._pages = PAGES
            self._end = process_time() + SECONDS
            limit(MEMORY, int(self._end) + 2)
        self._pages -= 1
        if hasattr(signal, "setitimer"):  # not on Windows
            left = self._end - process_time()
            signal.setitimer(signal.ITIMER_PROF, max(left, 0.001))

    def __exit__(self, *_: object) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, 0)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise TooLongError


_limits = _Limits()
gc.enable()  # or Jinja's garbage is never freed
if hasattr(signal, "SIGPROF"):
    signal.signal(signal.SIGPROF, _interrupt)


def make(
    given: tuple[str, str, bytes],
) -> tuple[bytes | list[str], str, str]:
    """Render a page or rows of a list; return the result, or the place and the error.

    The pickled values come from the parent process.
    """
    theme, name, pickled = given
    values = pickle.loads(pickled)  # noqa: S301 - from a process of our own
    try:
        with _limits:
            if name == ROWS:
                return filled_rows(theme, *values), "", ""
            return filled(name, theme, values), "", ""
    except Exception as error:  # noqa: BLE001 - a template may raise anything
        return b"", place_of(error, name), _problem(error)


def _problem(error: Exception) -> str:
    if isinstance(error, TooLongError):
        return f"rendering takes more than {SECONDS} seconds"
    if isinstance(error, MemoryError):
        return f"rendering takes more than {MEMORY >> 20:,} MB"
    if isinstance(error, RecursionError):
        return "endless recursion; a template may not extend or include itself"
    if isinstance(error, UnicodeDecodeError):
        return "it is not in UTF-8"
    if is_missing_template(error):
        return f"there is no template {shorten(str(error))!r}"
    return shorten(str(error), _LONGEST) or type(error).__name__
