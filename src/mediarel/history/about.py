"""What the history says of the archive itself: its name, organisations' names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.history.change import Change


class LastSaid(NamedTuple):
    """What a field of the archive is since change `number`, None for nothing."""

    value: Any
    number: int


def last_said(changes: Iterable[Change]) -> dict[str, LastSaid]:
    """Return each field of the archive that `changes` changed, as the last left it."""
    found: dict[str, LastSaid] = {}
    for change in sorted(changes, key=lambda each: each.number):
        for name, (_, new) in change.archive.items():
            found[name] = LastSaid(new, change.number)
    return found
