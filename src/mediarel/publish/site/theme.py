"""Read a theme: the default templates, style and words, and custom files.

A custom theme may contain some of these files, which override the default files. Each
language has a file with the words that the pages show. The English file, `en.toml`, has
every word. If a language lacks a word, the English word is used.
"""

import os
import re
import tomllib
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from mediarel import errors
from mediarel.atomic import make_folders, replace_file
from mediarel.publish.paths import refuse_file
from mediarel.text.lines import first_of, one_line
from mediarel.text.similarity import nearest

_SHOWN = 3  # unrelated files in a message
FOLDER = Path(__file__).parent / "theme"
SEARCH_SCRIPT = "search/search.js"
COPY_SCRIPT = "copy.js"
AS_THEY_ARE = ("site.css", "icon.svg")
PNG_LOGO = "logo.png"
NAMES = (
    *("base.html", "statement.html", "list.html", "row.html", "pages.html"),
    *("names.html", "browse.html", "search.html", "about.html", "data.html"),
    *("verify.html", "changes.html", "404.html"),
    *AS_THEY_ARE,
    *("en.toml", "km.toml"),
)
ENGLISH = "en"
_WORDS_FILE = re.compile(r"([a-z]{2,3}(?:-[a-z0-9]{2,8})*)\.toml")
_LONGEST = 16_384  # bytes of a file of words: parsing a larger one could take minutes

Words = dict[str, dict[str, str]]
"""The words of a language, grouped in tables: `words["page"]["search"]`."""


class UnreadableThemeError(errors.AccessError):
    """The system refused to read a file of a theme."""

    def __init__(self, place: Path, error: OSError) -> None:
        super().__init__(
            f"{place} can't be read: {(error.strerror or str(error)).lower()}",
            "Check the permissions of this file, or use a different theme.",
        )


def refuse_unusable(theme: Path | None) -> None:
    """Raise an error if a theme can't be used.

    Raises InvalidError if `theme` is not a folder, or if its files are not valid.
    Raises UnreadableThemeError if a file is unreadable.
    """
    if theme is None:
        return
    if not theme.is_dir():
        usual = errors.Command("publish", "theme", "FOLDER")
        raise errors.InvalidError(
            f"{theme} is not a folder",
            errors.Hint(
                "Enter the folder of a theme. To start with the default theme: ", usual
            ),
        )
    others = others_in(theme)
    if len(others) == len(_names_in(theme)):
        raise errors.InvalidError(
            f"{theme} contains no theme files"
            + (f", but {named(others)}" if others else ""),
            f"A theme contains one or more of these files: {', '.join(NAMES)}.",
        )
    # Templates that other templates may include.
    included = (n for n in others if n.endswith(".html"))
    for name in (*NAMES, *(n for n in included if not (theme / n).is_dir())):
        content(name, theme)


def has_templates(theme: Path) -> bool:
    """Return whether a theme has its own templates."""
    return any(file_in(theme, name) for name in NAMES if name.endswith(".html"))


def read_words(theme: Path | None) -> dict[str, Words]:
    """Return the words of each language. Words in `theme` override the default words.

    Raises InvalidError or UnreadableThemeError.
    """
    names = {*NAMES, *(_names_in(theme) if theme else ())}
    codes = {match[1] for match in map(_WORDS_FILE.fullmatch, names) if match}
    english = _with_words(_parsed(FOLDER / f"{ENGLISH}.toml"), ENGLISH, theme)
    others = {each: _with_words(english, each, theme) for each in codes - {ENGLISH}}
    return {ENGLISH: english, **others}


def _with_words(words: Words, language: str, theme: Path | None) -> Words:
    """Return a copy of `words`, updated with the words of a language.

    Custom words in `theme` override the default words.

    Raises InvalidError or UnreadableThemeError.
    """
    name = f"{language}.toml"
    places = [FOLDER / name] if name in NAMES else []
    if theme is not None and (own := file_in(theme, name)):
        places.append(own)
    made = {table: {**some} for table, some in words.items()}
    for place in places:
        for table, some in _parsed(place).items():
            if table not in made or not isinstance(some, dict):
                raise _invalid(
                    place, f"{errors.shorten(table)!r} is not in [page] or [search]"
                )
            for key, text in some.items():
                if key not in made[table]:
                    raise _invalid(
                        place, f"[{table}] has no word {errors.shorten(key)!r}"
                    )
                if not isinstance(text, str):
                    raise _invalid(
                        place, f"{errors.shorten(key)!r} is not a text in quotes"
                    )
                made[table][key] = text
    return made


