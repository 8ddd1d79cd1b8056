"""Show long output in a pager if stdout is a terminal, as git does.

The pager is `MEDIAREL_PAGER`, else `PAGER`, else `less` if it is installed. An empty
value, `cat`, `--no-pager` or plain output disables the pager. Output looks the same
with and without a pager.
"""

import io
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import TextIO

import typer

from mediarel.cli.messages import say
from mediarel.cli.terminal.lines import is_plain, is_terminal
from mediarel.worker import surviving_broken_pipes

# Options of less: quit if the output fits the screen, show colours, keep the output.
_OF_LESS = "FRX"
_NOT_RUN = (126, 127)  # the exit codes of a shell that could not run a command
VARIABLES = ("MEDIAREL_PAGER", "PAGER")
_USUAL = "less"
_NONE = ("", "cat")


class _Output(io.StringIO):
    """A buffer that replaces stdout, and looks like a terminal to other code."""

    def __init__(self, terminal: TextIO) -> None:
        super().__init__()
        self._terminal = terminal

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._terminal.encoding

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._terminal.fileno()


@contextmanager
def paged(context: typer.Context) -> Iterator[None]:
    """Show the output of the block in a pager if stdout is a terminal.

    If the user quits the pager early, this is not an error.
    """
    command = _chosen()
    unwanted = is_plain() or "--no-pager" in context.meta
    if unwanted or not command or not is_terminal():
        yield
        return

    output = _Output(sys.stdout)
    with redirect_stdout(output):
        yield
    if text := output.getvalue():
        sys.stdout.flush()
        _show(text, command)


def _chosen() -> str:
    """Return the command that starts the pager, or an empty string if none is used."""
    given = next((os.environ[n] for n in VARIABLES if n in os.environ), None)
    command = (_USUAL if given is None else given).strip()
    if command in _NONE or not os.environ.get("TERM"):
        return ""
    return command if given is not None or shutil.which(command) else ""


def _show(text: str, command: str) -> None:
    """Show `text` in the pager. If the pager can't run, print `text`."""
    with (
        surviving_broken_pipes(),
        subprocess.Popen(  # noqa: S602 - the command that the user has chosen
            command,
            shell=True,
            stdin=subprocess.PIPE,
            env={"LESS": _OF_LESS, "LV": "-c", **os.environ},
        ) as process,
    ):
        # Ignore Ctrl-C here: in the pager, it stops a search.
        interrupt = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            process.communicate(text.encode(sys.stdout.encoding, "backslashreplace"))
        finally:
            signal.signal(signal.SIGINT, interrupt)
    if process.returncode in _NOT_RUN:
        print(text, end="")
        say(
            f"Can't start the pager {command!r}: exit code {process.returncode}."
            f" Set {' or '.join(VARIABLES)}, or use --no-pager."
        )
