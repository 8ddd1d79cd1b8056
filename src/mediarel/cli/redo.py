"""`mediarel redo`: the last undo taken back."""

from __future__ import annotations

import typer

from mediarel.cli import asking, opening, options, wording

EXAMPLES = ("mediarel undo --yes && mediarel redo --yes",)


def run(
    context: typer.Context, yes: options.Yes = False, archive: options.Archive = None
) -> None:
    """Do again what the last undo took back, while nothing else has changed."""
    with opening.archive(context, archive) as opened:
        change = opened.next_redo()
        if len(change.ids) > 1:
            opening.tell(f"Do change {change.undoes} again:")
            question = f"Redo it for {opening.counted(len(change.ids))}?"
            asking.confirm(question, yes=yes)
        opened.redo(expected=change)
    opening.tell(f"Did change {change.undoes} again: {wording.done_again(change)}.")
