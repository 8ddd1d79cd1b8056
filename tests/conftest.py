"""Define the fixtures of all tests: home folder, commands and terminal."""

import gc
import inspect
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Protocol

import pexpect
import pyte
import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

from forked import forked
from forked_readers import fork_readers
from forking import find_out_once
from kept_stores import Place, file_place, server_place
from mediarel.cli import app, environment
from postgres import Server
from samples import EXAMPLES, sample_of_cases
from terminal import Terminal

ROOT = Path(__file__).parent.parent
# The sample as released; a developer may have changed the copy in `data`.
SAMPLE = ROOT / "tests" / "kept" / "sample.json"
# The sample with checksums and digests of format version 1.
SAMPLE_OF_FORM_1 = ROOT / "tests" / "kept" / "sample-of-form-1.json"

# Run `mediarel` without progress messages, even if the machine is busy.
PATIENT = """
from mediarel.__main__ import main
from mediarel.cli.terminal import progress

progress.PATIENCE = 1e6
main()
"""

KINDS = ("file", "server")
# Tests with these fixtures run commands.
COMMANDS = {"run", "screen", "shell", "home", "store"}

# Save compiled modules for thousands of processes, even if the environment forbids it.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

find_out_once()
fork_readers()

# Pytest creates little garbage while it collects tests.
gc.disable()

# Tests write thousands of archives with fsync; fsync is fast in memory.
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest creates unique folders
_ROOM = 4 << 30  # bytes
if _IN_MEMORY.is_dir() and shutil.disk_usage(_IN_MEMORY).free > _ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_IN_MEMORY))

FAILED = pytest.StashKey[bool]()
_FOLDERS = count()

