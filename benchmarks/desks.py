"""Simulate many desks (users) of one archive. Each desk is a process.

    python benchmarks/desks.py URL [--desks 20] [--commands 25] [--whole]

Each desk runs `mediarel` commands inside its process, with a new connection for each
command. With `--whole`, each command is a separate process. Most of the time is then
spent on starting processes. At the end, the script checks that no confirmed change is
lost.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

# This option turns off the near-duplicate search after adding.
ADD = ("add", "--allow-duplicate")
MEDIAREL = str(Path(sys.executable).with_name("mediarel"))
KINDS = (
    "add",
    "add",
    "add",
    "edit",
    "edit",
    "remove",
    "undo",
    "list",
    "search",
    "show",
)
_WEIGHTS = words.zipf(len(words.ENGLISH))
_KHMER_WEIGHTS = words.zipf(len(words.KHMER))


class Did(NamedTuple):
    """A finished command: its kind, start time, duration and output."""

    kind: str
    began: float
    seconds: float
    code: int
    out: str
    err: str


class Confirmed(NamedTuple):
    """Signs of lost changes. If no change is lost, all lists are empty."""

    ids: list[int]  # printed twice, or missing in the history
    gaps: list[int]  # missing IDs and missing numbers of changes
    tracebacks: list[str]


def within(archive: str, arguments: Sequence[str]) -> tuple[int, str, str]:
    """Run a command in this process, and return its exit code and output."""
    return _within([*arguments, "--archive", archive])


def _within(arguments: Sequence[str]) -> tuple[int, str, str]:
    from mediarel.cli import app  # noqa: PLC0415 - loaded once, before desks are forked

    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = app.run([*arguments])
    return code, out.getvalue(), err.getvalue()


def load() -> None:
    """Run each command in a temporary archive, so that its modules are loaded."""
    with TemporaryDirectory() as folder:
        _within(["init", folder])
        for kind in KINDS:
            code, _, err = within(folder, _arguments(kind, Random(1), [1], kind))
            if code:
                sys.exit(err)


def whole(archive: str, arguments: Sequence[str]) -> tuple[int, str, str]:
    """Run a command as a separate process, and return its exit code and output."""
    done = subprocess.run(
        [MEDIAREL, *arguments, "--archive", archive],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        text=True,
    )
    return done.returncode, done.stdout, done.stderr


def at_desk(
    archive: str,
    number: int,
    kinds: Iterable[str],
    run: Callable[[str, Sequence[str]], tuple[int, str, str]],
) -> list[Did]:
    """Run commands as one simulated user, and return the results.

    `number` is the number of the desk. `kinds` has the kind of each command.
    """
    random = Random(f"desk {number} {os.getpid()}")
    mine: list[int] = []
    did = []
    for nth, kind in enumerate(kinds):
        arguments = _arguments(kind, random, mine, f"{number}.{nth}")
        began = time.time()
        code, out, err = run(archive, arguments)
        done = Did(arguments[0], began, time.time() - began, code, out, err)
        did.append(done)
        if code == 0 and done.kind == "add":
            mine.append(int(out))
        if code == 0 and done.kind == "remove":
            mine.remove(int(arguments[1]))
    return did


def some_text(random: Random | None = None) -> str:
    """Return 45 words, as many as an average statement of `make.py` has."""
    chosen = (random or Random()).choices(words.ENGLISH, cum_weights=_WEIGHTS, k=45)
    return " ".join(chosen)


def some_khmer() -> str:
    """Return 45 Khmer words. Some of them are joined without a space."""
    chosen = Random().choices(words.KHMER, cum_weights=_KHMER_WEIGHTS, k=45)
    return " ".join("".join(chosen[at : at + 4]) for at in range(0, len(chosen), 4))


def some_day(random: Random | None = None) -> str:
    """Return a random day. All days have about the same number of statements."""
    random = random or Random()
    return f"{random.randint(1995, 2024)}-05-{random.randint(10, 28)}"


def _arguments(kind: str, random: Random, mine: list[int], name: str) -> list[str]:
    text = some_text(random)
    title = f"--title=Desk {name} {random.random()}"
    day = f"--date={some_day(random)}"
    one = str(random.choice(mine)) if mine else ""
    if kind in {"edit", "remove", "show"} and not mine:
        kind = "add"
    given: dict[str, tuple[str, ...]] = {
        "add": (*ADD, title, day, "--program=Land", "--type=Report", f"--text={text}"),
        "edit": ("edit", one, f"--text={name} {text}"),
        "remove": ("remove", one, "--yes"),
        "undo": ("undo", "--yes"),
        "list": ("list", "--year=2012", "--per-page=20"),
        "search": ("search", "quarry petition", "--per-page=20"),
        "show": ("show", one),
    }
    return [*given[kind]]


def desks(
    archive: str, number: int, commands: int, *, is_whole: bool = False
) -> tuple[list[Did], float]:
    """Run all desks in parallel. Return the results, and the duration in seconds."""
    run = whole if is_whole else within
    if not is_whole:
        within(archive, ["list", "--year", "0001"])
        load()
    jobs = [
        (archive, n, [KINDS[(n + i * 7) % len(KINDS)] for i in range(commands)], run)
        for n in range(number)
    ]
    began = time.time()
    with get_context("fork").Pool(number) as pool:
        did = [each for some in pool.starmap(at_desk, jobs, 1) for each in some]
    return did, time.time() - began


def lost(rows: Callable[[str], list[Any]], did: Sequence[Did]) -> Confirmed:
    """Return the confirmed changes that are missing in the database.

    `rows` is a function that runs an SQL query and returns the rows.
    """
    given = [int(each.out) for each in did if each.kind == "add" and each.code == 0]
    changes: list[int] = []
    added: set[int] = set()
    last = 0
    for number, text in rows("SELECT number, json FROM entry ORDER BY number DESC"):
        entry = json.loads(text)
        changes.append(number)
        added.update(map(int, entry["added"]))
        last = max(last, entry["last_id"])
    twice = [n for n in set(given) if given.count(n) > 1]
    gaps = sorted(set(range(1, last + 1)) - added)
    gaps += sorted(set(range(1, max(changes) + 1)) - set(changes))
    tracebacks = [each.err for each in did if "Traceback" in each.err]
    return Confirmed([n for n in given if n not in added] + twice, gaps, tracebacks)


def told(did: Sequence[Did], seconds: float) -> str:
    """Return a summary: commands per second, durations, and refused commands."""
    waits = sorted(each.seconds for each in did)
    bad = [each for each in did if each.code]
    said = {f"{e.kind} {e.code}: {e.err.splitlines()[0][:100]}" for e in bad}
    refused = "".join(f"\n  {each}" for each in sorted(said)[:12])
    return (
        f"{len(did)} commands in {seconds:.1f} s: {len(did) / seconds:.1f} a second;"
        f" longest {waits[-1]:.2f} s, half within {median(waits):.2f} s;"
        f" {len(bad)} refused{refused}"
    )


def main() -> None:
    """Run the benchmark that the command line asks for."""
    parser = argparse.ArgumentParser(description="Simulate many users of one archive.")
    parser.add_argument("url")
    parser.add_argument("--desks", type=int, default=20)
    parser.add_argument("--commands", type=int, default=25)
    parser.add_argument("--whole", action="store_true", help="use separate processes")
    asked = parser.parse_args()
    print(told(*desks(asked.url, asked.desks, asked.commands, is_whole=asked.whole)))


if __name__ == "__main__":
    main()
