"""Define a fixture that draws a command as on a terminal, without a process."""

import re
import sys
from typing import Protocol

import pytest

from conftest import Run


class Drawn(Protocol):
    """Runs a command in this process as if on a terminal."""

    def __call__(
        self, *arguments: str, columns: int = 80, lines: int = 24
    ) -> list[str]:
        """Return the lines sent to the terminal."""


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
