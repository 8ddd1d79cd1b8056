"""Dates in the pages: in words, and as programs read them where HTML has a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.edtf import PartialDate

if TYPE_CHECKING:
    from mediarel.dates.interval import KeptDate


class ShownDate(NamedTuple):
    """A date in words, and what a `time` element has for it.

    That is "" where the date is unsure or between two (HTML, 4.5.14).
    """

    words: str
    machine: str


def shown_date(date: KeptDate | str, lang: str) -> ShownDate:  # noqa: ARG001 - English yet
    """Return `date` as pages show it, as exact as it is known."""
    if isinstance(date, str):
        date = PartialDate.from_edtf(date)
    is_sure = isinstance(date, PartialDate) and not date.qualifier
    return ShownDate(date.long(), str(date) if is_sure else "")
