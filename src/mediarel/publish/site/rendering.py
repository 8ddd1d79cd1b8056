"""Render the templates of a custom theme, in the child process of `templates.py`."""

from __future__ import annotations

import gc
import pickle
from time import process_time

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

_LONGEST = 300  # characters of an error message


class _Limits:
    """Limit the memory of this process, and its time for each batch of pages.

    At the time limit, the system ends this process.
    """

    def __init__(self) -> None:
        self._pages = 0

    def apply(self) -> None:
        if not self._pages:
            self._pages = PAGES
            limit(MEMORY, int(process_time()) + SECONDS + 1)
        self._pages -= 1


_limits = _Limits()
gc.enable()  # or Jinja's garbage is never freed


def make(
    given: tuple[str, str, bytes],
) -> tuple[bytes | list[str], str, str]:
    """Render a page or rows of a list; return the result, or the place and the error.

    The pickled values come from the parent process.
    """
    theme, name, pickled = given
    values = pickle.loads(pickled)  # noqa: S301 - from a process of our own
    try:
        _limits.apply()
        if name == ROWS:
            return filled_rows(theme, *values), "", ""
        return filled(name, theme, values), "", ""
    except Exception as error:  # noqa: BLE001 - a template may raise anything
        return b"", place_of(error, name), _problem(error)


def _problem(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return f"rendering takes more than {MEMORY >> 20:,} MB"
    if isinstance(error, RecursionError):
        return "endless recursion; a template may not extend or include itself"
    if isinstance(error, UnicodeDecodeError):
        return "it is not in UTF-8"
    if is_missing_template(error):
        return f"there is no template {shorten(str(error))!r}"
    return shorten(str(error), _LONGEST) or type(error).__name__
