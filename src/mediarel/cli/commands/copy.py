"""Implement `mediarel copy`: copy a whole archive to a new place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mediarel.archive.create import copy_archive
from mediarel.cli import environment
from mediarel.cli.environment import archive_place, cache_folder
from mediarel.cli.targets import refuse_target
from mediarel.cli.telling import printing
from mediarel.cli.terminal import lines
from mediarel.cli.terminal.progress import shown_progress
from mediarel.cli.terminal.wording import counted_files

EXAMPLES = (
    "mediarel copy . ../moved",
    "mediarel copy . postgresql://archive.example/mediarel",
)


def run(
    context: typer.Context,
    from_: Annotated[
        str,
        typer.Argument(
            metavar="FROM",
            help="The archive: its JSON file, its folder, or a server's URL.",
        ),
    ],
    to: Annotated[
        str,
        typer.Argument(
            metavar="TO",
            help="Where, as FROM: nothing may be there, or an archive that is empty.",
        ),
    ],
) -> None:
    """Copy an archive, whole, to a new place: a file, or a server.

    With ids, history, checksums, and attached files. What was written is read
    back and compared before it is there for anyone. The archive stays as it is.
    """
    source, target = (archive_place(context, each) for each in (from_, to))
    if isinstance(target, Path):
        own = source if isinstance(source, Path) else ""
        refuse_target(target, own, new_store=target)
    with shown_progress() as progress:
        copied = copy_archive(
            environment.store_at(context, source),
            environment.store_at(context, target),
            cache_folder(),
            progress,
        )
    with printing(f"the archive {target}", "It was read back, and is whole."):
        if isinstance(target, Path):
            lines.path(target)
        else:
            lines.line(str(target))
    what = [environment.counted(copied.tally.statements)]
    changes = copied.tally.entries
    what.append(f"{changes:,} change{'' if changes == 1 else 's'}")
    if copied.files.copied:
        what.append(counted_files(copied.files.copied))
    environment.tell(f"Copied {', '.join(what)}: all was read back, and is the same.")
    for sentence in copied.became:
        environment.tell(sentence)
    if missing := copied.files.missing:
        environment.tell(f"Not there to be copied: {counted_files(len(missing))}.")
