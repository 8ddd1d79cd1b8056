"""`mediarel import`: statements read in from files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.archive.import_ import import_drafts
from mediarel.archive.session import open_session
from mediarel.cli import environment, reading
from mediarel.cli.options import common
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.progress import working
from mediarel.errors import shorten
from mediarel.formats.drafts import all_drafts
from mediarel.formats.reading import ReadOptions
from mediarel.formats.table import READABLE, module_of, readable_format

if TYPE_CHECKING:
    from mediarel.model.statement import Draft

EXAMPLES = (
    "mediarel import page.txt",
    "mediarel import old.json older.jsonl",
    "mediarel export --format json | mediarel import - --archive copy",
)


def _readable() -> list[str]:
    return list(READABLE)


def run(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="Files to read in; - is standard input."),
    ],
    format: Annotated[  # noqa: A002 - the option's name
        str | None,
        typer.Option(
            metavar="FORMAT",
            help=f"{', '.join(READABLE)}; by default, known by its look.",
            autocompletion=_readable,
        ),
    ] = None,
    archive: common.Archive = None,
) -> None:
    """Read in statements, oldest first. What is there already is not added again."""
    taken: list[Draft] = []
    for file in files:
        source, data = reading.data_of(file)
        known = readable_format(format, data, source)
        with working(f"Reading {shorten(source)}", file):
            read = module_of(known).read(data, source, ReadOptions())
            taken += all_drafts(read, source)
    # Across all files, so that ids follow time.
    taken.sort(key=lambda draft: draft.date.first)
    with (
        environment.archive(context, archive) as opened,
        open_session(opened, "import") as session,
    ):
        result = import_drafts(session, taken)
    told = []
    if result.added:
        ids = wording.numbers([statement.id for statement in result.added])
        told.append(f"Added {environment.counted(len(result.added))}: {ids}.")
    if result.known:
        there = environment.counted(result.known)
        told.append(f"{'N' if result.added else 'Nothing added: n'}ot new: {there}.")
    if result.conflicting:
        ids = wording.numbers(result.conflicting)
        told.append(f"What is here differs from the file and was left as it is: {ids}.")
    environment.tell(" ".join(told) or "Nothing added: there was nothing to read in.")
