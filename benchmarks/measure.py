"""Run two commands alternately, and measure their time and memory.

This works only on Linux and macOS, where `wait4` returns the peak memory of a child
process.
"""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

MEGABYTE = 1_000_000

_ROWS, _COLUMNS = 24, 80
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


class FailedError(Exception):
    """A measured command failed, so the measured time is not valid."""

    def __init__(self, command: Sequence[str], output: bytes) -> None:
        said = output.decode(errors="replace").strip()
        super().__init__(f"{' '.join(command)[:200]} failed:\n{said[-2000:]}")


class Took(NamedTuple):
    """The duration of a process in seconds, and its peak memory in bytes."""

    seconds: float
    peak: int


@dataclass(frozen=True)
class Side:
    """One side of a comparison: commands that run one after the other.

    `before` is a function that reverses the changes of the last run. It runs before the
    commands, and its time is not measured.
    """

    commands: tuple[tuple[str, ...], ...]
    folder: Path
    environment: Mapping[str, str]
    on_terminal: bool = False
    before: Callable[[], None] = lambda: None

    def took(self) -> Took:
        """Return the duration of one run in seconds, and the highest memory use."""
        self.before()
        each = [
            took(
                command,
                folder=self.folder,
                environment=self.environment,
                on_terminal=self.on_terminal,
            )
            for command in self.commands
        ]
        return Took(sum(one.seconds for one in each), max(one.peak for one in each))


def took(
    command: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    on_terminal: bool = False,
) -> Took:
    """Run a command, and return its duration and peak memory.

    The output goes to a terminal or to a pipe, and is read. This process must use
    little memory: a new child process starts with a copy of it, and the system counts
    this copy as memory of the child.

    Raises FailedError.
    """
    reading, writing = _terminal() if on_terminal else os.pipe()
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=writing if on_terminal else subprocess.DEVNULL,
        stdout=writing,
        stderr=writing,
    )
    os.close(writing)
    output = _drained(reading)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise FailedError(command, output)
    return Took(seconds, usage.ru_maxrss * _PEAK_UNIT)


def compared(ours: Side, beside: Side, runs: int) -> tuple[Took, Took]:
    """Run both sides alternately, and return the medians of each side.

    The first run of each side is not counted, because it fills the caches of the
    system.
    """
    ours.took()
    beside.took()
    pairs = [(ours.took(), beside.took()) for _ in range(runs)]
    return _medians([pair[0] for pair in pairs]), _medians([pair[1] for pair in pairs])


def alone(ours: Side, runs: int) -> Took:
    """Run one side, and return the medians. The first run is not counted."""
    ours.took()
    return _medians([ours.took() for _ in range(runs)])


def _medians(all_took: list[Took]) -> Took:
    return Took(
        median(one.seconds for one in all_took),
        round(median(one.peak for one in all_took)),
    )


def _terminal() -> tuple[int, int]:
    """Return both ends of a new terminal with 24 lines and 80 columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, _COLUMNS, 0, 0))
    return ours, theirs


def _drained(descriptor: int) -> bytes:
    """Read from `descriptor` until the writer closes it, and return the output."""
    parts = []
    try:
        while part := os.read(descriptor, 1 << 16):
            parts.append(part)
    except OSError:  # on Linux, the other end was closed
        pass
    finally:
        os.close(descriptor)
    return b"".join(parts)
