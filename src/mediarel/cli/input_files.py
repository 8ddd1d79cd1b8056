"""Read the files that a user names. The name `-` means standard input."""

import sys
from pathlib import Path

from mediarel import errors
from mediarel.formats.encoding import decoded, refuse_binary
from mediarel.formats.table import STANDARD_INPUT

STDIN = Path("-")


def data_of(path: Path) -> tuple[str, bytes]:
    """Return the name of a file, as shown in errors, and its content as bytes.

    If `path` is `-`, read standard input. Raises AccessError.
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
    """Return the name of a file, as shown in errors, and its text.

    Raises AccessError, or UnreadableInputError if the file is not a text file.
    """
    source, data = data_of(path)
    refuse_binary(data, source)
    return source, decoded(data, source)
