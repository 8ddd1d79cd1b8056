"""`mediarel import`: statements read in from files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.cli import environment, reading
from mediarel.cli.options import common
from mediarel.cli.terminal import wording
from mediarel.formats import READABLE, readable_format

if TYPE_CHECKING:
    from mediarel.model.statement import Draft

EXAMPLES = (
    "mediarel import page.txt",
    "mediarel import old.json older.jsonl",
    "mediarel export --format json | mediarel import - --archive copy",
)


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
        ),
    ] = None,
    archive: common.Archive = None,
) -> None:
    """Read in statements, oldest first. What is there already is not added again."""
    drafts: list[Draft] = []
    for file in files:
        source, text = reading.text_of(file)
        drafts += readable_format(format, text, source).read(text, source)
    # Across all files, so that ids follow time.
    drafts.sort(key=lambda draft: draft.date.first)
    with environment.archive(context, archive) as opened:
        taken = opened.take_in(drafts)
    told = []
    if taken.added:
        ids = wording.numbers([statement.id for statement in taken.added])
        told.append(f"Added {environment.counted(len(taken.added))}: {ids}.")
    if taken.known:
        there = environment.counted(taken.known)
        told.append(f"{'N' if taken.added else 'Nothing added: n'}ot new: {there}.")
    if taken.differing:
        ids = wording.numbers(taken.differing)
        told.append(f"What is here differs from the file and was left as it is: {ids}.")
    environment.tell(" ".join(told) or "Nothing added: there was nothing to read in.")
