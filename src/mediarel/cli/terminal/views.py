"""Show lists of statements, timelines and counts, with the lines around them."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel import errors
from mediarel.cli.command_line import with_options
from mediarel.cli.messages import as_typed
from mediarel.cli.terminal import colours, tables
from mediarel.cli.terminal.lines import is_drawn, is_terminal, on_one_line
from mediarel.dates.edtf import MONTHS
from mediarel.index.search import Page, Row
from mediarel.stats.counts import Counts, as_text
from mediarel.stats.timeline import Timeline, gap_before, gap_in_words, known_month
from mediarel.text.lines import capitalised

if TYPE_CHECKING:
    from mediarel.index.excerpt import Excerpt

_EIGHTHS = "█▏▎▍▌▋▊▉"
_LEAST_BAR, _MOST_BAR = 10, 60  # columns
_BESIDE_A_BAR = 40  # columns


class Frame(NamedTuple):
    """The lines around a list on a terminal.

    `name` is the name of the archive. `crumbs` are the names of the filters. `footer`
    has the position in the list and the next commands. `page` has the counts for the
    year bar. `chosen` are the years in the filter, or None if there is no filter.
    """

    name: str
    crumbs: Sequence[str]
    footer: Sequence[str]
    page: Page | None = None
    chosen: Collection[int] | None = None


@contextmanager
def framed(frame: Frame) -> Iterator[None]:
    """Print a frame around the list that the block prints. In a pipe, do nothing.

    A drawn list has a breadcrumb and the years above it. In plain output, the list
    comes first.
    """
    if is_drawn():
        from mediarel.cli.terminal import drawn  # noqa: PLC0415 - Rich

        drawn.draw_header(frame)
        yield
        drawn.draw_footer(frame.footer)
        return
    yield
    if is_terminal():
        print("", *_plain_frame(frame), sep="\n")


def _plain_frame(frame: Frame) -> list[str]:
    years = ""
    if frame.page is not None:
        chosen = frame.chosen or ()
        items = (
            f"{count} in {year:04}{' (chosen)' * (year in chosen)}"
            for year, count in frame.page.years
        )
        years = ", ".join((f"{frame.page.in_all_years} in all", *items))
    position, *commands = frame.footer
    record = [
        ("Archive", frame.name),
        ("Listed", ", ".join(frame.crumbs)),
        ("Years", years),
        ("Shown", position.replace("–", " to ")),
    ]
    # Commands are not wrapped, so that they can be copied.
    return tables.record_lines(record) + [
        capitalised(on_one_line(each)) for each in commands
    ]


COLUMNS = (
    tables.Column("Id", lambda row: str(row.id), style=colours.ID, is_right=True),
    tables.Column("Date", lambda row: row.date, style=colours.DATE),
    tables.Column(
        "Issuer", lambda row: row.program, style=colours.PROGRAM, most=24, drop=1
    ),
    tables.Column("Headline", lambda row: row.headline, least=30, fills=True),
)


def show_rows(rows: Sequence[Row], standings: Mapping[int, str]) -> None:
    """Show statements: ID, date, issuer and headline.

    `standings` maps the IDs of statements that are not public to their status.
    """
    status = tables.Column(
        "Status", lambda row: standings.get(row.id, ""), style=colours.STOOD
    )
    tables.show_table((*COLUMNS[:-1], *[status] * is_terminal(), COLUMNS[-1]), rows)


def show_excerpts(
    rows: Sequence[Row], excerpts: Sequence[Excerpt], standings: Mapping[int, str]
) -> None:
    """Show statements, each with the sentence that matched, on a terminal."""
    found = []
    for row, excerpt in zip(rows, excerpts, strict=True):
        status = standings.get(row.id, "")
        heading = [
            *((e.label, tables.unmarked(e.value(row)), e.style) for e in COLUMNS[:-1]),
            ("Status", tables.unmarked(status), colours.STOOD),
        ]
        marked = list(tables.with_marks(*excerpt))
        if excerpt.text == row.headline:
            found.append(tables.Result([*heading, ("Headline", marked, "")], []))
        else:
            title = ("Headline", tables.unmarked(row.headline), "")
            found.append(tables.Result([*heading, title], [("Says", marked)]))
    tables.show_results(found)


class Entry(NamedTuple):
    """A line of a timeline: a statement or a gap.

    The year and the month are empty if they are the same as in the entry before.
    """

    row: Row | None
    year: str = ""
    month: str = ""
    gap: str = ""


def _entries(timeline: Timeline) -> Iterator[Entry]:
    """Yield the statements of a timeline, and the gaps between them."""
    year = month = ""
    for place, row in enumerate(timeline.page.rows):
        if gap := gap_before(timeline, place):
            yield Entry(None, gap=gap_in_words(gap))
        its_year, _, number = known_month(row.date).partition("-")
        its_month = MONTHS[int(number) - 1] if number else ""
        is_new = its_year != year
        is_new_month = is_new or its_month != month
        yield Entry(row, its_year * is_new, its_month * is_new_month)
        year, month = its_year, its_month


def _of_entry(column: tables.Column) -> tables.Column:
    """Return a column of statements as a column of a timeline."""
    return column._replace(value=lambda e: column.value(e.row) if e.row else "")


_TIMELINE = (
    tables.Column("Gap", lambda entry: entry.gap, drawn=lambda _: ""),
    tables.Column("Year", lambda entry: entry.year, style=colours.HEADING),
    tables.Column("Month", lambda entry: entry.month, style=colours.LABEL, drop=2),
    *map(_of_entry, COLUMNS[:-1]),
    _of_entry(COLUMNS[-1])._replace(
        drawn=lambda e: e.row.headline if e.row else f"— {e.gap} —"
    ),
)


def show_timeline(timeline: Timeline) -> None:
    """Show a timeline. In a pipe, each statement is a line.

    The line starts with the month or year in which the statement is listed.
    """
    if is_terminal():
        tables.show_table(_TIMELINE, list(_entries(timeline)))
    else:
        under = tables.Column("Under", lambda row: known_month(row.date))
        tables.show_table((under, *COLUMNS), timeline.page.rows)


def show_counts(counts: Counts) -> None:
    """Show counts, with bars in a drawn table. Missing values have no bar."""
    room = shutil.get_terminal_size().columns - _BESIDE_A_BAR
    unit = max(_LEAST_BAR, min(room, _MOST_BAR)) / max(1, counts.most())

    def label(place: int, field: str) -> tables.Column:
        name = capitalised(field.replace("_", " "))
        return tables.Column(name, lambda row: as_text(row[0][place]), least=16)

    def bar(row: tuple[Any, int]) -> str:
        whole, rest = divmod(max(1, round(8 * unit * row[1])), 8)
        drawn = _EIGHTHS[0] * whole + (_EIGHTHS[rest] if rest else "")
        return "" if None in row[0] else drawn

    columns = [
        *(label(place, field) for place, field in enumerate(counts.by)),
        tables.Column("Statements", lambda row: str(row[1]), is_right=True),
    ]
    if is_drawn():
        columns.append(tables.Column("", bar, style=colours.BAR, drop=1))
    tables.show_table(columns, counts.rows())


def refuse_beyond(shown: Page, page: int, size: int | None) -> None:
    """Raise MisuseError if `page` is after the last page. Page 1 always exists."""
    last = 1 if size is None else max(1, -(-shown.total // size))
    if page > last:
        raise errors.MisuseError(
            f"there is no page {page}: the last page is {last}", f"Use --page {last}."
        )


def footer(
    context: Any, shown: Page, page: int, *, is_paged: bool, mark: str = ""
) -> list[str]:
    """Return the footer of a page: its position in the list, and the next commands.

    The footer suggests a command that shows a statement. If `mark` is a query, this
    command highlights the matches of the query.
    """
    marked = ["--mark", mark] if mark else []
    first, last = shown.start + 1, shown.start + len(shown.rows)
    show = errors.Command("show", shown.rows[0].id, *marked)
    parts = [f"{first}–{last} of {shown.total}", errors.Hint("read one: ", show)]
    if is_paged and last < shown.total:
        following = with_options(context, "--page", str(page + 1))
        parts.append(errors.Hint("next: ", following))
    return [as_typed(part) for part in parts]
