"""Describe list layouts of rows, and find the titles of each layout."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from statistics import fmean, median, mode
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.printed import date_alone
from mediarel.pages.anchors import DAY
from mediarel.pages.captions import without_captions
from mediarel.pages.kinds import is_kind
from mediarel.pages.labels import label_of
from mediarel.pages.noise import is_cut, is_hour
from mediarel.pages.page_rows import ASIDE, FOOT_LINE, MORE, NOISE, NUMBERS, TEXT
from mediarel.pages.title_likeness import (
    ends_sentence,
    is_filing,
    is_title_like,
    likeness,
    width,
)
from mediarel.pages.words_around import READ_MORE, folded
from mediarel.pages.words_within import BYLINE, SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.pages.anchors import Anchor
    from mediarel.pages.page_rows import Row

_SENTENCE = 30
_STOPS = (".", "!", "?", "。", "！", "？", "។", "။")
_LONGEST_LABEL = 90
_LONGEST_COLUMN = 30
_PARAGRAPH = 100
_TITLE = 0.5
_MOST = 0.8
_LEAST = 4
_LONGEST_DATE = 60
ABOVE, BELOW, BEFORE, BEHIND = "above", "below", "before", "behind"
TAIL, UNTITLED, HEADING = "tail", "untitled", "heading"
PAIRS = "pairs"
BREAKS = (NUMBERS, ASIDE, FOOT_LINE)
_WEIGHT = 400  # maximum characters of a row in the share of the page
_SAME = 12  # length of the common prefix of lines that recur with each entry
_EDGES = " \t\u00a0|,;:–—-/·•"


class _Cell(NamedTuple):
    row: int
    text: str
    anchor: Anchor | None


class Layout(NamedTuple):
    """The position of an entry's title relative to its date."""

    where: str
    rows: int = 0
    """The number of rows above or below the date."""
    cell: int = 0
    """The index of the cell in the rest of the row."""


class Title(NamedTuple):
    """A possible title of an entry."""

    row: int
    text: str


class Page:
    """The rows of a page, with the data to find its list."""

    def __init__(self, rows: Sequence[Row], anchors: Sequence[Anchor]) -> None:
        self.rows = rows
        self.anchors = anchors
        self.content = [n for n, row in enumerate(rows) if row.kind == TEXT]
        orders = {each.date.order for each in anchors} - {None}
        self.order = orders.pop() if len(orders) == 1 else None
        """Whether days or months come first, or None if unknown."""
        self.texts = Counter(row.text for row in rows)
        self.dates = {n for n, row in enumerate(rows) if row.is_date}
        self._place: list[int] = []  # for each row: number of content rows above
        weight = count = 0
        self._weights = [0]
        for row in rows:
            self._place.append(count)
            count += row.kind == TEXT
            weight += min(len(row.text), _WEIGHT)
            self._weights.append(weight)
        # For each row: the next row that ends a list.
        self._break_below = [len(rows)] * (len(rows) + 1)
        again = Counter(row.text[:_SAME] for row in rows if row.kind in BREAKS)
        for n in range(len(rows) - 1, -1, -1):
            row = rows[n]
            ends = row.kind in BREAKS and again[row.text[:_SAME]] <= 2  # noqa: PLR2004
            self._break_below[n] = n if ends else self._break_below[n + 1]

    def break_below(self, row: int) -> int:
        """Return the first row from `row` on at which a list ends."""
        return self._break_below[row]

    def is_break(self, row: int) -> bool:
        """Return whether a list ends at `row`."""
        return self._break_below[row] == row

    def is_below_aside(self, row: int) -> bool:
        """Return whether a heading such as "Recent posts" is just above `row`."""
        near = range(max(row - 2, 0), row)
        return any(self.rows[n].kind == ASIDE and self.is_break(n) for n in near)

    def away(self, row: int, by: int) -> int | None:
        """Return the row `by` content rows below `row`, or above if negative.

        Returns None outside the page or beyond the end of a list.
        """
        place = self._place[row] + by
        if not 0 <= place < len(self.content):
            return None
        found = self.content[place]
        first, last = min(row, found), max(row, found)
        return None if self._break_below[first] < last else found

    def content_between(self, first: int, end: int) -> list[int]:
        """Return the content rows from `first` to before `end`."""
        return self.content[self._place_of(first) : self._place_of(end)]

    def _place_of(self, row: int) -> int:
        return self._place[row] if row < len(self.rows) else len(self.content)

    def share(self, first: int, end: int) -> float:
        """Return the share of the page that these rows make up."""
        total = self._weights[-1] or 1
        return (self._weights[end] - self._weights[first]) / total


