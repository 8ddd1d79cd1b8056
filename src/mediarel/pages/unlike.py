"""Entries without a date in a flat list that look like none of the dated ones.

All else in the list has one shape, and below one entry stands more: what is written as
a title there begins another.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mediarel.pages.kinds import is_kind
from mediarel.pages.labels import label_of
from mediarel.pages.noise import is_noise, is_page_numbers, is_read_more
from mediarel.pages.title_signs import is_title_like

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.markup_lines import ShownLine
    from mediarel.pages.title_signs import Found, Segment

_FEWEST = 2  # entries of one shape, from which on it is that of the list
_MOST_OF = 0.7
_NEAR = 4  # lines below a date in which the kind of its entry stands
_LONGEST = 100  # letters of what may be a title
_STOPS = (".", "!", "?", "…", "។", "。", ":", ";", ",")


def unlike_starts(
    segments: Sequence[Segment],
    titles: Sequence[Found | None],
    lines: Sequence[ShownLine],
) -> list[list[int]]:
    """Return for each entry the lines in it that begin another, unlike all others."""
    lengths = Counter(each.end - each.begin for each in segments)
    usual, count = lengths.most_common(1)[0] if lengths else (0, 0)
    is_uniform = count >= max(_FEWEST, _MOST_OF * (len(segments) - 1))
    bold = [[n for n in _below(each) if _is_bold_title(lines[n])] for each in segments]
    is_rare = sum(bool(each) for each in bold) == 1 and len(segments) > _FEWEST
    kinds = Counter(
        n - each.spot.last
        for each in segments
        for n in _below(each)[:_NEAR]
        if is_kind(lines[n].text)
    )
    found = []
    for each, title, own in zip(segments, titles, bold, strict=True):
        starts: list[int] = []
        last = each.end - 1
        head = max(each.spot.last, -1 if title is None else title.line)
        if is_uniform and each.end - each.begin > usual:
            below = range(each.begin + usual, each.end, usual)
            if below[0] > each.spot.last and _begins(below[0], each.end, lines):
                starts = [n for n in below if _begins(n, each.end, lines)]
        elif is_rare and len(own) == 1 and own[0] - each.begin >= min(lengths):
            starts = own
        elif last > head and is_kind(lines[last].text):
            # Where others have theirs, it is the kind of the entry.
            starts = [last] if kinds[last - each.spot.last] <= 1 else []
        found.append(starts)
    return found


def _below(segment: Segment) -> range:
    return range(max(segment.spot.last, segment.begin) + 1, segment.end)


def _begins(number: int, end: int, lines: Sequence[ShownLine]) -> bool:
    """Tell whether a line is a title: in bold, the name of a kind, or above a text."""
    line = lines[number]
    if not _is_title(line.text):
        return False
    is_above = number + 1 < end and lines[number + 1].text.endswith(_STOPS)
    return line.is_bold or is_kind(line.text) or is_above


def _is_bold_title(line: ShownLine) -> bool:
    return bool(line.is_bold or line.heading) and _is_title(line.text)


def _is_title(text: str) -> bool:
    is_other = is_noise(text) or is_page_numbers(text) or is_read_more(text)
    return (
        len(text) <= _LONGEST
        and is_title_like(text)
        and not text.endswith(_STOPS)
        and not is_other
        and label_of(text) is None
    )
