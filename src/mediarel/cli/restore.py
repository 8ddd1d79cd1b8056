"""`mediarel restore`: a statement as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.archive import Edited
from mediarel.cli import opening, options, render
from mediarel.cli.again import in_this_archive
from mediarel.cli.numbers import change_named, statement_named

if TYPE_CHECKING:
    from mediarel.archive import Archive

EXAMPLES = (
    "mediarel remove 9 --yes && mediarel restore 9",
    "mediarel edit 3 --add-tag radio && mediarel restore 3 --at 1",
)


def run(
    context: typer.Context,
    id: Annotated[  # noqa: A002 - the argument's name
        str,
        typer.Argument(
            metavar="ID",
            help="The statement, also one that was removed.",
            autocompletion=options.ids,
        ),
    ],
    at: Annotated[
        str | None,
        typer.Option(
            metavar="CHANGE",
            help="As it was after this change; by default, before its removal.",
        ),
    ] = None,
    archive: options.Archive = None,
) -> None:
    """Give back a statement as it was, also one that was removed.

    It keeps its id, its uuid and when it was recorded. undo takes it back.
    """
    number = statement_named(id)
    after_change = None if at is None else change_named(at)
    with opening.archive(context, archive) as opened:
        restore_one(opened, number, after_change)


def restore_one(opened: Archive, number: int, at: int | None) -> None:
    """Restore statement `number`, and tell what came of it."""
    before, after = opened.restore(number, at=at)
    if before == after:
        opening.tell(
            f"Nothing to restore: statement {number} is as it was after change {at}."
        )
        return
    if before is not None:
        render.edits([Edited(before, after)])
    then = "before its removal" if at is None else f"after change {at}"
    told = f"Statement {number} is as it was {then}. To take it back: mediarel undo"
    opening.tell(in_this_archive(told))
