"""`mediarel undo`: the last change taken back."""

from __future__ import annotations

import typer

from mediarel.cli import opening, options, wording

EXAMPLES = ("mediarel undo",)


def run(context: typer.Context, archive: options.Archive = None) -> None:
    """Take back the last change; again for the one before it."""
    with opening.archive(context, archive) as opened:
        change = opened.undo()
    opening.tell(
        f"Took back change {change.number} ({change.command} {change.at} by"
        f" {change.by}): {wording.summary(change)}."
    )
