"""Counts and timelines as plain output: on each line a label, then a value."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from mediarel.cli.terminal.lines import on_one_line
from mediarel.cli.terminal.timeline import entries
from mediarel.cli.terminal.widths import width, wrapped
from mediarel.stats.counts import as_text, told

if TYPE_CHECKING:
    from mediarel.cli.terminal.views import CountsView, TimelineView


def print_counts(view: CountsView) -> None:
    """Print counts, a value or a pair and its number on each line; then what counts."""
    counts = view.counts
    lines = [
        *_labelled("Archive", view.name),
        *_labelled("Counted", ", ".join(view.crumbs)),
        *_labelled("By", " and ".join(counts.by)),
    ]
    for values, number in counts.rows():
        lines += _labelled(", ".join(map(as_text, values)), f"{number:,}")
    print(*lines, *_labelled("In all", told(counts)), sep="\n")


def print_timeline(view: TimelineView) -> None:
    """Print a timeline."""
    print(*_timeline_lines(view), sep="\n")


def height_of_timeline(view: TimelineView) -> int:
    """Return how many lines of the terminal `print_timeline` takes for `view`."""
    columns = _columns()
    return sum(max(1, -(-width(line) // columns)) for line in _timeline_lines(view))


def _timeline_lines(view: TimelineView) -> list[str]:
    """Return the lines of a timeline, the statements first."""
    lines = []
    for row, gap, year, month in entries(view.timeline):
        lines += _labelled("Gap", gap)
        lines += _labelled("Year", year)
        lines += _labelled("Month", month)
        lines += _labelled("Id", str(row.id))
        lines += _labelled("Date", row.date)
        lines += _labelled("Program", row.program)
        lines += [*_labelled("Headline", row.headline), ""]
    lines += _labelled("Archive", view.name)
    lines += _labelled("Listed", ", ".join(view.crumbs))
    where, *commands = view.foot
    lines += _labelled("Shown", where.replace("–", " to "))
    # Whole, to be copied.
    return lines + [f"{each[:1].upper()}{on_one_line(each[1:])}" for each in commands]


def _labelled(label: str, value: str) -> list[str]:
    """Return lines with a label and a value; none where there is no value."""
    if not value:
        return []
    return wrapped(f"{on_one_line(label)}: {on_one_line(value)}", _columns())


def _columns() -> int:
    return shutil.get_terminal_size().columns
