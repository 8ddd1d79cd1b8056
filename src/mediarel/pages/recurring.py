"""Lines that a copied page prints below each entry, and that are of no text."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from mediarel.pages.anchors import is_change_of
from mediarel.pages.kinds import is_kind
from mediarel.pages.labels import is_label
from mediarel.pages.rows import TEXT
from mediarel.pages.titles import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.layouts import Page
    from mediarel.pages.rows import Row

_LONGEST = 40
_LEAST = 3
_MOST = 0.5
_WEEKDAY = re.compile(r"\s\S{2,14}\Z")
_TIME = 12  # letters behind a date: its hour


def lines_of_each(page: Page, bodies: Sequence[range]) -> frozenset[str]:
    """Return the short lines that begin or end the bodies of most entries.

    They are links: "See the photo", `ShareTweetWhatsApp`. What says something of an
    entry, its kind or its category, is none of them.
    """
    counts: Counter[str] = Counter()
    for body in bodies:
        rows = [n for n in body if page.rows[n].kind == TEXT]
        edges = {page.rows[n].text for n in (*rows[:1], *rows[-2:])}
        counts.update(edges)
    least = max(_LEAST, _MOST * len(bodies))
    return frozenset(
        text
        for text, count in counts.items()
        if count >= least
        and len(text) <= _LONGEST
        and not ends_sentence(text)
        and not is_kind(text)
        and not is_label(text, at_edge=True)
    )


def is_change(row: Row) -> bool:
    """Tell whether a row only says when an entry was changed."""
    if len(row.dates) != 1:
        return False
    date = row.dates[0]
    if len(row.text) - date.end > _TIME:
        return False
    before = row.text[: date.start].rstrip(" ,")
    return is_change_of(before) or is_change_of(_WEEKDAY.sub("", before))
