"""Copy text to the clipboard with a program such as wl-copy or xclip.

Terminals can copy text too (OSC 52), but many terminals ignore the request silently. So
if no program is installed, the error names a program to install.
"""

import os
import shutil
import subprocess
from typing import NamedTuple

from mediarel import errors
from mediarel.text.lines import harmless_html, without_control_codes
from mediarel.worker import surviving_broken_pipes

_PATIENCE = 10  # seconds
_HTML = "text/html"
_INSTEAD = "Copy the text from the terminal instead."


class _Program(NamedTuple):
    """A program that copies its standard input to the clipboard."""

    command: tuple[str, ...]
    display: str = ""
    """The environment variable for the display, or "" if no display is needed."""
    as_html: tuple[str, ...] = ()
    """The options for HTML, if the program supports HTML."""
    encoding: str = "utf-8"


_PROGRAMS = (
    _Program(("wl-copy",), "WAYLAND_DISPLAY", ("--type", _HTML)),
    _Program(("xclip", "-selection", "clipboard"), "DISPLAY", ("-t", _HTML)),
    _Program(("pbcopy",)),
    # This makes clip.exe read Unicode, also in WSL.
    _Program(("clip.exe",), encoding="utf-16"),
    _Program(("termux-clipboard-set",)),
)


def copy(text: str, *, is_html: bool = False) -> None:
    """Copy a text to the clipboard, and mark it as HTML if `is_html` is True.

    HTML is not marked if the program doesn't support HTML. Control characters are
    removed. Direction marks are kept, because Arabic needs them.
    Raises AccessError.
    """
    text = harmless_html(text) if is_html else without_control_codes(text)
    program, path = _program()
    kind = program.as_html if is_html else ()
    try:
        # A program that ends before reading everything reports that by its exit code.
        with surviving_broken_pipes():
            # Some programs keep running to serve the clipboard, and would keep a pipe
            # open.
            subprocess.run(  # noqa: S603 - a program by its path, and no shell
                [path, *program.command[1:], *kind],
                input=text.encode(program.encoding),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_PATIENCE,
                check=True,
            )
    except (OSError, subprocess.SubprocessError) as error:
        why = f"{program.command[0]} failed: {error}"
        raise errors.AccessError(
            f"can't copy to the clipboard: {why}", _INSTEAD
        ) from error


def _program() -> tuple[_Program, str]:
    """Return the first available program and its path.

    Raises AccessError.
    """
    for program in _PROGRAMS:
        if not program.display or os.environ.get(program.display):
            path = shutil.which(program.command[0])
            if path is not None:
                return program, path
    hint = f"There is no display. {_INSTEAD}"
    if os.environ.get("WAYLAND_DISPLAY"):
        hint = "To copy, install wl-clipboard."
    elif os.environ.get("DISPLAY"):
        hint = "To copy, install xclip."
    raise errors.AccessError("can't copy to the clipboard", hint)
