"""Implement `mediarel list --removed`: list removed statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.restore import removed
from mediarel.cli import environment
from mediarel.cli.pager import paged
from mediarel.cli.terminal.lines import is_terminal
from mediarel.cli.terminal.tables import show_removed
from mediarel.errors import Command, Hint, MisuseError

if TYPE_CHECKING:
    import typer

_BESIDE = {"removed", "all", "no_pager", "archive"}


class RemovedAndMoreError(MisuseError):
    """--removed was combined with filters or options of the normal list."""

    def __init__(self) -> None:
        super().__init__(
            "--removed lists all that was removed: nothing else narrows or formats it",
            Hint("Leave out the rest, or bring one back first: ", Command("restore")),
        )


def refuse_more(context: typer.Context) -> None:
    """Refuse options next to --removed, except those that don't change the list.

    Raises RemovedAndMoreError.
    """
    for name in context.params.keys() - _BESIDE:
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            raise RemovedAndMoreError


def list_removed(
    context: typer.Context, archive: str | None, *, no_pager: bool
) -> None:
    """List removed statements, the last removed first, and name how to restore them."""
    with environment.archive(context, archive) as opened:
        gone = removed(opened)
    if not gone:
        environment.tell("No statement was removed, or each that was is there again.")
        return
    with paged(context, no_pager=no_pager):
        show_removed(gone)
    if is_terminal():
        environment.tell(Hint("Bring one back: ", Command("restore", gone[0].id)))
