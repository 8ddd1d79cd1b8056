"""List how each line of a page, and each entry of other files, is used in an import.

Each line or entry is a row with one of three uses:

- `field`: part of a statement
- `navigation`: left out, because it is a menu, a button or a footer
- `refused`: left out for a different reason, which the import reports
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from mediarel import errors
from mediarel.cli import output
from mediarel.cli.environment import tell
from mediarel.cli.targets import refuse_taken
from mediarel.cli.terminal.table import Column, show_table
from mediarel.cli.terminal.wording import counted
from mediarel.formats.cell_writing import guarded
from mediarel.formats.encoding import BOM
from mediarel.pages.found import FIELD, NAVIGATION, REFUSED
from mediarel.release.headline import headline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from mediarel.archive.archive import Archive
    from mediarel.cli.collecting import Collected


class Row(NamedTuple):
    """A line or an entry of a file, with its use, its text, and why it is omitted."""

    file: str
    line: int | None
    use: str
    why: str
    text: str


_COLUMNS = (
    Column("File", lambda row: row.file, drop=1),
    Column("Line", lambda row: str(row.line or ""), is_right=True),
    Column("Use", lambda row: row.use),
    Column("Reason", lambda row: row.why, most=40),
    Column("Text", lambda row: row.text, least=20, fills=True),
)


def account(found: Collected) -> list[Row]:
    """Return the rows of all files, in the order of files and lines."""
    rows = list(_pages(found))
    pages = {row.file for row in rows}
    places = {(row.file, row.line): number for number, row in enumerate(rows)}
    for each in found.taken:
        if each.source not in pages:
            text = headline(each.draft)
            rows.append(Row(each.source, each.line, FIELD, "", text))
    for file in found.files:
        if file.source not in pages:
            rows += (
                Row(file.source, left.line, REFUSED, left.why, left.text)
                for left in file.reading.left_out
            )
    for error in (*found.unread, *found.refused):
        row = Row(error.source, error.line, REFUSED, error.reason, "")
        there = places.get((error.source, error.line))
        if there is None:
            rows.append(row)
        else:
            rows[there] = row._replace(text=rows[there].text)
    for why, paths in found.passed_over.items():
        rows += (Row(str(path), None, REFUSED, f"ignored: {why}", "") for path in paths)
    return sorted(rows, key=lambda row: (row.file, row.line or 0))


def _pages(found: Collected) -> Iterator[Row]:
    for file in found.files:
        for line in file.reading.lines:
            yield Row(file.source, line.line, line.use, line.why, line.text)


def show_account(found: Collected) -> None:
    """Print the rows of all files as a table, or in a pipe as lines with tabs."""
    show_table(_COLUMNS, account(found))


def refuse_report(opened: Archive, report: Path, files: Sequence[Path]) -> None:
    """Raise an error if `report` can't be a new file.

    Raises MisuseError if it is part of an archive, RefusedError if it exists.
    """
    refuse_taken(opened, report, force=True)
    _refuse_existing(report, files)


def _refuse_existing(report: Path, files: Sequence[Path] = ()) -> None:
    if report in files or output.would_replace(report):
        raise errors.RefusedError(
            f"{report} already exists; nothing was imported",
            "Enter the name of a new file after --report.",
        )


def write_report(found: Collected, report: Path) -> None:
    """Write the rows of all files to `report`, as CSV that spreadsheets can open.

    Raises RefusedError if `report` exists by now, or UnwritableError.
    """
    rows = account(found)
    text = io.StringIO(BOM, newline="")
    text.seek(0, io.SEEK_END)
    table = csv.writer(text)
    table.writerow([column.label.lower() for column in _COLUMNS])
    for row in rows:
        table.writerow([guarded(column.value(row), ",") for column in _COLUMNS])

    def fill(file: BinaryIO) -> None:
        _refuse_existing(report)  # reading the files may have taken long
        file.write(text.getvalue().encode(errors="backslashreplace"))

    output.write_other(fill, report, unshown="")
    tell(f"Wrote {counted(len(rows), 'row')} to {report}: the use of each line.")


def tell_totals(found: Collected) -> None:
    """Report how many lines of the pages are in statements, and how many are not."""
    uses = [row.use for row in _pages(found)]
    if not uses:
        return
    pages = [file.source for file in found.files if file.reading.lines]
    within = pages[0] if len(pages) == 1 else counted(len(pages), "page")
    parts = [f"{uses.count(FIELD):,} of {counted(len(uses), 'line')} in statements"]
    if menus := uses.count(NAVIGATION):
        parts.append(f"{menus:,} left out as navigation")
    if refused := uses.count(REFUSED):
        parts.append(f"{refused:,} left out for other reasons")
    tell(f"{within}: {', '.join(parts)}.")
