"""Define attachments, notes, dated URLs, translations and statuses of statements."""

from datetime import datetime
from typing import Any, NamedTuple

EMBARGOED = "embargoed"
PUBLISHED = "published"
DRAFT = "draft"
WITHDRAWN = "withdrawn"
STATUSES = (PUBLISHED, DRAFT, WITHDRAWN)
CORRECTION = "correction"
WITHDRAWAL = "withdrawal"
NOTE_KINDS = (CORRECTION, WITHDRAWAL)
# The role of a file: text of the statement, picture of the issued document, photo,
# sound, or data.
ROLES = ("text", "scan", "photo", "audio", "data")
# Required keys; other keys may be missing in JSON if they are empty.
NEEDED = frozenset(("name", "sha256", "size", "media_type"))
# A type and a subtype, without parameters (RFC 6838, 4.2).
_RESTRICTED = "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}"
MEDIA_TYPE = f"{_RESTRICTED}/{_RESTRICTED}"


class Translation(NamedTuple):
    """A link to the same statement in a different language."""

    uuid: str
    language: str
    """The language (BCP 47)."""
    headline: str
    source: str | None
    """The first source of the translation."""
    is_original: bool
    merged: tuple[str, ...] = ()
    """The uuids of duplicates that were merged into the statement."""


class Note(NamedTuple):
    """A note for readers about a correction or a withdrawal.

    `at` is a time in RFC 3339, UTC. The values of `kind` are in `NOTE_KINDS`.
    """

    at: str
    kind: str
    text: str

    def document(self) -> dict[str, Any]:
        """Return the note as JSON values."""
        return self._asdict()


class DatedUrl(NamedTuple):
    """A URL and a time, such as a copy in a web archive and the time of its capture.

    `at` is a time in RFC 3339, UTC.
    """

    url: str
    at: str


class Attachment(NamedTuple):
    """A file that is attached to a statement.

    `sha256` is in lower-case hex, and `size` is in bytes. `media_type` follows RFC
    6838, and `language` follows BCP 47. The values of `role` are in `ROLES`. If
    `private` is True, the file is never public. `alt` describes a picture for people
    who can't see it. `pages` is the number of pages of a PDF, if it is known.
    """

    name: str
    sha256: str
    size: int
    media_type: str
    role: str | None = None
    language: str | None = None
    private: bool = False
    alt: str | None = None
    pages: int | None = None

    def document(self) -> dict[str, Any]:
        """Return the attachment as JSON values. Empty optional values are left out."""
        values = self._asdict()
        return {
            name: value for name, value in values.items() if value or name in NEEDED
        }


def standing(status: str | None, embargo: str | None, now: str) -> str:
    """Return the present status: `draft`, `withdrawn` or `embargoed`.

    Return "" if the statement is published. `now` is a time in RFC 3339, UTC.
    """
    if status and status != PUBLISHED:
        return status
    return EMBARGOED if is_ahead(embargo, now) else ""


def is_ahead(embargo: str | None, now: str) -> bool:
    """Return True if the statement is still under embargo."""
    if not embargo:
        return False
    return datetime.fromisoformat(embargo) > datetime.fromisoformat(now)
