"""The formats: one file for each, and this table of them.

A format is a module of this package with

- `SUFFIXES`: the file name endings it is known by, with their dots;
- `write(statements, out)`: writes statements to a text stream;
- and, where it can be read in, `looks_like(start)`: whether a text that begins
  so is in this format, and `read(text, source)`: the drafts in it, oldest
  first. `source` names where the text came from, for errors.

A new format is such a file and its name in `FORMATS`; one that can be read in
goes into `READABLE` too, whose order is the one in which they are asked whether
a text looks like theirs.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import IO, TYPE_CHECKING, Protocol, cast

from mediarel.errors import (
    Command,
    Hint,
    MisuseError,
    Placeholder,
    UnreadableInputError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePath

    from mediarel.model.statement import Draft, Statement

FORMATS = ("csv", "json", "jsonl", "listing", "markdown")
STANDARD_INPUT = "standard input"  # as the source of a text
READABLE = ("json", "jsonl", "csv", "listing")

_ARCHIVE = re.compile(r'\s*\{\s*"(?:statements|history)"\s*:\s*\{')


class Format(Protocol):
    """What a format's module gives."""

    SUFFIXES: tuple[str, ...]

    def write(self, statements: Iterable[Statement], out: IO[str]) -> None:
        """Write `statements` to `out`."""


class ReadableFormat(Format, Protocol):
    """What the module of a format that can be read in gives besides."""

    def looks_like(self, start: str) -> bool:
        """Tell whether a text that begins with `start` is in this format."""

    def read(self, text: str, source: str) -> list[Draft]:
        """Return the drafts in `text`, oldest first."""


def format_named(name: str) -> Format:
    """Return the format `name`.

    Raises MisuseError where there is none.
    """
    if name not in FORMATS:
        raise MisuseError(
            f"there is no format {name!r}", f"The formats are: {', '.join(FORMATS)}."
        )
    # Imported when asked for: a list needs none of them.
    return cast("Format", import_module(f"{__name__}.{name}"))


def format_for_file(path: PurePath) -> str:
    """Return the name of the format that the ending of `path` stands for.

    Raises MisuseError where it stands for none.
    """
    for name in FORMATS:
        if path.suffix.lower() in format_named(name).SUFFIXES:
            return name
    raise MisuseError(
        f"the name {path.name!r} does not say which format is meant",
        f"Say it with --format: {', '.join(FORMATS)}.",
    )


def is_archive(start: str) -> bool:
    """Tell whether a text that begins with `start` is a store, not an export of one."""
    return _ARCHIVE.match(start) is not None


def readable_format(name: str | None, text: str, source: str) -> ReadableFormat:
    """Return the format to read `text` with: the one named, else the one it looks like.

    Raises MisuseError for a name that can't be read in, UnreadableInputError
    for a text that looks like none.
    """
    if name is not None:
        if name not in READABLE:
            raise MisuseError(
                f"the format {name!r} can't be read in",
                f"These can: {', '.join(READABLE)}.",
            )
        return cast("ReadableFormat", format_named(name))
    if is_archive(text):
        archive = Placeholder("FILE") if source == STANDARD_INPUT else source
        export = Command("export", "--archive", archive, "-o", "all.json")
        raise UnreadableInputError(
            source,
            None,
            "is an archive itself",
            Hint("Write out what is in it: ", export),
        )
    for known in READABLE:
        candidate = cast("ReadableFormat", format_named(known))
        if candidate.looks_like(text[:4096]):
            return candidate
    raise UnreadableInputError(
        source,
        None,
        "is in none of the formats that can be read in",
        f"Give one that is in one of these: {', '.join(READABLE)}.",
    )
