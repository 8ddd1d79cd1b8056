"""Titles of the items below a date: the whole of a line, be a part of it a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.pages.markup_lines import main_anchor
from mediarel.pages.title_signs import Found, is_title_like

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.cuts import Cut
    from mediarel.pages.markup_lines import ShownLine


def with_whole_lines(
    cut: Cut, titles: Sequence[Found | None], lines: Sequence[ShownLine]
) -> list[Found | None]:
    """Return titles, that of an item the whole line where words surround its links."""
    found: list[Found | None] = []
    for segment, title in zip(cut.segments, titles, strict=True):
        line = lines[segment.begin]
        is_item = (
            segment.end - segment.begin == 1
            and segment.spot.last < segment.begin
            and line.block.tag == "li"
        )
        is_part = title is None or (title.text != line.text and _runs(line, title))
        if not is_item or not is_part or not is_title_like(line.text):
            found.append(title)
            continue
        anchor = main_anchor(line, line.pieces)
        link = None if anchor is None else anchor[0]
        found.append(Found(line.text, segment.begin, link, "line"))
    return found


def _runs(line: ShownLine, title: Found) -> bool:
    """Tell whether a word stands right before a title, as of the same sentence."""
    before, _, after = line.text.partition(title.text)
    is_before = before[-1:].isspace() and before.rstrip()[-1:].isalpha()
    return is_before or (after[:1].isspace() and after.lstrip()[:1].islower())
