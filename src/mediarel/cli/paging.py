"""Divide a list into pages that fit the screen, with a command for the next page."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from mediarel import errors
from mediarel.cli.hints import as_typed
from mediarel.cli.terminal.page import height_of
from mediarel.cli.terminal.table import most_that_fit

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediarel.index.search import Page


def _beyond_last(page: int, last: int) -> errors.MisuseError:
    return errors.MisuseError(
        f"there is no page {page}: the last page is {last}", f"Use --page {last}."
    )


def refuse_beyond(shown: Page, page: int, size: int | None) -> None:
    """Raise MisuseError for a page after the last; page 1 always exists."""
    last = 1 if size is None else max(1, -(-shown.total // size))
    if page > last:
        raise _beyond_last(page, last)


def screenful(
    found: Page,
    number: int,
    view: Callable[[Page, int], Any],
    lines: int,
    height: Callable[[Any], int] = height_of,
) -> Page:
    """Return page `number` of `found`, with pages of at most `lines` lines.

    `found` has all rows from the first row of the list to beyond the page. `view`
    returns the display of a part of `found` and its page number. `height` returns the
    lines of that display. A page has at least one row, however low the terminal is.

    Raises MisuseError if there is no such page.
    """
    shown, start = found, 0
    for each in range(1, number + 1):
        if each > 1 and start >= found.total:
            raise _beyond_last(number, each - 1)

        def is_too_high(size: int, start: int = start, each: int = each) -> bool:
            # Leave a line for the shell's prompt.
            return height(view(_part(found, start, size), each)) >= lines

        fits = most_that_fit(min(lines, found.total - start), is_too_high)
        shown = _part(found, start, fits)
        start += fits
    return shown


def _part(found: Page, start: int, size: int) -> Page:
    return found._replace(rows=found.rows[start : start + size], start=start)


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
