"""Lines with day and month in figures, below headings of years: `11-06 Reopen …`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.pages.month_days import DayRow
from mediarel.pages.yearless import are_in_order, yearless_alone, yearless_at_edges

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from mediarel.pages.markup_lines import ShownLine
    from mediarel.pages.yearless import Yearless
    from mediarel.pages.years import Years

_FIGURES = re.compile(r"\d{1,2}\s?[-/.．／‐‑]\s?\d{1,2}")


def rows_of_years(
    lines: Sequence[ShownLine],
    passed: Sequence[bool],
    years_of: Callable[[], Years],
    is_dated: Callable[[int, int, int], bool],
) -> list[DayRow]:
    """Return the lines of a page whose day and month stand below their year.

    They recur in one form, and below each year they go one way. `is_dated` tells
    whether a line has its date already, in a span or before it.
    """
    likely = [
        (number, found, kind)
        for number, line in enumerate(lines)
        if not passed[number] and _FIGURES.search(line.text)
        for found, kind in _on_line(line)
        if not is_dated(number, found.date.start, found.date.end)
    ]
    if not likely:
        return []
    years = years_of()
    forms: dict[Hashable, dict[int, list[DayRow]]] = {}
    for number, found, kind in likely:
        above = years.place_above(number)
        if above is None:
            continue
        form = (found.form, kind, lines[number].block.tag)
        below = forms.setdefault(form, {}).setdefault(above, [])
        below.append(DayRow(number, found.date))
    rows: dict[int, DayRow] = {}
    for sections in forms.values():
        if are_in_order([[row.date for row in each] for each in sections.values()]):
            for row in (row for each in sections.values() for row in each):
                rows.setdefault(row.line, row)
    return sorted(rows.values())


def _on_line(line: ShownLine) -> Iterator[tuple[Yearless, Hashable]]:
    """Yield each day and month on a line; in an element of its own it is found first.

    What stands beside it may then have no space between.
    """
    for piece in line.pieces:
        found = yearless_alone(line.text[piece.begin : piece.end].strip())
        if found is not None and len(line.pieces) > 1:
            date = found.date._replace(start=piece.begin, end=piece.end)
            yield found._replace(date=date), piece.element.kind
            return
    for found in yearless_at_edges(line.text):
        yield found, ""
