"""Find the entries of a page: score several readings of the page, and use the best.

A reading divides a page into entries. It consists of the dates of the entries, and of
the place of the titles relative to the dates: for example, the line below. This place
is called a role. In some readings, several titles are below one date.

The score is high if the titles look like headlines, are distinct, and are nearer to
their own date than to the next date. The dates should be in order, and the entries
should contain most of the page's dates and text.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from math import exp
from statistics import fmean, median, median_low, pstdev
from typing import NamedTuple

from mediarel.pages.candidates import (
    ABOVE,
    BELOW,
    Candidate,
    Candidates,
    Role,
    Unit,
    bonus_of,
    ends_sentence,
    fit_of,
    kinds_above,
    likely,
    likeness,
    lines_of_title,
    title_quality,
    width,
    without_tail,
)
from mediarel.pages.lines import anchor_of
from mediarel.pages.markup import Element, smallest_of
from mediarel.pages.page import DAY, END, INSIDE, MONTH, START, WHOLE, YEAR, Page, Spot

FIRST, SEVERAL, UNTITLED = "first", "several", "none"
_REACH = 12  # lines around the first and last date that may contain a title
_PROSE = 60  # characters of a line of text
_UNTITLED = 0.45  # quality of an entry without a title
_NEAR = 4  # maximum lines between a date and its title, in text
_LEAST = 2  # dates of a list
_PLACES = (WHOLE, START, END, INSIDE)
_SURE_LIKE = 0.5
# Factors of a reading that doesn't fit the page. HTML has better evidence than the fit.
_LEAST_FIT, _LEAST_FIT_OF_HTML = 0.35, 0.8
_CERTAIN = 2.5  # difference of two fits
_NO_LINE = -6
_LONG_LINE = 200
_USUAL = 45  # characters of a title; names of categories are shorter
_DEEP = 60  # after this many characters, a date is part of a sentence
_LABEL = 50  # characters of a line with labels
_STOPS = (".", "…", "...", "។", "。", "！")
_WEIGHTS = {DAY: 1.0, MONTH: 0.55, YEAR: 0.4}


class Entry(NamedTuple):
    """An entry of a reading: its date, its title, and the lines around the date."""

    spot: Spot
    title: Candidate | None
    unit: Unit


class Reading(NamedTuple):
    """A division of a page into entries, with its score."""

    entries: tuple[Entry, ...]
    score: float
    role: Role
    lists: bool
    """True if each entry is in a separate element."""


def readings_of(page: Page) -> list[Reading]:
    """Return the readings of a page, the best first."""
    main = [
        each
        for each in page.spots
        if each.date.year is not None
        and not page.beside[each.line]
        and not page.navigation[each.line]
    ]
    return _Readings(page).of(main)


class _Readings:
    """The readings of one page, with cached results."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.lines = page.lines
        self.candidates = Candidates(page)
        self.found: list[Reading] = []
        self._edged: dict[Hashable, tuple[list[float], list[float]]] = {}

    def of(self, spots: Sequence[Spot]) -> list[Reading]:
        tried: set[Hashable] = set()
        kept: list[Spot] = []
        told = [each for each in spots if self._is_in_text(each)]
        alone = sum(x.place == WHOLE and x.precision != YEAR for x in spots)
        if 3 * alone > len(told) or 2 * len(told) <= len(spots):
            spots = [each for each in spots if each not in told]
        for precision, weight in _WEIGHTS.items():
            of_kind = (x for x in spots if x.precision == precision)
            dated = {x.line for x in kept}  # "Report of May 2013 (3 June 2013)"
            more = [x for x in of_kind if x.line not in dated]
            kept = sorted([*kept, *more], key=lambda each: (each.line, each.begin))
            key = tuple(map(id, kept))
            if not more or key in tried:
                continue
            tried.add(key)
            if self.page.is_html:
                self._by_element(kept)
            self._by_sequence(kept, weight)
        return sorted(self.found, key=lambda each: -each.score)

    def _is_in_text(self, spot: Spot) -> bool:
        text = self.lines[spot.line].text
        is_inside = spot.place == INSIDE or (spot.place == START and spot.begin > 0)
        is_inside |= spot.place == END and spot.begin > _DEEP
        is_long = len(text) > _LONG_LINE and spot.begin > _DEEP
        return is_inside and len(text) > _PROSE and (is_long or ends_sentence(text))

    # Groups of dates

    def _by_element(self, spots: Sequence[Spot]) -> None:
        """Add readings in which the entries are elements of one kind, such as `li`."""
        groups: dict[Hashable, dict[Element, list[Spot]]] = defaultdict(dict)
        for spot in spots:
            for element in (spot.element, *spot.element.ancestors()):
                same = (element.path, element.kind, (element.tag, element.depth))
                for key in enumerate(same):
                    groups[key].setdefault(element, []).append(spot)
        tried: set[Hashable] = set()
        for group in groups.values():
            elements = tuple(group)
            if len(group) < _LEAST or elements in tried:
                continue
            tried.add(elements)
            units, several = [], 0
            # A date in the same kind of element in all entries is not part of a text.
            own = ({each.element.kind for each in held} for held in group.values())
            kinds = Counter(kind for each in own for kind in each)
            most = max(kinds.values())
            for element, held in group.items():
                ranks = [
                    (kinds[x.element.kind] < most, _PLACES.index(x.place)) for x in held
                ]
                best = held[ranks.index(min(ranks))]
                units.append(Unit(best, element.begin, element.end, element))
                own_kind = best.place, best.precision
                several += any(
                    (x.place, x.precision) == own_kind and x.line != best.line
                    for x in held
                )
            units.sort(key=lambda each: each.spot.line)
            if any(one.end > other.begin for one, other in pairwise(units)):
                continue  # nested
            # An element with several such dates contains several entries.
            share = several / len(units)
            self._judge(units, 1 - share / 2, spots, is_each=True)

    def _by_sequence(self, spots: Sequence[Spot], weight: float) -> None:
        """Add readings in which an entry is a date with the lines around the date."""
        groups: dict[Hashable, list[Spot]] = defaultdict(list)
        for spot in spots:
            for shared in (spot.place, self.page.form(spot), ""):
                groups[shared].append(spot)
        tried: set[Hashable] = set()
        for group in groups.values():
            # If a line has a second date, it is the date of a change.
            one = [*{each.line: each for each in reversed(group)}.values()][::-1]
            key = tuple(map(id, one))
            if key in tried:
                continue
            tried.add(key)
            units = []
            for n, spot in enumerate(one):
                begin = one[n - 1].last + 1 if n else max(0, spot.line - _REACH)
                last = min(len(self.lines), spot.last + 1 + _REACH)
                end = one[n + 1].line if n + 1 < len(one) else last
                units.append(Unit(spot, begin, end))
            self._judge(units, 0.97 if self.page.is_html else 1, spots)
            self._several(group, weight, spots)

    # Scores

    def _judge(
        self,
        units: Sequence[Unit],
        weight: float,
        dates: Sequence[Spot],
        *,
        is_each: bool = False,
    ) -> None:
        """Add up to three readings that have the entries `units`.

        Each reading has a different role for the titles. The likeliest roles are used.
        """
        weights = [_WEIGHTS[each.spot.precision] for each in units]
        # A month at an edge of a copied list may be a heading or part of a menu.
        least = MONTH if len({each.spot.place for each in units}) == 1 else DAY
        is_list = is_each or min(weights[0], weights[-1]) >= _WEIGHTS[least]
        weight *= median_low(weights) if is_list else min(weights)
        roles: dict[Role, dict[int, Candidate]] = defaultdict(dict)
        for n, unit in enumerate(units):
            for each in self.candidates.of(unit):
                roles[each.role].setdefault(n, each)
        if not self.page.is_html:
            self._add_first_lines(units, roles)
        ranked = []
        rare: dict[Hashable, list[dict[int, Candidate]]] = defaultdict(list)
        for role, titles in roles.items():
            if len(titles) < max(1, len(units) / 2):
                rare[role[0]].append(titles)
                continue
            quality, distinct = title_quality(units, titles)
            worth = quality * distinct * fmean(x.bonus for x in titles.values())
            ranked.append(
                (worth * self._nearness(units, titles, role), role, titles, quality)
            )
        ranked.sort(key=lambda each: -each[0])
        told = sum(self._has_prose(unit) for unit in units)
        if len(units) > 1 and told >= 0.8 * len(units):
            entries = [Entry(unit.spot, None, unit) for unit in units]
            self._add(entries, weight, (UNTITLED,), dates, is_each=is_each)
        for worth, role, titles, quality in ranked[:3]:
            entries = []
            for n, unit in enumerate(units):
                more = [x[n] for x in rare[role[0]] if n in x and x[n].bonus > 1.1]
                more.sort(key=lambda each: -each.bonus * each.likeness)
                title = likely(titles.get(n), more)
                entries.append(Entry(unit.spot, title, unit))
            if any(each.title is not None for each in entries):
                own = sum(entries[n].title is title for n, title in titles.items())
                cover = own / len(units)
                factor = weight * (0.5 + 0.5 * cover) * worth / max(quality, 0.01)
                self._add(entries, factor, role, dates, is_each=is_each)

    def _add_first_lines(
        self, units: Sequence[Unit], roles: dict[Role, dict[int, Candidate]]
    ) -> None:
        """Add candidates for the role "first line after the previous date".

        In lists with this role, each entry starts with its title and ends with its
        date.
        """
        steps = []
        for n, unit in enumerate(units[1:], 1):
            numbers = range(unit.begin, unit.spot.line)
            shown = [x for x in numbers if not self.page.furniture[x]]
            if shown:
                self._add_line(roles[FIRST,], n, shown[0])
                steps.append(unit.spot.line - shown[0])
        usual = Counter(steps).most_common(1)
        first = units[0].spot.line - usual[0][0] if usual else -1
        if first >= 0:
            self._add_line(roles[FIRST,], 0, first)

    def _add_line(self, titles: dict[int, Candidate], n: int, number: int) -> None:
        line = self.lines[number]
        span = (0, len(line.text))
        for each in self.candidates.part(line, number, *span, (FIRST,), 0.93, 1):
            titles[n] = each

    def _nearness(
        self, units: Sequence[Unit], titles: Mapping[int, Candidate], role: Role
    ) -> float:
        """Return a factor that is higher if titles are nearer to their own dates."""
        is_flat = units[0].element is None
        factor = self._fits_page(units, titles, role) if is_flat else 1.0
        if role[0] not in {ABOVE, BELOW}:
            return factor
        is_above = role[0] == ABOVE
        factor *= 1.0 if is_above else 1.01
        if self.page.is_html and is_flat:
            # The first or last date has its title within the list.
            factor *= 1.0 if (0 if is_above else len(units) - 1) in titles else 0.9
        inner, outer = [], []
        for n, each in titles.items():
            first, last = sorted((each.line, units[n].spot.line))
            inner.append(
                max((self.lines[x].gap for x in range(first + 1, last + 1)), default=0)
            )
            outer.append(self.lines[first].gap)
        within, around = fmean(inner), fmean(outer)
        if within + 0.3 < around:
            return factor * 1.12
        return factor * (0.85 if within > around + 0.3 else 1.0)

    def _fits_page(
        self, units: Sequence[Unit], titles: Mapping[int, Candidate], role: Role
    ) -> float:
        """Return a factor that is high if the lines around the list fit the role.

        Some lines between two dates end the first entry, and the rest begin the second.
        The role says where the second entry can begin.
        """
        most = len(self._edges(units)[0])
        steps = (abs(each.line - units[n].spot.line) for n, each in titles.items())
        title = min(most, round(median(steps)))
        if role[0] in {ABOVE, FIRST}:
            return self._divides(units, range(title, most + 1), title, 0)
        if role[0] != BELOW:
            return 1.0
        # Above a date that has its title below, only short labels belong to its entry.
        labels = range(1, most - title + 1)
        texts = (n for n in labels if self._is_text_above(units, n))
        return self._divides(units, range(next(texts, most - title + 1)), 0, title)

    def _is_text_above(self, units: Sequence[Unit], n: int) -> bool:
        """Return whether the line `n` lines above the dates is usually a long one."""
        lines = [self.lines[each.spot.line - n].text for each in units[1:]]
        return median(map(width, lines)) > _LABEL

    def _divides(
        self, units: Sequence[Unit], splits: range, upper: int, lower: int
    ) -> float:
        """Return a factor that is high if one of the numbers in `splits` fits the page.

        A number in `splits` says how many lines above a date belong to the date's
        entry. At least `upper` lines above the first date, and `lower` lines below the
        last date, belong to the list.
        """
        above, under = self._edges(units)
        most = len(above)

        def fit(split: int, above_first: int, below_last: int) -> float:
            inner = _best(above[:split], above_first)
            return inner + _best(under[: most - split], below_last)

        others = [fit(n, 1, 1) for n in range(most + 1) if n not in splits]
        if not others:
            return 1.0
        margin = max(fit(n, upper, lower) for n in splits) - max(others)
        least = _LEAST_FIT_OF_HTML if self.page.is_html else _LEAST_FIT
        return least + (1 - least) / (1 + exp(-margin / _CERTAIN))

    def _edges(self, units: Sequence[Unit]) -> tuple[list[float], list[float]]:
        """Compare the lines above and below the list with the lines of the list.

        Returns two lists with the fit of each line, nearest line first.
        """
        key = tuple(id(each.spot) for each in units)
        if key not in self._edged:
            sizes = [y.spot.line - x.spot.last - 1 for x, y in pairwise(units)]
            most = min(_REACH, round(median(sizes))) if sizes[1:] else 0
            above, below = [], []
            for n in range(most):
                pairs = [
                    x
                    for x, size in zip(pairwise(units), sizes, strict=True)
                    if size > n
                ]
                ends = [x.spot.line - 1 - n for _, x in pairs]
                starts = [x.spot.last + 1 + n for x, _ in pairs]
                above.append(self._fit(units[0].spot.line - 1 - n, ends, 1))
                below.append(self._fit(units[-1].spot.last + 1 + n, starts, 0))
            self._edged[key] = above, below
        return self._edged[key]

    def _fit(self, number: int, others: Iterable[int], below: int) -> float:
        """Return the fit of a line, or a low value if the page has no such line.

        The empty lines between a line and its date count. They are below the line if
        `below` is 1.
        """
        if not 0 <= number < len(self.lines):
            return _NO_LINE
        line, *rest = (
            self.lines[n]._replace(gap=self.lines[n + below].gap)
            for n in (number, *others)
        )
        return fit_of(line, rest)

    def _several(
        self, spots: Sequence[Spot], weight: float, dates: Sequence[Spot]
    ) -> None:
        """Add a reading in which each date has several titles below it."""
        spots = [each for each in spots if each.place == WHOLE]
        groups = [list(self._below(spots, n)) for n in range(len(spots))]
        counts = Counter(role for group in groups for role, _ in group)
        if not counts:
            return
        role = max(
            counts, key=lambda each: counts[each] * (1.5 if each and each[-1] else 1)
        )
        kept = [[each for own, each in group if own == role] for group in groups]
        sizes = [len(group) for group in kept]
        titles = [each for group in kept for each in group]
        is_one = len(spots) == 1
        is_few = max(sizes) < 2 or (sum(x > 1 for x in sizes) < 2 and max(sizes) < 3)
        if is_few or 2 * sizes.count(0) > len(sizes):  # a menu below the last date
            return
        if is_one and len(titles) < 4:
            return
        inner = sizes[:-1] if len(sizes) > 3 else sizes
        same = Counter(inner).most_common(1)[0][1] / len(inner)
        filled = sum(x > 0 for x in sizes) / len(sizes)
        is_pure = len(titles) >= 0.87 * sum(map(len, groups))
        factor = 0.5 + 0.5 * filled
        if self.page.is_html:
            factor *= 0.93 if role[-1] else 0.7 if same >= 0.8 else 0.9
            factor *= fmean(x.bonus for x in titles) * (1.12 if is_pure else 1)
        share = fmean(x.text.endswith(_STOPS) or x.likeness < 0.5 for x in titles)
        factor *= 0.95 * (1 - share) ** 1.5
        if not self.page.is_html:
            are_texts = spots[0].is_day and sum(x > 1 for x in sizes) > 0.9 * len(sizes)
            factor *= 0.5 if (same > 0.8 or are_texts) and len(sizes) > 2 else 1
        units = [Unit(each, each.line, each.line) for each in spots]
        factor *= self._divides(units, range(1), 0, 1)
        entries = []
        for spot, following, group in zip(spots, [*spots[1:], None], kept, strict=True):
            lines = [each.line for each in group]
            for n, each in enumerate(group):
                end = lines[n + 1] if n + 1 < len(lines) else each.line + 1
                if n + 1 == len(lines) and following and not spot.is_day:
                    end = following.line  # including the text of the last title
                entries.append(Entry(spot, each, Unit(spot, each.line, end)))
        are_headings = self.page.is_html and min(x.bonus for x in titles) > 1.5
        is_sure = is_pure or are_headings or (self.page.is_html and role[-1])
        boost = 1.0 if is_sure else len(spots) * filled / len(titles)
        factor *= weight
        self._add(entries, factor, (SEVERAL,), dates, units=units, boost=boost)

    def _below(self, spots: Sequence[Spot], n: int) -> Iterator[tuple[Role, Candidate]]:
        """Yield the possible titles below a date, each with the kind of its element."""
        page = self.page
        is_last = n + 1 == len(spots)
        last = (
            min(len(self.lines), spots[n].last + 3 * _REACH)
            if is_last
            else spots[n + 1].line
        )
        gap: int | None = None
        for number in range(spots[n].last + 1, last):
            line = self.lines[number]
            if any(
                x.is_day and x.place == WHOLE for x in page.dates_on.get(number, ())
            ):
                break
            if is_last and not page.is_html:
                if gap is not None and line.gap > gap:
                    break
                gap = line.gap if gap is None else max(gap, line.gap)
            if page.furniture[number] or page.beside[number]:
                continue
            text = without_tail(line.text)
            if is_last and gap is not None and likeness(text) <= _SURE_LIKE:
                break
            anchor = anchor_of(line.pieces)
            holder = smallest_of(x.element for x in line.pieces)
            if number in lines_of_title(page, holder.begin)[1:]:
                continue
            role: Role = ()
            if page.is_html:
                place = kinds_above(holder, None)
                role = (place, anchor is not None)
            bonus = bonus_of(holder) * (1.2 if anchor else 1)
            like, bonus = likeness(text), bonus if page.is_html else 1
            place = (text, number, anchor, 0, len(line.text), -1)
            yield role, Candidate(*place, (SEVERAL,), like, bonus)

    def _add(  # noqa: PLR0913 - what a reading consists of
        self,
        entries: Sequence[Entry],
        factor: float,
        role: Role,
        dates: Sequence[Spot],
        *,
        is_each: bool = False,
        units: Sequence[Unit] | None = None,
        boost: float = 1.0,
    ) -> None:
        """Score a complete reading, and add it."""
        titled = [(each, each.title) for each in entries if each.title is not None]
        told = sum(self._has_prose(each.unit) for each in entries if not each.title)
        quality = sum(title.likeness for _, title in titled) + _UNTITLED * told
        quality /= len(entries)
        if titled:
            order = self.page.order
            texts = [title.text.casefold() for _, title in titled]
            days = [str(each.spot.date.date(order)) for each, _ in titled]
            pairs = set(zip(days, texts, strict=True))
            factor *= 1 - 0.5 * (len(titled) - len(pairs)) / len(titled)
        units = units if units is not None else [each.unit for each in entries]
        told = sum(self._is_in_text(each.spot) for each in units)
        factor *= 1 - 0.7 * told / len(units)
        factor *= 0.5 if len(entries) == 1 else 0.85 if len(entries) == 2 else 1
        factor *= 0.6 + 0.4 * self._direction(entries)
        own = {each.spot.line for each in units}
        named = {title.line for _, title in titled} - own
        others = sum(each.line not in named for each in dates)
        factor *= 0.6 + 0.4 * min(1, len(units) / max(1, others))
        factor *= 0.6 + 0.4 * self._text_share(entries)
        lengths = [width(title.text) for _, title in titled] or [0]
        spread = pstdev(lengths) / (fmean(lengths) + 20) if len(lengths) > 1 else 0.3
        factor *= 1.1 - 0.25 * min(1, spread)
        factor *= 0.7 + 0.3 * min(1, fmean(lengths) / _USUAL)
        factor *= 1.15 if is_each else 1
        score = (len(entries) * boost) ** 0.6 * quality**2 * factor
        self.found.append(Reading(tuple(entries), score, role, is_each))

    def _has_prose(self, unit: Unit) -> bool:
        """Return whether a long line of text is just below the date."""
        below = self.lines[unit.spot.last + 1 : unit.end]
        return any(len(line.text) >= _PROSE for line in below[:_NEAR])

    def _direction(self, entries: Sequence[Entry]) -> float:
        """Return the share of neighbouring dates that are in order, from 0 to 1.

        The order is ascending or descending, whichever has the larger share.
        """
        days = [str(each.spot.date.date(self.page.order) or "") for each in entries]
        if len(days) < 3:
            return 0.9
        up = sum(one <= other for one, other in pairwise(days))
        down = sum(one >= other for one, other in pairwise(days))
        return max(up, down) / (len(days) - 1)

    def _text_share(self, entries: Sequence[Entry]) -> float:
        """Return a score for the amount of text in the entries, from 0 to 1.

        A list with excerpts has a higher score than a menu.
        """
        starts = sorted(
            {
                min(x.spot.line, x.title.line if x.title else x.spot.line)
                for x in entries
            }
        )
        ends = [*starts[1:], starts[-1] + 3]
        held = (
            sum(len(line.text) for line in self.lines[begin : min(end, begin + _REACH)])
            for begin, end in zip(starts, ends, strict=True)
        )
        return fmean(min(400, each) for each in held) / 400


def _best(fits: Sequence[float], least: int) -> float:
    """Return the highest sum of the first fits, at least `least` of them."""
    return max([*accumulate(fits)][max(0, min(least, len(fits)) - 1) :], default=0)
