"""Prepare the environment and the standard streams before anything reads them."""

from __future__ import annotations

import io
import os
import sys

GIVEN = "mediarel.given"  # key of a command's words in Typer's context
_MOST_CELLS = 9999  # of a line or of a screen


def prepare() -> None:
    """Prepare the environment for reading, and the streams for writing."""
    _prepare_sizes()
    _prepare_streams()


def _prepare_sizes() -> None:
    """Remove sizes from the environment that Typer or Rich would fail on."""
    for name in ("COLUMNS", "LINES", "TERMINAL_WIDTH"):
        size = os.environ.get(name, "1")
        is_number = size.isascii() and size.isdecimal()
        if not (is_number and 0 < int(size[:5]) <= _MOST_CELLS):
            del os.environ[name]


def _prepare_streams() -> None:
    """Make sure that three streams exist and that any character can be printed."""
    # A stream closed by the parent process is None here, and the next file
    # that is opened would get its number.
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nothing = os.fdopen(os.open(os.devnull, os.O_RDWR), mode)
            setattr(sys, name, nothing)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if isinstance(sys.stdin, io.TextIOWrapper):
        # Accept answers that are not UTF-8, so that they can be refused later.
        sys.stdin.reconfigure(errors="surrogateescape")
