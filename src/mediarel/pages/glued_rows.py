"""Rows of a copied page that end with a date which is glued to their title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.pages.glued import is_same, recurring
from mediarel.pages.rows import TEXT

if TYPE_CHECKING:
    from mediarel.pages.rows import Row


def with_glued_dates(rows: list[Row]) -> list[Row]:
    """Return `rows` with the dates that many of them end with, whatever is before."""
    shown = ((n, row.text) for n, row in enumerate(rows) if row.kind == TEXT)
    found = list(rows)
    for n, date in recurring(shown, lambda _: None).items():
        row = rows[n]
        if row.dates and is_same(row.dates[-1], date, row.text):
            continue
        others = [each for each in row.dates if each.end <= date.start]
        found[n] = row._replace(dates=(*others, date))
    return found
