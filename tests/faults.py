"""Make disk operations of a command fail, or record them.

`faults.c` is preloaded into a process. A server process that has loaded all modules
forks a process for each command, because starting Python for each failing call would
take minutes. With `whole`, a `Disk` starts a new process for each change.
"""

import atexit
import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, TextIO

import pytest

from conftest import SAMPLE, Done
from forking import load_all
from programs import program

KILLED = -9
SOURCE = Path(__file__).with_suffix(".c")
_TEMPORARY = tempfile.gettempdir()
LONG = "The undersigned organizations are deeply disturbed. " * 12
LARGE = "We welcome the release. " * 30_000  # 700 kB; a few of these fill any buffer


@dataclass(frozen=True)
class Fault:
    """A fault at call `at`, counting only calls that concern `watched` in the home.

    The process is killed, or the call fails with `error`; see `faults.c`. With
    `is_timeless`, the clock does not advance and random numbers repeat.
    """

    at: int = 0
    error: int = 0
    half: bool = False
    lasting: bool = False
    reads: bool = False
    is_stick: bool = False
    is_timeless: bool = True
    watched: str = "data"

    def variables(self, home: Path) -> dict[str, str]:
        """Return the environment for `faults.c`."""
        return {
            "FAULT_WATCHED": os.path.realpath(home / self.watched),
            "FAULT_AT": str(self.at),
            "FAULT_ERROR": str(self.error),
            "FAULT_HALF": str(int(self.half)),
            "FAULT_LASTING": str(int(self.lasting)),
            "FAULT_READS": str(int(self.reads)),
            "FAULT_STICK": str(int(self.is_stick)),
        }


class Call(NamedTuple):
    """A recorded call; `rename` and `link` have two paths."""

    name: str
    size: int
    path: Path
    other: Path
    failed: bool

    @property
    def changes(self) -> bool:
        """Return whether the call changes something."""
        return self.name not in {"open", "read", "close"}


@dataclass(frozen=True)
class Change:
    """A command that changes an archive, and the commands before it."""

    name: str
    command: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()

    def __str__(self) -> str:
        return self.name


_ADD = ("add", "--date=2012-07", "--program=CLEC")
CHANGES = (
    Change("add", (*_ADD, "--text=We call for their release.")),
    Change("edit longer", ("edit", "3", f"--text={LONG}")),
    Change("edit shorter", ("edit", "3", "--text=Shorter.")),
    Change("remove", ("remove", "5", "--yes")),
    Change("merge", ("merge", "3", "5", "--yes")),
    Change("undo", ("undo",), (("edit", "3", "--title=No."),)),
    Change("restore", ("restore", "5"), (("remove", "5", "--yes"),)),
    Change("import", ("import", "more.jsonl")),
    Change(
        "add to a large one", (*_ADD, "--text=Small."), (("import", "large.jsonl"),)
    ),
)
ADD = CHANGES[0]


