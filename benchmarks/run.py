"""Measure mediarel and similar programs, and print the table.

    python benchmarks/run.py [--size 100000] [--runs 15] [--only NAME] [--markdown]

Whole processes are measured, from the start of the command to its end, including
reading its output. All files are in a temporary folder, which is removed at the end.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from goals import ROWS
from measure import MEGABYTE
from places import MEDIAREL, SQLITE_UTILS, Places
from row import Bench, Measured, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

HEADS = (
    *("name", "what", "mediarel", "other", "ratio", "limit", "met", "runs"),
    "compared with",
)


class Line(NamedTuple):
    """A row of the printed table."""

    name: str
    what: str
    ours: str
    beside: str
    ratio: str
    most: str
    met: str
    runs: str
    against: str


def line_of(row: Row, measured: Measured) -> Line:
    """Return the printed line for `row`."""
    if row.in_megabytes:
        peaks = [took and took.peak / MEGABYTE for took in measured[:2]]
        ours, beside = (f"{peak:.0f} MB" if peak else "" for peak in peaks)
        ratio, value, most = "", peaks[0] or 0, f"{row.most:g} MB"
    else:
        took = [took.seconds if took else 0.0 for took in measured[:2]]
        ours, beside = map(_duration, took)
        if row.in_seconds:
            ratio, value, most = "", took[0], f"{row.most:g} s"
            beside = ""
        else:
            value = took[0] / took[1]
            ratio, most = f"{value:.3f}", f"{row.most:g} ×"
    met = "yes" if value <= row.most else "no"
    against = " ".join(filter(None, (row.beside, measured.note)))
    runs = str(measured.runs)
    return Line(row.name, row.what, ours, beside, ratio, most, met, runs, against)


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


def measured_lines(rows: Iterable[Row], bench: Bench) -> Iterator[Line]:
    """Yield the line of each row as soon as it is measured."""

    @cache
    def measured(measure: Callable[[Bench], Measured]) -> Measured:
        return measure(bench)

    for row in rows:
        print(f"measuring {row.name} …", file=sys.stderr)
        yield line_of(row, measured(row.measure))


def as_text(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table in columns."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        yield "  ".join(cells).rstrip()


def as_markdown(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table in Markdown."""
    head, *rest = lines
    for line in (head, ["---"] * len(head), *rest):
        yield f"| {' | '.join(line)} |"


def circumstances(bench: Bench) -> str:
    """Return sentences about the versions, the computer and the number of runs."""
    peers = ", ".join(f"{name} {version(name)}" for name in ("sqlite-utils", "tinydb"))
    return (
        f"mediarel {version('mediarel')} compared with {peers}; Python"
        f" {platform.python_version()} on {platform.system()} {platform.machine()},"
        f" {os.cpu_count()} processors. “Large” is {bench.size:,} statements. Medians"
        f" of {bench.runs} alternating runs, or {bench.long_runs} of slow commands."
    )


def compile_ours() -> None:
    """Compile mediarel before the runs."""
    spec = find_spec("mediarel")
    package = Path(spec.origin).parent if spec and spec.origin else None
    command = [sys.executable, "-m", "compileall", "-q", str(package)]
    subprocess.run(command, check=True)


def main() -> None:
    """Run the measurements that the command line asks for."""
    parser = argparse.ArgumentParser(description="Compare mediarel with others.")
    parser.add_argument("--size", type=int, default=100_000, help="statements")
    parser.add_argument("--runs", type=int, default=15, help="runs of each side")
    parser.add_argument("--words", type=int, default=45, help="mean words per text")
    parser.add_argument("--only", action="append", help="row name; can be repeated")
    parser.add_argument("--markdown", action="store_true", help="print Markdown")
    parser.add_argument("--rows", action="store_true", help="only print row names")
    asked = parser.parse_args()
    names = [row.name for row in ROWS]
    if asked.rows:
        print(*(f"{row.name}\t{row.measure.__name__}" for row in ROWS), sep="\n")
        return
    if unknown := set(asked.only or ()) - set(names):
        parser.error(f"no such row: {', '.join(unknown)}. There are: {' '.join(names)}")
    if missing := [
        path for path in (MEDIAREL, SQLITE_UTILS) if not Path(path).exists()
    ]:
        parser.error(f"not installed with this Python: {', '.join(missing)}")
    compile_ours()
    rows = [row for row in ROWS if not asked.only or row.name in asked.only]
    with tempfile.TemporaryDirectory(prefix="mediarel-benchmark-") as folder:
        bench = Bench(Places(Path(folder), asked.words), asked.size, asked.runs)
        lines = list(measured_lines(rows, bench))
    shape = as_markdown if asked.markdown else as_text
    print(circumstances(bench), "", *shape([HEADS, *lines]), sep="\n")


if __name__ == "__main__":
    main()
