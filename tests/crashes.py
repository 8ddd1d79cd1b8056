"""Kill a server while many clients write, and verify the confirmed changes.

    python tests/crashes.py [--rounds 20] [--writers 10]

Each command has its own user name, so the history shows whether it was saved. If a
command ends with exit code 0, its change must be saved; if it reports a failure, its
change must not be saved.
"""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from postgres import Server

MEDIAREL = str(Path(sys.executable).with_name("mediarel"))
UNKNOWN = "it is not known if the change was made"
LIMIT = 15  # seconds that a command may take
# When to kill the server: from 0.3 to 0.9 of a command's duration.
_FIRST, _STEP = 0.3, 0.1


class Told(NamedTuple):
    """The output of a command and its duration, by the command's user name."""

    name: str
    code: int
    err: str
    seconds: float


class Writer(threading.Thread):
    """A thread that adds and edits statements until `is_over` is set."""

    def __init__(self, address: str, name: str, home: Mapping[str, str]) -> None:
        super().__init__()
        self._address = address
        self._home = home
        self._prefix = name
        self.is_over = threading.Event()
        self.told: list[Told] = []

    def run(self) -> None:
        """Run commands, and record their output."""
        mine: list[str] = []
        nth = 0
        while not self.is_over.is_set():
            nth += 1
            name = f"{self._prefix}-{nth}"
            if nth % 3 and mine:
                command = ["edit", mine[-1], f"--text={name}"]
            else:
                command = ["add", f"--title={name}", "--date=2020", "--program=P"]
                command += ["--type=T", "--allow-duplicate"]
            began = time.monotonic()
            done = subprocess.run(
                [MEDIAREL, *command, "--archive", self._address],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                text=True,
                env={**self._home, "MEDIAREL_USER": name},
            )
            took = time.monotonic() - began
            self.told.append(Told(name, done.returncode, done.stderr, took))
            if done.returncode == 0 and command[0] == "add":
                mine.append(done.stdout.strip())


def kill(server: Server) -> None:
    """Kill the server and all its processes."""
    main = int(
        (server.folder / "data" / "postmaster.pid").read_text("utf-8").split()[0]
    )
    asked = ["ps", "-o", "pid=", "--ppid", str(main)]
    own = subprocess.run(asked, capture_output=True, check=False, text=True).stdout
    os.kill(main, signal.SIGKILL)
    for process in map(int, own.split()):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    server.stop(signal.SIGKILL)


def crash(server: Server, address: str, number: int, writers: int) -> list[Told]:
    """Kill the server during writes, restart it, and return the commands' output."""
    with TemporaryDirectory() as home:
        surroundings = {"HOME": home, "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        all_ = [Writer(address, f"r{number}w{n}", surroundings) for n in range(writers)]
        for each in all_:
            each.start()
        while not all(each.told for each in all_):
            time.sleep(0.05)
        took = min(told.seconds for each in all_ for told in each.told)
        time.sleep(took * (_FIRST + number % 7 * _STEP))
        kill(server)
        for each in all_:
            each.is_over.set()
        server.start()
        for each in all_:
            each.join()
    return [told for each in all_ for told in each.told]


def wrong(server: Server, address: str, told: Sequence[Told]) -> list[str]:
    """Return the commands whose output was wrong or late."""
    made = {by for (by,) in server.run_in(address, "SELECT by FROM entry")}
    found = []
    for each in told:
        if each.code == 0 and each.name not in made:
            found.append(f"{each.name} was confirmed, and is not there")
        if each.code and each.name in made and UNKNOWN not in each.err:
            found.append(f"{each.name} is there, and was told: {each.err}")
        if "Traceback" in each.err or each.code < 0:
            found.append(f"{each.name}: {each.err}")
        if each.seconds > LIMIT:
            found.append(f"{each.name} took {each.seconds:.1f} seconds: {each.err}")
    return found


def main() -> None:
    """Crash the server repeatedly, and print the results."""
    parser = argparse.ArgumentParser(description="Kill a server under writers.")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--writers", type=int, default=10)
    asked = parser.parse_args()
    say = partial(print, sep="\t", flush=True)
    with Server.started(fsync="on", full_page_writes="on") as server:
        address = server.url("crashes")
        subprocess.run([MEDIAREL, "init", address], check=True)
        told: list[Told] = []
        for number in range(asked.rounds):
            some = crash(server, address, number, asked.writers)
            say(number, len(some), *wrong(server, address, some))
            told += some
        kinds = Counter(
            "confirmed" if not t.code else t.err.splitlines()[0].partition("#")[2][-90:]
            for t in told
        )
        for kind, count in kinds.most_common():
            say(count, kind)
        say("wrong", len(wrong(server, address, told)))
        say("longest", max(t.seconds for t in told))
        subprocess.run([MEDIAREL, "check", "--archive", address], check=False)


if __name__ == "__main__":
    main()
