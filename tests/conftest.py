"""What the tests stand on: a folder of their own, the command, and a terminal."""

from __future__ import annotations

import io
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pexpect
import pyte
import pytest

from mediarel.cli import app, opening

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "data" / "statements.json"


@dataclass(frozen=True)
class Done:
    """What a command left: its exit code, its results, and what it told besides."""

    code: int
    out: str
    err: str


class Run(Protocol):
    """Runs a command in this process, without a terminal."""

    def __call__(self, *arguments: str, stdin: str | bytes = "") -> Done:
        """Give what came of it."""


class Screen(Protocol):
    """Runs a command on a terminal of its own."""

    def __call__(
        self,
        *arguments: str,
        columns: int = 80,
        lines: int = 24,
        answers: tuple[tuple[str, str], ...] = (),
        raw: bool = False,
    ) -> Done:
        """Give what the terminal showed; `answers` are what to wait for and type.

        With `raw`, what was sent to the terminal instead of what it shows.
        """


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty home, so that no test meets the folders of another or of ours."""
    place = tmp_path / "home"
    place.mkdir()
    for name in ("VISUAL", "EDITOR", "MEDIAREL_ARCHIVE", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(place))
    for name in ("CACHE", "CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(place / name.lower()))
    monkeypatch.setenv("LOGNAME", "sok")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.chdir(place)
    opening.settings.cache_clear()
    return place


@pytest.fixture
def store(home: Path) -> Path:
    """Give the store of an archive of the nine statements, nearest to where we are."""
    path = home / "data" / "statements.json"
    path.parent.mkdir()
    shutil.copyfile(SAMPLE, path)
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a function that runs a command without a terminal."""

    def run_it(*arguments: str, stdin: str | bytes = "") -> Done:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
        capsys.readouterr()
        code = app.run(list(arguments))
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    return run_it


@pytest.fixture
def screen() -> Screen:
    """Give a function that runs a command on a terminal."""

    def show(
        *arguments: str,
        columns: int = 80,
        lines: int = 24,
        answers: tuple[tuple[str, str], ...] = (),
        raw: bool = False,
    ) -> Done:
        child = pexpect.spawn(
            sys.executable,
            ["-m", "mediarel", *arguments],
            dimensions=(lines, columns),
            encoding="utf-8",
            timeout=30,
            env=dict(os.environ),
        )
        sent = ""
        for awaited, typed in answers:
            child.expect_exact(awaited)
            sent += child.before + child.after
            child.send(typed)
        child.expect_exact(pexpect.EOF)
        sent += child.before
        child.close()
        # Taller than the terminal, so that nothing scrolls out of sight.
        shown = pyte.Screen(columns, max(lines, sent.count("\n") + 5))
        pyte.Stream(shown).feed(sent)
        text = "\n".join(line.rstrip() for line in shown.display).rstrip()
        return Done(child.exitstatus or 0, sent if raw else text, "")

    return show
