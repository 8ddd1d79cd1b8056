"""Run programs on a terminal, forked from a process with all modules loaded.

A program that needs a different Python environment starts a new process.
"""

from __future__ import annotations

import atexit
import json
import os
import pty
import select
import socket
import subprocess
import sys
import termios
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pexpect
from ptyprocess import PtyProcess

from terminal import without_delays

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Spawn = pexpect.spawn[str]
else:  # only type checkers need the type
    Spawn = pexpect.spawn

_FORKING = Path(__file__).with_name("forking.py")
# Variables that Python, the loader and the C library read at the start.
_AT_START = ("PYTHON", "LC_", "LANG", "LD_")
_WHEREVER = "PYTHONDONTWRITEBYTECODE"  # has no visible effect


@contextmanager
def forked(
    program: str,
    words: Sequence[str],
    *,
    lines: int = 24,
    columns: int = 80,
    variables: Mapping[str, str] | None = None,
) -> Iterator[Spawn]:
    """Run a Python `program` with `words` on a new terminal.

    `variables` are added to the environment. At the end, a program that still runs is
    killed.
    """
    child = without_delays(
        _Forked(
            sys.executable,
            ["-c", program, *words],
            dimensions=(lines, columns),
            encoding="utf-8",
            timeout=120,
            env={**os.environ, **(variables or {})},
        )
    )
    try:
        yield child
    finally:
        child.close()


class _Forked(Spawn):
    def _spawnpty(self, args: list[bytes], **given: Any) -> PtyProcess:
        environment: dict[str, str] = given["env"]
        if _at_start(environment) != _USUAL:
            return PtyProcess.spawn(args, **given)
        words = [each.decode() for each in args]
        return _parent().process(words[1:], environment, given["dimensions"])


class _Process(PtyProcess):  # type: ignore[misc]  # ptyprocess has no types
    """A process that `_Parent` has forked."""

    def __init__(self, terminal: int, told: int) -> None:
        self._told = os.fdopen(told)
        super().__init__(int(self._told.readline()), terminal)
        self.terminated = False

    def isalive(self) -> bool:
        """Return whether the process is running."""
        if self.terminated:
            return False
        # The process has closed its terminal, so wait for its end.
        seconds = None if self.flag_eof else 0
        if not select.select([self._told], [], [], seconds)[0]:
            return True
        self.status = int(self._told.readline())
        self._told.close()
        code = os.waitstatus_to_exitcode(self.status)
        self.exitstatus = code if code >= 0 else None
        self.signalstatus = -code if code < 0 else None
        self.terminated = True
        return False


class _Parent:
    """The client of the process that forks."""

    def __init__(self) -> None:
        others = {k: v for k, v in os.environ.items() if not k.startswith(_AT_START)}
        self._asked, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, _FORKING, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env={**others, **_USUAL},
                stdin=subprocess.DEVNULL,
                # Ctrl-C in the terminal of the tests is not for this process.
                start_new_session=True,
            )
        atexit.register(self._end)

    def process(
        self,
        words: list[str],
        environment: Mapping[str, str],
        dimensions: tuple[int, int],
    ) -> _Process:
        """Return a process for `words` on a terminal of this size."""
        umask = os.umask(0)
        os.umask(umask)
        asked = {
            "words": words,
            "environment": {**environment},
            "folder": os.fspath(Path.cwd()),
            "umask": umask,
        }
        terminal, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, dimensions)
        told, telling = os.pipe()
        message = json.dumps(asked).encode()
        socket.send_fds(self._asked, [message], [theirs, telling])
        os.close(theirs)
        os.close(telling)
        return _Process(terminal, told)

    def _end(self) -> None:
        self._asked.close()
        self._process.kill()
        self._process.wait()


def _at_start(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the settings that determine how a Python process starts."""
    return {
        name: value
        for name, value in environment.items()
        if name.startswith(_AT_START) and name != _WHEREVER
    }


_USUAL = _at_start(os.environ)


@cache
def _parent() -> _Parent:
    return _Parent()
