"""How a statement stands towards the public: draft, withdrawn, under embargo."""

from __future__ import annotations

from datetime import datetime

from mediarel.model.marked import PUBLISHED

EMBARGOED = "embargoed"


def standing(status: str | None, embargo: str | None, now: str) -> str:
    """Return `draft`, `withdrawn`, `embargoed`, or "" for what is simply published.

    `now` is RFC 3339 in UTC.
    """
    if status and status != PUBLISHED:
        return status
    return EMBARGOED if is_ahead(embargo, now) else ""


def is_ahead(embargo: str | None, now: str) -> bool:
    """Tell whether there is an `embargo` that is not over `now`."""
    if not embargo:
        return False
    return datetime.fromisoformat(embargo) > datetime.fromisoformat(now)
