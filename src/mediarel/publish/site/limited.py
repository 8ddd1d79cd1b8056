"""Render pages; a theme's own templates in a child process with limits.

Such templates may come from others, and may loop or grow without end. A limit ends
the child process and no other.
"""

from __future__ import annotations

import pickle
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from mediarel.errors import InvalidError
from mediarel.publish.site.templates import filled, filled_rows
from mediarel.workers import asking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mediarel.publish.site.settings import Settings

SECONDS = 30  # of computing, for as many pages in a row as PAGES
PAGES = 50
MEMORY = 1 << 30  # bytes
ROWS = "row.html"
_TASK = "mediarel.publish.site.rendering"


class ThemeError(InvalidError):
    """A template of a theme can't be filled in."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(
            f"the theme's {where}: {what}",
            "Correct the template, or delete the file to use the usual one.",
        )


_children = ExitStack()
_asks: dict[Settings, Callable[[object], Any]] = {}


@contextmanager
def child_processes() -> Iterator[None]:
    """End the child processes when the block ends."""
    with _children:
        try:
            yield
        finally:
            _asks.clear()


def rendered(name: str, settings: Settings, values: Mapping[str, Any]) -> bytes:
    """Return the template `name` filled in with `values`.

    Raises ThemeError.
    """
    if not settings.theme:
        return filled(name, settings, values)
    made: bytes = _asked(settings, name, values)
    return made


def rendered_rows(
    settings: Settings, rows: Sequence[object], *more: object
) -> list[str]:
    """Return the HTML of each of `rows` of a list; `more` is passed to the template.

    Raises ThemeError.
    """
    if not settings.theme:
        return filled_rows(settings, rows, *more)
    made: list[str] = _asked(settings, ROWS, (rows, *more))
    return made


def _asked(settings: Settings, name: str, values: object) -> Any:  # noqa: ANN401 - as named
    if settings not in _asks:
        try:
            _asks[settings] = _children.enter_context(asking(_TASK))
        except OSError as error:
            raise ThemeError(name, f"no process can be started: {error}") from error
    answer = _asks[settings]((tuple(settings), name, pickle.dumps(values)))
    if answer is None:
        limits = f"{SECONDS} seconds or {MEMORY >> 20:,} MB"
        raise ThemeError(name, f"rendering takes more than {limits}")
    made, where, what = answer
    if what:
        raise ThemeError(where, what)
    return made
