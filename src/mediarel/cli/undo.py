"""`mediarel undo`: the last change taken back."""

from __future__ import annotations

import typer

from mediarel.cli import asking, opening, options, wording
from mediarel.cli.again import in_this_archive

EXAMPLES = ("mediarel undo --yes",)


def run(
    context: typer.Context, yes: options.Yes = False, archive: options.Archive = None
) -> None:
    """Take back the last change; again for the one before it.

    Asks before it takes back a change to more than one statement.
    """
    with opening.archive(context, archive) as opened:
        change = opened.next_undo()
        if len(change.ids) > 1:
            opening.tell(f"Take back change {change.number}: {wording.signed(change)}")
            question = f"Undo it for {opening.counted(len(change.ids))}?"
            asking.confirm(question, yes=yes)
        opened.undo(change)
    opening.tell(
        f"Took back change {change.number}: {wording.taken_back(change)}."
        f" {in_this_archive('Changed your mind? mediarel redo')}"
    )
