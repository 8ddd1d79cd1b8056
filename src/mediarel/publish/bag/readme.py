"""Write the page that explains a bag to people, as one HTML file.

It has no script and loads nothing. Its text, in the template `readme.html`, is English
with a summary in Khmer.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mediarel.model.fields import RECORD
from mediarel.publish.site.templates import rendered_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.publish.bag.crate import Part


README = "README.html"
_TEMPLATE = Path(__file__).with_name("readme.html")
# Descriptions of fields for people; others come from the table of fields.
_FIELDS = {
    "id": "Its number in this archive.",
    "language": "Its language: `en` is English, `km` is Khmer.",
    "attachments": "Its attached files, each with its name and checksum `sha256`.",
}
_PUBLIC_FIELDS = {"status": "`withdrawn` for a withdrawn statement, otherwise empty."}
_INNER_FIELDS = ("embargo", "withheld", "text_from")  # not for the public


class Year(NamedTuple):
    """A year, its number of statements, and its page in the site ("" if none)."""

    year: int
    statements: int
    page: str


class About(NamedTuple):
    """The facts for the page: owner, counts, period and files.

    `files` is the number of attached files, `missing` the number of those left out;
    `is_public` says that the bag has only public content.
    """

    name: str
    statements: int
    period: str
    at: str
    years: Sequence[Year]
    parts: Sequence[Part]
    files: int
    missing: int
    is_public: bool


def readme(about: About) -> bytes:
    """Return the page in UTF-8."""
    fields = {"id": "", **{field.name: field.about for field in RECORD}, **_FIELDS}
    if about.is_public:
        fields |= _PUBLIC_FIELDS
        fields = {k: v for k, v in fields.items() if k not in _INNER_FIELDS}
    count = _counted(about.statements, "statement")
    values = {
        "about": about,
        "day": about.at[:10],
        "count": f"{count} from {about.period}" if about.period else count,
        "missing": _counted(about.missing, "attached file"),
        "fields": fields,
    }
    return rendered_file(_TEMPLATE, values)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
