"""The theme: the templates and the style of a site, and files that replace some."""

from __future__ import annotations

import os
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from mediarel.atomic import make_folders, replace_file
from mediarel.errors import AccessError, InvalidError, RefusedError

if TYPE_CHECKING:
    from typing import BinaryIO

FOLDER = Path(__file__).parent / "theme"
AS_THEY_ARE = ("site.css", "icon.svg")
NAMES = (
    *(
        "base.html",
        "statement.html",
        "list.html",
        "row.html",
        "pages.html",
        "names.html",
        "browse.html",
    ),
    *("search.html", "404.html", *AS_THEY_ARE),
)


class NoThemeError(InvalidError):
    """A folder has no file of a theme."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} has no file of a theme",
            f"A theme has some of these: {', '.join(NAMES)}.",
        )


class UnreadableThemeError(AccessError):
    """The system refused to read a file of a theme."""

    def __init__(self, place: Path, error: OSError) -> None:
        super().__init__(
            f"{place} can't be read: {(error.strerror or str(error)).lower()}",
            "Name a folder of files that you may read with --theme.",
        )


class UnwritableThemeError(AccessError):
    """The system refused to write a theme."""

    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(
            f"{error.filename or folder}: {(error.strerror or str(error)).lower()}",
            "Name a folder that you may write in.",
        )


class ThemeThereError(RefusedError):
    """Where a theme is to be written there is such a file already."""

    def __init__(self, place: Path) -> None:
        super().__init__(
            f"{place} is there already",
            "Name a folder that has no such file; nothing was written.",
        )


def digest_of(theme: Path | None) -> str:
    """Return what tells whether any file of a theme is another.

    Raises NoThemeError or UnreadableThemeError.
    """
    made = blake2b(digest_size=16)
    if theme is not None and not any((theme / name).is_file() for name in NAMES):
        raise NoThemeError(theme)
    for name in NAMES:
        made.update(content(name, theme))
        made.update(b"\0")
    return made.hexdigest()


def content(name: str, theme: Path | None) -> bytes:
    """Return the file `name`, of `theme` where that has it.

    Raises UnreadableThemeError.
    """
    place = FOLDER / name
    if theme is not None and (theme / name).is_file():
        place = theme / name
    try:
        return place.read_bytes()
    except OSError as error:
        raise UnreadableThemeError(place, error) from error


def write_usual(folder: Path) -> int:
    """Write the files of the usual theme to `folder`; return how many they are.

    Raises ThemeThereError or UnwritableThemeError.
    """
    for name in NAMES:
        if os.path.lexists(folder / name):
            raise ThemeThereError(folder / name)
    try:
        make_folders(folder)
        for name in NAMES:
            replace_file(folder / name, partial(_write, content(name, None)))
    except OSError as error:
        raise UnwritableThemeError(folder, error) from error
    return len(NAMES)


def _write(data: bytes, out: BinaryIO) -> None:
    out.write(data)
