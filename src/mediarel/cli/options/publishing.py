"""Define options and reports of commands that publish a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from mediarel.archive.scan import LeakError
from mediarel.cli import environment
from mediarel.cli.command_line import with_options
from mediarel.errors import Hint
from mediarel.publish.folder import Written
from mediarel.publish.paths import EditedError
from mediarel.text.lines import first_of, one_line

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
Allow = Annotated[
    list[str] | None,
    typer.Option(
        "--allow",
        metavar="TEXT",
        help="Publish this text, although a statement withholds it or a draft has it as"
        " title. Can be repeated.",
    ),
]


@contextmanager
def allowing(context: typer.Context) -> Iterator[None]:
    """Add to a LeakError the command that allows its text.

    Add to an EditedError the command that overwrites the edited files.
    """
    try:
        yield
    except LeakError as error:
        again = with_options(context, "--allow", error.text)
        error.hint = Hint(error.hint, " – or publish it: ", again)
        raise
    except EditedError as error:
        error.hint = Hint(error.hint, ": ", with_options(context, "--overwrite"))
        raise


def tell_written(folder: Path, written: Written) -> None:
    """Report the files written to `folder`, and files in it that are not ours."""
    if written.is_changed:
        told = (
            f"{folder}: files written: {written.made:,}; unchanged:"
            f" {written.unchanged:,}; removed: {written.removed:,}."
        )
    else:
        told = f"{folder}: nothing changed; files: {written.unchanged:,}."
    if written.others:
        named = first_of([*map(one_line, written.others)], _SHOWN)
        told += f"\nNot written by mediarel, but public with the rest: {named}."
    environment.tell(told)
