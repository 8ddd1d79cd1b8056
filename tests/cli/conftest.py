"""Commands on both kinds of archive, and what is drawn.

Each test that runs commands runs on files, and again on a server: what these leave and
print is the same. What is about the file of an archive is marked `about_files`, with
what of it, and runs on files alone; so does what is marked `without_archive`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from conftest import KINDS, Done
from samples import ALL, sample
from shadow import Shadow, Stands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Run, Screen, Shell
    from postgres import Server

RUNNERS = {"run", "screen", "shell"}
ON_FILES_ALONE = {"about_files", "without_archive"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Have each test on both kinds of archive, unless it is about one alone."""
    marks = {mark.name for mark in metafunc.definition.iter_markers()}
    if marks & ON_FILES_ALONE or not RUNNERS & {*metafunc.fixturenames}:
        return
    ids = [pytest.HIDDEN_PARAM if kind == "file" else kind for kind in KINDS]
    metafunc.parametrize("archive_kind", KINDS, ids=ids)


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave out the tests of commands on the kind of archive that is not asked for.

    On both, a sample of those on a server: each is on a file, too.
    """
    asked = config.getoption("--archive-kind") or ("both" if ALL else "file")
    if asked == "both":
        on_server = [item for item in items if _kind_of(item) == "server"]
        tried = set(sample(on_server))
        others = [item for item in on_server if item not in tried]
    else:
        others = [item for item in items if _kind_of(item) not in {asked, None}]
    config.hook.pytest_deselected(items=others)
    left_out = set(others)
    items[:] = [item for item in items if item not in left_out]


def _kind_of(item: pytest.Item) -> str | None:
    """Return the kind of archive that a test of the commands is on, None for others."""
    if not item.path.is_relative_to(Path(__file__).parent):
        return None
    callspec = getattr(item, "callspec", None)
    given = {} if callspec is None else callspec.params
    return str(given.get("archive_kind", "file"))


@pytest.fixture
def archive_kind() -> str:
    """Return where the archive of a test is."""
    return "file"


@pytest.fixture(scope="session")
def stands(postgres: Server) -> Stands:
    """Return schemas that stand in for files, used again by each test."""
    return Stands(postgres)


@pytest.fixture
def shadow(
    request: pytest.FixtureRequest, archive_kind: str
) -> Iterator[Shadow | None]:
    """Return what stands in for files, None where nothing does."""
    if archive_kind == "file":
        yield None
        return
    shadow = Shadow(request.getfixturevalue("stands"))
    yield shadow
    shadow.close()


@pytest.fixture
def run(run: Run, shadow: Shadow | None) -> Run:
    """Return a function that runs a command without a terminal."""
    if shadow is None:
        return run

    def run_it(*arguments: str, stdin: str | bytes = "") -> Done:
        with shadow.call(*arguments) as call:
            done = run(*call.arguments, stdin=stdin)
        return Done(done.code, call.told(done.out), call.told(done.err))

    return run_it


@pytest.fixture
def screen(screen: Screen, shadow: Shadow | None) -> Screen:
    """Return a function that runs a command on a terminal."""
    if shadow is None:
        return screen

    def show(
        *arguments: str,
        columns: int = 80,
        lines: int = 24,
        answers: tuple[tuple[str, str], ...] = (),
        raw: bool = False,
    ) -> Done:
        with shadow.call(*arguments) as call:
            done = screen(
                *call.arguments, columns=columns, lines=lines, answers=answers, raw=raw
            )
        return Done(done.code, call.told(done.out), call.told(done.err))

    return show


@pytest.fixture
def shell(shell: Shell, shadow: Shadow | None) -> Shell:
    """Return a function that has a shell run a line in which `mediarel` is known."""
    if shadow is None:
        return shell

    def run_line(line: str, stdin: str = "", **variables: str) -> Done:
        with shadow.line(line) as call:
            done = shell(call.arguments[0], stdin, **variables)
        return Done(done.code, call.told(done.out), call.told(done.err))

    return run_line


class Drawn(Protocol):
    """Runs a command in this process as if on a terminal."""

    def __call__(
        self, *arguments: str, columns: int = 80, lines: int = 24
    ) -> list[str]:
        """Return the lines that it sends to the terminal."""


@pytest.fixture
def drawn(run: Run, monkeypatch: pytest.MonkeyPatch) -> Drawn:
    """Return a function that runs a command as if on a terminal, without colour."""

    def draw(*arguments: str, columns: int = 80, lines: int = 24) -> list[str]:
        with monkeypatch.context() as here:
            here.setattr(sys, "argv", ["mediarel", *arguments])
            here.setattr(sys.stdout, "isatty", lambda: True)
            here.setenv("COLUMNS", str(columns))
            here.setenv("LINES", str(lines))
            done = run(*arguments)
        assert done.code == 0, done.err
        return re.sub(r"\x1b\[[0-9;]*m", "", done.out).splitlines()

    return draw
