"""The foot of a list: where you are in it, and the command for its next page."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mediarel.cli.hints import as_typed
from mediarel.errors import Command, Hint, MisuseError

if TYPE_CHECKING:
    from mediarel.index.search import Page


class PageBeyondLastError(MisuseError):
    """A page after the last was asked for."""

    def __init__(self, page: int, last: int) -> None:
        super().__init__(
            f"there is no page {page}: the last is page {last}",
            f"Ask for --page {last}.",
        )


def refuse_beyond(shown: Page, page: int, size: int | None) -> None:
    """Raise PageBeyondLastError for a page after the last; page 1 always exists."""
    last = 1 if size is None else max(1, -(-shown.total // size))
    if page > last:
        raise PageBeyondLastError(page, last)


def foot(shown: Page, page: int, size: int | None, mark: str = "") -> list[str]:
    """Return where in the list `shown` is, and what to type next.

    In the statement that is read then, `mark` is marked, a query.
    """
    marked = ["--mark", mark] if mark else []
    first, last = shown.start + 1, shown.start + len(shown.rows)
    parts = [
        f"{first}–{last} of {shown.total}",
        f"read one: {as_typed(Hint(Command('show', shown.rows[0].id, *marked)))}",
    ]
    if size is not None and last < shown.total:
        parts.append(f"next: {_for_page(page + 1)}")
    return parts


def _for_page(page: int) -> str:
    """Return this command, as it was typed, for another page."""
    words: list[str] = []
    given = iter(sys.argv[1:])
    for word in given:
        if word == "--":  # what follows is no option
            return str(Command(*words, f"--page={page}", word, *given))
        if word == "--page":
            next(given, None)
        elif not word.startswith("--page="):
            words.append(word)
    return str(Command(*words, "--page", page))
