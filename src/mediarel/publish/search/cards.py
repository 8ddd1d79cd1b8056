"""Cards: what the search in the page shows of a statement that it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediarel.publish.search.script import quoted
from mediarel.release.headline import after_dateline, title_of
from mediarel.text.breaks import break_before
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_HEADLINE = 200  # letters
_LONGEST_START = 160


class _Printed:
    """What a headline is made of."""

    def __init__(self, held: Mapping[str, Any]) -> None:
        self.title: str | None = held["title"]
        self.text: str | None = held["text"]
        self.dateline: str | None = held["dateline"]


def card(held: Mapping[str, Any]) -> str:
    """Return the card of a statement, as an array of JavaScript.

    That is its id, the address of its page, its headline, date, program and language,
    how its text begins, and its days as `days_of` has them: by these few hits are put
    in order, without the days of all.
    """
    printed = _Printed(held)
    headline = title_of(printed)
    text = (printed.text or "")[after_dateline(printed) :]
    begin = spaced_once(text[: 4 * (_LONGEST_HEADLINE + _LONGEST_START)])
    if not printed.title and begin.startswith(headline):
        begin = begin[len(headline) :].lstrip()
    parts = (
        held["id"],
        held["address"],
        _cut(headline, _LONGEST_HEADLINE),
        held["shown_date"],
        held["program"],
        held["language"],
        _cut(begin, _LONGEST_START),
        held["days"],
    )
    return quoted(parts)


def _cut(text: str, longest: int) -> str:
    """Return as much of `text` as is shown."""
    if len(text) <= longest:
        return text
    return f"{text[: break_before(text[: 2 * longest], longest)].rstrip()} …"
