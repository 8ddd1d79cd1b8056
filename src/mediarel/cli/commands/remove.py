"""Implement `mediarel remove`: remove statements."""

import typer

from mediarel.archive import lookup, restore
from mediarel.archive.session import open_session
from mediarel.cli import environment, reporting
from mediarel.cli.messages import report_done
from mediarel.cli.options import common, selection
from mediarel.cli.terminal import progress, wording

EXAMPLES = ("mediarel remove 9", "mediarel remove 'metfone year:2013' && mediarel undo")


def run(context: typer.Context, ids: common.Ids, yes: common.Yes = False) -> None:
    """Remove statements, after showing them and asking.

    Removed statements stay in the history. To restore them, use undo or restore.
    """
    with environment.archive(context) as opened:
        with progress.working("Reading the statements"):
            wanted = selection.chosen(context, opened, ids)
            there = lookup.get_by_id(opened, wanted)
        reporting.confirm(opened, wanted, "Remove", yes=yes)
        with open_session(opened, "remove") as session:
            removed = restore.remove(session, wanted, expected=there)
    report_done(f"Removed {wording.statements([each.id for each in removed])}.")
