"""`mediarel remove`: statements taken out; `undo` brings them back."""

from __future__ import annotations

import typer

from mediarel.cli import asking, opening, options, wording
from mediarel.cli.again import in_this_archive
from mediarel.cli.choosing import chosen

EXAMPLES = ("mediarel remove 3 --yes", "mediarel remove 'metfone year:2013' --yes")


def run(
    context: typer.Context,
    ids: options.Ids,
    yes: options.Yes = False,
    archive: options.Archive = None,
) -> None:
    """Remove statements. What goes is shown first; undo brings it back."""
    with opening.archive(context, archive) as opened:
        wanted = chosen(opened, ids)
        seen = {statement.id: statement for statement in opened.get(wanted)}
        opening.tell_chosen(opened, wanted, "Remove")
        asking.confirm(f"Remove {opening.counted(len(wanted))}?", yes=yes)
        removed = opened.remove(wanted, expected=seen)
    ids_gone = wording.numbers([statement.id for statement in removed])
    opening.tell(in_this_archive(f"Removed {ids_gone}. To take it back: mediarel undo"))
