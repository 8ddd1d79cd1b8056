"""Implement `mediarel remove`: remove statements; `undo` restores them."""

from __future__ import annotations

import typer

from mediarel.archive.lookup import get_by_id
from mediarel.archive.restore import remove
from mediarel.archive.session import open_session
from mediarel.cli import environment
from mediarel.cli.commands import reporting
from mediarel.cli.options import common
from mediarel.cli.options.selection import chosen
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.progress import working

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
    """Remove statements, after showing them and asking.

    The history keeps removed statements: undo or restore brings them back.
    """
    with environment.archive(context, archive) as opened:
        with working("Reading the statements"):
            wanted = chosen(context, opened, ids)
            there = get_by_id(opened, wanted)
        reporting.confirm(opened, wanted, "Remove", yes=yes)
        with open_session(opened, "remove") as session:
            removed = remove(session, wanted, expected=there)
    reporting.tell_done(f"Removed {wording.statements([each.id for each in removed])}.")
