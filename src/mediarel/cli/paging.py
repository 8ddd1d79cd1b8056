"""Return the footer of a page, with a command for the next page."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mediarel import errors
from mediarel.cli.hints import as_typed

if TYPE_CHECKING:
    from mediarel.index.search import Page


def refuse_beyond(shown: Page, page: int, size: int | None) -> None:
    """Raise MisuseError for a page after the last; page 1 always exists."""
    last = 1 if size is None else max(1, -(-shown.total // size))
    if page > last:
        raise errors.MisuseError(
            f"there is no page {page}: the last page is {last}", f"Use --page {last}."
        )


def foot(shown: Page, page: int, *, is_paged: bool, mark: str = "") -> list[str]:
    """Return the footer of a page: its position in the list, and the next commands.

    `mark` is a query; the command to show a statement includes it, to mark matches.
    """
    marked = ["--mark", mark] if mark else []
    first, last = shown.start + 1, shown.start + len(shown.rows)
    show = errors.Hint(errors.Command("show", shown.rows[0].id, *marked))
    parts = [f"{first}–{last} of {shown.total}", f"read one: {as_typed(show)}"]
    if is_paged and last < shown.total:
        parts.append(f"next: {_for_page(page + 1)}")
    return parts


def _for_page(page: int) -> str:
    """Return the typed command for a different page."""
    words: list[str] = []
    given = iter(sys.argv[1:])
    for word in given:
        if word == "--":  # what follows is no option
            return str(errors.Command(*words, f"--page={page}", word, *given))
        if word == "--page":
            next(given, None)
        elif not word.startswith("--page="):
            words.append(word)
    return str(errors.Command(*words, "--page", page))
