"""The clock of this computer, compared with the times in the history."""

from __future__ import annotations

import datetime as dt

_TOLERANCE = dt.timedelta(hours=1)  # clocks of colleagues differ by minutes


def clock_warning(now: str, last: str) -> str | None:
    """Return a sentence where it is `now` long before the `last` change was made.

    Then one of the two times is wrong. Both are RFC 3339 in UTC; of one that there
    can't be, nothing is said here.
    """
    try:
        passed = dt.datetime.fromisoformat(now) - dt.datetime.fromisoformat(last)
    except (ValueError, TypeError):
        return None
    if passed >= -_TOLERANCE:
        return None
    return (
        f"The clock went back: it says {now}, and the change before this was made at"
        f" {last}. Check the date and time of this computer."
    )
