"""`mediarel detach`: a file taken off a statement; `undo` puts it back."""

from __future__ import annotations

from typing import Annotated

import typer

from mediarel.archive.attach import detach
from mediarel.archive.session import open_session
from mediarel.cli import environment
from mediarel.cli.options import common, completion
from mediarel.cli.options.one import Id, one_chosen
from mediarel.errors import Command, Hint

EXAMPLES = ("mediarel attach 7 examples/feed.xml && mediarel detach 7 feed.xml",)


def run(
    context: typer.Context,
    id: Id,  # noqa: A002 - what the argument is called
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="Its name, or the beginning of its SHA-256.",
            autocompletion=completion.files,
        ),
    ],
    archive: common.Archive = None,
) -> None:
    """Take a file off a statement. Its copy is kept, so that undo can put it back.

    check --prune removes copies that neither a statement nor the history needs.
    """
    with environment.archive(context, archive) as opened:
        number = one_chosen(context, opened, id)
        with open_session(opened, "detach") as session:
            gone = detach(session, number, name)
    told = f"Took {gone.name} off {number}. To put it back: "
    environment.tell(Hint(told, Command("undo")))
