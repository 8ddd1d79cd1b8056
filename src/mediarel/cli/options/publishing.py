"""What the commands that publish a folder share: where to, and what is told of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mediarel.cli import environment
from mediarel.publish.piece import Written
from mediarel.text.lines import one_line

_SHOWN = 10  # files that mediarel did not write

Folder = Annotated[
    Path,
    typer.Argument(
        metavar="FOLDER",
        help="Where to: a folder that is new or empty, or was published before.",
    ),
]
Overwrite = Annotated[
    bool,
    typer.Option("--overwrite", help="Write anew the files there that were edited."),
]


def tell_written(folder: Path, written: Written) -> None:
    """Tell what was written to `folder`, and which files in it are not ours."""
    if written.is_changed:
        told = (
            f"{folder}: files written: {written.made:,}; unchanged:"
            f" {written.unchanged:,}; removed: {written.removed:,}."
        )
    else:
        told = f"{folder}: nothing changed; files: {written.unchanged:,}."
    if written.others:
        named = ", ".join(map(one_line, written.others[:_SHOWN]))
        more = len(written.others) - _SHOWN
        named += f" and {more:,} more" if more > 0 else ""
        told += f"\nNot written by mediarel, but public with the rest: {named}."
    environment.tell(told)
