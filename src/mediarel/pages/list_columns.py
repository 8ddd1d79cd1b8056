"""Find the list of a page: the dates of its entries, and the layout of its titles.

Dates of each class are tested with each layout. The best layout has the most title-like
and distinct titles. It also leaves the least of the page over.
"""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from mediarel.pages.anchors import DAY, DAY_OF_NO_YEAR, MONTH, YEAR
from mediarel.pages.kinds import is_kind
from mediarel.pages.labels import label_of
from mediarel.pages.layouts import (
    ABOVE,
    BEFORE,
    BEHIND,
    BELOW,
    HEADING,
    PAIRS,
    TAIL,
    UNTITLED,
    Layout,
    cells_of,
    swapped_dates,
    titles_of,
)
from mediarel.pages.mixed import titles_beside, with_mixed
from mediarel.pages.page_rows import NUMBERS
from mediarel.pages.scores import fit_of, value_of
from mediarel.pages.title_likeness import likeness
from mediarel.pages.words_around import folded
from mediarel.pages.words_within import LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.pages.anchors import Anchor
    from mediarel.pages.layouts import Page, Title
    from mediarel.pages.markup import Element
    from mediarel.pages.markup_lines import ShownLine
    from mediarel.pages.scores import Fit
    from mediarel.pages.units import Spot


_OF_ROWS = frozenset(("thead", "tbody", "tr"))
_LONGEST = 60
_UP_TO_TABLE = 3  # elements from a row to its table, through the row group
_CELLS = frozenset(("td", "th"))
_ROWS = frozenset(("thead", "tbody", "tfoot"))
_TOLD = frozenset(("category", "tags", "author"))
_MOST_COLUMNS = 100
_MOST_PARTS = 20
_WIDTH = re.compile(r"[1-9][0-9]?")
_NEAR = 4  # rows of a table, or lines of a text, that may contain the column headers
_MOST_CLASSES = 12
_MOST_TRIED = 5
_PARAGRAPH = 100
_TITLE = 0.5
_ENOUGH = 3
_LEAST = 0.12
_PRECISIONS = ((DAY, 1.0), (DAY_OF_NO_YEAR, 0.9), (MONTH, 0.5), (YEAR, 0.4))
LAYOUTS = (
    *(Layout(BELOW, rows) for rows in (1, 2, 3)),
    *(Layout(ABOVE, rows) for rows in (1, 2, 3)),
    Layout(BEHIND),
    Layout(BEFORE),
    Layout(TAIL),
    Layout(UNTITLED),
    Layout(HEADING),
)


def best_fit(page: Page) -> Fit | None:
    """Return the dates and the layout of the best list, or None."""
    found: list[Fit] = []
    for precision, prior in _PRECISIONS:
        anchors = [each for each in page.anchors if each.precision == precision]
        fit = _best_of(page, anchors)
        if fit is not None:
            found.append(fit._replace(score=fit.score * prior))
    swapped = swapped_dates(page)
    if swapped:
        found.append(fit_of(page, swapped, Layout(PAIRS)))
    best = max(found, key=lambda fit: fit.score, default=None)
    if best is None or best.score < _LEAST:
        return None
    return _with_less_exact(page, with_mixed(page, best))


def _with_less_exact(page: Page, fit: Fit) -> Fit:
    """Return `fit` with dates that are only a month or year and have a title.

    Such a date above dates with days is a heading: it has no title, only a date next to
    it.
    """
    first, last = fit.anchors[0].row, fit.anchors[-1].row
    end = min(_near(fit.anchors).stop, page.break_below(last))
    rows = {each.row for each in fit.anchors}
    beside = {title.row for title in fit.beside}
    taken = rows | {
        title.row
        for each, title in zip(
            fit.anchors, titles_of(page, fit.anchors, fit.layout), strict=True
        )
        if title is not None and each.row not in beside
    }
    more = [
        each
        for each in page.anchors
        if first < each.row < end and each.row not in taken and each.is_alone
    ]
    union = sorted((*fit.anchors, *more), key=lambda each: each.row)
    kept = []
    titles = titles_of(page, union, fit.layout)
    for each, title in zip(union, titles, strict=True):
        own = title if title is not None and title.row not in taken else None
        if each.row in rows or (own is not None and _is_title(page, fit, own)):
            kept.append(each)
    return fit._replace(anchors=tuple(kept))


