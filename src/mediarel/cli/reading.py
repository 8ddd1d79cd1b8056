"""Reading what a person hands over: a file, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from mediarel.errors import AccessError, UnreadableInputError
from mediarel.formats import STANDARD_INPUT

STDIN = Path("-")


class UnreadableFileError(AccessError):
    """The system refused to read a file that was named."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(
            f"{path}: {(error.strerror or str(error)).lower()}",
            "Check the name; nothing was read in.",
        )


def text_of(path: Path) -> tuple[str, str]:
    """Return what to call the file at `path` in errors, and the text in it.

    Raises UnreadableFileError, or UnreadableInputError where it holds no text.
    """
    if path == STDIN:
        return STANDARD_INPUT, decoded(sys.stdin.buffer.read(), STANDARD_INPUT)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(path, error) from error
    return str(path), decoded(data, str(path))


def decoded(data: bytes, source: str) -> str:
    """Return the text in `data`.

    Raises UnreadableInputError where it is empty or not UTF-8.
    """
    hint = "Give a text file in UTF-8."
    if not data.strip():
        raise UnreadableInputError(source, None, "it is empty", hint)
    if b"\0" in data:
        raise UnreadableInputError(source, None, "it is not text but binary", hint)
    try:
        return data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableInputError(source, line, "it is not UTF-8", hint) from None
