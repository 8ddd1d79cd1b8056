"""What readers are told by a change of the status, or are not told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.edit import returns
from mediarel.cli import environment
from mediarel.cli.terminal import wording
from mediarel.errors import Command, Hint, Placeholder
from mediarel.model.parts import WITHDRAWN
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.history.change import Edit

_WHY = ("--why", Placeholder("TEXT"))


def tell_of_readers(edited: Sequence[Edit]) -> None:
    """Tell what readers are told of a withdrawal or a return, and how to tell more."""
    back = [each for each in edited if returns(*each)]
    if back and back[0].before.notes != back[0].after.notes:
        after = back[0].after
        ids = wording.numbers([each.after.id for each in back])
        said = spaced_once(after.notes[-1].text) if after.notes else ""
        how = Command("correct", after.id, "--status", "published", *_WHY)
        told = f"Readers of {ids} are told: {said} To say why, undo this, and: "
        environment.tell(Hint(told, how))
    gone = [
        after.id
        for before, after in edited
        if after.status == WITHDRAWN != before.status and after.notes == before.notes
    ]
    if gone:
        told = f"Readers of {wording.numbers(gone)} are not told why. To tell them,"
        how = Command("withdraw", gone[0], *_WHY)
        environment.tell(Hint(f"{told} undo this, and: ", how))
