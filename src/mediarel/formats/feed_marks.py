"""What our feeds call things, for those who write and who read them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from mediarel.dates.edtf import PartialDate

if TYPE_CHECKING:
    from mediarel.dates.edtf import KeptDate


ATOM = "http://www.w3.org/2005/Atom"
ARCHIVES = "http://purl.org/syndication/history/1.0"
DC = "http://purl.org/dc/elements/1.1/"
XHTML = "http://www.w3.org/1999/xhtml"
GENERATOR = "mediarel"
URN = "urn:uuid:"
# The schemes of the categories that are the type, the series and the status; the
# relations to an original, to what was merged into it, and to what it replaces
# (RFC 5829, 3.5).
TYPE = "http://purl.org/dc/terms/type"
SERIES = "http://purl.org/dc/terms/isPartOf"
STATUS = "https://schema.org/creativeWorkStatus"
IN_PLACE_OF = "predecessor-version"
TRANSLATION_OF = "https://schema.org/translationOfWork"
REPLACES = "http://purl.org/dc/terms/replaces"
_NAMESPACE = UUID("5b0f2a57-6f2c-4c55-9f5e-0d6c7b1f3a48")  # of the identities below
VERSION = "https://jsonfeed.org/version/1.1"
# The fields that an item of a JSON Feed says, by its keys.
ITEM_SAYS = {
    "program": "authors",
    "title": "title",
    "text": "content_text",
    "tags": "tags",
    "language": "language",
}
EXTENSION = "_mediarel"
"""What of a statement an item of a JSON Feed has no key for."""


def identity_of(*said: str) -> str:
    """Return the UUID of what was `said`, the same each time (RFC 9562, 5.5)."""
    # The words of a command may hold what is no text in UTF-8.
    name = "\0".join(said).encode(errors="backslashreplace").decode()
    return str(uuid5(_NAMESPACE, name))


def published(date: KeptDate) -> str | None:
    """Return noon in UTC of a day that is known and sure, as RFC 3339; else None.

    Midnight would be the day before in the Americas.
    """
    if isinstance(date, PartialDate) and date.day and not date.qualifier:
        return f"{date}T12:00:00Z"
    return None
