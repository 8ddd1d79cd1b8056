"""The table of formats: their names, what each can do, and which a file is in.

A format is a row of `FORMATS` and the module of this package with its name. The
row is all that help, completion and the name of a file need; the module has the
functions of `Module` and is loaded when the format is used.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol, cast

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


class WriteOptions(NamedTuple):
    """The options for how a file is written; each format takes some or none."""

    raw: bool = False
    """Leave cells that a spreadsheet would run as they are."""
    bom: bool = True
    """Begin with a byte order mark, by which Excel knows UTF-8."""


class Format(NamedTuple):
    """A row of the table. `module_of` gives the functions."""

    name: str
    suffixes: tuple[str, ...]
    """The endings of its files, with their dots; the first is the usual one."""
    media_types: tuple[str, ...]
    """Its media types (RFC 6838); the first is the usual one."""
    is_readable: bool = True
    is_text: bool = True
    """Whether a terminal can show it."""
    options: tuple[str, ...] = ()
    """The fields of `WriteOptions` that it takes."""


class Module(Protocol):
    """The functions of a format's module; one that is not read in has only `write`."""

    def write(
        self, statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
    ) -> None:
        """Write `statements` to `out`, one after the other where the format can."""

    def sniff(self, start: bytes) -> bool:
        """Tell whether data that begins with `start` is in this format and no other."""

    def read(self, data: bytes, source: str) -> list[Draft]:
        """Return the drafts in `data`, oldest first.

        `source` names where the data came from, for errors.

        Raises UnreadableInputError.
        """


# In the order of the help, and of `sniff`: the first that says yes reads a file.
FORMATS = (
    Format("csv", (".csv",), ("text/csv",), options=("raw", "bom")),
    Format("json", (".json",), ("application/json",)),
    Format(
        "jsonl", (".jsonl", ".ndjson"), ("application/jsonl", "application/x-ndjson")
    ),
    Format("listing", (".txt",), ("text/plain",)),
    Format("markdown", (".md", ".markdown"), ("text/markdown",), is_readable=False),
    Format(
        "tsv",
        (".tsv", ".tab"),
        ("text/tab-separated-values",),
        options=("raw", "bom"),
    ),
)
NAMES = tuple(each.name for each in FORMATS)
READABLE = tuple(each.name for each in FORMATS if each.is_readable)

SNIFFED = 4096  # bytes that `sniff` is given

STANDARD_INPUT = "standard input"  # as the source of what is read

# A store is JSON too: an object of tables, each an object (the form of TinyDB).
_ARCHIVE = (
    rb'(?:\xef\xbb\xbf)?\s*\{\s*"(?:statements|history|checksums|archive)"\s*:\s*\{'
)


def module_of(wanted: Format) -> Module:
    """Return the functions of a format."""
    return cast("Module", import_module(f"{__package__}.{wanted.name}"))


def format_named(name: str) -> Format:
    """Return the format `name`.

    Raises MisuseError where there is none.
    """
    for each in FORMATS:
        if each.name == name:
            return each
    raise MisuseError(
        f"there is no format {name!r}", f"The formats are: {', '.join(NAMES)}."
    )


def format_for_file(path: PurePath) -> Format:
    """Return the format that the ending of `path` stands for.

    Raises MisuseError where it stands for none.
    """
    for each in FORMATS:
        if path.suffix.lower() in each.suffixes:
            return each
    raise MisuseError(
        f"the name {path.name!r} does not say which format is meant",
        f"Say it with --format: {', '.join(NAMES)}.",
    )


def is_archive(start: bytes) -> bool:
    """Tell whether data that begins with `start` is a store, not an export of one."""
    return re.match(_ARCHIVE, start) is not None


def readable_format(name: str | None, data: bytes, source: str) -> Format:
    """Return the format to read `data` in: the one named, else the one it is in.

    Raises MisuseError for a name that can't be read in, UnreadableInputError
    for data in none of the formats.
    """
    if name is not None:
        if name not in READABLE:
            raise MisuseError(
                f"the format {name!r} can't be read in",
                f"These can: {', '.join(READABLE)}.",
            )
        return format_named(name)
    if is_archive(data):
        archive = Placeholder("FILE") if source == STANDARD_INPUT else source
        export = Command("export", "--archive", archive, "-o", "all.json")
        raise UnreadableInputError(
            source,
            None,
            "is an archive itself",
            Hint("Write out what is in it: ", export),
        )
    start = data[:SNIFFED]
    for each in FORMATS:
        if each.is_readable and module_of(each).sniff(start):
            return each
    from mediarel.formats import utf8  # noqa: PLC0415 - only for an error

    # These errors say more, where the data is empty or binary.
    utf8.refuse_binary(data, source)
    utf8.decoded(data, source)
    raise UnreadableInputError(
        source,
        None,
        "is in none of the formats that can be read in",
        f"Give one that is in one of these: {', '.join(READABLE)}.",
    )
