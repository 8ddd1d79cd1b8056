"""Read a theme: the built-in templates and style, and files that override them."""

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
from mediarel.publish.paths import refuse_file
from mediarel.text.lines import one_line
from mediarel.text.similarity import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

_SHOWN = 3  # unrelated files that are named
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


class UnreadableThemeError(AccessError):
    """The system refused to read a file of a theme."""

    def __init__(self, place: Path, error: OSError) -> None:
        super().__init__(
            f"{place} can't be read: {(error.strerror or str(error)).lower()}",
            "Name a folder of files that you may read with --theme.",
        )


def refuse_unusable(theme: Path | None) -> None:
    """Raise an error if `theme` is not a folder, or a file is unreadable.

    Raises InvalidError or UnreadableThemeError.
    """
    if theme is None:
        return
    if not theme.is_dir():
        is_file = theme.exists()
        usual = Command("publish", "theme", Placeholder("FOLDER"))
        raise InvalidError(
            f"{theme} is a file" if is_file else f"there is no folder {theme}",
            Hint("Name the folder of a theme; to begin with the usual one: ", usual),
        )
    if not any(file_in(theme, name) for name in NAMES):
        others = told_of(others_in(theme))
        raise InvalidError(
            f"{theme} has no file of a theme" + (f", but {others}" if others else ""),
            f"A theme has some of these: {', '.join(NAMES)}.",
        )
    # Templates that other templates may include.
    included = (n for n in others_in(theme) if n.endswith(".html"))
    for name in (*NAMES, *(n for n in included if not (theme / n).is_dir())):
        content(name, theme)


def has_templates(theme: Path) -> bool:
    """Return whether `theme` has any custom template."""
    return any(file_in(theme, name) for name in NAMES if name.endswith(".html"))


def file_in(theme: Path, name: str) -> Path | None:
    """Return the path of the file `name` of `theme`, or None.

    Raises InvalidError if it is a link, which could publish any file of this computer.
    """
    place = theme / name
    if not os.path.lexists(place):
        return None
    is_inside = os.path.realpath(place) == os.path.realpath(theme) + os.sep + name
    if not is_inside or not place.is_file():
        raise InvalidError(
            f"{place} is not a regular file inside the theme",
            "Replace it with a copy of the file, or delete it to use the usual one.",
        )
    return place


def others_in(theme: Path) -> list[str]:
    """Return the sorted names in `theme` that don't belong to a theme.

    Names with a leading dot belong to the system or git, and are ignored.

    Raises UnreadableThemeError.
    """
    try:
        there = [place.name for place in theme.iterdir()]
    except OSError as error:
        raise UnreadableThemeError(theme, error) from error
    return sorted(n for n in there if n not in NAMES and not n.startswith("."))


def told_of(others: Sequence[str]) -> str:
    """List the unrelated files of a theme, and suggest the intended names."""
    said = []
    for name in others[:_SHOWN]:
        meant = nearest(name, NAMES)
        said.append(one_line(name) + (f" (did you mean {meant[0]}?)" if meant else ""))
    more = len(others) - len(said)
    return ", ".join(said) + (f" and {more:,} more" if more else "")


def content(name: str, theme: Path | None) -> bytes:
    """Return the file `name`, from `theme` if it has one.

    Raises InvalidError or UnreadableThemeError.
    """
    own = None if theme is None else file_in(theme, name)
    place = FOLDER / name if own is None else own
    try:
        return place.read_bytes()
    except OSError as error:
        raise UnreadableThemeError(place, error) from error


def shipped_files(theme: Path | None) -> list[str]:
    """Return the paths of files that are identical in each site without a `theme`.

    Raises InvalidError.
    """
    own = [] if theme is None else [n for n in AS_THEY_ARE if file_in(theme, n)]
    return [SEARCH_SCRIPT, *(name for name in AS_THEY_ARE if name not in own)]


def write_usual(folder: Path) -> int:
    """Write the files of the built-in theme to `folder`; return their number.

    Raises RefusedError or AccessError.
    """
    for name in NAMES:
        if os.path.lexists(folder / name):
            raise RefusedError(
                f"{folder / name} is there already",
                "Name a folder that has no such file; nothing was written.",
            )
    try:
        refuse_file(folder)
        make_folders(folder)
        for name in NAMES:
            replace_file(folder / name, partial(_write, content(name, None)))
    except OSError as error:
        raise AccessError(
            f"{error.filename or folder}: {(error.strerror or str(error)).lower()}",
            "Name a folder that you may write in.",
        ) from error
    return len(NAMES)


def _write(data: bytes, out: BinaryIO) -> None:
    out.write(data)
