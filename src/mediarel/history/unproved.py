"""Unproved statements: they were kept or changed though nothing proves their content.

A repair kept such a statement, or somebody changed it after a change outside mediarel.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mediarel.history.change import Change

CHANGED_OUTSIDE = "it had been changed outside mediarel"
_UNPROVED = "unproved"
_PROVED = "proved"
_ID = re.compile("[1-9][0-9]{0,17}")


def note_on_unproved(ids: Sequence[int]) -> dict[str, str]:
    """Return the note of a change that leaves the statements with `ids` unproved."""
    return {_UNPROVED: " ".join(map(str, ids))} if ids else {}


def note_on_proved(ids: Sequence[int]) -> dict[str, str]:
    """Return the note of a change that gave these statements a proved content."""
    return {_PROVED: " ".join(map(str, ids))} if ids else {}


def unproved_in(changes: Iterable[Change]) -> dict[int, int]:
    """Return the ids of unproved statements, each with the change that left it so.

    An unproved statement stays unproved until somebody accepts it, or restores it from
    a file that proves it. An undo of that makes it unproved again.
    """
    found: dict[int, int] = {}
    cleared: dict[int, dict[int, int]] = {}
    for change in sorted(changes, key=lambda each: each.number):
        found |= dict.fromkeys(_ids(change, _UNPROVED), change.number)
        proved = change.ids if change.kind == "accept" else _ids(change, _PROVED)
        cleared[change.number] = {n: found.pop(n) for n in proved if n in found}
        found |= cleared.get(change.undoes or 0, {})
    return found


def _ids(change: Change, name: str) -> list[int]:
    return list(map(int, _ID.findall(change.notes.get(name, ""))))
