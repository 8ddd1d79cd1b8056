"""Show long output on a terminal in a pager, as git does.

The pager is `MEDIAREL_PAGER`, else `PAGER`, else `less` if it is installed. An empty
value, `cat` or `--no-pager` disables the pager. Output looks the same with and without
a pager.
"""

from __future__ import annotations

import io
import os
import shlex
import shutil
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


# Print output that fits the screen, show colours, and keep the output on screen.
_OF_LESS = "FRX"
_FOR_A_SHELL = set("|&;<>()$`\\\"'*?[#~=%")
_NOT_RUN = (126, 127)  # the exit codes of a shell that could not run a command
VARIABLES = ("MEDIAREL_PAGER", "PAGER")
_USUAL = "less"
_NONE = ("", "cat")


class PagerLeftError(Exception):
    """The user left the pager before the end of the output."""


class PagerStream(io.TextIOBase):
    """A replacement for stdout that sends text to a pager but looks like a terminal."""

    def __init__(self, command: str, terminal: TextIO) -> None:
        self._command = command
        self._terminal = terminal
        self._process: subprocess.Popen[bytes] | None = None
        self._failure = ""
        self._on_a_closed_pipe: Any = None

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of the terminal."""
        return self._terminal.encoding

    def isatty(self) -> bool:
        """Return True: a pager shows the output on the terminal."""
        return True

    def fileno(self) -> int:
        """Return the file descriptor of the terminal, for measuring its width."""
        return self._terminal.fileno()

    def writable(self) -> bool:
        """Return True: the stream accepts text."""
        return True

    def write(self, text: str, /) -> int:
        """Send `text` to the pager.

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
        """Flush the output.

        Raises PagerLeftError.
        """
        if self._process is None or self._process.stdin is None:
            self._terminal.flush()
            return
        try:
            self._process.stdin.flush()
        except BrokenPipeError:
            raise PagerLeftError from None
        except ValueError:  # the stream is closed: the process ends
            return

    def end(self) -> str:
        """Wait until the user leaves the pager; return an error in words, or ""."""
        process = self._process
        if process is None:
            return self._failure
        # Leave Ctrl-C to the pager, where it stops a search.
        interrupt = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            with suppress(BrokenPipeError):
                process.communicate()
        finally:
            signal.signal(signal.SIGINT, interrupt)
            if hasattr(signal, "SIGPIPE"):
                signal.signal(signal.SIGPIPE, self._on_a_closed_pipe)
        if process.returncode in _NOT_RUN:
            return self._not_run(f"it ended with exit code {process.returncode}")
        return self._failure

    def _start(self) -> None:
        """Start the pager; if that fails, output goes to the terminal."""
        self._terminal.flush()
        # Otherwise SIGPIPE would end this process before it can wait for the pager.
        if hasattr(signal, "SIGPIPE"):
            self._on_a_closed_pipe = signal.signal(signal.SIGPIPE, signal.SIG_IGN)
        try:
            self._process = _started(self._command)
        except OSError as error:
            if hasattr(signal, "SIGPIPE"):
                signal.signal(signal.SIGPIPE, self._on_a_closed_pipe)
            self._failure = self._not_run((error.strerror or str(error)).lower())

    def _not_run(self, why: str) -> str:
        return f"Can't start the pager {self._command!r}: {why}"


@contextmanager
def paged(context: typer.Context, *, no_pager: bool = False) -> Iterator[None]:
    """Show the output of the block in a pager if stdout is a terminal.

    The pager starts with the first output. Leaving it early is no error. Messages on
    stderr are printed before the pager starts or after it ends.
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
            choose = f"Set {' or '.join(VARIABLES)}, or use --no-pager."
            say(f"{failure}. {choose}")


def _chosen() -> str:
    """Return the command of the pager, "" for none."""
    given = next((os.environ[n] for n in VARIABLES if n in os.environ), None)
    command = (_USUAL if given is None else given).strip()
    if command in _NONE or os.environ.get("TERM", "") in ("", *DUMB):
        return ""
    return command if given is not None or shutil.which(command) else ""


def _started(command: str) -> subprocess.Popen[bytes]:
    """Start the pager, in a shell if `command` contains shell syntax.

    Raises OSError.
    """
    is_for_a_shell = bool(_FOR_A_SHELL & set(command))
    return subprocess.Popen(  # noqa: S603 - what the user has chosen
        command if is_for_a_shell else shlex.split(command),
        shell=is_for_a_shell,
        stdin=subprocess.PIPE,
        env={"LESS": _OF_LESS, "LV": "-c", **os.environ},
    )
