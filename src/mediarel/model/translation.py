"""A statement in another language, as those that link to it name it."""

from __future__ import annotations

from typing import NamedTuple


class Translation(NamedTuple):
    """The same release in another language: an original or a translation of one."""

    uuid: str
    language: str
    """BCP 47."""
    headline: str
    source: str | None
    """The first of its sources."""
    is_original: bool
    merged: tuple[str, ...] = ()
    """The uuids of those that are the same and were merged into it."""
