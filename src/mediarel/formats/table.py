"""The table of formats: what each is called, what it can do, what a file is in.

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
    """What a person may say about how a file is written; a format may take none."""

    raw: bool = False
    """Leave the cells of a table as they are that a spreadsheet would run."""
    bom: bool = True
    """Begin with a byte order mark, by which Excel knows UTF-8."""


class Format(NamedTuple):
    """A row of the table. `module_of` gives the functions."""

    name: str
    suffixes: tuple[str, ...]
    """The endings of its files, with their dots; the first is the usual one."""
    media_types: tuple[str, ...]
    """As in the header of a mail or an answer; the first is the usual one."""
    is_readable: bool = True
    is_text: bool = True
    """Whether a terminal can show it."""
    options: tuple[str, ...] = ()
    """The fields of `WriteOptions` that it takes."""


class Module(Protocol):
    """What the module of a format has; one that can't be read has `write` alone."""

    def write(
        self, statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
    ) -> None:
        """Write `statements` to `out`, one after the other where the format can."""

    def sniff(self, start: bytes) -> bool:
        """Tell whether what begins with `start` is in this format, and in no other."""

    def read(self, data: bytes, source: str) -> list[Draft]:
        """Return the drafts in `data`, oldest first.

        `source` names where the data came from, for errors.

        Raises UnreadableInputError.
        """


# In the order of help, and in the one in which they are asked what a file is in.
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

SNIFFED = 4096  # bytes, which are enough for a format to know its own by

STANDARD_INPUT = "standard input"  # as the source of what is read

# A store is JSON too: an object of tables, each an object (the form of TinyDB).
_ARCHIVE = (
    rb'(?:\xef\xbb\xbf)?\s*\{\s*"(?:statements|history|checksums|archive)"\s*:\s*\{'
)


def module_of(known: Format) -> Module:
    """Return the functions of a format."""
    return cast("Module", import_module(f"{__package__}.{known.name}"))


def format_named(name: str) -> Format:
    """Return the format `name`.

    Raises MisuseError where there is none.
    """
    for known in FORMATS:
        if known.name == name:
            return known
    raise MisuseError(
        f"there is no format {name!r}", f"The formats are: {', '.join(NAMES)}."
    )


def format_for_file(path: PurePath) -> Format:
    """Return the format that the ending of `path` stands for.

    Raises MisuseError where it stands for none.
    """
    for known in FORMATS:
        if path.suffix.lower() in known.suffixes:
            return known
    raise MisuseError(
        f"the name {path.name!r} does not say which format is meant",
        f"Say it with --format: {', '.join(NAMES)}.",
    )


def is_archive(start: bytes) -> bool:
    """Tell whether what begins with `start` is a store, not an export of one."""
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
    for known in FORMATS:
        if known.is_readable and module_of(known).sniff(start):
            return known
    from mediarel.formats import utf8  # noqa: PLC0415 - only for an error

    # That it is empty or no text says more.
    utf8.refuse_binary(data, source)
    utf8.decoded(data, source)
    raise UnreadableInputError(
        source,
        None,
        "is in none of the formats that can be read in",
        f"Give one that is in one of these: {', '.join(READABLE)}.",
    )
