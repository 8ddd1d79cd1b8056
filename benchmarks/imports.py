"""Measure imports of files: a large table, and a page of 500 entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from measure import alone, compared
from places import MEDIAREL, filling_from_csv
from row import Measured, side

if TYPE_CHECKING:
    from pathlib import Path

    from row import Bench

_ENTRIES = 500


def import_csv(bench: Bench) -> Measured:
    """Measure an import of a large CSV file, compared with sqlite-utils.

    sqlite-utils inserts the same rows and enables FTS5.
    """
    place = bench.places.empty()
    rows = bench.places.csv_rows(bench.size)
    database: Path = place.folder / "rows.db"
    fill = filling_from_csv(database, rows)
    ours = side(place, (MEDIAREL, "import", str(rows)), before=place.restore)
    beside = side(place, *fill, before=lambda: database.unlink(missing_ok=True))
    return Measured(*compared(ours, beside, bench.long_runs), bench.long_runs)


def import_html(bench: Bench) -> Measured:
    """Measure an import of a list page in HTML."""
    return _import_page(bench, ".html")


def import_text(bench: Bench) -> Measured:
    """Measure an import of a list page as text."""
    return _import_page(bench, ".txt")


def _import_page(bench: Bench, suffix: str) -> Measured:
    place = bench.places.empty()
    page = bench.places.page(_ENTRIES, suffix)
    command = (MEDIAREL, "import", str(page), "--program", "Harbour Watch")
    ours = side(place, command, before=place.restore)
    return Measured(alone(ours, bench.runs), None, bench.runs)
