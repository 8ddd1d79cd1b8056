"""Use programs of the desktop: open a file, and copy text to the clipboard.

Terminals can copy text too (OSC 52), but many terminals ignore the request silently. So
if no program is installed, the error names a program to install.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from mediarel import errors
from mediarel.text.lines import harmless_html, without_control_codes
from mediarel.worker import surviving_broken_pipes

_PATIENCE = 10  # seconds; if the opener still runs, it has opened the file
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


class NotOpenedError(errors.AccessError):
    """No program could open the file."""

    def __init__(self, what: str) -> None:
        copy = errors.Command("files", "ID", "--to", "FOLDER")
        super().__init__(what, "To copy the file instead: ", copy)


def refuse_unopenable() -> None:
    """Raise NotOpenedError if no program can open files, or there is no display."""
    if hasattr(os, "startfile"):
        return
    name = _opener()
    if sys.platform != "darwin" and not any(map(os.environ.get, _DISPLAYS)):
        raise NotOpenedError("there is no display to show a file")
    if shutil.which(name) is None:
        raise NotOpenedError(f"{name}, which opens files, is not installed")


def open_file(place: Path) -> None:
    """Open the file at a path.

    The program may keep running after this command.

    Raises NotOpenedError.
    """
    refuse_unopenable()
    start = getattr(os, "startfile", None)  # on Windows
    try:
        if start is not None:
            start(place)
            return
        process = subprocess.Popen(  # noqa: S603 - a path, and no shell
            [shutil.which(_opener()) or _opener(), str(place)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        code = process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        # The opener still runs: it became the program that shows the file.
        process.returncode = 0  # prevents a warning at exit
        return
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise NotOpenedError(f"no program opened {place}: {why}") from error
    if code:
        raise NotOpenedError(f"{_opener()} could not open {place}: exit code {code}")


def _opener() -> str:
    return "open" if sys.platform == "darwin" else "xdg-open"


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