def _parsed(place: Path) -> dict[str, Any]:
    """Return the tables of the TOML file at `place`.

    Raises InvalidError or UnreadableThemeError.
    """
    try:
        data = place.read_bytes()
        if len(data) > _LONGEST:
            raise _invalid(place, f"it has more than {_LONGEST:,} bytes")
        return tomllib.loads(data.decode())
    except OSError as error:
        raise UnreadableThemeError(place, error) from error
    except (ValueError, RecursionError) as error:
        raise _invalid(place, str(error)) from error


def _invalid(place: Path, what: str) -> errors.InvalidError:
    return errors.InvalidError(
        f"{place}: {what}",
        errors.Hint(
            "Correct or delete the file. To see the names of all words in en.toml: ",
            errors.Command("publish", "theme", "FOLDER"),
        ),
    )


def file_in(theme: Path, name: str) -> Path | None:
    """Return the path of a file in a theme.

    Return None if the theme has no file `name`. Raises InvalidError if the file is a
    link, which could publish any file of this computer.
    """
    place = theme / name
    if not os.path.lexists(place):
        return None
    is_inside = os.path.realpath(place) == os.path.realpath(theme) + os.sep + name
    if not is_inside or not place.is_file():
        raise errors.InvalidError(
            f"{place} is not a regular file inside the theme",
            f"Replace {place} with a copy of the file, or delete it.",
        )
    return place


def _names_in(theme: Path) -> list[str]:
    """Return the sorted names of the files in `theme`.

    Names with a leading dot are ignored, because they belong to the system or git.

    Raises UnreadableThemeError.
    """
    try:
        there = [place.name for place in theme.iterdir()]
    except OSError as error:
        raise UnreadableThemeError(theme, error) from error
    return sorted(name for name in there if not name.startswith("."))


def others_in(theme: Path) -> list[str]:
    """Return the sorted names of files in `theme` that are not theme files.

    Raises UnreadableThemeError.
    """
    return [
        name
        for name in _names_in(theme)
        if name not in NAMES and not _WORDS_FILE.fullmatch(name)
    ]


def named(others: Sequence[str]) -> str:
    """Join file names for a message, and suggest similar names of theme files."""
    said = []
    for name in others:
        meant = nearest(name, NAMES)
        said.append(one_line(name) + (f" (did you mean {meant[0]}?)" if meant else ""))
    return first_of(said, _SHOWN)


def content(name: str, theme: Path | None) -> bytes:
    """Return the content of a theme file.

    If `theme` has no file `name`, return the default file. Raises InvalidError or
    UnreadableThemeError.
    """
    own = None if theme is None else file_in(theme, name)
    place = FOLDER / name if own is None else own
    try:
        return place.read_bytes()
    except OSError as error:
        raise UnreadableThemeError(place, error) from error


def shipped_files(theme: Path | None) -> list[str]:
    """Return the paths of files that contain no texts of the archive.

    These are the files of mediarel that `theme` doesn't replace, and the logo, which is
    only pixels.

    Raises InvalidError.
    """
    ours = [n for n in AS_THEY_ARE if theme is None or not file_in(theme, n)]
    return [SEARCH_SCRIPT, COPY_SCRIPT, PNG_LOGO, *ours]


def write_default(folder: Path) -> int:
    """Write the files of the default theme to `folder`, and return their number.

    Raises RefusedError or AccessError.
    """
    for name in NAMES:
        if os.path.lexists(folder / name):
            raise errors.RefusedError(
                f"{folder / name} already exists",
                "Enter a new or empty folder. Nothing was written.",
            )
    try:
        refuse_file(folder)
        make_folders(folder)
        for name in NAMES:
            replace_file(folder / name, partial(_write, content(name, None)))
    except OSError as error:
        raise errors.AccessError(
            f"{error.filename or folder}: {(error.strerror or str(error)).lower()}",
            "Check the folder's permissions, or enter a different folder.",
        ) from error
    return len(NAMES)


def _write(data: bytes, out: BinaryIO) -> None:
    out.write(data)