class Disk:
    """A home with an archive on a disk that can fail.

    `before` is the store before the `change`, `after` the store after it, and `calls`
    are the system calls of the change. `begin` restores `before`.
    """

    def __init__(
        self, home: Path, change: Change = ADD, *, whole: bool = False
    ) -> None:
        self.home = home
        self.store = home / "data" / "statements.json"
        self._change = change
        self._whole = whole
        self._log = home.with_name("calls")
        self._begun = home.with_name("begun")
        self.clock = int(time.time())
        self.prepare()
        shutil.copytree(home, self._begun)
        self.begin()
        self.before = self._content()
        self.done = self.change(Fault(watched="."))
        self.calls = self.logged()
        self.after = self._content()
        assert self.done.code == 0, self.done.err
        self.begin()

    def prepare(self) -> None:
        """Create the archive before the change."""
        self.store.parent.mkdir()
        shutil.copyfile(SAMPLE, self.store)
        _write_drafts(self.home / "more.jsonl", "One.", "Two.", "Three.")
        _write_drafts(self.home / "large.jsonl", f"1 {LARGE}", f"2 {LARGE}")
        for command in (*self._change.before, ("list",)):
            done = self.run(*command)
            assert done.code == 0, done.err
        # The tested change is the first one of a day, which writes a backup.
        shutil.rmtree(self.store.parent / "backups", ignore_errors=True)

    def _content(self) -> bytes:
        return self.store.read_bytes() if self.store.exists() else b""

    def begin(self) -> None:
        """Restore the home before the change."""
        for place in self.home.iterdir():
            shutil.rmtree(place) if place.is_dir() else place.unlink()
        shutil.copytree(self._begun, self.home, dirs_exist_ok=True)

    def run(self, *command: str, fault: Fault | None = None) -> Done:
        """Run a command; if there is a fault, the system calls are recorded."""
        self._log.unlink(missing_ok=True)
        variables = {} if fault is None else fault.variables(self.home)
        if fault is not None:
            variables |= {"FAULT_LOG": str(self._log)}
            if fault.is_timeless:
                variables |= {"FAULT_CLOCK": str(self.clock)}
        if fault is None or not self._whole:
            return _server().run(command, self.home, variables)
        done = subprocess.run(
            [sys.executable, "-m", "mediarel", *command],
            cwd=self.home,
            env={**_surroundings(), **variables, "LD_PRELOAD": str(_library())},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def change(self, fault: Fault) -> Done:
        """Run the change."""
        return self.run(*self._change.command, fault=fault)

    def failing(self, fault: Fault, step: int = 1, first: int = 1) -> Iterator[Done]:
        """Yield the result of the change with each call failing in turn.

        `first` is the number of the first failing call; `step` is the distance to the
        next one. In the last result, no call failed.
        """
        for at in count(first, step):
            self.begin()
            done = self.change(replace(fault, at=at))
            failed = done.code == KILLED or any(c.failed for c in self.logged())
            yield done
            if not failed:
                return

    def logged(self) -> list[Call]:
        """Return the calls of the last command with a fault."""
        if not self._log.exists():
            return []
        calls = []
        for line in self._log.read_text("utf-8").splitlines():
            name, size, path, other = line.split("\t")
            failed = name.startswith("!")
            call = Call(name.strip("!"), int(size), Path(path), Path(other), failed)
            calls.append(call)
        return calls

    def is_in_archive(self, call: Call) -> bool:
        """Return whether a call concerns the folder of the store."""
        folder = self.store.parent
        return any(path.is_relative_to(folder) for path in (call.path, call.other))

    def is_temporary(self, path: Path) -> bool:
        """Return whether a file is a temporary file for the store."""
        return path.name.startswith(".statements.json.") and path.suffix == ".tmp"

    def backups(self) -> set[bytes]:
        """Return the daily backups."""
        folder = self.store.parent / "backups"
        return {path.read_bytes() for path in folder.glob("*.json")}

    def leftovers(self) -> list[Path]:
        """Return leftover temporary files."""
        return [path for path in self.store.parent.rglob("*") if path.suffix == ".tmp"]


def _write_drafts(path: Path, *texts: str) -> None:
    lines = (
        json.dumps({"date": "2014", "program": "CLEC", "text": text}) for text in texts
    )
    path.write_text("\n".join(lines), encoding="utf-8")


@cache
def _library() -> Path:
    """Return the library, compiled once per process.

    The test is skipped on systems other than Linux, or without a compiler.
    """
    if sys.platform != "linux":
        pytest.skip("the library asks the kernel of Linux")
    compiler = program("gcc", "gcc libc6-dev")
    # A test may have changed the temporary folder.
    folder = Path(tempfile.mkdtemp(dir=_TEMPORARY))
    atexit.register(shutil.rmtree, folder)
    library = folder / "faults.so"
    subprocess.run(
        [compiler, "-O1", "-shared", "-fPIC", "-o", library, SOURCE], check=True
    )
    return library


def preloaded(home: Path, fault: Fault) -> dict[str, str]:
    """Return the environment in which the fault occurs for commands in `home`."""
    return {**fault.variables(home), "LD_PRELOAD": str(_library())}


def _surroundings() -> dict[str, str]:
    """Return the environment without coverage, which is slow."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COVERAGE_", "COV_"))
    }


class _Server:
    """The client of the process that runs commands."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            env={**_surroundings(), "LD_PRELOAD": str(_library())},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        atexit.register(self._end)

    def run(
        self, command: tuple[str, ...], home: Path, variables: dict[str, str]
    ) -> Done:
        """Return the result of `command`, run in `home` by a new process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = command, str(home), {**_surroundings(), **variables}
        print(json.dumps(asked), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        assert answer, "the server has ended; why, it has told on stderr"
        said = [(home / name).read_text("utf-8") for name in ("out", "err")]
        return Done(int(answer), *said)

    def _end(self) -> None:
        self._process.communicate()


_server = cache(_Server)


def _serve(asked: TextIO) -> None:
    """Run each requested command, and report how it ended."""
    for command, home, variables in map(json.loads, asked):
        process = os.fork()
        if not process:
            _become(command, home, variables)
        _, status = os.waitpid(process, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _become(command: list[str], home: str, variables: dict[str, str]) -> None:
    """Run the command `mediarel`, or a function of the tests, and exit.

    A name such as `publishing:write` is a function, and the other words are its
    arguments.
    """
    from mediarel.cli import app, messages  # noqa: PLC0415 - only in a fork
    from mediarel.errors import MediarelError  # noqa: PLC0415

    os.chdir(home)
    os.environ.clear()
    os.environ.update(variables)
    tempfile.tempdir = None  # `variables` may set a different folder
    ways = (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT | os.O_TRUNC] * 2)
    for number, (name, flags) in enumerate(
        zip((os.devnull, "out", "err"), ways, strict=True)
    ):
        os.dup2(os.open(name, flags), number)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 - stays open
        for number, mode in enumerate("rww")
    )
    sys.argv = ["mediarel", *command]
    ctypes.CDLL(None).fault_begin()
    code: Any = 1
    try:
        module, colon, name = command[0].partition(":")
        if not colon:
            app.main()
        getattr(import_module(module), name)(*command[1:])
        code = 0
    except SystemExit as end:
        code = end.code
    except (MediarelError, OSError) as error:
        code = messages.print_error(error)
    except BaseException:  # noqa: BLE001 - Python does the same
        sys.excepthook(*sys.exc_info())
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    load_all()
    _serve(sys.stdin)


def assert_reported(done: Done) -> None:
    """Assert that a failed command prints an error and a hint, with exit code 7."""
    if done.code:
        error, hint = done.err.splitlines()
        assert (done.code, error[:7], hint[:6]) == (7, "Error: ", "Hint: ")
