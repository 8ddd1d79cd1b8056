"""Telling what a format can't hold: each thing once for each statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def once(lost: Callable[[str], object]) -> Callable[[str], None]:
    """Return a function for one statement, which passes each thing to `lost` once."""
    told: set[str] = set()

    def tell(what: str) -> None:
        if what not in told:
            told.add(what)
            lost(what)

    return tell
