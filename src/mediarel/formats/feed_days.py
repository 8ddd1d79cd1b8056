"""When an entry of a feed was published: what a date says that feeds can say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.dates.edtf import PartialDate

if TYPE_CHECKING:
    from mediarel.dates.interval import KeptDate


def published(date: KeptDate) -> str | None:
    """Return noon in UTC of a day that is known and sure, as RFC 3339; else None.

    Midnight would be the day before in the Americas.
    """
    if isinstance(date, PartialDate) and date.day and not date.qualifier:
        return f"{date}T12:00:00Z"
    return None
