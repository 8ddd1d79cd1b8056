"""UTF-8: how the formats that are text become bytes and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.errors import UnreadableInputError

if TYPE_CHECKING:
    from typing import BinaryIO

BOM = "\ufeff"

_HINT = "Give a text file in UTF-8."


class Utf8Writer:
    """A text stream over a binary one, without a buffer; it does not close that one.

    Line ends are written as they are.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        """Write `text` to the binary stream."""
        return self._out.write(text.encode())


def decoded(data: bytes, source: str) -> str:
    """Return the text in `data`, without a byte order mark.

    Raises UnreadableInputError where it is empty or not UTF-8.
    """
    if not data.strip():
        raise UnreadableInputError(source, None, "it is empty", _HINT)
    try:
        return data.decode().removeprefix(BOM)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableInputError(source, line, "it is not UTF-8", _HINT) from None


def refuse_binary(data: bytes, source: str) -> None:
    """Raise UnreadableInputError where `data` is binary.

    Not for what a format has written: there a text may hold any character.
    """
    if b"\0" in data:
        raise UnreadableInputError(source, None, "it is not text but binary", _HINT)


def beginning(start: bytes) -> str:
    """Return the text in `start`, which may end in the middle of a character."""
    return start.decode(errors="replace").removeprefix(BOM)
