"""Where you are in a list, and the same command for the page after it."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from mediarel.errors import MisuseError

if TYPE_CHECKING:
    from mediarel.found import Page

_COMMAND = re.compile(
    r"\bmediarel (?:list|search|show|log|check|add|edit|remove|undo|redo|restore|backup"
    r"|repair|import|export)\b"
)


class PageBeyondLastError(MisuseError):
    """A page was asked for that the list does not reach."""

    def __init__(self, page: int, last: int) -> None:
        super().__init__(
            f"there is no page {page}: the last is page {last}",
            f"Ask for --page {last}.",
        )


def refuse_beyond(shown: Page, page: int, size: int | None) -> None:
    """Raise PageBeyondLastError where there is no such page; the first always is."""
    last = 1 if size is None else max(1, -(-shown.total // size))
    if page > last:
        raise PageBeyondLastError(page, last)


def foot(shown: Page, page: int, size: int | None) -> list[str]:
    """Give where in the list `shown` is, and what to type next."""
    first, last = shown.start + 1, shown.start + len(shown.rows)
    parts = [
        f"{first}–{last} of {shown.total}",
        f"read one: {in_this_archive(f'mediarel show {shown.rows[0].id}')}",
    ]
    if size is not None and last < shown.total:
        parts.append(f"next: {_for_page(page + 1)}")
    return parts


def in_this_archive(sentence: str) -> str:
    """Give `sentence` with the --archive of this command in those that it names."""
    import shlex  # noqa: PLC0415 - not for a pipe

    given = iter(sys.argv[1:])
    for word in given:
        if word == "--":
            break
        name, _, value = word.partition("=")
        if name == "--archive":
            archive = shlex.quote(value or next(given, "")).replace("\\", r"\\")
            return _COMMAND.sub(rf"\g<0> --archive {archive}", sentence)
    return sentence


def _for_page(page: int) -> str:
    """Give this command, as it was typed, for another page."""
    import shlex  # noqa: PLC0415 - only where there is a next page

    words: list[str] = []
    given = iter(sys.argv[1:])
    for word in given:
        if word == "--":  # what follows is no option
            return f"mediarel {shlex.join([*words, f'--page={page}', word, *given])}"
        if word == "--page":
            next(given, None)
        elif not word.startswith("--page="):
            words.append(word)
    return f"mediarel {shlex.join(words)} --page {page}"
