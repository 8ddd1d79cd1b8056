"""Where attached files lie: in `files/` beside a store, each by its SHA-256.

A file is `ab/abcdef….pdf` there: a folder for each first two digits, so that none gets
too long, and an ending for people. What early versions kept lies in `files/` itself,
without folder or ending, and is found as well.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = "files"
_DIGITS = 2  # of a SHA-256, that name the folder
_NAME = re.compile(r"([0-9a-f]{64})(\.[a-z0-9]{1,8})?")
_INNER = re.compile(f"[0-9a-f]{{{_DIGITS}}}")
_END = r"\.[a-z0-9_]{8}\.tmp"
LEFTOVER = re.compile(rf"\..+{_END}")
"""The name of what any command was writing when it ended."""
OUR_LEFTOVER = re.compile(rf"\.{_NAME.pattern}{_END}")
"""The same of a copy of a file."""


class Kept(NamedTuple):
    """What lies in a folder of files: the files by their SHA-256, and all else."""

    files: dict[str, list[Path]]
    others: list[Path]


def files_folder(path: Path) -> Path:
    """Return the folder of the files that belong to the store at `path`."""
    return path.parent / FILES


def is_kept_place(path: Path) -> bool:
    """Tell whether `path` is one where a file of a statement lies, as we name it."""
    folder = path.parent
    is_named = bool(_sha256_in(path.name)) and path.name[:_DIGITS] == folder.name
    return is_named and folder.parent.name == "files"


def place_for(folder: Path, sha256: str, suffix: str = "") -> Path:
    """Return where a new file is to lie in `folder`; `suffix` is its ending: `.pdf`."""
    return folder / sha256[:_DIGITS] / f"{sha256}{suffix}"


def places_of(folder: Path, sha256: str) -> list[Path]:
    """Return where in `folder` the file with this name lies; that may be nowhere.

    Whether it has the right bytes is not looked at.

    Raises OSError where the folder can't be read.
    """
    places = [folder / sha256, *_places_in(folder / sha256[:_DIGITS])]
    return [p for p in places if _sha256_in(p.name) == sha256 and _is_plain(p)]


def all_kept(folder: Path) -> Kept:
    """Return all that lies in `folder`, and in its folders that are named by digits.

    Raises OSError where one can't be read.
    """
    kept = Kept({}, [])
    for place in sorted(_places_in(folder)):
        if _INNER.fullmatch(place.name) and place.is_dir():
            for inner in sorted(_places_in(place)):
                _put(kept, inner, place.name)
        else:
            _put(kept, place, "")
    return kept


def _put(kept: Kept, place: Path, digits: str) -> None:
    sha256 = _sha256_in(place.name)
    if sha256 and sha256.startswith(digits) and _is_plain(place):
        kept.files.setdefault(sha256, []).append(place)
    else:
        kept.others.append(place)


def _places_in(folder: Path) -> Iterator[Path]:
    """Yield what is in `folder`; nothing where there is no such folder."""
    try:
        with os.scandir(folder) as entries:
            yield from [folder / entry.name for entry in entries]
    except FileNotFoundError:
        return


def _sha256_in(name: str) -> str:
    """Return the SHA-256 that the name of a kept file says, "" for any other name."""
    found = _NAME.fullmatch(name)
    return found[1] if found else ""


def _is_plain(place: Path) -> bool:
    return place.is_file()
