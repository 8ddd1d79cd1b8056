"""Remove harmful characters from the names of attached files, in any script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

import regex

from mediarel.text.lines import HARMFUL, suffix_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


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
    return next(each for each in _numbered(name) if each.casefold() not in there)


def _numbered(name: str) -> Iterator[str]:
    yield name
    suffix = suffix_of(name)
    stem = name[: len(name) - len(suffix)]
    number = 2
    while True:
        yield f"{stem}-{number}{name[len(stem) :]}"
        number += 1


def _cut(name: str) -> str:
    """Return `name`, cut between two graphemes if it is too long.

    The extension is kept.
    """
    if len(name.encode()) <= _LONGEST:
        return name

    suffix = name[len(name) - len(suffix_of(name)) :]
    room = _LONGEST - len(suffix.encode())
    kept = ""
    for grapheme in regex.findall(r"\X", name[: len(name) - len(suffix)]):
        if len((kept + grapheme).encode()) > room:
            break
        kept += grapheme
    return (kept.rstrip(". ") or _NO_NAME) + suffix
