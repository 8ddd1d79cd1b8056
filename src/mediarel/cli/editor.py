"""The user's editor, and keeping what was written in it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mediarel.cli import environment
from mediarel.errors import AccessError, Hint, MediarelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_USUAL = ("sensible-editor", "nano", "vi", "notepad")
# What no one could guess who meets it for the first time.
_HOW = {"vi": " In vi, i lets you write, and Esc :wq Enter saves and leaves."}


class NoEditorError(AccessError):
    """No editor could be started, or it failed."""

    def __init__(self, command: str, what: str) -> None:
        super().__init__(
            f"the editor {command!r} {what}",
            "Name yours in VISUAL or EDITOR, or give the fields as options.",
        )


def edited(
    text: str, name: str, what: str, rescue: Callable[[str], object] = lambda _: None
) -> str:
    """Return `text` as it is after the user has edited it in a file of this `name`.

    Which editor opens for it is told, with `what` it is. What was saved by then is
    given to `rescue` where the editor fails, or Ctrl-C ends it.

    Raises NoEditorError.
    """
    folder = Path(tempfile.mkdtemp(prefix="mediarel-"))
    file = folder / name
    try:
        # It may be what was read back below, and not in UTF-8.
        file.write_text(text, encoding="utf-8", errors="surrogateescape")
        try:
            _open(file, what)
        except (NoEditorError, KeyboardInterrupt):
            rescue(_read(file))
            raise
        return _read(file)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig", errors="surrogateescape")


@contextmanager
def kept_on_failure(written: Callable[[], str], name: str) -> Iterator[None]:
    """Keep what is `written` by then when an error or Ctrl-C ends what is done in here.

    The hint of the error names the file that it is in; else a line on stderr does.
    """
    try:
        yield
    except MediarelError as error:
        if (text := written()).strip():
            error.hint = Hint(error.hint, " ", kept(text, name))
        raise
    except (typer.Abort, KeyboardInterrupt, OSError) as error:
        if (text := written()).strip():
            if not isinstance(error, OSError):
                environment.tell("")  # from the line of the question, or of ^C
            environment.tell(kept(text, name))
        raise


def kept(text: str, name: str) -> str:
    """Keep `text` in a file, and return in words which one."""
    descriptor, path = tempfile.mkstemp(f"-{name}", "mediarel-")
    with os.fdopen(descriptor, "wb") as file:
        file.write(text.encode(errors="surrogateescape"))
    return f"What you wrote is kept in {path}"


def _open(file: Path, what: str) -> None:
    command, is_chosen = _command()
    another = "" if is_chosen else "; to use another, set VISUAL or EDITOR"
    environment.tell(f"Opening {command} for {what}{another}.{_HOW.get(command, '')}")
    # The editor draws on the terminal even where our results go to a pipe.
    screen = None if sys.stdout.isatty() else sys.stderr
    try:
        done = subprocess.run(  # noqa: S603 - the user's own editor
            [*shlex.split(command), str(file)], check=False, stdout=screen
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise NoEditorError(command, f"can't be started: {reason.lower()}") from error
    if done.returncode:
        raise NoEditorError(command, f"ended with status {done.returncode}")


def _command() -> tuple[str, bool]:
    """Return the editor to start, and whether it is the user's own choice."""
    for name in ("VISUAL", "EDITOR"):
        if chosen := os.environ.get(name, "").strip():
            return chosen, True
    return next(filter(shutil.which, _USUAL), _USUAL[-1]), False
