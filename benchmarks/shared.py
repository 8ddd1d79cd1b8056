"""Measure the cost of an archive on a server, compared with an archive in a file.

    python benchmarks/shared.py FOLDER [--size 1000000] [--runs 9] [--only NAME]

The script measures CPU time, because a busy machine does not change this time. The
command and its session on the server are measured separately. Files in FOLDER are kept
for the next run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from desks import desks, lost, some_day, some_khmer, some_text, told
from places import MEDIAREL, quietly
from shared_server import Server, pooled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SCHEMA = "shared"
_MOST = 1.25  # highest allowed ratio to the CPU time for a file
_POOL = 10  # connections from the pooler to the server
_ENDING = 0.3  # seconds to wait until a session on the server has ended
READS = (
    ("list", ("list", "--year=2012", "--per-page=20"), 130),
    ("search-rare", ("search", "quarry petition", "--per-page=20"), 200),
    ("search-common", ("search", "river hearing", "--per-page=20"), 1300),
    ("show", ("show", "5"), 130),
)
ADD = ("add", "--program=Land", "--type=Report")
WRITES = (
    ("add", (*ADD, "--allow-duplicate"), 20),
    # These calls include the near-duplicate search.
    ("add-looking", ADD, 20),
    ("add-looking-khmer", ADD, 20),
    ("edit", ("edit", "5"), None),
    ("undo", ("undo", "--yes"), None),
)
NAMES = (
    "load",
    *(name for name, *_ in (*READS, *WRITES)),
    *("desks", "desks-pooled"),
)


class Cost(NamedTuple):
    """The cost of a command: CPU time in milliseconds, and memory in megabytes."""

    desk: float
    server: float
    megabytes: float

    def __str__(self) -> str:
        desk = f"desk {self.desk:.0f} ms"
        return f"{desk}, server {self.server:.0f} ms, {self.megabytes:.0f} MB"


class Bench(NamedTuple):
    """The data for measurements: a folder with a file, and a server with a copy."""

    folder: Path
    server: Server
    environment: dict[str, str]
    runs: int

    @property
    def url(self) -> str:
        """Return the address of the archive on the server."""
        return self.server.url(SCHEMA)

    @property
    def file(self) -> str:
        """Return the folder of the archive that is stored in a file."""
        return str(self.folder / "file")

    def cost(self, archive: str, *arguments: str) -> Cost:
        """Return the cost of a command in one run.

        Raises SystemExit if the command fails.
        """
        before = self.server.cpu()
        process = subprocess.Popen(
            [MEDIAREL, *arguments, "--archive", archive],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert process.stdout is not None  # noqa: S101 - the output is a pipe
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{' '.join(arguments)[:200]} failed:\n{said.decode()}")
        time.sleep(_ENDING)
        server = round((self.server.cpu() - before) * 1000)
        desk = (usage.ru_utime + usage.ru_stime) * 1000
        return Cost(desk, server, usage.ru_maxrss / 1024)

    def median(self, archive: str, *arguments: str) -> Cost:
        """Return the medians of several runs, without the first run."""
        self.cost(archive, *arguments)
        every = [self.cost(archive, *arguments) for _ in range(self.runs)]
        return Cost(*(median(each) for each in zip(*every, strict=True)))


def reading(bench: Bench, name: str) -> Iterator[str]:
    """Measure a command that reads, compared with the same command on a file."""
    command, most = next((c, m) for n, c, m in READS if n == name)
    ours, beside = (bench.median(at, *command) for at in (bench.url, bench.file))
    ratio = ours.desk / beside.desk
    met = "yes" if ratio <= _MOST and ours.server <= most else "no"
    beside_it = f"file {beside.desk:.0f} ms: {ratio:.2f} ×"
    yield f"{ours}; {beside_it} ({_MOST} ×, {most} ms): {met}"


def writing(bench: Bench, name: str) -> Iterator[str]:
    """Measure a command that changes the archive. Each run uses a new random text."""
    command, most = next((c, m) for n, c, m in WRITES if n == name)
    every = []
    for _ in range(bench.runs):
        given = command
        if name != "undo":
            text = some_khmer() if name.endswith("khmer") else some_text()
            given = (*command, f"--title={text[:60]}", f"--text={text}")
        if command[0] == "add":
            given = (*given, f"--date={some_day()}")
        every.append(bench.cost(bench.url, *given))
    cost = Cost(*(median(each) for each in zip(*every, strict=True)))
    # The system counts CPU time in steps of 10 ms, so the mean is more exact.
    mean = sum(each.server for each in every) / len(every)
    met = "" if most is None else "yes" if cost.server <= most else "no"
    yield f"{cost}, mean {mean:.0f} ms{f' ({most} ms): {met}' if met else ''}"


def desking(bench: Bench, port: int | None = None) -> Iterator[str]:
    """Measure 20 desks that run 25 commands each, and look for lost changes."""
    os.environ.update(bench.environment)
    did, seconds = desks(bench.server.url(SCHEMA, port), 20, 25)
    yield told(did, seconds)

    def rows(sql: str) -> list[tuple[object, ...]]:
        return bench.server.run(f"SET search_path TO {SCHEMA}; {sql}")

    yield f"  lost: {lost(rows, did)}"


def loading(bench: Bench) -> Iterator[str]:
    """Measure copying the file to the server, unless the copy already exists."""
    there = bench.server.run(f"SELECT to_regclass('{SCHEMA}.version')")[0][0]
    if there:
        yield "already on the server, not measured"
        return
    before = bench.server.cpu_of_all()
    process = subprocess.Popen([MEDIAREL, "copy", bench.file, bench.url])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(process.returncode)
    server = bench.server.cpu_of_all() - before
    size = bench.server.run(
        "SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class"  # noqa: S608 - our own SQL
        f" WHERE relkind = 'r' AND relnamespace = '{SCHEMA}'::regnamespace"
    )[0][0]
    bench.server.run("VACUUM ANALYZE")
    desk = usage.ru_utime + usage.ru_stime
    yield f"desk {desk:.0f} s, server {server:.0f} s, {size / 1e9:.1f} GB"


def measured(bench: Bench, name: str) -> Iterator[str]:
    """Yield the results of the measurement `name`."""
    if name == "load":
        yield from loading(bench)
    elif name == "desks":
        yield from desking(bench)
    elif name == "desks-pooled":
        with pooled(bench.server, _POOL) as port:
            yield from desking(bench, port)
    elif any(name == each for each, *_ in READS):
        yield from reading(bench, name)
    else:
        yield from writing(bench, name)


def run(bench: Bench, names: Sequence[str], size: int) -> None:
    """Create missing archives, and print the results of the measurements `names`."""
    if not (bench.folder / "file").exists():
        maker = str(Path(__file__).with_name("make.py"))
        quietly(
            [sys.executable, maker, str(size), bench.file],
            bench.folder,
            dict(os.environ),
        )
    with bench.server.running():
        for name in ("load", *(each for each in names if each != "load")):
            print(name, *measured(bench, name), sep="\n  ", flush=True)


def main() -> None:
    """Run the measurements that the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure a shared archive.")
    parser.add_argument(
        "folder",
        type=Path,
        nargs="?",
        default=Path(),
        help="folder for the archive and the server; kept for the next run",
    )
    parser.add_argument("--size", type=int, default=1_000_000, help="statements")
    parser.add_argument("--runs", type=int, default=9, help="runs of each command")
    parser.add_argument("--only", action="append", choices=NAMES, help="repeatable")
    parser.add_argument("--rows", action="store_true", help="list the measurements")
    asked = parser.parse_args()
    if asked.rows:
        print(*NAMES, sep="\n")
        return
    folder = asked.folder.resolve()
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    # The server runs as a different user, who must be able to enter the folder.
    folder.chmod(0o755)
    given = {"HOME": str(home), "LANG": "C.UTF-8", "PATH": os.environ["PATH"]}
    given |= {"LOGNAME": "sok", "MEDIAREL_USER": "sok"}
    bench = Bench(folder, Server(folder / "server"), given, asked.runs)
    run(bench, asked.only or NAMES, asked.size)


if __name__ == "__main__":
    main()
