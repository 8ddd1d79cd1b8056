"""Read the user's input: a file, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from mediarel import errors
from mediarel.formats.encoding import decoded, refuse_binary
from mediarel.formats.table import STANDARD_INPUT

STDIN = Path("-")


def data_of(path: Path) -> tuple[str, bytes]:
    """Return the name for errors and the content of the file at `path`.

    Raises AccessError.
    """
    if path == STDIN:
        return STANDARD_INPUT, sys.stdin.buffer.read()
    try:
        return str(path), path.read_bytes()
    except OSError as error:
        raise errors.AccessError(
            f"{path}: {(error.strerror or str(error)).lower()}",
            "Check the name, then try again.",
        ) from error


def text_of(path: Path) -> tuple[str, str]:
    """Return the name for errors and the text of the file at `path`.

    Raises AccessError, or UnreadableInputError if the file holds no text.
    """
    source, data = data_of(path)
    refuse_binary(data, source)
    return source, decoded(data, source)
