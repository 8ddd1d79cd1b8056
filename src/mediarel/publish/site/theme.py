"""The theme: the templates and the style of a site, and files that replace some."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mediarel.atomic import make_folders, replace_file
from mediarel.errors import (
    AccessError,
    Command,
    Hint,
    InvalidError,
    Placeholder,
    RefusedError,
)
from mediarel.publish.refusals import refuse_file
from mediarel.text.lines import one_line
from mediarel.text.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

_SHOWN = 3  # files that are none of a theme
FOLDER = Path(__file__).parent / "theme"
SEARCH_SCRIPT = "search/search.js"
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
        others = told_of(others_in(folder))
        super().__init__(
            f"{folder} has no file of a theme" + (f", but {others}" if others else ""),
            f"A theme has some of these: {', '.join(NAMES)}.",
        )


class NoThemeFolderError(InvalidError):
    """There is no folder where a theme is said to be."""

    def __init__(self, folder: Path) -> None:
        is_file = folder.exists()
        usual = Command("publish", "theme", Placeholder("FOLDER"))
        super().__init__(
            f"{folder} is a file" if is_file else f"there is no folder {folder}",
            Hint("Name the folder of a theme; to begin with the usual one: ", usual),
        )


class UnreadableThemeError(AccessError):
    """The system refused to read a file of a theme."""

    def __init__(self, place: Path, error: OSError) -> None:
        super().__init__(
            f"{place} can't be read: {(error.strerror or str(error)).lower()}",
            "Name a folder of files that you may read with --theme.",
        )


class IrregularFileError(InvalidError):
    """A file of a theme is a link, or anything else but a regular file."""

    def __init__(self, place: Path) -> None:
        super().__init__(
            f"{place} is not a regular file inside the theme",
            "Replace it with a copy of the file, or delete it to use the usual one.",
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


def refuse_unusable(theme: Path | None) -> None:
    """Raise an error if `theme` is no folder of a theme, or a file can't be read.

    Raises NoThemeFolderError, NoThemeError, IrregularFileError or
    UnreadableThemeError.
    """
    if theme is None:
        return
    if not theme.is_dir():
        raise NoThemeFolderError(theme)
    if not any(file_in(theme, name) for name in NAMES):
        raise NoThemeError(theme)
    # Those that its templates may include.
    others = (n for n in others_in(theme) if n.endswith(".html"))
    for name in (*NAMES, *(n for n in others if not (theme / n).is_dir())):
        content(name, theme)


def has_templates(theme: Path) -> bool:
    """Return whether `theme` has a template of its own."""
    return any(file_in(theme, name) for name in NAMES if name.endswith(".html"))


def file_in(theme: Path, name: str) -> Path | None:
    """Return the path of the file `name` of `theme`, None if there is none.

    Raises IrregularFileError: a link could publish any file of this computer.
    """
    place = theme / name
    if not os.path.lexists(place):
        return None
    is_inside = os.path.realpath(place) == os.path.realpath(theme) + os.sep + name
    if not is_inside or not place.is_file():
        raise IrregularFileError(place)
    return place


def others_in(theme: Path) -> list[str]:
    """Return the names in `theme` of what is no file of a theme, sorted.

    Names that begin with a dot are of the system or of git.

    Raises UnreadableThemeError.
    """
    try:
        there = [place.name for place in theme.iterdir()]
    except OSError as error:
        raise UnreadableThemeError(theme, error) from error
    return sorted(n for n in there if n not in NAMES and not n.startswith("."))


def told_of(others: Sequence[str]) -> str:
    """Return in words what is in a theme that is no file of one, and what was meant."""
    said = []
    for name in others[:_SHOWN]:
        meant = nearest(name, NAMES)
        said.append(one_line(name) + (f" (did you mean {meant[0]}?)" if meant else ""))
    more = len(others) - len(said)
    return ", ".join(said) + (f" and {more:,} more" if more else "")


def content(name: str, theme: Path | None) -> bytes:
    """Return the file `name`, of `theme` where that has it.

    Raises IrregularFileError or UnreadableThemeError.
    """
    own = None if theme is None else file_in(theme, name)
    place = FOLDER / name if own is None else own
    try:
        return place.read_bytes()
    except OSError as error:
        raise UnreadableThemeError(place, error) from error


def shipped_files(theme: Path | None) -> list[str]:
    """Return the paths of files that are the same on each site without a `theme`.

    Raises IrregularFileError.
    """
    own = [] if theme is None else [n for n in AS_THEY_ARE if file_in(theme, n)]
    return [SEARCH_SCRIPT, *(name for name in AS_THEY_ARE if name not in own)]


def write_usual(folder: Path) -> int:
    """Write the files of the usual theme to `folder`; return how many they are.

    Raises ThemeThereError, FileThereError or UnwritableThemeError.
    """
    for name in NAMES:
        if os.path.lexists(folder / name):
            raise ThemeThereError(folder / name)
    try:
        refuse_file(folder)
        make_folders(folder)
        for name in NAMES:
            replace_file(folder / name, partial(_write, content(name, None)))
    except OSError as error:
        raise UnwritableThemeError(folder, error) from error
    return len(NAMES)


def _write(data: bytes, out: BinaryIO) -> None:
    out.write(data)
