"""Define the rows of the benchmark table: measurements, comparisons and limits.

`ROWS` is the whole table. Each row names the function that measures it. Rows with the
same function share the results of one measurement.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from imports import import_csv, import_html, import_text
from many import remove_all, undo_import, undo_removal
from measure import MEGABYTE, Took, compared
from places import MEDIAREL, SQLITE_UTILS, filling, restoring
from row import Bench, Measured, Row, python, side
from sites import site_again, site_first, site_memory
from words import COMMON_PAIR, RARE_PAIR

if TYPE_CHECKING:
    from pathlib import Path

_NINE = 9

LIST = (MEDIAREL, "list", "--year", "2012")
SHOW = (MEDIAREL, "show", "5")
TEXT = "We, the undersigned organizations, call for his immediate release."
ADD = (
    *(MEDIAREL, "add", "--date", "2012-07-16", "--program", "CLEC"),
    *("--text", TEXT, "--allow-duplicate"),
)
DOCUMENT: dict[str, object] = {
    "uuid": "2a782ba6-5070-448e-be87-62b1548e841c",
    "date": "2012-07-16",
    "program": "CLEC",
    "type": "Joint Statement",
    "title": None,
    "text": TEXT,
    "dateline": None,
    "place": None,
    "dated": None,
    "signatories": [],
    "tags": [],
    "language": "en",
    "source": None,
    "attachments": [],
    "created": "2025-01-01T00:00:00Z",
    "modified": "2025-01-01T00:00:00Z",
}
STOCK_INSERT = """
import json, sys
from tinydb import TinyDB
db = TinyDB(sys.argv[1], indent=2, ensure_ascii=False, encoding="utf-8")
db.table("statements").insert(json.loads(sys.argv[2]))
"""


def list_on_terminal(bench: Bench) -> Measured:
    """Measure `list` on a terminal, compared with loading its Python libraries."""
    place = bench.places.shipped()
    loading = python("import typer, rich.console, rich.table, sqlite3")
    ours = side(place, LIST, on_terminal=True)
    beside = side(place, loading, on_terminal=True)
    return Measured(*compared(ours, beside, bench.runs), bench.runs)


def list_into_pipe(bench: Bench) -> Measured:
    """Measure `list` into a pipe, compared with loading its Python libraries."""
    place = bench.places.shipped()
    ours, beside = side(place, LIST), side(place, python("import typer, sqlite3"))
    return Measured(*compared(ours, beside, bench.runs), bench.runs)


def list_large(bench: Bench) -> Measured:
    """Measure the list of a year in the large archive, compared with the small one."""
    return _large_and_small(bench, LIST)


def show_large(bench: Bench) -> Measured:
    """Measure showing a statement of the large archive, compared with the small one."""
    return _large_and_small(bench, SHOW)


def search_rare(bench: Bench) -> Measured:
    """Measure a search with 1 match in 100, in the large and the small archive."""
    return _large_and_small(bench, (MEDIAREL, "search", *RARE_PAIR))


def search_common(bench: Bench) -> Measured:
    """Measure a search with 15 matches in 100, in the large and the small archive."""
    return _large_and_small(bench, (MEDIAREL, "search", *COMMON_PAIR))


def stats_large(bench: Bench) -> Measured:
    """Measure counts by year, in the large and the small archive."""
    return _large_and_small(bench, (MEDIAREL, "stats"))


def stats_by_signatory(bench: Bench) -> Measured:
    """Measure counts by signatory. A statement can have several signatories."""
    return _large_and_small(bench, (MEDIAREL, "stats", "--by", "signatory"))


def stats_crossed(bench: Bench) -> Measured:
    """Measure counts by two list fields, which can have several values."""
    by_two = ("--by", "tag", "--by", "signatory")
    return _large_and_small(bench, (MEDIAREL, "stats", *by_two))


def _large_and_small(bench: Bench, command: tuple[str, ...]) -> Measured:
    large, small = (bench.places.reading(size) for size in (bench.size, _NINE))
    ours = side(large, command, on_terminal=True)
    beside = side(small, command, on_terminal=True)
    return Measured(*compared(ours, beside, bench.runs), bench.runs)


def search_rare_in_table(bench: Bench) -> Measured:
    """Measure finding the 20 best matches of two rare words, against sqlite-utils."""
    return _search_in_table(bench, RARE_PAIR)


def search_common_in_table(bench: Bench) -> Measured:
    """Measure finding the 20 best matches of two common words, against sqlite-utils."""
    return _search_in_table(bench, COMMON_PAIR)


def _search_in_table(bench: Bench, pair: tuple[str, str]) -> Measured:
    place = bench.places.reading(bench.size)
    table = str(bench.places.table(bench.size))
    best = (SQLITE_UTILS, "search", table, "rows", " ".join(pair), "--limit", "20")
    ours = side(place, (MEDIAREL, "search", *pair, "--per-page", "20"))
    return Measured(*compared(ours, side(place, best), bench.runs), bench.runs)


def quote_medium(bench: Bench) -> Measured:
    """Measure finding a quotation of eight words, compared with a word search."""
    size = bench.size // 10
    place = bench.places.reading(size)
    said = _eight_words(bench.places.rows(size))
    ours = side(place, (MEDIAREL, "quote", said))
    beside = side(place, (MEDIAREL, "search", *said.split()))
    return Measured(*compared(ours, beside, bench.runs), bench.runs)


def _eight_words(rows: Path) -> str:
    """Return eight consecutive plain words from one of the texts."""
    with rows.open(encoding="utf-8") as lines:
        for line in lines:
            if found := re.search(r"\b(?:[a-z]{2,} ){7}[a-z]{2,}\b", line):
                return found[0]
    raise ValueError(f"no text with eight plain words in {rows}")


def add_to_nine(bench: Bench) -> Measured:
    """Measure adding a statement, compared with adding a row to a table of 9 rows."""
    place = bench.places.shipped()
    made = bench.places.table(_NINE)
    table = made.with_name("upsert.db")
    row = made.with_name("row.json")
    fields = ("date", "program", "type", "title", "text", "place")
    given = {"id": _NINE + 1, **{name: DOCUMENT[name] for name in fields}}
    row.write_text(json.dumps(given), encoding="utf-8")
    upsert = (SQLITE_UTILS, "upsert", str(table), "rows", str(row), "--pk=id")
    ours = side(place, ADD, before=place.restore)
    beside = side(place, upsert, before=restoring(made, table))
    return Measured(*compared(ours, beside, bench.runs), bench.runs)


def add_to_medium(bench: Bench) -> Measured:
    """Measure adding a statement to a medium archive, compared with TinyDB."""
    return _add_to(bench, bench.size // 10, bench.runs)


def add_to_large(bench: Bench) -> Measured:
    """Compare mediarel and TinyDB: add a statement to the large archive."""
    return _add_to(bench, bench.size, bench.long_runs)


def _add_to(bench: Bench, size: int, runs: int) -> Measured:
    place = bench.places.changing(size)
    original = bench.places.reading(size).store
    copy = place.folder / "stock.json"
    insert = python(STOCK_INSERT, str(copy), json.dumps(DOCUMENT))
    ours = side(place, ADD, before=place.restore)
    beside = side(place, insert, before=restoring(original, copy))
    return Measured(*compared(ours, beside, runs), runs)


def first_index(bench: Bench) -> Measured:
    """Measure the first `list`, which creates the index, compared with sqlite-utils.

    sqlite-utils inserts the statements and enables FTS5.
    """
    place = bench.places.changing(bench.size)
    database: Path = place.folder / "rows.db"
    fill = filling(database, bench.places.rows(bench.size))
    ours = side(place, LIST, before=place.forget_index)
    beside = side(place, *fill, before=lambda: database.unlink(missing_ok=True))
    return Measured(*compared(ours, beside, bench.runs), bench.runs)


def take_in_ten(bench: Bench) -> Measured:
    """Measure `list` after ten changes, compared with `list` without an index."""
    place = bench.places.changing(bench.size)
    place.bring_up_to_date()
    ours = side(place, LIST, before=place.change_ten)
    beside = side(place, LIST, before=place.forget_index)
    return Measured(*compared(ours, beside, bench.runs), bench.runs)


def export_csv(bench: Bench) -> Measured:
    """Measure an export of all statements as CSV, compared with sqlite-utils."""
    return _exporting(bench, "csv", "--csv")


def export_jsonl(bench: Bench) -> Measured:
    """Measure an export of all statements as JSON Lines, against sqlite-utils."""
    return _exporting(bench, "jsonl", "--nl")


def _exporting(bench: Bench, name: str, option: str) -> Measured:
    place = bench.places.reading(bench.size)
    rows = (SQLITE_UTILS, "rows", str(bench.places.table(bench.size)), "rows", option)
    ours = side(place, (MEDIAREL, "export", "--format", name))
    return Measured(*compared(ours, side(place, rows), bench.runs), bench.runs)


def memory_at_nine(bench: Bench) -> Measured:
    """Run common commands on nine statements, and measure the highest memory use."""
    place = bench.places.shipped()
    peaks: dict[str, int] = {}
    commands = (
        (LIST, True),
        (SHOW, True),
        ((MEDIAREL, "search", "freedom"), True),
        (ADD, False),
        ((MEDIAREL, "edit", "5", "--title", "Release him"), False),
        ((MEDIAREL, "export", "--format", "csv"), False),
        ((MEDIAREL, "log"), True),
        ((MEDIAREL, "undo"), False),
    )
    place.restore()
    for command, on_terminal in commands:
        # The archive is not restored between commands, because undo needs a change.
        one = side(place, command, on_terminal=on_terminal)
        runs = 1 if command[1] == "undo" else bench.long_runs
        peaks[command[1]] = max(one.took().peak for _ in range(runs))
    highest = max(peaks, key=lambda name: peaks[name])
    note = ", ".join(f"{name} {peak / MEGABYTE:.0f}" for name, peak in peaks.items())
    return Measured(Took(0, peaks[highest]), None, bench.long_runs, note)


_STARTING = "python -c 'import typer, sqlite3'"
_STARTING_RICH = "python -c 'import typer, rich.console, rich.table, sqlite3'"
_SAME = "same command, 9 statements"
_TABLE = "sqlite-utils search, FTS5"
_STOCK = "stock TinyDB insert"
_IMPORT = "import of these statements"
_ROWS_OUT = "sqlite-utils rows"
_FILLING = "sqlite-utils insert and enable-fts"

ROWS = (
    Row(
        *("list-terminal", "list, 9, terminal", _STARTING_RICH, 1.3),
        list_on_terminal,
    ),
    Row("list-pipe", "list, 9, pipe", _STARTING, 1.3, list_into_pipe),
    Row("list-large", "list, large, terminal", _SAME, 1.15, list_large),
    Row("show-large", "show, large, terminal", _SAME, 1.15, show_large),
    Row("search-rare", "search, 1 % match, large", _SAME, 1.25, search_rare),
    Row("search-common", "search, 15 % match, large", _SAME, 2, search_common),
    Row(
        *("search-rare-table", "search, 1 % match, large, pipe", _TABLE, 0.8),
        search_rare_in_table,
    ),
    Row(
        *("search-common-table", "search, 15 % match, large, pipe", _TABLE, 0.8),
        search_common_in_table,
    ),
    Row(
        *("quote", "quote, a tenth of large, pipe", "search, same words", 1.5),
        quote_medium,
    ),
    Row("stats-large", "stats by year, large", _SAME, 3, stats_large),
    Row("stats-signatory", "stats by signatory, large", _SAME, 3, stats_by_signatory),
    Row("stats-crossed", "stats by tag and signatory", _SAME, 3, stats_crossed),
    Row("add-nine", "add, 9", "sqlite-utils upsert", 1, add_to_nine),
    Row("add-medium", "add, a tenth of large", _STOCK, 0.8, add_to_medium),
    Row("add-large", "add, large", _STOCK, 0.25, add_to_large),
    Row("add-large-far", "add, large: long-term goal", _STOCK, 0.05, add_to_large),
    Row(
        "add-large-memory",
        "add, large: memory",
        _STOCK,
        500,
        add_to_large,
        in_megabytes=True,
    ),
    Row(
        *("first-index", "first list, large", _FILLING, 1.2),
        first_index,
    ),
    Row("take-in", "list after 10 changes, large", "first list", 0.15, take_in_ten),
    Row("remove-all", "remove all, large", _IMPORT, 3, remove_all),
    Row("undo-removal", "undo after remove all", _IMPORT, 3, undo_removal),
    Row("undo-import", "undo of an import, large", _IMPORT, 3, undo_import),
    Row("import-csv", "import of a CSV, large", _FILLING, 1.5, import_csv),
    Row(
        *("import-csv-memory", "import of a CSV: memory", _FILLING, 400),
        import_csv,
        in_megabytes=True,
    ),
    Row("import-html", "import of 500, HTML", "", 1, import_html, in_seconds=True),
    Row("import-text", "import of 500, text", "", 1, import_text, in_seconds=True),
    Row("export-csv", "export as CSV, large", _ROWS_OUT, 1.5, export_csv),
    Row("export-jsonl", "export as JSON lines, large", _ROWS_OUT, 1.2, export_jsonl),
    Row("site-first", "a site, a tenth of large", "", 10, site_first, in_seconds=True),
    Row("site-again", "a site after a change", "", 10, site_again, in_seconds=True),
    Row(
        *("site-memory", "a site, large: memory", "", 500),
        site_memory,
        in_megabytes=True,
    ),
    Row(
        "memory-nine",
        "highest memory, 9",
        "",
        60,
        memory_at_nine,
        in_megabytes=True,
    ),
)
