"""The letters of pages and mails: in the encoding that they say, and what is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.documents.found import Problem
from mediarel.errors import UnreadableInputError
from mediarel.pages.markup import page_text

if TYPE_CHECKING:
    from collections.abc import Sequence

_USUAL = "cp1252"  # what browsers and programs for mail read where nothing is said
_UNSAID = Problem(
    "does not say how its letters are encoded, and was read as Windows-1252",
    "Compare its letters; where they are wrong, save it as UTF-8.",
    is_lost=True,
)


def letters_of(data: bytes, encoding: str | None) -> tuple[str, Sequence[Problem]]:
    """Return the text in `data`, and what is to be told of its letters.

    Valid UTF-8 is that; else it is in the `encoding` that is said of it, or in that
    which the HTML says.
    """
    try:
        text, note = page_text(data, "", encoding)
    except UnreadableInputError:
        text, note = page_text(data, "", _USUAL)
        return text, (_UNSAID,)
    if not note:
        return text, ()
    what = f"has letters that are lost: {note}"
    return text, (Problem(what, "Compare its letters.", is_lost=True),)
