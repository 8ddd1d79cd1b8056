"""Explain why a page has no readable list, and how to proceed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.errors import Command, Hint, Placeholder, UnreadableInputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.anchors import Anchor
    from mediarel.pages.choice import Page
    from mediarel.pages.markup import Markup
    from mediarel.pages.page_rows import Row

_LOADING = re.compile(
    r"\bloading\b|javascript|chargement|cargando|carregando|caricamento|wird geladen"
    r"|\bmemuat\b|កំពុងផ្ទុក|กำลังโหลด|加载中|載入中|読み込み中|đang tải",
    re.IGNORECASE,
)
_LEAST_TEXT = 400  # characters; a page with less text is filled in by scripts


def no_list(page: Page, markup: Markup, source: str) -> UnreadableInputError:
    """Return the error for a page without a readable list."""
    if not page.lines:
        if markup.scripts:
            return _filled_in(source)
        hint = "Save the page again, or copy its text out of the browser."
        return UnreadableInputError(source, None, "the page shows no text", hint)
    if not any(spot.is_day and not page.beside[spot.line] for spot in page.spots):
        if markup.scripts and page.letters[-1] < _LEAST_TEXT:
            return _filled_in(source)
        reason = "the page shows no date, so there are no entries to tell apart"
        if any(spot.is_day for spot in page.spots):
            reason = "its dates stand beside the main part: in a sidebar or a foot"
        hint = "Give a page with the date of each statement; none is filled in."
        return UnreadableInputError(source, None, reason, hint)
    reason = "the dates on the page belong to no list of statements"
    select = ("--select", "entry=li,date=.date")
    command = Command("import", *select, Placeholder("FILE"))
    hint = Hint("Say where they are, as CSS names it: ", command)
    return UnreadableInputError(source, None, reason, hint)


def _filled_in(source: str) -> UnreadableInputError:
    return UnreadableInputError(
        source,
        None,
        "a script fills in the list, and the saved page has none of it",
        "Copy the text out of the browser, and read that in.",
    )


def no_list_in_text(
    rows: Sequence[Row], anchors: Sequence[Anchor], source: str
) -> UnreadableInputError:
    """Return the error for a page copied as text without a list."""
    if not rows:
        return UnreadableInputError(
            source, None, "it is empty", "Copy the page again, or save it as HTML."
        )
    if not anchors and any(_LOADING.search(row.text[:80]) for row in rows):
        return UnreadableInputError(
            source,
            None,
            "its list is filled in by a script, and was not there when it was copied",
            "Wait until the list is shown, then copy the page again.",
        )
    if not anchors:
        return UnreadableInputError(
            source,
            None,
            "there is no date on it, so that its entries can't be told apart",
            "Copy the page that lists the statements with their dates.",
        )
    return UnreadableInputError(
        source,
        None,
        "its dates belong to no list of titles or texts",
        "Where a script fills the list in, copy the page when it is there to be seen.",
    )


def no_date_of_release(source: str) -> UnreadableInputError:
    """Return the error for a text that reads as one release without a date."""
    program = ("--program", Placeholder("NAME"))
    command = Command("add", "--date", Placeholder("DATE"), *program, "--text", "-")
    return UnreadableInputError(
        source,
        None,
        "it reads as one release, and says no date of its own",
        Hint(
            "Give it one: ",
            command,
            f" < {Placeholder('FILE')}. Where it is a list, copy it with its dates.",
        ),
    )
