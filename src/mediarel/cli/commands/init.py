"""`mediarel init`: a new archive."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from mediarel.cli import environment
from mediarel.cli.terminal import console
from mediarel.settings import STORE
from mediarel.store.tiny.file import FileStore

EXAMPLES = ("mediarel init releases", "mediarel init releases --sample")

SAMPLE = ("sample", "joint-statements.txt")


def run(
    context: typer.Context,
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="[FOLDER]",
            help="Where; the archive is data/statements.json in it.",
        ),
    ] = Path(),
    sample: Annotated[
        bool, typer.Option("--sample", help="Fill it with nine statements to try.")
    ] = False,
) -> None:
    """Make a new, empty archive. One that is there is never touched."""
    path = folder / STORE
    FileStore.create(path)
    if sample:
        from mediarel.formats.listing import read  # noqa: PLC0415 - only here

        text = files("mediarel").joinpath(*SAMPLE).read_text(encoding="utf-8")
        with environment.archive(context, path) as opened:
            opened.take_in(read(text, SAMPLE[-1]))
    console.path(path)