def _is_title(page: Page, fit: Fit, title: Title) -> bool:
    """Return whether a row is the title of an adjacent date."""
    if value_of(page, fit.layout, title) > _TITLE:
        return True
    # A kind is a title unless it is a line of the entry below.
    rows = page.rows[title.row + 1 : title.row + 2]
    return is_kind(title.text) and all(not each.dates for each in rows)


def _best_of(page: Page, anchors: Sequence[Anchor]) -> Fit | None:
    parts: dict[tuple[tuple[str, str], int, bool], list[Anchor]] = {}
    for anchor in anchors:
        # The end of a list also separates dates of one class.
        key = (anchor.shape, page.break_below(anchor.row), anchor.is_prose)
        parts.setdefault(key, []).append(anchor)
    whole = [_without_today(page, each) for each in parts.values()]
    members = [*whole, *(run for each in whole if (run := _longest_run(page, each)))]
    largest = sorted(members, key=len, reverse=True)[:_MOST_CLASSES]
    shapes = {shape for shape, *_ in parts}
    tried = [
        fit
        for members in largest
        for layout in _layouts(members, shapes)
        if (fit := fit_of(page, members, layout)).score > 0
    ]
    tried.sort(key=lambda fit: fit.score, reverse=True)
    grown = [_grown(page, fit, largest) for fit in tried[:_MOST_TRIED]]
    best = max(grown, key=lambda fit: fit.score, default=None)
    passed = [
        each[0].row
        for each, rest in zip(parts.values(), whole, strict=True)
        if len(rest) < len(each) and best is not None and rest[0] in best.anchors
    ]
    return best and best._replace(today=min(passed, default=None))


def _without_today(page: Page, members: list[Anchor]) -> list[Anchor]:
    """Return `members` without the current date above the menus."""
    gaps = [other.row - one.row for one, other in pairwise(members)]
    if len(gaps) < _ENOUGH:
        return members
    first, second = members[0].row, members[1].row
    between = page.content_between(first + 1, second)
    lengths = [len(page.rows[n].text) for n in between]
    is_far = gaps[0] > 2 * median(gaps) + 8 and median(lengths or [0]) < _PARAGRAPH / 2
    is_short = 0 < max(lengths or [0]) < _PARAGRAPH / 3
    is_head = first <= 1 and is_short and gaps[0] not in gaps[1:]
    is_head = is_head and not _has_own(page, members)
    return members[1:] if is_far or is_head else members


def _has_own(page: Page, members: Sequence[Anchor]) -> bool:
    """Return whether the first date has a title in the same place as the others."""
    first = members[0]
    if likeness(first.after.strip()) > _TITLE or likeness(first.before) > _TITLE:
        return True
    blanks = [page.rows[each.row + 1].blanks for each in members[:-1]]
    is_next = blanks[0] == median(blanks)
    return is_next and likeness(page.rows[first.row + 1].text) > _TITLE


def _longest_run(page: Page, members: list[Anchor]) -> list[Anchor] | None:
    """Return the longest run of `members` in date order, or None if all are in order.

    Dates of a list in a sidebar start again from the latest.
    """
    dates = [each.date.date(page.order) for each in members]
    runs: list[list[Anchor]] = [[]]
    for n, each in enumerate(members):
        one, other = dates[n - 1], dates[n]
        if n and one is not None and other is not None and other.first > one.last:
            runs.append([])
        runs[-1].append(each)
    longest = max(runs, key=len)
    return (
        longest
        if len(members) > len(longest) > max(_ENOUGH, len(members) / 2)
        else None
    )