def titles_of(
    page: Page, anchors: Sequence[Anchor], layout: Layout
) -> Iterator[Title | None]:
    """Yield the possible title of each of `anchors`, or None."""
    taken = {anchor.row for anchor in anchors}
    if layout.where == TAIL:
        starts = starts_of(page, [anchor.row for anchor in anchors])
        yield from (
            None if row is None else Title(row, page.rows[row].text) for row in starts
        )
        return
    if layout.where == PAIRS:
        pairs = paired_with(page, anchors)
        yield from (Title(*pairs[each]) if each in pairs else None for each in anchors)
        return
    for anchor in anchors:
        title = _title(page, anchor, layout)
        own = title is not None and title.row == anchor.row
        yield (
            None
            if title is not None and title.row in taken and not own
            else (title if title is None or own else _between(title, anchor, taken))
        )


def _between(title: Title, anchor: Anchor, taken: set[int]) -> Title | None:
    """Return `title`, or None if a different date is between the title and its date."""
    step = 1 if anchor.row < title.row else -1
    if abs(anchor.row - title.row) > 12:  # noqa: PLR2004 - a text: it is not passed over
        return title
    between = range(anchor.row + step, title.row, step)
    return None if any(row in taken for row in between) else title


def _title(page: Page, anchor: Anchor, layout: Layout) -> Title | None:
    if layout.where in (BEHIND, BEFORE):
        rest = anchor.after if layout.where == BEHIND else anchor.before
        if any(map(str.isalnum, rest)):
            cells = cells_of(rest)
            text = cells[min(layout.cell, len(cells) - 1)]
            return Title(anchor.row, text)
        row = page.away(anchor.row, 1 if layout.where == BEHIND else -1)
    elif layout.where == ABOVE:
        row = page.away(anchor.row, -layout.rows)
    else:
        row = page.away(anchor.row, max(layout.rows, 1))
    return None if row is None else Title(row, page.rows[row].text)


def cells_of(rest: str) -> list[str]:
    """Return the cells of the rest of a row; without tabs, the whole rest."""
    # The date may be in brackets, before or after its title.
    bare = rest.rstrip(_EDGES + "([").lstrip(_EDGES + ")]")
    parts = [part.strip(_EDGES) for part in bare.split("\t")]
    return [part for part in parts if any(map(str.isalnum, part))] or [""]


def swapped_dates(page: Page) -> list[Anchor]:
    """Return dates in table cells, or none if all are on the same side."""
    found = [
        each
        for each in page.anchors
        if each.precision == DAY and _is_cell(each.before, each.after)
    ]
    right = sum("\t" in each.before for each in found)
    left = sum("\t" in each.after for each in found)
    return found if right and left and len(found) >= _LEAST else []


def _is_cell(before: str, after: str) -> bool:
    """Return whether the cell of a date contains only the date."""
    nearest = before.rpartition("\t")[2] + after.partition("\t")[0]
    # A row with three cells has something else between.
    one_side = not (before.strip() and after.strip())
    return one_side and not any(map(str.isalnum, nearest))


def paired_with(page: Page, anchors: Sequence[Anchor]) -> dict[Anchor, tuple[int, str]]:
    """Return for each date the row and text of the title paired with the date."""
    cells = _cells(page, anchors)
    tried = [_pairs(cells, start) for start in (0, 1)]
    return max(tried, key=lambda each: each[1])[0]


