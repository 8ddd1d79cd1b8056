"""Counts, drawn: a bar beside each number; of two, a table where it fits."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.cells import cell_len

from mediarel.cli.terminal import theme
from mediarel.cli.terminal.console import (
    GAP,
    NARROW,
    as_text,
    new_console,
    plain_table,
    print_closely,
)
from mediarel.cli.terminal.lines import on_one_line
from mediarel.cli.terminal.widths import shortened
from mediarel.stats.counts import as_text as value_text
from mediarel.stats.counts import told
from mediarel.text.lines import capitalised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.cli.terminal.views import CountsView
    from mediarel.stats.counts import Counts, Value

_UNNAMED = "Statements"  # above the counts of an archive without a name
_TOTAL = "Statements"  # above the numbers
_EIGHTHS = "█▏▎▍▌▋▊▉"
_LEAST_BAR, _MOST_BAR = 10, 60  # columns


def draw_counts(view: CountsView) -> None:
    """Draw counts."""
    console = new_console()
    counts, width = view.counts, console.width
    crumbs = " >> ".join(map(on_one_line, (view.name or _UNNAMED, *view.crumbs)))
    print_closely(console, as_text(crumbs, theme.HEADING))
    console.print()
    wide = _wide(counts) if counts.others else None
    if wide and _fits(wide, width):
        _draw_wide(wide)
    else:
        _draw_bars(counts, width)
    console.print()
    print_closely(console, as_text(told(counts)))


def _names(counts: Counts) -> list[str]:
    """Return what is counted by, as heads of columns: `Text from`."""
    return [capitalised(each.replace("_", " ")) for each in counts.by]


def _wide(counts: Counts) -> list[list[str]]:
    """Return the cells of a table of two, its header first, their number last."""
    others = [other for other, _ in counts.others]
    header = [_names(counts)[0], *map(_label, others), _TOTAL]
    return [
        header,
        *(
            [
                _label(value),
                *(_number(counts.cells.get((value, other), 0)) for other in others),
                _number(number),
            ]
            for value, number in counts.values
        ),
    ]


def _fits(rows: Sequence[Sequence[str]], width: int) -> bool:
    columns = zip(*rows, strict=True)
    return sum(max(map(cell_len, cells)) + GAP for cells in columns) <= width


def _draw_wide(rows: Sequence[Sequence[str]]) -> None:
    table = plain_table(*rows[0])
    for column in table.columns[1:]:
        column.justify = "right"
    for column in table.columns:
        column.no_wrap = True
    for label, *numbers in rows[1:]:
        table.add_row(as_text(label), *map(as_text, numbers))
    print_closely(new_console(), table)


def _draw_bars(counts: Counts, width: int) -> None:
    """Draw a bar for each number; of a pair, the first value stands once."""
    rows = _rows(counts)
    names = _names(counts)
    of_numbers = max(len(_TOTAL), *(len(_number(number)) for _, number in rows))
    gaps = GAP * (len(names) + 2)
    room = width - of_numbers - gaps - (_LEAST_BAR if width >= NARROW else 0)
    widths = _label_widths(
        [
            max(cell_len(name), *(cell_len(labels[at]) for labels, _ in rows))
            for at, name in enumerate(names)
        ],
        room,
    )
    bar = max(0, min(_MOST_BAR, width - sum(widths) - of_numbers - gaps))
    most = counts.most()
    table = plain_table(*names, _TOTAL, "")
    all_widths = (*widths, of_numbers, bar)
    for column, its_width in zip(table.columns, all_widths, strict=True):
        column.width = its_width
        column.no_wrap = True
    table.columns[-2].justify = "right"
    for (labels, number), (values, _) in zip(rows, counts.rows(), strict=True):
        shown = map(shortened, labels, widths)
        has_bar = bar and None not in values
        drawn = as_text(_bar(number, most, bar) if has_bar else "", theme.BAR)
        table.add_row(*map(as_text, shown), as_text(_number(number)), drawn)
    print_closely(new_console(), table)


def _rows(counts: Counts) -> list[tuple[list[str], int]]:
    """Return labels and number of each bar."""
    rows: list[tuple[list[str], int]] = []
    before = None
    for values, number in counts.rows():
        labels = list(map(_label, values))
        is_same = len(values) > 1 and values[0] == before and bool(rows)
        rows.append((["", *labels[1:]] if is_same else labels, number))
        before = values[0]
    return rows


def _label_widths(wanted: Sequence[int], room: int) -> list[int]:
    """Return the widths of the labels, which take no more than `room` together."""
    if sum(wanted) <= room:
        return list(wanted)
    each = room // len(wanted)
    narrow = sum(min(width, each) for width in wanted)
    spare = room - narrow
    wide = [width for width in wanted if width > each]
    return [
        min(width, each + spare // len(wide)) if width > each else width
        for width in wanted
    ]


def _bar(number: int, most: int, width: int) -> str:
    """Return a bar for `number`, of `width` columns for `most`; it is never empty."""
    eighths = max(1, round(8 * width * number / most))
    whole, rest = divmod(eighths, 8)
    bar = _EIGHTHS[0] * whole + (_EIGHTHS[rest] if rest else "")
    try:
        bar.encode(sys.stdout.encoding or "ascii")
    except UnicodeError:
        return "#" * max(1, whole)
    return bar


def _label(value: Value) -> str:
    return on_one_line(value_text(value))


def _number(number: int) -> str:
    return f"{number:,}"
