"""Remove harmful characters from the names of attached files, in any script."""

from __future__ import annotations

import re
from itertools import chain, count
from typing import TYPE_CHECKING
from unicodedata import normalize

from mediarel.text.lines import HARMFUL, suffix_of

if TYPE_CHECKING:
    from collections.abc import Iterable


_LONGEST = 200  # bytes in UTF-8: short enough for any file system
_NO_NAME = "file"
# Characters that Windows forbids in file names, and device names, which Windows
# reserves with any extension.
_UNSAFE = re.compile(r'[<>:"/\\|?*]')
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|\Z)", re.IGNORECASE
)


def clean_name(given: str) -> str:
    """Return a file name without folders, control characters and bidi characters.

    The result is one line in NFC, not too long, and never empty.
    """
    name = re.split(r"[/\\]", given.rstrip("/\\"))[-1]
    name = re.sub(f"[{HARMFUL}]", "", " ".join(name.split()))
    name = " ".join(normalize("NFC", name).split())
    return _cut(name.rstrip(". ") or _NO_NAME)


def file_name(name: str) -> str:
    """Return `name` as a file name that is valid on every system."""
    safe = _UNSAFE.sub("_", clean_name(_UNSAFE.sub("_", name)))
    return _DEVICE.sub(r"\g<0>_", safe)


def numbered(name: str, taken: Iterable[str]) -> str:
    """Return `name`, with a number before its extension if it is `taken`.

    Case is ignored, because many systems ignore it.
    """
    there = {each.casefold() for each in taken}
    stem, suffix = _parts(name)
    others = (f"{stem}-{number}{suffix}" for number in count(2))
    return next(each for each in chain([name], others) if each.casefold() not in there)


def _cut(name: str) -> str:
    """Return `name`, cut to a valid length; the extension is kept."""
    if len(name.encode()) <= _LONGEST:
        return name
    stem, suffix = _parts(name)
    room = _LONGEST - len(suffix.encode())
    kept = stem.encode()[:room].decode(errors="ignore")
    return (kept.rstrip(". ") or _NO_NAME) + suffix


def _parts(name: str) -> tuple[str, str]:
    """Return the stem of a file name, and its extension as written."""
    length = len(name) - len(suffix_of(name))
    return name[:length], name[length:]