def _pairs(
    cells: Sequence[_Cell], start: int
) -> tuple[dict[Anchor, tuple[int, str]], int]:
    """Return the pairs from a cell on, and their number minus unpaired cells."""
    found: dict[Anchor, tuple[int, str]] = {}
    lone, n = 0, start
    while n + 1 < len(cells):
        one, other = cells[n], cells[n + 1]
        if one.anchor is not None and other.anchor is None:
            found[one.anchor] = (other.row, other.text)
        elif one.anchor is None and other.anchor is not None:
            found[other.anchor] = (one.row, one.text)
        else:
            lone += 1
            n += 1
            continue
        n += 2
    return found, len(found) - lone


def _cells(page: Page, anchors: Sequence[Anchor]) -> list[_Cell]:
    """Return the cells from the one above the first date to the one below the last."""
    dates = {each.row: each for each in anchors}
    first, last = anchors[0].row, anchors[-1].row
    above, below = page.away(first, -1), page.away(last, 1)
    begin = first if above is None else above
    end = last if below is None else below
    cells: list[_Cell] = []
    for row in page.content_between(begin, end + 1):
        texts = [each.strip() for each in page.rows[row].text.split("\t")]
        texts = [each for each in texts if any(map(str.isalnum, each))]
        if row == above:
            texts = texts[-1:]
        elif row == below:
            texts = texts[:1]
        cells += [_Cell(row, text, _date(dates.get(row), text)) for text in texts]
    return cells


def _date(anchor: Anchor | None, text: str) -> Anchor | None:
    """Return `anchor` if the cell `text` contains only a date, else None."""
    is_date = len(text) <= _LONGEST_DATE and date_alone(text) is not None
    return anchor if is_date else None


def starts_of(page: Page, dates: Sequence[int]) -> list[int | None]:
    """Return the first row of the entry above each of the rows `dates`.

    None if nothing is between a date and the date above.
    """
    groups: list[list[int]] = []
    for above, row in pairwise(dates):
        end = labels_below(page, above).stop
        groups.append(_below_columns(page, page.content_between(end, row)))
    first = _of_first(page, dates[0], groups)
    return [
        rows[0] if rows else None for rows in without_captions(page, [first, *groups])
    ]


def _of_first(page: Page, date: int, others: Sequence[Sequence[int]]) -> list[int]:
    """Return the rows of the entry above the first date, as many as others have.

    If the others differ in size, the rows are chosen by appearance.
    """
    sizes = [len(rows) for rows in others]
    usual = mode(sizes) if sizes else 0
    if usual > 1 and sizes.count(usual) >= _MOST * len(sizes):
        rows = page.content_between(0, date)[-usual:]
        is_whole = len(rows) == usual and page.break_below(rows[0]) > date
        if is_whole and is_title_like(page.rows[rows[0]].text):
            return rows
    start = start_of_text(page, date)
    return page.content_between(start, date)


def _below_columns(page: Page, rows: list[int]) -> list[int]:
    """Return `rows` without leading categories above a title."""
    for n, (row, below) in enumerate(pairwise(rows)):
        text = page.rows[row].text
        is_column = page.texts[text] > 1 and len(text) <= _LONGEST_COLUMN
        is_over_title = is_kind(text) and is_title_like(page.rows[below].text)
        if not is_column and not is_over_title:
            return rows[n:]
    return rows


def labels_below(page: Page, date: int) -> range:
    """Return the rows just below a date that label the entry above."""
    n = date + 1
    while n < len(page.rows) and not page.is_break(n) and _is_label(page, n):
        n += 1
    return range(date + 1, n)


def _is_label(page: Page, n: int) -> bool:
    row = page.rows[n]
    if row.kind != TEXT or len(row.text) > _LONGEST_LABEL or n in page.dates:
        return row.kind == NOISE and not row.blanks
    if not row.blanks and is_hour(page.rows[n - 1].text) and _is_section(row.text):
        return True
    return bool(label_of(row.text)) or is_filing(row.text)


def _is_section(text: str) -> bool:
    """Return whether a row names a section or kind: "News", "Statement"."""
    return folded(text) in SECTIONS or is_kind(text)


def _is_told(text: str) -> bool:
    """Return whether a row just above a date is a label: `by Dara`, `Tags: nets`."""
    if len(text) > _LONGEST_COLUMN * 2 or ends_sentence(text):
        return False
    is_byline = folded(text).partition(" ")[0] in BYLINE
    return is_byline or is_filing(text) or label_of(text) is not None


