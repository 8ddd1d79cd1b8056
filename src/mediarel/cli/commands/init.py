"""`mediarel init`: a new archive."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from mediarel.archive.init import init_filled
from mediarel.archive.name import read_name
from mediarel.cli import environment
from mediarel.cli.telling import printing
from mediarel.cli.terminal import lines
from mediarel.errors import Command, Hint
from mediarel.formats.drafts import all_drafts
from mediarel.formats.listing import read
from mediarel.formats.reading import ReadOptions
from mediarel.settings import STORE
from mediarel.store.tiny.file import FileStore

EXAMPLES = (
    "mediarel init releases --name 'Our Media Releases'",
    "mediarel init try --sample",
)

SAMPLE = ("sample", "joint-statements.txt")
SAMPLE_NAME = "Program's Media Release"  # as its page says


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
    name: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What stands above its lists."),
    ] = None,
) -> None:
    """Make a new, empty archive. One that is there is never touched."""
    path = folder / STORE
    called = read_name(name or "")
    if sample:
        page = files("mediarel").joinpath(*SAMPLE).read_bytes()
        with environment.archive(context, path) as opened:
            reading = read(page, SAMPLE[-1], ReadOptions())
            drafts = all_drafts(reading, SAMPLE[-1])
            init_filled(opened, FileStore(path), drafts, called or SAMPLE_NAME)
            environment.refresh_index(opened)
    else:
        FileStore.create(path, called)
    seen = Hint("See it: ", Command("list", "--archive", path))
    with printing(f"the archive {path}", seen):
        lines.path(path)
