"""Find lists on a page: elements that contain a sequence of dated units."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.printed import PrintedDate
from mediarel.pages.labels import ON

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from mediarel.pages.markup import Element
    from mediarel.pages.markup_lines import Piece, ShownLine

_WORD = re.compile(r"[^\W_]")
_STATED = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?![0-9])")
# Words that continue a sentence after a date: " the fishers met in the hall …."
_RUNNING_TEXT = re.compile(r"\s[a-zß-ÿ]+(?:\s[\w’'-]+){4}")
_ENDED = re.compile(r"[.!?…]['\"”’»)]{0,2}$")
_LONG = 160  # characters next to a date; more are running text
_TITLES = frozenset(("a", "h1", "h2", "h3", "h4", "h5", "h6"))
# Maximum average number of visits to a line, over all lists that contain it. Only pages
# with deeply nested lists exceed it; their lists with few dates are then ignored.
_BUDGET = 40
_RUNNING = 80  # characters next to a date that begins a text
_LEAST = 2  # dates of a list
_MOST_OF = 0.7  # share of unclosed entries nested in the previous entry
_MOST_COMPARED = 50  # lists in one place that are not alike


class Spot(NamedTuple):
    """A date on a page."""

    date: PrintedDate
    line: int
    """The index of the line where the date begins."""
    last: int
    """The index of the line where the date ends."""
    begin: int
    end: int
    """The span of the date in its line, if the date is on one line."""
    element: Element
    """The smallest element that contains the date."""
    form: str
    """`alone`, `start`, `end`, `beside` short words, or in running `text`.

    `changed`, if its column header labels it as the last change.
    """
    rest: int = 0
    """The number of other characters on the line."""

    @property
    def is_head(self) -> bool:
        """Return whether the date may be the date of an entry."""
        return self.form not in {"text", "changed"}

    @property
    def is_implied(self) -> bool:
        """Return whether the date is only the month of a heading."""
        return self.begin == self.end > 0

    @property
    def is_short(self) -> bool:
        """Return whether the date is in figures, without a year: `12/3`."""
        return self.date.year is None and self.date.figures is not None

    @property
    def is_day(self) -> bool:
        """Return whether the date includes a day."""
        return self.date.day is not None or self.date.figures is not None


def spot_on(line: ShownLine, number: int, printed: PrintedDate) -> Spot:
    """Return a date on a line, completed from its `time` element."""
    element = _holder(line, printed.start, printed.end)
    form = _form(line, printed, element)
    date = _completed(printed, element)
    rest = len(line.text) - (date.end - date.start)
    return Spot(date, number, number, date.start, date.end, element, form, rest)


def is_told_of(spot: Spot, lines: Sequence[ShownLine]) -> bool:
    """Return whether a date is in a sentence of a heading: "The day of 12 May"."""
    line = lines[spot.line]
    before = line.text[: spot.begin]
    return line.heading > 0 and bool(
        _WORD.search(before) and ON.search(before[-_LONG:])
    )


def _holder(line: ShownLine, begin: int, end: int) -> Element:
    """Return the smallest element that contains a part of a line."""
    touched = [
        piece.element
        for piece in line.pieces
        if piece.begin < end and piece.end > begin and _has_word(line, piece)
    ]
    smallest = touched[0] if touched else line.block
    for element in touched[1:]:
        while not smallest.has(element) and smallest.parent is not None:
            smallest = smallest.parent
    return smallest


def _has_word(line: ShownLine, piece: Piece) -> bool:
    return not line.text[piece.begin : piece.end].isspace()


def _form(line: ShownLine, date: PrintedDate, element: Element) -> str:
    before = line.text[max(0, date.start - _LONG) : date.start]
    after = line.text[date.end : date.end + _LONG]
    own = [piece for piece in line.pieces if element.has(piece.element)]
    begin, end = (own[0].begin, own[-1].end) if own else (0, len(line.text))
    inner_before = line.text[max(begin, date.start - _LONG) : date.start]
    inner_after = line.text[date.end : min(end, date.end + _LONG)]
    if not _WORD.search(inner_before) and not _WORD.search(inner_after):
        return "alone"
    is_start, is_end = not _WORD.search(before), not _WORD.search(after)
    if is_start and is_end:
        return "alone"
    if is_start:
        return "start"
    linked = sum(p.end - p.begin for p in line.pieces if p.anchor is not None)
    length = max(0, len(line.text) - (date.end - date.start) - linked)
    if is_end:
        # "… and it was signed on 3 March 2019." ends a text.
        is_sentence = length > _LONG / 2 and _ENDED.search(line.text)
        return "end" if length <= _LONG and not is_sentence else "text"
    is_running = _RUNNING_TEXT.match(after) and _ENDED.search(line.text)
    return "beside" if length <= _LONG / 2 and not is_running else "text"


def _completed(date: PrintedDate, element: Element) -> PrintedDate:
    """Return `date` with missing parts from its `time` element, if both agree.

    If they differ, the printed date is returned unchanged.
    """
    time: Element | None = element
    while time is not None and time.tag != "time":
        time = time.parent if time.depth > element.depth - 2 else None
    stated = time and stated_date(time)
    is_open = date.figures is not None and date.day is None
    if not stated or (date.year is not None and not is_open):
        return date
    year, month, day = stated.year, stated.month, stated.day
    if date.year not in {None, year}:
        return date
    if is_open and date.figures in {(day, month), (month, day)}:
        return date._replace(year=year, month=month, day=day, figures=None)
    if not is_open and (date.month, date.day) == (month, day):
        return date._replace(year=year)
    return date


def stated_date(time: Element) -> PrintedDate | None:
    """Return the date in the `datetime` attribute of a `time` element, or None."""
    match = _STATED.match(time.attributes.get("datetime", "").strip())
    if match is None:
        return None
    year, month, day = (int(each) if each else None for each in match.groups())
    return PrintedDate(0, 0, year, month, day, None)


class Unit(NamedTuple):
    """An item of a list: a child of the list element, or a line of the list."""

    begin: int
    end: int
    """The lines from index `begin` to before `end`."""
    element: Element | None
    """The child element, or None for a line of the list itself."""
    kind: Hashable
    """The appearance: tag and classes, or the features of a line."""
    spot: Spot | None = None
    """The date of the unit."""


class Group(NamedTuple):
    """Lists in similar places of a page, with their units."""

    lists: tuple[Element, ...]
    units: tuple[tuple[Unit, ...], ...]

    @property
    def dated(self) -> int:
        """Return the number of units with a date."""
        return sum(unit.spot is not None for units in self.units for unit in units)


def groups_of(
    spots: Sequence[Spot], lines: Sequence[ShownLine], beside: Sequence[bool]
) -> list[Group]:
    """Return the lists of a page that contain two dated units or more.

    Dates outside the main part (`beside`) are ignored.
    """
    heads = [spot for spot in spots if spot.is_head and not beside[spot.line]]
    groups = []
    budget = _BUDGET * len(lines) + _BUDGET
    alike = list(_alike(_holders(heads)))
    for elements, count in sorted(alike, key=lambda each: -each[1]):
        budget -= sum(each.end - each.begin for each in elements)
        if count < _LEAST or budget < 0:
            break
        group = _group(elements, heads, lines)
        if group.dated >= _LEAST:
            groups.append(group)
    return groups


def _alike(
    holders: dict[Element, Counter[Hashable]],
) -> Iterator[tuple[list[Element], int]]:
    """Yield groups of similar lists in page order, with their number of dates.

    Similar lists have similar places or a common parent. The children that contain
    their dates look alike, so a column next to the main one is a different list.
    """
    places: dict[Hashable, list[tuple[list[Element], Counter[Hashable]]]] = {}
    for element, kinds in holders.items():
        place = (element.tag, 0 if element.parent is None else element.parent.path)
        known = places.setdefault(place, [])
        for elements, others in known[-_MOST_COMPARED:]:
            other = elements[0]
            is_near = other.path == element.path or other.parent is element.parent
            if is_near and not others.keys().isdisjoint(kinds):
                elements.append(element)
                others.update(kinds)
                break
        else:
            known.append(([element], Counter(kinds)))
    for known in places.values():
        for elements, kinds in known:
            yield sorted(elements, key=lambda each: each.begin), kinds.total()


def group_of_units(
    element: Element, units: Sequence[Unit], spots: Sequence[Spot]
) -> Group:
    """Return the group of one list with known units."""
    return _dated([element], [list(units)], [spot for spot in spots if spot.is_head])


def group_of_lines(
    spots: Sequence[Spot], lines: Sequence[ShownLine], beside: Sequence[bool]
) -> Group | None:
    """Return the list formed by the lines between dates that look alike, or None.

    Such a page doesn't close the elements of its entries, so that they are nested.
    Returns None if no such dates recur.
    """
    days = [x for x in spots if x.is_head and x.is_day and not beside[x.line]]
    counts = Counter(_key(spot) for spot in days)
    key, count = counts.most_common(1)[0] if counts else ("", 0)
    if count < _LEAST:
        return None
    alike = [spot for spot in days if _key(spot) == key]
    within = sum(_is_within(one, other) for one, other in pairwise(alike))
    if within < _MOST_OF * (count - 1):
        return None
    holder: Element = alike[0].element
    while holder.parent is not None and not all(holder.has(x.element) for x in alike):
        holder = holder.parent
    units = [
        Unit(n, n + 1, None, (lines[n].block.kind, lines[n].heading))
        for n in range(holder.begin, holder.end)
        if not beside[n]
    ]
    return _dated([holder], [units], alike)


def _is_within(one: Spot, other: Spot) -> bool:
    """Return whether the entry of a date is nested in the entry of a similar date."""
    above = [x for x in (other.element, *other.element.ancestors()) if x.classes]
    apart = {x.kind for x in above if not x.has(one.element)}
    return any(x.kind in apart for x in above if x.has(one.element))


def _holders(heads: Sequence[Spot]) -> dict[Element, Counter[Hashable]]:
    """Count the kinds of children that contain a date, for each ancestor of a date."""
    holders: dict[Element, Counter[Hashable]] = {}
    seen: set[Element] = set()
    for spot in heads:
        element = spot.element
        # A date may be text of the list element itself, next to others.
        date = spot.element.kind
        holders.setdefault(element, Counter())["", date] += 1
        while element.parent is not None and element not in seen:
            seen.add(element)
            holders.setdefault(element.parent, Counter())[element.kind, date] += 1
            element = element.parent
    return holders


def _group(
    elements: Sequence[Element], heads: Sequence[Spot], lines: Sequence[ShownLine]
) -> Group:
    return _dated(elements, [_units(each, lines) for each in elements], heads)


def _dated(
    elements: Sequence[Element],
    lists: Sequence[Sequence[Unit]],
    heads: Sequence[Spot],
) -> Group:
    """Return lists as a group, with the date of each unit."""
    by_line: dict[int, list[Spot]] = {}
    for spot in heads:
        by_line.setdefault(spot.line, []).append(spot)
    found = [
        [[s for n in range(u.begin, u.end) for s in by_line.get(n, ())] for u in units]
        for units in lists
    ]
    usual = _usual([spots for each in found for spots in each if spots])
    dated = tuple(
        tuple(
            unit._replace(spot=_spot(spots, usual))
            for unit, spots in zip(units, each, strict=True)
        )
        for units, each in zip(lists, found, strict=True)
    )
    return Group(tuple(elements), dated)


def _units(element: Element, lines: Sequence[ShownLine]) -> list[Unit]:
    units: list[Unit] = []
    number = element.begin
    for child in element.children:
        if isinstance(child, str) or child.begin == child.end or child.begin < number:
            continue
        if not (
            _fills(child, lines[child.begin]) and _fills(child, lines[child.end - 1])
        ):
            continue
        units += [_line_unit(lines, each) for each in range(number, child.begin)]
        units.append(Unit(child.begin, child.end, child, child.kind))
        number = child.end
    return units + [_line_unit(lines, each) for each in range(number, element.end)]


def _fills(child: Element, line: ShownLine) -> bool:
    """Return whether all text of a line is in `child`."""
    return all(
        child.has(piece.element)
        for piece in line.pieces
        if not line.text[piece.begin : piece.end].isspace()
    )


def _line_unit(lines: Sequence[ShownLine], number: int) -> Unit:
    line = lines[number]
    has_link = any(piece.anchor is not None for piece in line.pieces)
    return Unit(number, number + 1, None, ("", line.is_bold, has_link))


def _key(spot: Spot) -> Hashable:
    return spot.form, spot.element.kind, spot.is_day


class _Usual(NamedTuple):
    """The usual form of dates in a group."""

    counts: Counter[Hashable]
    most: int
    kind: Hashable
    tag: str
    form: str
    in_days: bool


def _usual(found: Sequence[Sequence[Spot]]) -> _Usual:
    counts: Counter[Hashable] = Counter()
    example: dict[Hashable, Spot] = {}
    for spots in found:
        for spot in spots:
            example.setdefault(_key(spot), spot)
        counts.update({_key(spot) for spot in spots})
    if not counts:
        return _Usual(counts, 0, "", "", "", in_days=False)
    best = max(
        counts,
        key=lambda key: (counts[key] * _weight(example[key]), example[key].is_day),
    )
    days = sum(any(spot.is_day for spot in spots) for spots in found)
    spot = example[best]
    return _Usual(
        counts,
        counts[best],
        spot.element.kind,
        spot.element.tag,
        spot.form,
        2 * days > len(found),
    )


def _spot(spots: Sequence[Spot], usual: _Usual) -> Spot | None:
    """Return the date that dates a unit, or None."""
    best: Spot | None = None
    best_score = 0.0
    for spot in spots:
        count = usual.counts[_key(spot)]
        is_usual = 5 * count > usual.most or spot.form == "alone" or spot.is_implied
        is_like = spot.element.tag == usual.tag and spot.form == usual.form
        # "March 2019" above rows with days is a heading; next to them it is a date.
        is_other = not spot.is_day and not spot.is_implied
        if usual.in_days and is_other and spot.element.kind != usual.kind:
            continue
        is_running = usual.form == "alone" != spot.form and spot.rest > _RUNNING
        if not (is_usual or is_like) or is_running:
            continue
        score = count * _weight(spot)
        if best is None or score > best_score:
            best, best_score = spot, score
    return best


def _weight(spot: Spot) -> float:
    """Return the likelihood that a date dates an entry, by its position.

    A date in a title is usually the subject of the entry.
    """
    above = (spot.element, *islice(spot.element.ancestors(), 2))
    if spot.form != "alone" and any(each.tag in _TITLES for each in above):
        return 0.5
    return 1.0 if spot.form == "alone" else 0.8
