"""What a change merged into what, as its entry says it.

A merge takes statements out, and puts their uuids among the `merged` of the one that is
kept. An undo of it, and a redo, do so too or the opposite.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mediarel.history.change import Change


def merged_into(change: Change, number: int) -> int | None:
    """Return the id that `change` merged statement `number` into, None for none."""
    uuid = change.removed.get(number, {}).get("uuid")
    for kept, fields in change.changed.items():
        before, after = fields.get("merged", ((), ()))
        if uuid and uuid in (after or ()) and uuid not in (before or ()):
            return kept
    return None
