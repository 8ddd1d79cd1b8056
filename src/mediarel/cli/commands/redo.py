"""Implement `mediarel redo`: reverse the last undo."""

from __future__ import annotations

import typer

from mediarel.archive.lookup import headlines
from mediarel.archive.session import open_session
from mediarel.archive.undo import change_to_redo, next_redo, redo, sought
from mediarel.cli import environment, prompts
from mediarel.cli.options import common
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.changes import reversing_lines
from mediarel.cli.terminal.progress import working

EXAMPLES = ("mediarel undo && mediarel redo",)


def run(
    context: typer.Context, yes: common.Yes = False, archive: common.Archive = None
) -> None:
    """Do again what the last undo took back, while nothing else has changed."""
    with environment.archive(context, archive) as opened:
        with working("Reading the history"):
            change = sought(opened, next_redo)
        if len(change.ids) > 1:
            again = sought(opened, lambda changes: change_to_redo(changes, change))
            named = headlines(opened, [again], wording.MOST_HEADLINES)[again.number]
            told = wording.signed(again, named)
            environment.tell(f"Do change {again.number} again: {told}")
            for line in reversing_lines(change):
                environment.tell(line)
            question = f"Redo it for {environment.counted(len(change.ids))}?"
            prompts.confirm(question, yes=yes)
        with open_session(opened, "redo") as session:
            redo(session, expected=change)
    environment.tell(f"Did change {change.undoes} again: {wording.done_again(change)}.")