def _layouts(
    members: Sequence[Anchor], shapes: Iterable[tuple[str, str]]
) -> Iterator[Layout]:
    before, after = members[0].shape
    for layout in LAYOUTS:
        if layout.where not in (BEFORE, BEHIND):
            yield layout
            continue
        tabs = {shape[layout.where == BEHIND] for shape in shapes} & {"\t"}
        # Titles in a table may be next to the date in one row, below it in another.
        if not tabs and (not after if layout.where == BEHIND else before in {"", ":"}):
            continue
        rests = [e.after if layout.where == BEHIND else e.before for e in members[:20]]
        cells = max(len(cells_of(rest)) for rest in rests)
        yield from (layout._replace(cell=cell) for cell in range(min(cells, 4)))


def _grown(page: Page, fit: Fit, classes: Sequence[Sequence[Anchor]]) -> Fit:
    """Return `fit` with those dates of other classes that improve the fit."""
    for members in classes:
        if members[0] in fit.anchors:
            continue
        # Beyond page numbers, dates of the same class may continue the list.
        if not _could_be_more(page, members, fit):
            continue
        # Only table rows have both titles next to the date and titles below.
        if fit.layout.where in (BEFORE, BEHIND) and not _has_rest(members, fit):
            continue
        rows = {each.row for each in fit.anchors}
        near = _near(fit.anchors)
        more = [
            each
            for each in members
            if each.row not in rows and each.row in near and not each.is_prose
            if not each.is_running or any(other.is_running for other in fit.anchors)
        ]
        if not more:
            continue
        union = sorted((*fit.anchors, *more), key=lambda each: each.row)
        wider = fit_of(page, union, fit.layout)
        alone = fit_of(page, more, fit.layout)
        # A title next to some dates counts, even if these dates alone fit otherwise.
        is_mixed = bool(titles_beside(page, union, fit.layout, more))
        is_like = is_mixed or 2 * alone.quality > fit.quality
        if wider.score > fit.score and is_like:
            fit = wider
    return fit


def _could_be_more(page: Page, members: Sequence[Anchor], fit: Fit) -> bool:
    first, last = fit.anchors[0].row, fit.anchors[-1].row
    begin, end = members[0].row, members[-1].row
    between = range(last, begin) if begin > last else range(end, first)
    kinds = {page.rows[n].kind for n in between if page.is_break(n)}
    is_alike = any(members[0].shape == each.shape for each in fit.anchors)
    return not kinds or (is_alike and kinds == {NUMBERS})


def _has_rest(members: Sequence[Anchor], fit: Fit) -> bool:
    side = fit.layout.where == BEHIND
    is_table = any(each.shape[side] == "\t" for each in fit.anchors)
    return is_table or members[0].shape[side] not in {"", ":"}


def _near(anchors: Sequence[Anchor]) -> range:
    """Return the rows that a list with these dates can span."""
    first, last = anchors[0].row, anchors[-1].row
    gaps = [other.row - one.row for one, other in pairwise(anchors)]
    beyond = 3 * max(median(gaps), 3) if gaps else 12
    return range(max(first - int(beyond), 0), last + int(beyond))


def labelled_cell(text: str, line: ShownLine, lines: Sequence[ShownLine]) -> str:
    """Return the cell `text` on `line`, prefixed with its column header."""
    cell = next((each for each in _upper(line.block) if each.tag in _CELLS), None)
    row = cell and cell.parent
    if cell is None or row is None:
        return text
    place = next((n for n, each in _columns(row) if each is cell), None)
    table = next((each for each in row.ancestors() if each.tag == "table"), None)
    if place is None or table is None:
        return text
    for above in _first_rows(table):
        if above is row:
            break
        head = next((each for n, each in _columns(above) if n == place), None)
        if head is not None and head.end - head.begin == 1:
            name = lines[head.begin].text
            is_head = head.tag == "th" and not is_kind(text)
            if is_head or _is_told(name):
                return _labelled(name, text)
    return text


def heads_above(rows: Iterable[str]) -> tuple[str, ...]:
    """Return the column headers in the last of the text `rows`, or ()."""
    for row in [*rows][: -_NEAR - 1 : -1]:
        cells = _cells(row)
        if len(cells) > 1 and any(map(_is_told, cells)):
            return tuple(cells)
    return ()


