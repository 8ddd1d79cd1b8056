"""Long output on a terminal goes through a pager, as git has it.

It is `MEDIAREL_PAGER`, else `PAGER`, else `less` where there is one; none where that is
empty or `cat`, and none with `--no-pager`. What is drawn is the same with it.
"""

from __future__ import annotations

import io
import os
import shlex
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from mediarel.cli.telling import say
from mediarel.cli.terminal.lines import DUMB, is_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    import typer


# What fits the screen is just printed, colours are shown, and all stays in sight.
_OF_LESS = "FRX"
_FOR_A_SHELL = set("|&;<>()$`\\\"'*?[#~=%")
_NOT_RUN = (126, 127)  # the exit codes of a shell that could not run a command
VARIABLES = ("MEDIAREL_PAGER", "PAGER")
_USUAL = "less"
_NONE = ("", "cat")


class PagerLeftError(Exception):
    """The pager was left before it had read all: no one wants to see the rest."""


class PagerStream(io.TextIOBase):
    """What is printed while there is a pager: a terminal, to all who print."""

    def __init__(self, command: str, terminal: TextIO) -> None:
        self._command = command
        self._terminal = terminal
        self._process: subprocess.Popen[bytes] | None = None
        self._failure = ""
        self._on_a_closed_pipe: Any = None

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """That of the terminal."""
        return self._terminal.encoding

    def isatty(self) -> bool:
        """Tell that what is printed is drawn: a pager shows it on the terminal."""
        return True

    def fileno(self) -> int:
        """Return the number of the terminal, which says how wide it is."""
        return self._terminal.fileno()

    def writable(self) -> bool:
        """Tell that it is there to be written to."""
        return True

    def write(self, text: str, /) -> int:
        """Have the pager show `text`.

        Raises PagerLeftError.
        """
        if text and self._process is None and not self._failure:
            self._start()
        pipe = self._process.stdin if self._process else None
        if pipe is None:
            self._terminal.write(text)
            return len(text)
        try:
            pipe.write(text.encode(self.encoding, errors="backslashreplace"))
        except BrokenPipeError:
            raise PagerLeftError from None
        return len(text)

    def flush(self) -> None:
        """Send what was printed.

        Raises PagerLeftError.
        """
        if self._process is None or self._process.stdin is None:
            self._terminal.flush()
            return
        try:
            self._process.stdin.flush()
        except BrokenPipeError:
            raise PagerLeftError from None
        except ValueError:  # it is closed: the process ends
            return

    def end(self) -> str:
        """Wait until the pager is left; return what went wrong with it, in words."""
        process = self._process
        if process is None:
            return self._failure
        # Ctrl-C is the pager's now: it stops a search there.
        interrupt = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            with suppress(BrokenPipeError):
                process.communicate()
        finally:
            signal.signal(signal.SIGINT, interrupt)
            if hasattr(signal, "SIGPIPE"):
                signal.signal(signal.SIGPIPE, self._on_a_closed_pipe)
        if process.returncode in _NOT_RUN:
            return self._not_run(f"it ended with {process.returncode}")
        return self._failure

    def _start(self) -> None:
        """Start the pager; where that fails, what is printed goes to the terminal."""
        self._terminal.flush()
        # A pager that is left would else end us, before its exit is waited for.
        if hasattr(signal, "SIGPIPE"):
            self._on_a_closed_pipe = signal.signal(signal.SIGPIPE, signal.SIG_IGN)
        try:
            self._process = _started(self._command)
        except OSError as error:
            if hasattr(signal, "SIGPIPE"):
                signal.signal(signal.SIGPIPE, self._on_a_closed_pipe)
            self._failure = self._not_run((error.strerror or str(error)).lower())

    def _not_run(self, why: str) -> str:
        return f"The pager {self._command!r} can't be run: {why}"


@contextmanager
def paged(context: typer.Context, *, no_pager: bool = False) -> Iterator[None]:
    """Have a pager show what is printed in here, where stdout is a terminal.

    It starts with the first letter that is printed. Who leaves it early has seen
    enough, which is no error. What is told on stderr is told before it or after.
    """
    command = _chosen()
    unwanted = no_pager or context.find_root().params.get("no_pager")
    if unwanted or not command or not is_terminal():
        yield
        return

    shown = sys.stdout
    stream = PagerStream(command, shown)
    sys.stdout = stream
    try:
        with suppress(PagerLeftError):
            yield
    finally:
        sys.stdout = shown
        if failure := stream.end():
            choose = f"Choose another in {' or '.join(VARIABLES)}, or none: --no-pager."
            say(f"{failure}. {choose}")


def _chosen() -> str:
    """Return the command of the pager, "" for none."""
    given = next((os.environ[n] for n in VARIABLES if n in os.environ), None)
    command = (_USUAL if given is None else given).strip()
    if command in _NONE or os.environ.get("TERM", "") in ("", *DUMB):
        return ""
    if given is None:
        import shutil  # noqa: PLC0415 - only on a terminal

        return command if shutil.which(command) else ""
    return command


def _started(command: str) -> subprocess.Popen[bytes]:
    """Start the pager, in a shell where `command` is written for one.

    Raises OSError.
    """
    is_for_a_shell = bool(_FOR_A_SHELL & set(command))
    return subprocess.Popen(  # noqa: S603 - what the user has chosen
        command if is_for_a_shell else shlex.split(command),
        shell=is_for_a_shell,
        stdin=subprocess.PIPE,
        env={"LESS": _OF_LESS, "LV": "-c", **os.environ},
    )
