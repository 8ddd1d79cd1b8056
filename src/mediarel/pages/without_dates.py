"""Find undated entries in a flat list, so that they don't become text of others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mediarel.pages.kinds import is_kind
from mediarel.pages.labels import label_of
from mediarel.pages.markup_lines import main_anchor
from mediarel.pages.noise import is_noise, is_page_numbers, is_read_more
from mediarel.pages.title_signs import is_title_like
from mediarel.pages.units import Unit

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from mediarel.pages.markup_lines import ShownLine
    from mediarel.pages.several import Cut
    from mediarel.pages.title_signs import Found, Segment


_FEWEST = 2  # entries of one shape that define the shape of the list
_NEAR = 4  # lines below a date that may contain the kind of its entry
_LONGEST = 100  # characters of a possible title
_STOPS = (".", "!", "?", "…", "។", "。", ":", ";", ",")
_SURE = ("heading", "class")
_HEAD = 6  # lines of an entry that may contain its title
_MOST_OF = 0.7
_RARE = 0.25  # maximum share of entries; if more contain it, it is a subheading


def split_undated(
    cut: Cut, titles: Sequence[Found | None], lines: Sequence[ShownLine]
) -> tuple[Cut, list[Found | None]]:
    """Return a flat cut with undated entries separated, and the titles.

    An undated entry begins with a title within a segment, below the segment's date and
    title.
    """
    if cut.way == "each":
        return _with_others(cut, titles, lines), list(titles)
    usual = _usual_place(cut.segments, titles)
    looks = {_look(lines[each.line]) for each in titles if each is not None}
    found = [
        list(_starts(segment, title, usual, looks, lines))
        for segment, title in zip(cut.segments, titles, strict=True)
    ]
    return _split(cut, titles, found)


def split_unlike(
    cut: Cut, titles: Sequence[Found | None], lines: Sequence[ShownLine]
) -> tuple[Cut, list[Found | None]]:
    """Return a cut with undated entries separated that look unlike other entries.

    This doesn't help to decide how to cut the list, so call it on the chosen cut.
    """
    if cut.way not in {"after", "before"}:
        return cut, list(titles)
    return _split(cut, titles, unlike_starts(cut.segments, titles, lines))


def _split(
    cut: Cut, titles: Sequence[Found | None], found: Sequence[Sequence[int]]
) -> tuple[Cut, list[Found | None]]:
    """Return a cut with entries ended where others begin in them, if that is rare."""
    several = sum(bool(each) for each in found)
    if not several or several > max(1, _RARE * len(found)):
        return cut, list(titles)
    segments: list[Segment] = []
    kept: list[Found | None] = []
    undated = list(cut.undated)
    for segment, title, starts in zip(cut.segments, titles, found, strict=True):
        is_other = title is not None and title.line in starts
        kept.append(None if is_other else title)
        if not starts:
            segments.append(segment)
            continue
        segments.append(segment._replace(end=starts[0]))
        ends = [*starts[1:], segment.end]
        undated += [
            Unit(begin, end, None, "") for begin, end in zip(starts, ends, strict=True)
        ]
    return cut._replace(segments=tuple(segments), undated=tuple(undated)), kept


def _with_others(
    cut: Cut, titles: Sequence[Found | None], lines: Sequence[ShownLine]
) -> Cut:
    """Return a cut whose undated units include those with a title like its entries."""
    looks = {
        _look(lines[each.line])
        for each in titles
        if each is not None and each.sign in _SURE
    }
    undated = [
        unit
        for unit in cut.others
        if unit.element is not None
        and any(
            is_title_like(line.text) and _look(line) in looks
            for line in lines[unit.begin : min(unit.end, unit.begin + _HEAD)]
        )
    ]
    if not undated or len(undated) > max(1, _RARE * len(cut.segments)):
        return cut
    others = tuple(each for each in cut.others if each not in undated)
    return cut._replace(undated=(*cut.undated, *undated), others=others)


def _usual_place(
    segments: Sequence[Segment], titles: Sequence[Found | None]
) -> int | None:
    """Return the usual number of lines from the beginning to the title, or None."""
    places = Counter(
        title.line - segment.begin
        for segment, title in zip(segments, titles, strict=True)
        if title is not None
    )
    if not places:
        return None
    place, count = places.most_common(1)[0]
    return place if count >= _MOST_OF * places.total() else None


def _look(line: ShownLine) -> Hashable:
    """Return the key of a line's appearance as a title."""
    anchor = main_anchor(line, line.pieces)
    is_link = anchor is not None and anchor[1] > _MOST_OF
    holder = line.pieces[0].element
    return line.heading, line.is_bold, is_link, holder.kind, line.block.kind


def _starts(
    segment: Segment,
    title: Found | None,
    usual: int | None,
    looks: set[Hashable],
    lines: Sequence[ShownLine],
) -> Iterator[int]:
    """Yield each line of a segment that looks like the title of another entry."""
    head = segment.spot.last
    if usual is not None:
        head = max(head, segment.begin + usual)
    elif title is not None:
        head = max(head, title.line)
    for number in range(max(head + 1, segment.begin + 1), segment.end):
        line = lines[number]
        is_marked = line.heading or line.is_bold
        if not is_marked:
            # A link is a sign only if no other text has its own link.
            is_marked = title is not None and title.sign == "link"
        if is_marked and is_title_like(line.text) and _look(line) in looks:
            yield number


def unlike_starts(
    segments: Sequence[Segment],
    titles: Sequence[Found | None],
    lines: Sequence[ShownLine],
) -> list[list[int]]:
    """Return for each entry the lines that begin an unusual entry in it."""
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
            # If other entries have theirs here, the line is the kind of the entry.
            starts = [last] if kinds[last - each.spot.last] <= 1 else []
        found.append(starts)
    return found


def _below(segment: Segment) -> range:
    return range(max(segment.spot.last, segment.begin) + 1, segment.end)


def _begins(number: int, end: int, lines: Sequence[ShownLine]) -> bool:
    """Return whether a line is a title: bold, the name of a kind, or above a text."""
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
