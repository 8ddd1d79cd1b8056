"""`mediarel export`: statements written in a format for others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mediarel.archive.places import role_of
from mediarel.archive.reading import statements
from mediarel.cli import environment, output
from mediarel.cli.options import common
from mediarel.cli.options.common import Filters, Sort
from mediarel.errors import MisuseError
from mediarel.formats.table import (
    FORMATS,
    NAMES,
    Format,
    WriteOptions,
    format_for_file,
    format_named,
)

EXAMPLES = (
    "mediarel export --format csv",
    "mediarel export --year 2012 --output statements-2012.json",
    "mediarel export sonando --format markdown",
)


class ArchiveThereError(MisuseError):
    """The file to be written is an archive or part of one; `what` says which."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"{path} is {what}, which an export would replace",
            "Name another file with --output.",
        )


def _takers(option: str) -> str:
    return ", ".join(known.name for known in FORMATS if option in known.options)


def run(
    context: typer.Context,
    words: common.Words = None,
    format: common.Format = None,  # noqa: A002 - the option's name
    output_: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The file; written whole or not at all.",
        ),
    ] = None,
    raw: Annotated[
        bool,
        typer.Option(
            "--raw",
            help=f"{_takers('raw')}: leave cells as they are that a spreadsheet"
            " would run.",
        ),
    ] = False,
    no_bom: Annotated[
        bool,
        typer.Option(
            "--no-bom",
            help=f"{_takers('bom')}: leave out the mark at the beginning by which"
            " Excel knows the letters.",
        ),
    ] = False,
    year: common.Year = None,
    program: common.Program = None,
    type: common.Type = None,  # noqa: A002 - the option's name
    tag: common.Tag = None,
    since: common.Since = None,
    until: common.Until = None,
    sort: common.SortBy = Sort["newest"],
    archive: common.Archive = None,
) -> None:
    """Export statements in a format that others read; --format names them."""
    if format is None:
        if output_ is None:
            raise MisuseError(
                "no format is named", f"Name one with --format: {', '.join(NAMES)}."
            )
        wanted = format_for_file(output_)
    else:
        wanted = format_named(format)
    options = write_options(wanted, raw=raw, no_bom=no_bom)
    query = Filters(year, program, type, tag or (), since, until).query(words or ())
    with environment.archive(context, archive) as opened:
        if output_ is not None:
            refuse_archive(output_, opened.store.location)
        found = statements(opened, query, sort=sort.value)
        written = output.write(wanted.name, found, output_, options)
    if output_ is not None:
        environment.tell(f"Wrote {environment.counted(written)} to {output_}.")


def refuse_archive(path: Path, store: str) -> None:
    """Raise ArchiveThereError where `path` is part of the archive in `store`.

    Or of another. Raises UnwritableError where that can't be seen.
    """
    try:
        what = role_of(path, store)
    except OSError as error:
        raise output.UnwritableError(path, error) from error
    if what:
        raise ArchiveThereError(path, what)


def write_options(wanted: Format, *, raw: bool, no_bom: bool) -> WriteOptions:
    """Return the options for writing in the format `wanted`.

    Raises MisuseError where one was given that it does not take.
    """
    given = {"raw": ("--raw", raw), "bom": ("--no-bom", no_bom)}
    for name, (option, is_given) in given.items():
        if is_given and name not in wanted.options:
            raise MisuseError(
                f"{option} says nothing for {wanted.name}", "Leave it out."
            )
    return WriteOptions(raw=raw, bom=not no_bom)
