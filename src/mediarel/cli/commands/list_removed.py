"""`mediarel list --removed`: what was removed, and how to bring it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.removed import removed
from mediarel.cli import environment
from mediarel.cli.terminal.lines import is_terminal
from mediarel.cli.terminal.removed import show_removed
from mediarel.errors import Command, Hint, MisuseError

if TYPE_CHECKING:
    from pathlib import Path

    import typer


class RemovedAndMoreError(MisuseError):
    """What was removed was asked for, and in the same breath what is there."""

    def __init__(self) -> None:
        super().__init__(
            "--removed lists all that was removed: nothing else narrows or formats it",
            Hint("Leave out the rest, or bring one back first: ", Command("restore")),
        )


def list_removed(context: typer.Context, archive: Path | None) -> None:
    """List what was removed, what went last first, and say how to bring it back."""
    with environment.archive(context, archive) as opened:
        gone = removed(opened)
    if not gone:
        environment.tell("No statement was removed, or each that was is there again.")
        return
    show_removed(gone)
    if is_terminal():
        environment.tell(Hint("Bring one back: ", Command("restore", gone[0].id)))
