"""Titles that share their lines with their dates: `Reopen the room (3 March 2019)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.pages.labels import is_byline, label_of
from mediarel.pages.markup_lines import rest_pieces
from mediarel.pages.title_signs import is_title_like

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.cuts import Cut
    from mediarel.pages.markup_lines import ShownLine
    from mediarel.pages.title_signs import Found

_LEAST = 3  # entries
_ASKED = 60  # entries, by which a list is known
_LETTERS = 15  # of a title; less is rather a name
_MOST = 0.8
_EDGES = " \t|·•,;:–—-/»«>()[]"
_STOPS = re.compile(r"[.;:,…។。]['\"”’»)\]]{0,3}$")


def have_own_titles(cut: Cut, lines: Sequence[ShownLine]) -> bool:
    """Tell whether most dates stand on lines that are titles, no two alike."""
    texts = []
    asked = cut.segments[:_ASKED]
    for segment in asked:
        spot = segment.spot
        if spot.line != spot.last or spot.form not in {"start", "end", "alone"}:
            continue
        line = lines[spot.line]
        pieces = rest_pieces(line, spot.begin, spot.end)
        text = "".join(line.text[p.begin : p.end] for p in pieces).strip(_EDGES)
        if len(text) >= _LETTERS and _is_title(text):
            texts.append(text)
    least = max(_LEAST, _MOST * len(asked))
    return len(set(texts)) >= least


def are_bare_titles(
    cut: Cut, titles: Sequence[Found | None], lines: Sequence[ShownLine]
) -> bool:
    """Tell whether what has no date is but titles, as those with a date are.

    All that such a list shows is on the lines of its titles.
    """
    if any(each.end - each.begin > 1 for each in cut.segments):
        return False
    if not have_own_titles(cut, lines):
        return False
    longest = max(len(each.text) for each in titles if each is not None)
    return all(
        unit.end - unit.begin == 1
        and len(lines[unit.begin].text) <= 2 * longest
        and _is_title(lines[unit.begin].text)
        for unit in cut.undated
    )


def _is_title(text: str) -> bool:
    return (
        is_title_like(text)
        and not _STOPS.search(text)
        and label_of(text) is None
        and not is_byline(text)
    )
