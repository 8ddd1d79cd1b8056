"""Select the exported parts of a statement, and report the omissions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from mediarel.dates.edtf import PartialDate
from mediarel.model.fields import GIVEN_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from mediarel.dates.edtf import KeptDate
    from mediarel.model.parts import Attachment, Translation
    from mediarel.model.statement import Statement

USUAL = (
    *("date", "program", "type", "title", "text", "signatories", "tags", "language"),
    "sources",
)
"""The fields that all such formats hold."""
IS_EXCERPT = "The text is an excerpt."

# Names of losses in reports.
PRIVATE = "private files"
FILES = "attachments"
ORIGINALS = "links from translations to originals"
# Fields with a different name than in the table of fields.
_TOLD = {
    "place": "places",
    "dateline": "datelines",
    "dated": "dates of datelines",
    "excerpt": "marks of excerpts",
    "text_from": "origins of texts",
    "status": "marks of drafts and withdrawn statements",
    "embargo": "embargoes",
    "replaces": "links to replaced statements",
    "withheld": "withheld texts",
    "translation_of": ORIGINALS,
    "merged": "UUIDs of merged statements",
}

_FIGURE = re.compile(r"\d")
URN = "urn:uuid:"
_NAMESPACE = UUID("5b0f2a57-6f2c-4c55-9f5e-0d6c7b1f3a48")  # of the identities below


def identity_of(*said: str) -> str:
    """Return the UUID of the strings `said`, always the same (RFC 9562, 5.5)."""
    # The words of a command may be invalid UTF-8.
    name = "\0".join(said).encode(errors="backslashreplace").decode()
    return str(uuid5(_NAMESPACE, name))


def published(date: KeptDate) -> str | None:
    """Return noon in UTC of a known, certain day, as RFC 3339; else None.

    Midnight would be the day before in the Americas.
    """
    if isinstance(date, PartialDate) and date.day and not date.qualifier:
        return f"{date}T12:00:00Z"
    return None


def urn(uuid: str) -> str:
    """Return the URN of a statement, an address without a location (RFC 9562, 4)."""
    return f"{URN}{uuid}"


def public_files(
    statement: Statement, lost: Callable[[str], object]
) -> list[Attachment]:
    """Return the attachments that are not private, and report private ones."""
    public = [each for each in statement.attachments if not each.private]
    if len(public) < len(statement.attachments):
        lost(PRIVATE)
    return public


def unknown_original(
    statement: Statement, translations: Sequence[Translation]
) -> str | None:
    """Return the UUID of the original if it is not in the archive, else None.

    An original that was merged into one of `translations` is in the archive.
    """
    original = statement.translation_of
    known = {uuid for each in translations for uuid in (each.uuid, *each.merged)}
    return None if original in known else original


def dateline_apart(statement: Statement) -> str | None:
    """Return the dateline unless the text contains it; None without one."""
    dateline = statement.dateline
    return None if dateline is None or dateline in (statement.text or "") else dateline


def dated_apart(statement: Statement) -> str | None:
    """Return the date of the dateline (EDTF) if it differs from the statement's."""
    dated = statement.dated
    return None if dated is None or dated == statement.date else str(dated)


def tell_lost(
    statement: Statement, held: Collection[str], lost: Callable[[str], object]
) -> None:
    """Report to `lost` each field that has a value but is not `held`.

    A dateline in the text is not lost. Its date is not lost if it is the statement's,
    or the dateline has figures. Fields that an archive sets, such as times, are not
    reported.
    """
    for name in GIVEN_FIELDS:
        if name not in held and _said_nowhere(statement, name, held):
            lost(told_as(name))


def told_as(name: str) -> str:
    """Return the name of a lost field in reports: "datelines", "tags"."""
    return _TOLD.get(name, name)


def _said_nowhere(statement: Statement, name: str, held: Collection[str]) -> object:
    """Return the value of the field `name`, unless a different part contains it."""
    if name == "dateline":
        return dateline_apart(statement)
    if name == "dated":
        is_held = "dateline" in held or dateline_apart(statement) is None
        printed = statement.dateline if is_held else None
        return None if _FIGURE.search(printed or "") else dated_apart(statement)
    return getattr(statement, name)
