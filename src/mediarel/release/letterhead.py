"""Recognise lines of a letterhead: an address, a registration, a reference number.

All functions take one line as printed.
"""

from __future__ import annotations

import re

from mediarel.release.words import ASIDES

_LONGEST = 140
_LONGEST_NAME = 90
_FIGURE = re.compile(r"\d")


def is_of_letterhead(line: str) -> bool:
    """Return whether `line` is an address, a phone number or a reference number."""
    if len(line) > _LONGEST:
        return False
    if line[:1] > "\u0dff" or line[:1] == "〒":
        return ASIDES.unspaced_address.match(line) is not None
    if not _FIGURE.search(line):
        return False
    return (
        ASIDES.reference_number.fullmatch(line) is not None
        or ASIDES.address.search(line) is not None
        or ASIDES.registration.search(line) is not None
    )


def is_of_session(line: str) -> bool:
    """Return whether `line` names the meeting where a statement is delivered."""
    return len(line) <= _LONGEST and ASIDES.session.match(line) is not None


def is_meeting(session: str) -> bool:
    """Return whether a line about a meeting names the meeting, not a topic."""
    low = session.casefold()
    return any(map(low.__contains__, ("session", "sesión", "sessão", "meeting")))


def with_legal_form(line: str) -> bool:
    """Return whether `line` ends with a legal form.

    Examples: `Hafenfreunde e. V.`, `Harbour Watch Ltd.`. The full stop ends no
    sentence.
    """
    is_short = len(line) <= _LONGEST_NAME and not line[:1].islower()
    return is_short and ASIDES.legal_form_after.search(line[-24:]) is not None
