"""Split dates with several items below: each item is an entry of that date."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mediarel.pages.markup_lines import main_anchor, rest_pieces
from mediarel.pages.title_signs import Segment, is_title_like
from mediarel.pages.units import Unit

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator, Sequence

    from mediarel.pages.markup import Element
    from mediarel.pages.markup_lines import ShownLine
    from mediarel.pages.units import Group


_MOST_BEFORE = 3
_FEW = 2  # entries; with fewer, nothing is usual
_MOST_BEHIND = 60  # characters after a date that ends an entry
# Elements that are always entries of a list, never paragraphs of the entry above.
_ITEMS = frozenset(("li", "tr", "article"))
_CLASSED_ITEMS = frozenset(("div", "section"))
_MOST_OF = 0.6
_STOP = re.compile(r"[.;:,…។。]['\"”’»)\]]{0,3}$")


class Cut(NamedTuple):
    """A way to cut a list into entries, and the units left over."""

    way: str
    """`each`, or from date to date: title `after` or `before` it, date `last`."""
    segments: tuple[Segment, ...]
    undated: tuple[Unit, ...]
    """The units that look like entries, but have no date."""
    others: tuple[Unit, ...]

    @property
    def is_of_items(self) -> bool:
        """Return whether undated units are certainly entries, with the same markup.

        If more units are undated than dated, the undated ones may be text.
        """
        elements = [each.element for each in self.segments]
        elements += [each.element for each in self.undated]
        if not self.undated or not all(map(_is_item_cut, elements)):
            return False
        # The second of two table rows may be the text of the first.
        most = len(self.segments) - any(each and each.tag != "li" for each in elements)
        return len(self.undated) <= most


def with_each_below(
    cut: Cut, lines: Sequence[ShownLine], days: Collection[int] = ()
) -> Cut:
    """Return the cut with an entry for each of several items below a date.

    `days` are the lines that are dates. A segment with a further date isn't split.
    """
    if cut.way not in {"each", "after"}:
        return cut
    # A day without content is collapsed or empty.
    held = [each for each in cut.segments if not _is_empty(each, lines)]
    alone = [not _holds_another(each, days) for each in held]
    for parts_of in (_links_below, _headings_below):
        split = [
            parts_of(segment, lines) if is_alone else []
            for segment, is_alone in zip(held, alone, strict=True)
        ]
        several = sum(len(each) > 1 for each in split)
        whole = sum(bool(each) for each in split)
        if several and whole >= _MOST_OF * len(split):
            segments = [
                part
                for segment, parts in zip(held, split, strict=True)
                for part in (parts or [segment])
            ]
            return cut._replace(segments=tuple(segments))
    return cut


def _holds_another(segment: Segment, days: Collection[int]) -> bool:
    """Return whether a line below the date of a segment is a date."""
    below = range(max(segment.begin, segment.spot.last + 1), segment.end)
    return any(number in days for number in below)


def _is_empty(segment: Segment, lines: Sequence[ShownLine]) -> bool:
    """Return whether a segment contains only its date."""
    unit = Unit(segment.begin, segment.end, None, "", segment.spot)
    return is_bare(unit, lines)


def _are_listed(starts: Sequence[int], lines: Sequence[ShownLine]) -> bool:
    """Return whether lines are below one another, with different links."""
    blocks = {lines[n].block for n in starts}
    tag = lines[starts[0]].block.tag
    if len(blocks) not in {1, len(starts)} or tag == "span":
        return False
    # Cells in one row are columns; links in one cell are a list.
    are_items = len(blocks) > 1 and tag == "li"
    rows = {block.parent for block in blocks}
    is_row = len(blocks) == 1 or tag not in {"td", "th"} or len(rows) == len(blocks)
    return is_row and (are_items or not _repeats(starts, lines))


def _is_item(line: ShownLine, number: int, segment: Segment) -> bool:
    """Return whether a line is an item below a year or a month, with or without a link.

    Below a day the line may be a list item of a text.
    """
    if segment.spot.is_day or line.block.begin != number:
        return False
    is_line = line.block.end - line.block.begin == 1
    return line.block.tag == "li" or (is_line and not _STOP.search(line.text))


def _repeats(starts: Sequence[int], lines: Sequence[ShownLine]) -> bool:
    """Return whether two of these lines link to the same address."""
    found = [main_anchor(lines[n], lines[n].pieces) for n in starts]
    hrefs = [each[0].attributes.get("href", "") for each in found if each]
    return len(set(hrefs) - {"", "#"}) < len([x for x in hrefs if x not in {"", "#"}])


def _links_below(segment: Segment, lines: Sequence[ShownLine]) -> list[Segment]:
    """Return a segment for each line below a date if each line is a separate link."""
    first = _below_date(segment, lines)
    if first is None:
        return []
    starts: list[int] = []
    end = segment.end
    kinds = set()
    for number in range(first, segment.end):
        line = lines[number]
        anchor = main_anchor(line, line.pieces)
        is_link = anchor is not None and anchor[1] >= _MOST_OF
        is_item = _is_item(line, number, segment)
        if not (is_link or is_item) or not is_title_like(line.text):
            if not starts:
                return []
            if line.block is not lines[starts[-1]].block:
                end = number
                break
            continue
        starts.append(number)
        kinds.add((line.block.kind, line.block.path))
    if len(kinds) != 1 or not _are_listed(starts, lines):
        return []
    ends = [*starts[1:], end]
    pairs = zip(starts, ends, strict=True)
    return [Segment(begin, end, segment.spot) for begin, end in pairs]


def _below_date(segment: Segment, lines: Sequence[ShownLine]) -> int | None:
    """Return the line below a date that is alone at the top of a segment, or None."""
    spot = segment.spot
    first = spot.last + 1
    if first >= segment.end or segment.begin < spot.line:
        return None
    line = lines[spot.line]
    rest = rest_pieces(line, spot.begin, spot.end)
    is_alone = spot.line != spot.last or not any(
        letter.isalnum() for p in rest for letter in line.text[p.begin : p.end]
    )
    return first if is_alone else None


def _headings_below(segment: Segment, lines: Sequence[ShownLine]) -> list[Segment]:
    """Return a segment for each element below a date that has its own heading.

    Several headings in one element may belong to one text.
    """
    first = _below_date(segment, lines)
    if first is None:
        return []
    headings = [
        lines[n].block
        for n in range(first, segment.end)
        if lines[n].heading and is_title_like(lines[n].text)
    ]
    headings = [each for each in headings if each.path == headings[0].path]
    holders = [_holder(each, headings, first) for each in headings]
    if not holders or any(each is None for each in holders):
        return []
    held = [each for each in holders if each is not None]
    if held[0].begin != first or len({each.path for each in held}) > 1:
        return []
    return [Segment(each.begin, each.end, segment.spot, each) for each in held]


def _holder(
    heading: Element, headings: Sequence[Element], first: int
) -> Element | None:
    """Return the highest element below a date that contains only this heading."""
    found = None
    for element in heading.ancestors():
        if element.begin < first or sum(map(element.has, headings)) > 1:
            break
        found = element
    return found


def _is_item_cut(element: Element | None) -> bool:
    return element is not None and (
        element.tag in _ITEMS
        or (element.tag in _CLASSED_ITEMS and bool(element.classes))
    )


def cuts_of(group: Group, lines: Sequence[ShownLine]) -> Iterator[Cut]:
    """Yield each way to cut the lists of a group into entries."""
    each = _each(group, lines)
    yield each
    if each.others or each.undated:
        for before in range(_MOST_BEFORE + 1):
            cut = _flat(group, lines, before)
            if cut is not None:
                yield cut
        if _has_between(group):
            yield _last(group)


def _has_between(group: Group) -> bool:
    """Return whether units are between dates, or each list has only one date.

    Dates must be at the end of their units.
    """
    dated = [unit for units in group.units for unit in units if unit.spot]
    ends = sum(
        unit.spot.last == unit.end - 1
        and unit.spot.rest - unit.spot.begin < _MOST_BEHIND
        for unit in dated
        if unit.spot
    )
    if ends < _MOST_OF * len(dated):
        return False
    several = [(u, heads) for u in group.units if len(heads := _heads(u)) > 1]
    return not several or any(
        heads[-1] - heads[0] >= len(heads) for _, heads in several
    )


def _each(group: Group, lines: Sequence[ShownLine]) -> Cut:
    """Cut into one entry per unit, with undated units of the same kind apart."""
    dated = [unit for units in group.units for unit in units if unit.spot]
    kinds = Counter(unit.kind for unit in dated)
    are_lines = all(unit.element is None for unit in dated)
    segments: list[Segment] = []
    undated: list[Unit] = []
    others: list[Unit] = []
    for units in group.units:
        for unit in units:
            if unit.spot is not None and not is_bare(unit, lines):
                segments.append(Segment(unit.begin, unit.end, unit.spot, unit.element))
            elif (
                unit.spot is None
                and kinds[unit.kind]
                and (unit.element is not None or are_lines)
            ):
                is_said = _says_more_than_headers(lines[unit.begin : unit.end])
                (undated if is_said else others).append(unit)
            else:
                others.append(unit)
    return Cut("each", tuple(segments), tuple(undated), tuple(others))


def _says_more_than_headers(lines: Sequence[ShownLine]) -> bool:
    """Return whether one of these lines may be a title, unlike table headers."""
    is_head = all(line.block.tag == "th" for line in lines)
    return not is_head and any(_is_said(line) for line in lines)


def is_bare(unit: Unit, lines: Sequence[ShownLine]) -> bool:
    """Return whether a unit is only a date, and thus a heading of the units below."""
    spot = unit.spot
    if spot is None or unit.end - unit.begin > spot.last - spot.line + 1:
        return False
    if spot.line != spot.last:
        return True
    line = lines[spot.line]
    rest = rest_pieces(line, spot.begin, spot.end)
    return not any(
        letter.isalnum() for p in rest for letter in line.text[p.begin : p.end]
    )


def _is_said(line: ShownLine) -> bool:
    """Return whether a line may be a title."""
    return is_title_like(line.text)


def _flat(group: Group, lines: Sequence[ShownLine], before: int) -> Cut | None:
    """Cut a number of units before each date; None if no titles are there."""
    segments: list[Segment] = []
    others: list[Unit] = []
    if before and not _has_titles(group, before, lines):
        return None
    for units in group.units:
        heads = _heads(units)
        starts = [max(0, head - before) for head in heads]
        for position, head in enumerate(heads):
            if position == 0:
                others += units[: starts[0]]
            last = starts[position + 1] if position + 1 < len(heads) else len(units)
            start = max(starts[position], heads[position - 1] + 1 if position else 0)
            inner = units[start:last]
            if position == len(heads) - 1:
                count = _own(inner, units[: starts[position]])
                others += inner[count:]
                inner = inner[:count]
            spot = units[head].spot
            if spot is not None and inner:
                segments.append(Segment(inner[0].begin, inner[-1].end, spot))
        if not heads:
            others += units
    way = "before" if before else "after"
    return Cut(way, tuple(segments), (), tuple(others))


def _own(last: Sequence[Unit], above: Sequence[Unit]) -> int:
    """Return how many trailing units belong to the last entry.

    No date ends the last entry. Trailing units of a kind that no earlier entry has are
    page numbers or a footer.
    """
    kinds = {unit.kind for unit in above}
    if sum(unit.spot is not None for unit in above) < _FEW:
        return len(last)
    count = len(last)
    while count > 1 and last[count - 1].spot is None:
        if last[count - 1].kind in kinds:
            break
        count -= 1
    return count


def _heads(units: Sequence[Unit]) -> list[int]:
    return [n for n, unit in enumerate(units) if unit.spot is not None]


def _has_titles(group: Group, before: int, lines: Sequence[ShownLine]) -> bool:
    """Return whether most dates have a title-like unit `before` places above."""
    kinds: Counter[Hashable] = Counter()
    total = 0
    for units in group.units:
        for head in _heads(units):
            total += 1
            unit = units[head - before] if head >= before else None
            if unit is not None and unit.spot is None and _is_said(lines[unit.begin]):
                kinds[unit.kind] += 1
    return bool(kinds) and kinds.most_common(1)[0][1] > _MOST_OF * total


def _last(group: Group) -> Cut:
    """Cut after each date."""
    segments: list[Segment] = []
    others: list[Unit] = []
    for units in group.units:
        start = 0
        for head in _heads(units):
            spot = units[head].spot
            if spot is not None:
                segments.append(Segment(units[start].begin, units[head].end, spot))
            start = head + 1
        others += units[start:]
    return Cut("last", tuple(segments), (), tuple(others))