# On a busy machine, any example can be slow.
settings.register_profile(
    "untimed",
    deadline=None,
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("untimed")


def pytest_xdist_auto_num_workers() -> int:
    """Return the number of test processes: one more than the cores.

    One more is useful because some tests wait, for example for a lock or a browser.
    """
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(wrapper=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> Generator[None]:
    """Select a sample of a test's cases before pytest creates an item for each.

    A test that runs commands takes ten times as long as a different test.
    """
    yield
    cases = vars(metafunc)["_calls"]
    most = 1 if COMMANDS & inspect.signature(metafunc.function).parameters.keys() else 2
    cases[:] = sample_of_cases(cases, most)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Exclude Hypothesis from coverage."""
    for item in items:
        if is_hypothesis_test(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.many_times)


def pytest_collection_finish() -> None:
    """Collect and freeze garbage, so that later collections are fast."""
    gc.enable()
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Stop measuring coverage during a test that repeats its lines many times."""
    measuring = sys.gettrace()
    if item.get_closest_marker("many_times") is None or measuring is None:
        return (yield)
    # Processes forked for later tests must not start here without coverage.
    with pytest.MonkeyPatch.context() as without:
        without.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
        sys.settrace(None)
        try:
            return (yield)
        finally:
            sys.settrace(measuring)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Record whether a test has failed, in which case its folder is kept."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


def unmeasured() -> dict[str, str]:
    """Return the environment without variables of coverage and pytest.

    Coverage doubles the time of a short command.
    """
    return {k: v for k, v in os.environ.items() if not k.startswith(("COV", "PYTEST_"))}


@dataclass(frozen=True)
class Done:
    """The exit code and output of a command."""

    code: int
    out: str
    err: str


class Run(Protocol):
    """Runs a command in this process, without a terminal."""

    def __call__(self, *arguments: str, stdin: str | bytes = "") -> Done:
        """Return the result of the command."""


class Screen(Protocol):
    """Runs a command in a new terminal."""

    def __call__(
        self,
        *arguments: str,
        columns: int = 80,
        lines: int = 24,
        answers: tuple[tuple[str, str], ...] = (),
        raw: bool = False,
    ) -> Done:
        """Return the screen; `answers` are pairs of awaited and typed text.

        With `raw`, returns the bytes sent to the terminal.
        """


class Shell(Protocol):
    """Runs a shell command with `mediarel` in the PATH, without a terminal."""

    def __call__(self, line: str, stdin: str = "", **variables: str) -> Done:
        """Return the result; `variables` are added to the environment."""


class Editor(Protocol):
    """Replaces the user's editor by a shell script."""

    def __call__(self, script: str) -> None:
        """Make `script` the editor."""


def give_opener(home: Path, monkeypatch: pytest.MonkeyPatch, script: str = "") -> Path:
    """Provide a display, and an opener that saves its argument in a file."""
    noted = home / "opened"
    programs = home / "programs"
    programs.mkdir()
    for name in ("open", "xdg-open"):
        program = programs / name
        lines = ("#!/bin/sh", f'printf %s "$1" > "{noted}"', script)
        program.write_text("\n".join(lines), encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":0")
    return noted


def modules_loaded_by(*words: str) -> list[str]:
    """Return the modules that a new process has loaded after a command."""
    script = (
        "import sys; from mediarel.cli import app; app.run(sys.argv[1:]);"
        "print(); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *words],
        capture_output=True,
        text=True,
        check=True,
        env=unmeasured(),
    )
    return done.stdout.splitlines()[-1].split()


def write_settings(home: Path, text: str | bytes) -> Path:
    """Write the user's settings, and return their path."""
    path = home / "config" / "mediarel" / "settings.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    environment.settings.cache_clear()
    return path


def refused(done: Done, code: int) -> str:
    """Return the error, and check that only the error and its hint were printed."""
    error, hint = done.err.splitlines()
    assert (done.code, done.out) == (code, "")
    assert error.startswith("Error: ")
    assert hint.startswith("Hint: ")
    return error


@pytest.fixture
def tmp_path(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Yield a new folder, which is kept if the test fails.

    It replaces the fixture of pytest, which searches all folders for a free name.
    """
    name = re.sub(r"\W", "_", request.node.name, flags=re.ASCII)[:30]
    place = tmp_path_factory.getbasetemp() / f"{name}-{next(_FOLDERS)}"
    place.mkdir(mode=0o700)
    yield place
    if not request.node.stash.get(FAILED, False):
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home folder, which is set in the environment."""
    place = tmp_path / "home"
    place.mkdir()
    for name in ("VISUAL", "EDITOR", "MEDIAREL_ARCHIVE", "MEDIAREL_USER"):
        monkeypatch.delenv(name, raising=False)
    for name in ("ACCESSIBLE", "NO_COLOR", "COLUMNS", "LINES", "PAGER", "LESS"):
        monkeypatch.delenv(name, raising=False)
    for name in [name for name in os.environ if name.startswith("PG")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MEDIAREL_PAGER", "")
    monkeypatch.setenv("HOME", str(place))
    for name in ("CACHE", "CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(place / name.lower()))
    monkeypatch.setenv("LOGNAME", "sok")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.chdir(place)
    environment.settings.cache_clear()
    return place


@pytest.fixture
def store(home: Path) -> Path:
    """Return the store of the sample archive in the current folder."""
    path = home / "data" / "statements.json"
    path.parent.mkdir()
    shutil.copyfile(SAMPLE, path)
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Return a PostgreSQL server for the tests of this process."""
    with Server.started() as running:
        yield running


@pytest.fixture
def address(postgres: Server) -> Iterator[str]:
    """Return the URL of an archive on the server; its schema does not exist yet."""
    schema = postgres.new_schema()
    yield postgres.url(schema)
    for made in (schema, f"{schema}_other"):
        postgres.remove_schema(made)


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Create an empty store of each kind."""
    if request.param == "file":
        kind = file_place(tmp_path / "statements.json")
    else:
        kind = server_place(request.getfixturevalue("address"), tmp_path / "cache")
    with kind as made:
        yield made


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs a command without a terminal."""

    def run_it(*arguments: str, stdin: str | bytes = "") -> Done:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
        capsys.readouterr()
        code = app.run(list(arguments))
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    return run_it


def rest_of(child: "pexpect.spawn[str]", typed: str) -> str:
    """Return the output of `child` until it ends; `typed` is the last input.

    A Ctrl-C that is typed before Python reads the line is lost, so it is repeated.
    """
    for _ in range(24):
        if not child.expect_exact([pexpect.EOF, pexpect.TIMEOUT], timeout=5):
            return str(child.before)
        if typed == "\x03":
            child.send(typed)
    raise pexpect.TIMEOUT(str(child))


@pytest.fixture
def screen() -> Screen:
    """Return a function that runs a command on a terminal."""

    def show(
        *arguments: str,
        columns: int = 80,
        lines: int = 24,
        answers: tuple[tuple[str, str], ...] = (),
        raw: bool = False,
    ) -> Done:
        with forked(PATIENT, arguments, lines=lines, columns=columns) as child:
            sent = ""
            for awaited, typed in answers:
                child.expect_exact(awaited)
                sent += f"{child.before}{child.after}"
                child.send(typed)
            sent += rest_of(child, answers[-1][1] if answers else "")
        code = child.exitstatus
        if code is None:  # a signal ended the process
            code = -(child.signalstatus or 0)
        # Taller than the terminal, so that no line scrolls away.
        shown = Terminal(columns, max(lines, sent.count("\n") + 5))
        pyte.Stream(shown).feed(sent)
        text = "\n".join(line.rstrip() for line in shown.display).rstrip()
        return Done(code, sent if raw else text, "")

    return show


@pytest.fixture
def shell() -> Shell:
    """Return a function that runs a shell command."""

    def run_line(line: str, stdin: str = "", **variables: str) -> Done:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["/bin/sh", "-c", line],
            input=stdin.encode(),
            capture_output=True,
            check=False,
            env={**unmeasured(), "PATH": path, **variables},
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run_line


@pytest.fixture
def editor(home: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """Return a function that makes a shell script the editor; `$1` is the file."""

    def make(script: str) -> None:
        path = home / "editor"
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
        monkeypatch.setenv("VISUAL", str(path))

    return make
