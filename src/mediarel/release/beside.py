"""Recognise secondary lines of a header: contacts, addressees, numbers."""

from __future__ import annotations

import re

from mediarel.release.addressees import is_to_whom
from mediarel.release.letterhead import is_of_letterhead
from mediarel.release.words import ASIDES

_LONGEST = 200
_LONGEST_LABEL = 50


def is_aside(line: str) -> bool:
    """Return whether `line` of a header is secondary, such as a contact or number."""
    if ASIDES.aside.match(line) or is_to_whom(line):
        return True
    if len(line) > _LONGEST:
        return False
    is_called = line[-1:].isdigit() and _CALLED.fullmatch(line) is not None
    return is_called or ("@" in line and _MAIL.search(line) is not None)


def is_addressee(aside: str) -> bool:
    """Return whether a secondary line names the addressee of a letter."""
    return ASIDES.addressee_label.match(aside) is not None or is_to_whom(aside)


def begins_contact(line: str) -> bool:
    """Return whether `line` is only a heading for contacts."""
    return (
        len(line) <= _LONGEST_LABEL
        and ASIDES.contact_heading.fullmatch(line) is not None
    )


def is_subject(line: str) -> bool:
    """Return whether `line` is the subject of a letter: `Subject: …`, `Re: …`."""
    return ASIDES.subject.match(line) is not None


def is_contact(aside: str) -> bool:
    """Return whether a secondary line has contact details, as a letterhead does."""
    if ASIDES.contact_details.match(aside) is not None or "@" in aside:
        return True
    return is_of_letterhead(aside)


# A label, a person and a number: "Reference: Ann Bo, Spokesperson, 0917-555-0126".
_CALLED = re.compile(
    r"[^\W\d][^\n:：\d]{1,60}[:：]\s?[^\n\d:]{3,100}[:,]?\s?"
    r"(?!\d{4}\s?[/–-]\s?\d{2,4}\Z)\+?[\d(][\d ()./-]{6,24}\d"
)
_MAIL = re.compile(r"[^\s@]@[^\s@.]{1,64}\.[^\s@]")
