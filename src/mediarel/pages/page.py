"""Find the dates of a page, its main part, and its repeated lines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from mediarel import errors
from mediarel.dates.printed import date_alone, find_dates
from mediarel.dates.printed_parts import PrintedDate
from mediarel.dates.typed import DayOrder
from mediarel.pages.labels import ON, label_of
from mediarel.pages.markup import Element, smallest_of
from mediarel.pages.noise import is_noise, is_page_numbers, is_read_more, is_stamp
from mediarel.pages.words import LABELS, LETTERS, WORDS, folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mediarel.pages.lines import ShownLine

ADD_YEAR = "Add a line with the year, such as 2019, above the dates."
WHOLE, START, END, INSIDE = "whole", "start", "end", "inside"
DAY, MONTH, YEAR = "day", "month", "year"
_EDGES = " \t\u00a0|｜,;·•–—-/:。.()[]<>«»\"'“”*"
_FIGURE = re.compile(r"\d")
_NUMBER, _WORD = re.compile(r"\d+"), re.compile(r"[^\W\d]+")
_STATED = re.compile(r"\s*([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")
_PARTS = 3  # of a date: day, month and year
_MOST_CHARACTERS = 600  # only these characters of a line are searched for dates
_PART_OF_BOX = 12  # characters of a line with a part of a date
_PAIR = 2
_HEADING = 40  # characters of a line with a year or month for the lines below
_SENTENCE = 60  # characters; a longer line may mention a date in a sentence
_LONG_TITLE = 100  # characters
_LABEL = 30  # characters between the beginning of a line and its date
_OFTEN, _SHORT_OFTEN = 6, 3  # equal lines (long, short) that are furniture
_SHORT, _LONG = 35, 80


class Spot(NamedTuple):
    """A date on a page."""

    date: PrintedDate
    line: int
    """The index of the line where the date begins."""
    last: int
    """The index of the line where the date ends."""
    begin: int
    end: int
    """The span of the date on its line; both are 0 if the date is on several lines."""
    place: str
    """The place on the line: WHOLE, START, END or INSIDE."""
    element: Element
    """The smallest element that contains the date."""

    @property
    def precision(self) -> str:
        """The precision of the date: DAY, MONTH or YEAR."""
        if self.date.day is not None or self.date.figures is not None:
            return DAY
        return YEAR if self.date.month is None else MONTH

    @property
    def is_day(self) -> bool:
        """True if the date includes a day."""
        return self.precision == DAY


@dataclass
class Page:
    """The lines of a page, with the properties of each line."""

    lines: Sequence[ShownLine]
    body: Element
    is_html: bool
    navigation: Sequence[bool]
    """True for each line that is marked as navigation."""
    beside: Sequence[bool]
    """True for each line outside the main part, such as in a sidebar or footer."""
    spots: list[Spot] = field(default_factory=list)

    @cached_property
    def furniture(self) -> list[bool]:
        """True for each line that is a button, count or cookie notice, or repeated."""
        counts = Counter(line.text.casefold() for line in self.lines)
        return [
            is_around(line.text)
            or _is_often(line.text, counts)
            or not WORDS["cookies"].isdisjoint(folded(line.text[:_LONG]).split())
            for line in self.lines
        ]

    @cached_property
    def outside(self) -> list[bool]:
        """True for each line that is navigation or outside the main part."""
        return [a or b for a, b in zip(self.navigation, self.beside, strict=True)]

    @cached_property
    def dates_on(self) -> dict[int, list[Spot]]:
        """A mapping from the index of a line to the dates on the line."""
        found: dict[int, list[Spot]] = {}
        for spot in self.spots:
            found.setdefault(spot.line, []).append(spot)
        return found

    def form(self, spot: Spot) -> str:
        """Return the form of a printed date, such as "9 a 9" for "3 May 2019"."""
        return _form(self.lines[spot.line].text[spot.begin : spot.end])

    @cached_property
    def heading(self) -> Element | None:
        """The first `h1` heading, or None."""
        return next((x.block for x in self.lines if x.heading == 1), None)

    @cached_property
    def headings(self) -> int:
        """The count of lines that are in `h1` headings."""
        return sum(line.heading == 1 for line in self.lines)

    @cached_property
    def order(self) -> DayOrder:
        """The probable order of day and month in numeric dates, to compare dates."""
        orders = Counter(each.date.order for each in self.spots if each.date.order)
        return orders.most_common(1)[0][0] if orders else DayOrder.DAY_FIRST


def _form(printed: str) -> str:
    return _WORD.sub("a", _NUMBER.sub("9", printed))


def page_of(lines: Sequence[ShownLine], body: Element, *, is_html: bool) -> Page:
    """Create a page from its lines, and find its dates."""
    navigation = _lines_in(body, len(lines), lambda each: each.is_navigation)
    heading = next((line.block for line in lines if line.heading == 1), None)
    letters = [0, *accumulate(len(line.text) for line in lines)]
    beside = _beside_of(body, letters, heading) if is_html else [False] * len(lines)
    page = Page(lines, body, is_html, navigation, beside)
    spots = [*_spots(lines)]
    if not any(each.is_day and each.place != INSIDE for each in spots):
        stamped = [*_spots(lines, has_stamps=True)]
        # A single date of a change is the date of the page.
        spots = stamped if sum(each.is_day for each in stamped) > 1 else spots
    page.spots = list(_with_years(page, [*_without_labels(page, spots)]))
    return page


def _without_labels(page: Page, spots: Sequence[Spot]) -> Iterator[Spot]:
    """Yield the dates. A date that has only a label on its line is WHOLE.

    A label is beside several dates. It ends with a colon, or contains a count: "6 min".
    """
    rests = []
    for spot in spots:
        text = page.lines[spot.line].text
        rest = f"{text[: spot.begin]} {text[spot.end :]}".strip(" ()[]|·•")
        rests.append(_NUMBER.sub("9", rest))
    counts = Counter(rests)
    for spot, rest in zip(spots, rests, strict=True):
        is_label = counts[rest] >= _SHORT_OFTEN and (
            rest.endswith((":", "：")) or "9" in rest
        )
        # Chinese words have few characters, but many bytes.
        is_label &= spot.is_day and len(rest.encode()) <= _LABEL
        yield spot._replace(place=WHOLE) if is_label else spot


def is_around(text: str) -> bool:
    """Return whether a line is a button, a count, page numbers or "Read more"."""
    if not any(map(str.isalnum, text)):
        return True
    return is_noise(text) or is_read_more(text) or is_page_numbers(text)


def _is_often(text: str, counts: Counter[str]) -> bool:
    least = _SHORT_OFTEN if len(text) < _SHORT else _OFTEN
    return len(text) < _LONG and counts[text.casefold()] >= least


def _spots(lines: Sequence[ShownLine], *, has_stamps: bool = False) -> Iterator[Spot]:
    """Yield the dates of a page. Dates of changes are left out without `has_stamps`."""
    number = 0
    while number < len(lines):
        box = _box_at(lines, number)
        if box is not None:
            yield box
            number = box.last + 1
            continue
        text = lines[number].text
        is_left_out = is_foot(text) and not (has_stamps and is_stamp(text))
        if not is_left_out and "©" not in text:
            yield from _spots_on(lines[number], number)
        number += 1


def _box_at(lines: Sequence[ShownLine], number: int) -> Spot | None:
    """Return the date that is printed on two or three lines, or None."""
    for size in (_PARTS, _PARTS - 1):
        part = lines[number : number + size]
        if len(part) < size or any(len(x.text) > _PART_OF_BOX for x in part):
            continue
        if any(find_dates(line.text) for line in part):
            continue
        texts = [line.text for line in part]
        # Three numeric lines are either day, month and year, or page numbers.
        is_date = all(map(str.isdecimal, texts)) and len(texts[-1]) == len("2019")
        joined = ("/" if is_date else " ").join(texts)
        date = date_alone(joined)
        is_day = date is not None and (date.day is not None or date.figures)
        if date is not None and is_day and (date.year or size < _PARTS):
            last = number + size - 1
            element = smallest_of([line.block for line in part])
            return Spot(date, number, last, 0, 0, WHOLE, element)
    return None


def _spots_on(line: ShownLine, number: int) -> Iterator[Spot]:
    dates = _dates_on(line)
    if _is_span(line.text, dates):
        order = next((each.order for each in dates if each.order), None)
        first = min(dates, key=lambda each: str(each.date(order)))
        whole = first._replace(start=dates[0].start, end=dates[1].end)
        yield _spot_of(whole, line, number)
        return
    for date in dates:
        spot = _spot_of(date, line, number)
        time = _time_of(spot.element)
        yield spot if time is None else spot._replace(date=_completed(date, time))
    if not dates and len(line.text) <= _HEADING:
        time = next(filter(None, (_time_of(x.element) for x in line.pieces)), None)
        if time is not None and (stated := _stated_by(time)):
            yield Spot(stated, number, number, 0, len(line.text), WHOLE, time)


def _is_span(text: str, dates: Sequence[PrintedDate]) -> bool:
    """Return whether a line has only a first and a last day, or a day and its change.

    Examples: "From: 3 May 2019 To: 7 May 2019", "3 May 2019 - updated 7 May 2019". Two
    dates side by side in the same form may be next to other text.
    """
    days = [each for each in dates if (each.day or each.figures) and each.year]
    if not len(days) == len(dates) == _PAIR:
        return False
    one, other = days
    rest = text[one.end : other.start]
    forms = {_form(text[each.start : each.end]) for each in days}
    if rest.strip() or len(forms) > 1:
        rest = f"{text[: one.start]} {rest} {text[other.end :]}"
    return WORDS["of_spans"].issuperset(LETTERS.findall(folded(rest)))


def _spot_of(date: PrintedDate, line: ShownLine, number: int) -> Spot:
    begin, end = date.start, date.end
    place, element = _place(line.text, begin, end), _holder(line, begin, end)
    return Spot(date, number, number, begin, end, place, element)


def _dates_on(line: ShownLine) -> list[PrintedDate]:
    text = line.text[:_MOST_CHARACTERS]
    if not _FIGURE.search(text):
        return []
    alone = date_alone(text)
    if alone is not None:
        return [alone]
    found = find_dates(text)
    whole = [
        date._replace(start=piece.begin + date.start, end=piece.begin + date.end)
        for piece in line.pieces
        if len(line.pieces) > 1
        and piece.end - piece.begin <= _HEADING
        and _FIGURE.search(text[piece.begin : piece.end])
        and (date := date_alone(text[piece.begin : piece.end]))
        and (date.day is not None or date.figures)
    ]
    # If a whole element or cell is a date, it is read separately.
    rest = [
        date
        for date in found
        if not any(date.start < each.end and each.start < date.end for each in whole)
    ]
    return sorted([*whole, *rest], key=lambda each: each.start)


def _place(text: str, begin: int, end: int) -> str:
    before, after = text[:begin].strip(_EDGES), text[end:].strip(_EDGES)
    if before and len(before) <= _LABEL:
        low = folded(before)
        labelled = label_of(f"{before}:")
        is_date = labelled is not None and labelled[0] == "date"
        is_told = text[end:].lstrip()[:1].islower()
        if is_date or low in LABELS["date"] or (ON.fullmatch(before) and not is_told):
            before = ""
    if not before and len(text) > _SENTENCE and text[end:].lstrip()[:1].islower():
        return INSIDE  # "On 27 February surveyors came with stakes …"
    if not any(map(str.isalnum, before)):
        return START if any(map(str.isalnum, after)) else WHOLE
    # "… at the meeting of the council on 3 May 2019"
    is_told = len(before) > _LONG_TITLE and text[:begin].rstrip()[-1:].isalnum()
    return INSIDE if is_told or any(map(str.isalnum, after)) else END


def _holder(line: ShownLine, begin: int, end: int) -> Element:
    """Return the smallest element that contains a line from `begin` to `end`."""
    touched = [
        piece.element
        for piece in line.pieces
        if piece.begin < end
        and piece.end > begin
        and not line.text[piece.begin : piece.end].isspace()
    ]
    return smallest_of(touched or [line.block])


def _time_of(element: Element) -> Element | None:
    """Return the `time` element that states a date, or None.

    This is either `element` or its parent.
    """
    for each in (element, element.parent):
        if each is not None and each.tag == "time" and each.attributes.get("datetime"):
            return each
    return None


def stated_day(value: object) -> PrintedDate | None:
    """Return the date at the start of an ISO 8601 timestamp, or None."""
    found = _STATED.match(value) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, day = map(int, found.groups())
    return PrintedDate(0, 0, year, month, day)


def _stated_by(time: Element) -> PrintedDate | None:
    return stated_day(time.attributes.get("datetime"))


def _completed(date: PrintedDate, time: Element) -> PrintedDate:
    """Complete a printed date from its `time` element, if the two dates agree."""
    stated = _stated_by(time)
    if stated is None or date.year not in {None, stated.year}:
        return date
    day, month = stated.day, stated.month
    is_same = (date.day, date.month) == (day, month)
    if is_same or date.figures in {(day, month), (month, day)}:
        return date._replace(year=stated.year, month=month, day=day, figures=None)
    return date


def _with_years(page: Page, spots: Sequence[Spot]) -> Iterator[Spot]:
    """Yield the dates. Add the year of the heading above to dates without a year."""
    lines = page.lines
    on: dict[int, list[Spot]] = {}
    for spot in spots:
        on.setdefault(spot.line, []).append(spot)
    coarse = {n: each[0].precision for n, each in on.items() if not each[0].is_day}
    # Years or months on consecutive lines are a menu.
    menus = {
        n for n, x in coarse.items() if x in {coarse.get(n - 1), coarse.get(n + 1)}
    }
    year: int | None = None
    for number, found in on.items():
        line, first = lines[number], found[0]
        if page.outside[number]:
            yield from found
            continue
        if number in menus and not line.heading:
            yield from (each for each in found if each.precision == MONTH)
            continue
        if first.precision == YEAR or (
            first.precision == MONTH and len(line.text) <= _HEADING
        ):
            year = first.date.year or year
        is_sentence = len(line.text) > _SENTENCE and line.text.endswith(".")
        for spot in found[:1] if first.precision == YEAR else found:
            is_told = is_sentence and spot.place in {INSIDE, END}
            own = spot.date.year or (None if is_told else year)
            yield spot._replace(date=spot.date._replace(year=own))


def _lines_in(body: Element, count: int, fits: Callable[[Element], bool]) -> list[bool]:
    """Return a list of booleans, one for each line.

    The value is True if `fits` returns True for an element that contains the line.
    """
    marked = [False] * count
    for element in body.inner():
        if element.end > element.begin and not marked[element.begin] and fits(element):
            size = element.end - element.begin
            marked[element.begin : element.end] = [True] * size
    return marked


# Secondary parts: sidebars, footers, tweets, cookie notices.
_SIDE_TAGS = frozenset(("aside", "footer"))
_SIDE_ROLES = frozenset(("complementary", "contentinfo", "banner", "dialog"))
_SIDE_NAMES = re.compile(
    r"(?:left|right|primary|secondary|blog|page|main|site)?-?side-?bar(?:[-_]\w{1,20})?|"
    r"widget|widget[-_](?:area|container|wrap)|widget_\w{1,40}|(?:site|page|main)?-?footer|"
    r"footer-[a-z]{1,20}|archives?-list|calendar|twitter(?:-\w{1,20})?|tweets?|"
    r"cookies?(?:[-_]\w{1,40})?|consent|gdpr(?:[-_]\w{1,40})?|comments?|comments-area|"
    r"aside|secondary|colophon|tag-?cloud|breadcrumbs?|pager|pagination"
)
_ENTRY_TAGS = frozenset(("article", "li", "tr", "main"))
_LATEST_NAMES = re.compile(
    r"(?:^|[-_\s])(?:related|recent|popular|trending|latest|teasers?)(?:$|[-_\s])"
)
_MOST_OF = 0.4  # maximum share of a page's characters, except in `aside` and `footer`
_LONGEST_ASIDE = 60
_FOOTS = tuple(WORDS["foot"])


def _beside_of(
    body: Element, letters: Sequence[int], heading: Element | None
) -> list[bool]:
    """Return a list of booleans, one for each line.

    The value is True if the line is outside the main part of the page. An element that
    contains the page's `heading` is always in the main part.
    """
    total = letters[-1] or 1

    def is_secondary(element: Element) -> bool:
        share = (letters[element.end] - letters[element.begin]) / total
        return (
            _is_named_beside(element)
            and share <= (1.0 if element.tag in _SIDE_TAGS else _MOST_OF)
            and not (heading is not None and element.has(heading))
        )

    return _lines_in(body, len(letters) - 1, is_secondary)


def _is_named_beside(element: Element) -> bool:
    if element.tag in _SIDE_TAGS or element.attributes.get("role") in _SIDE_ROLES:
        # An entry may have its own footer.
        return not any(each.tag in _ENTRY_TAGS for each in element.ancestors())
    return any(map(_SIDE_NAMES.fullmatch, _names(element)))


def _names(element: Element) -> tuple[str, ...]:
    own = _SIDE_TAGS & {element.tag}
    identity = element.attributes.get("id", "").lower().split()
    return (*element.classes, *identity, *own)


def is_of_latest(element: Element) -> bool:
    """Return whether an element is a list of recent pages, by its class or id.

    The category of an entry, such as `category-popular-articles`, is ignored.
    """
    names = (name for name in _names(element) if not name.startswith("category-"))
    return _LATEST_NAMES.search(" ".join(names)) is not None


def is_aside_heading(text: str) -> bool:
    """Return whether a line is the heading of a secondary list: "Recent posts"."""
    return len(text) < _LONGEST_ASIDE and folded(text).strip(" :-–—") in WORDS["asides"]


def is_foot(text: str) -> bool:
    """Return whether a line belongs to a page footer: "© 2019 Harbour Watch"."""
    return folded(text[:100]).startswith(_FOOTS) or is_stamp(text)


def why_navigation(page: Page, number: int) -> str:
    """Return the reason why a line is navigation, or "" if it may be content."""
    if page.navigation[number]:
        return "is navigation"
    if page.beside[number]:
        return "is in a sidebar or footer"
    text = page.lines[number].text
    if is_around(text):
        return "is a button"
    if is_aside_heading(text) or is_foot(text):
        return "is part of the footer"
    return ""


def without_year(page: Page, source: str) -> errors.UnreadableInputError | None:
    """Return an error if most dates have no year, else None."""
    days = [each for each in page.spots if each.is_day and each.place != INSIDE]
    without = [each for each in days if each.date.year is None]
    if len(without) <= len(days) / 2:
        return None
    line = page.lines[without[0].line].number
    return errors.UnreadableInputError(source, line, "no date has a year", ADD_YEAR)


def day_order(
    page: Page, listed: Sequence[Spot], source: str, said: DayOrder | None
) -> DayOrder | None:
    """Return the order of day and month in the numeric dates of a list.

    The user's order, `said`, takes precedence. Otherwise, a number over 12 or a weekday
    decides, first in the dates of the list, then in all dates of the page. Returns None
    if the list has no numeric dates.

    Raises UnreadableInputError if the dates contradict each other, or if no date shows
    the order.
    """
    opened = [each for each in listed if each.date.figures is not None]
    if said is not None or not opened:
        return said
    orders = {each.date.order: each for each in opened if each.date.order is not None}
    if len(orders) > 1:
        one, other = (repr(_printed(page, each)) for each in orders.values())
        raise errors.UnreadableInputError(
            source,
            page.lines[min(each.line for each in orders.values())].number,
            f"the day is first in {one}, but the month is first in {other}",
            "Add --day-first or --month-first.",
        )
    found = set(orders) or {each.date.order for each in page.spots} - {None}
    if len(found) == 1:
        return found.pop()
    unlike = next((each for each in opened if _is_open(each.date)), None)
    if unlike is None:  # 03.04.2019, or 03/03/2019, which is equal in both orders
        return DayOrder.DAY_FIRST
    readings = [unlike.date.date(order, unlike.date.year or 2000) for order in DayOrder]
    long = " or ".join(date.long() for date in readings if date is not None)
    raise errors.OpenOrderError(
        source,
        page.lines[unlike.line].number,
        f"{_printed(page, unlike)!r} can be read as {long}, and no date on the page "
        "shows the order of day and month",
    )


def _printed(page: Page, spot: Spot) -> str:
    text = page.lines[spot.line].text
    return (text[spot.begin : spot.end] or text).strip()


def _is_open(date: PrintedDate) -> bool:
    if date.figures is None or date.is_dotted:
        return False
    return date.figures[0] != date.figures[1]
