"""Implement `mediarel remove`: remove statements; `undo` restores them."""

from __future__ import annotations

import typer

from mediarel.archive.lookup import records
from mediarel.archive.restore import remove
from mediarel.archive.session import open_session
from mediarel.cli import environment, prompts
from mediarel.cli.options import common
from mediarel.cli.options.selection import chosen
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.progress import working
from mediarel.errors import Command, Hint

EXAMPLES = (
    "mediarel remove 9",
    "mediarel remove 'metfone year:2013' && mediarel undo",
)


def run(
    context: typer.Context,
    ids: common.Ids,
    yes: common.Yes = False,
    archive: common.Archive = None,
) -> None:
    """Remove statements. What goes is shown first; undo brings it back."""
    with environment.archive(context, archive) as opened:
        with working("Reading the statements"):
            wanted = chosen(context, opened, ids)
            seen = records(opened, wanted)
        environment.tell_chosen(opened, wanted, "Remove")
        prompts.confirm(f"Remove {environment.counted(len(wanted))}?", yes=yes)
        with open_session(opened, "remove") as session:
            removed = remove(session, wanted, seen=seen)
    ids_gone = wording.numbers([statement.id for statement in removed])
    environment.tell(Hint(f"Removed {ids_gone}. To take it back: ", Command("undo")))
