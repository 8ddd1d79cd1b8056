"""A statement as a file of a site generator: its name, and fields that are left alone.

Hugo completes a date that is no day, or fails, and where there is none it takes the day
of a change for it. So in such a file

- a date that is not a whole and certain day is `date_known`, and there is no `date`
- then `modified` is `modified_at`, which is no date of a page to Hugo
- what has no title has its headline as `linktitle`, which lists of pages show
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from mediarel.dates.edtf import PartialDate
from mediarel.release.headline import headline
from mediarel.text.breaks import graphemes

if TYPE_CHECKING:
    from mediarel.dates.interval import KeptDate
    from mediarel.model.statement import Statement

HEADLINE = "linktitle"
KEPT_AS = {"date": "date_known", "modified": "modified_at"}
_NAME_OF = {kept: name for name, kept in KEPT_AS.items()}
NAMES = frozenset((HEADLINE, *_NAME_OF))

_FILE = re.compile(r"(?:since-|until-)?[0-9]{4}.*-[0-9]+\.md")
_MOST_LETTERS = 60  # of words in the name of a file
_MOST_BYTES = 180  # of the 255 that a system allows for it
_QUOTES = re.compile("['’‘ʼ]")
_UNSURE = re.compile("[?~]")


def site_fields(statement: Statement) -> dict[str, Any]:
    """Return the fields of the file of a statement, as JSON values."""
    fields = statement.to_json()
    date = statement.date
    if not isinstance(date, PartialDate) or date.day is None or date.qualifier:
        fields = {KEPT_AS.get(name, name): value for name, value in fields.items()}
    if statement.title:
        return fields
    found: dict[str, Any] = {}
    for name, value in fields.items():
        found[name] = value
        if name == "title":
            found[HEADLINE] = headline(statement)
    return found


def our_names(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the `fields` of such a file under the names that they have elsewhere.

    What it has under both names is left under both.
    """
    return {
        name if _NAME_OF.get(name) in fields else _NAME_OF.get(name, name): value
        for name, value in fields.items()
        if name != HEADLINE
    }


def file_name(statement: Statement, ending: str) -> str:
    """Return the name of the file of a statement, which is that of no other.

    `2012-07-16-free-the-radio-3.md`: date, headline in its own letters, id. Marks of an
    unsure date, and what a system might not allow, are left out.
    """
    words = _words(headline(statement))
    parts = [_date(statement.date), words, str(statement.id)]
    return "-".join(part for part in parts if part) + ending


def is_file_name(name: str) -> bool:
    """Tell whether `name` is such as `file_name` returns for Markdown."""
    return _FILE.fullmatch(name) is not None


def _date(date: KeptDate) -> str:
    begin, between, end = _UNSURE.sub("", str(date)).partition("/")
    if not between:
        return begin
    if begin == "..":
        return f"until-{end}"
    return f"since-{begin}" if end == ".." else f"{begin}-to-{end}"


def _words(text: str) -> str:
    """Return the words of `text` with `-` between them, as many as fit."""
    import regex  # noqa: PLC0415 - re knows no vowels of Khmer

    plain = unicodedata.normalize("NFC", _QUOTES.sub("", text).lower())
    kept = ""
    for word in regex.findall(r"[\p{L}\p{M}\p{N}]+", plain):
        longer = f"{kept}-{word}" if kept else word
        if not _fits(longer):
            return kept or _cut(word)
        kept = longer
    return kept


def _cut(word: str) -> str:
    """Return as much of a long `word` as fits, no syllable cut."""
    end = 0
    for _, place in graphemes(word):
        if not _fits(word[:place]):
            break
        end = place
    return word[:end]


def _fits(words: str) -> bool:
    return len(words) <= _MOST_LETTERS and len(words.encode()) <= _MOST_BYTES
