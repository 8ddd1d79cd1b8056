"""What a bag says of itself: `bagit.txt`, `bag-info.txt` (RFC 8493, 2.1.1, 2.2.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.text.lines import harmless, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_UNITS = ("KB", "MB", "GB", "TB")
_STEP = 1000


def bag_info(said: Iterable[tuple[str, str]]) -> bytes:
    """Return the content of `bag-info.txt`: a label and a value on each line.

    What is empty is left out; a value never goes on in a second line.
    """
    lines = ((label, harmless(one_line(value))) for label, value in said)
    return "".join(f"{label}: {value}\n" for label, value in lines if value).encode()


def size_in_words(size: int) -> str:
    """Return a size in bytes for people: `12.3 MB`."""
    if size < _STEP:
        return f"{size} bytes"
    number, unit = size / _STEP, 0
    while number >= _STEP and unit < len(_UNITS) - 1:
        number, unit = number / _STEP, unit + 1
    return f"{number:.1f} {_UNITS[unit]}"