def labelled_pieces(
    pieces: Sequence[str], row: str, heads: Sequence[str]
) -> tuple[str, ...]:
    """Return `pieces` of a text row; cells are prefixed with their column headers."""
    cells = _cells(row)
    if not heads or len(cells) != len(heads):
        return tuple(pieces)
    told = {
        cell: _labelled(head, cell)
        for head, cell in zip(heads, cells, strict=True)
        if cell and _is_told(head)
    }
    return tuple(told.get(each.strip(), each) for each in pieces)


def _is_told(name: str) -> bool:
    label = label_of(f"{name.strip(' :')}: x")
    return label is not None and label[0] in _TOLD


def _labelled(name: str, text: str) -> str:
    # A cell with its own label needs no header.
    return text if label_of(text) is not None else f"{name.strip(' :')}: {text}"


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.split("\t")]


def _upper(element: Element) -> Iterator[Element]:
    yield element
    yield from element.ancestors()


def _columns(row: Element) -> Iterator[tuple[int, Element]]:
    """Yield the cells of a row, each with the number of its first column."""
    place = 0
    for each in row.children[: 2 * _MOST_COLUMNS]:
        if not isinstance(each, str) and each.tag in _CELLS:
            yield place, each
            wide = _WIDTH.match(each.attributes.get("colspan", ""))
            place += int(wide[0]) if wide else 1


def _first_rows(table: Element) -> Iterator[Element]:
    found = 0
    for each in table.children[:_MOST_PARTS]:
        if isinstance(each, str):
            continue
        parts = each.children if each.tag in _ROWS else [each]
        for row in parts[:_MOST_PARTS]:
            if not isinstance(row, str) and row.tag == "tr":
                yield row
                found += 1
                if found == _NEAR:
                    return


def without_changed(spots: list[Spot], lines: Sequence[ShownLine]) -> list[Spot]:
    """Return dates; those in a column "Updated" are marked if the row has others."""
    cells = [cell_of(spot.element) for spot in spots]
    heads: dict[Element, list[str]] = {}
    columns: dict[Element, dict[Element, int]] = {}
    changed = set()
    others = set()
    for number, cell in enumerate(cells):
        row = None if cell is None else cell.parent
        if cell is None or row is None:
            continue
        table = table_of(row)
        if table not in heads:
            heads[table] = heads_of(table, lines)
        if row not in columns:
            columns[row] = {each: n for n, each in enumerate(children(row))}
        column = columns[row][cell]
        head = heads[table][column] if column < len(heads[table]) else ""
        if folded(head) in LABELS["modified"]:
            changed.add(number)
        elif spots[number].form == "alone":
            others.add(row)
    return [
        spot._replace(form="changed")
        if number in changed and (cell := cells[number]) and cell.parent in others
        else spot
        for number, spot in enumerate(spots)
    ]


def cell_of(element: Element) -> Element | None:
    """Return the table cell that contains a date, or None outside tables."""
    above: Element | None = element
    for _ in range(_UP_TO_TABLE):
        if above is None or above.tag in _CELLS:
            return above
        above = above.parent
    return None


def table_of(row: Element) -> Element:
    """Return the table that contains a row."""
    table = row
    for _ in range(_UP_TO_TABLE):
        if table.tag == "table" or table.parent is None:
            break
        table = table.parent
    return table


def heads_of(table: Element, lines: Sequence[ShownLine]) -> list[str]:
    """Return the texts of the cells in the first row of a table."""
    row = first_row(table)
    if row is None:
        return []
    return [
        lines[each.begin].text[:_LONGEST] if each.begin < each.end else ""
        for each in children(row)
    ]


def first_row(table: Element) -> Element | None:
    """Return the first row of a table, or None."""
    row: Element | None = table
    while row is not None and row.tag != "tr":
        row = next(
            (x for x in row.children if not isinstance(x, str) and x.tag in _OF_ROWS),
            None,
        )
    return row


def children(element: Element) -> list[Element]:
    """Return the child elements of an element, without its texts."""
    return [each for each in element.children if not isinstance(each, str)]