def start_of_text(page: Page, date_row: int) -> int:
    """Return the first row of the text above a date, including its title."""
    start = date_row
    for n in range(date_row - 1, -1, -1):
        row = page.rows[n]
        if page.is_break(n):
            break
        if start == date_row and (row.kind in (MORE, NOISE) or _is_told(row.text)):
            continue
        text = row.text
        is_text = len(text) >= _PARAGRAPH or ends_sentence(text)
        if not is_text or (likeness(text) > _TITLE and text[-1] in "!?”"):
            # Content above the title is a page heading or an introduction.
            return n if start != date_row and is_title_like(text) else start
        start = n
    return start


def ends_with_dates(page: Page, dates: Sequence[int]) -> bool:
    """Return whether the dates are below their texts, not above them.

    Then the first date has as much text above as the others, and the last date has less
    text below.
    """
    starts = starts_of(page, dates)
    first = starts[0]
    if len(dates) < 2 or first is None or not is_title_like(page.rows[first].text):  # noqa: PLR2004
        return False
    pairs = [
        (start, date)
        for start, date in zip(starts, dates, strict=True)
        if start is not None
    ]
    whole = sum(len(page.content_between(start, date)) > 1 for start, date in pairs)
    if whole < _MOST * len(dates):
        return False
    sizes = [page.share(start, date) for start, date in pairs]
    usual = median(sizes[1:] or sizes)
    below = labels_below(page, dates[-1]).stop
    end = max(page.break_below(dates[-1]), below)
    near = min(end, below + max(other - one for one, other in pairwise(dates)))
    return sizes[0] > usual / 3 and page.share(below, near) < usual / 2


def left_over(page: Page, anchors: Sequence[Anchor], layout: Layout) -> Title | None:
    """Return the row next to the list that would be a title in the other layout.

    If dates and titles alternate, the wrong layout leaves over the first or last title.
    """
    away = _usual_step(page, anchors) - layout.rows
    if away < 1:
        return None
    is_below = layout.where == BELOW
    edge = anchors[0] if is_below else anchors[-1]
    row = page.away(edge.row, -away if is_below else away)
    return None if row is None else Title(row, page.rows[row].text)


def _usual_step(page: Page, anchors: Sequence[Anchor]) -> int:
    """Return the usual number of rows between dates, or 2 if the number varies."""
    pairs = pairwise(each.row for each in anchors)
    steps = [len(page.content_between(one, other)) for one, other in pairs]
    usual = mode(steps) if steps else 0
    return usual if steps.count(usual) > _MOST * len(steps) else 2


def is_like_others(
    page: Page, edge: Title | None, titles: Sequence[Title | None]
) -> float:
    """Return how much the row at the edge of a list resembles a title, from 0 to 1.

    If titles are on the other side of their dates, this row is a heading or a footer
    line. Such a row is short, or also printed elsewhere, as in a menu.
    """
    if edge is None:
        return 0
    usual = fmean(len(title.text) for title in titles if title is not None)
    value = likeness(edge.text) * min(1, len(edge.text) / (usual / 2))
    again = page.texts[edge.text] > sum(
        t is not None and t.text == edge.text for t in titles
    )
    return value / 2 if again else value


def crossed(
    page: Page, anchors: Sequence[Anchor], titles: Sequence[Title | None]
) -> float:
    """Return the share of dates with an entry end or a text before their title."""
    crossed = 0
    for anchor, title in zip(anchors, titles, strict=True):
        if title is not None and title.row != anchor.row:
            first, last = sorted((anchor.row, title.row))
            crossed += any(_parts(page.rows[n]) for n in range(first + 1, last))
    return crossed / len(anchors)


def _parts(row: Row) -> bool:
    """Return whether `row` can't be between a date and its title."""
    if row.kind == MORE:
        return folded(row.text).strip(" \t.…»›>→[]()") in READ_MORE
    text = row.text
    if row.kind != TEXT or label_of(text) is not None:
        return False
    is_sentence = width(text) > _SENTENCE and text.rstrip("\"'”’»)」』").endswith(
        _STOPS
    )
    return is_sentence or width(text) > _PARAGRAPH or is_cut(text)
