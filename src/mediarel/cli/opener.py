"""Open a file in the default program for its type."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from mediarel import errors

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


def open_file(place: Path | str) -> None:
    """Open the file at a path, or the page at a URL.

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
