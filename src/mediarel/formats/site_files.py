"""Write a statement as a file of a site generator: its name, and extra fields.

Hugo and Pelican need a title and a whole date for each page, and Pelican makes
the name of a page from its title. So such a file has, besides our fields:

- `slug`: the name of the file without its ending
- for a partial or uncertain date: our date in `date_known`, and its first day in `date`
- for a statement without a title: its headline in `title`, and again in `linktitle`

Import removes these again: a title that equals `linktitle` is no title of ours.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from mediarel.dates.edtf import kept_date
from mediarel.errors import InvalidDateError
from mediarel.formats.yaml_front import unreadable
from mediarel.release.headline import headline, title_of
from mediarel.text.tokens import graphemes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.dates.edtf import KeptDate
    from mediarel.model.statement import Statement

SLUG = "slug"
HEADLINE = "linktitle"
KNOWN_DATE = "date_known"
# Earlier files have `modified_at` for `modified`, and no `date` beside `date_known`.
_NAME_OF = {KNOWN_DATE: "date", "modified_at": "modified"}
NAMES = frozenset((SLUG, HEADLINE, *_NAME_OF))

_FILE = re.compile(r"(?:since-|until-)?[0-9]{4}.*-[0-9]+\.md")
_MOST_LETTERS = 60  # of words in the name of a file
# Of the whole name. Systems allow 255, but some programs add endings or write each
# byte as `%E1` in an address.
_MOST_BYTES = 120
_ENDING = ".md"
_QUOTES = re.compile("['’‘ʼ]")
_UNSURE = re.compile("[?~]")


def site_fields(statement: Statement) -> dict[str, Any]:
    """Return the fields of the file of a statement, as JSON values."""
    found: dict[str, Any] = {}
    for name, value in statement.to_json().items():
        # Pelican would read the brackets of an empty list as a tag.
        found[name] = None if value == [] else value
        if name == "date" and value != statement.date.first:
            found[name], found[KNOWN_DATE] = statement.date.first, value
        if name == "title":
            found[SLUG] = file_name(statement, "")
            if not value:
                found[name] = found[HEADLINE] = title_of(statement)
    return found


def our_names(names: Iterable[str]) -> set[str]:
    """Return the names of the fields that a file with these `names` has for us."""
    return {_NAME_OF.get(name, name) for name in names} - NAMES


def our_values(fields: dict[str, Any], source: str) -> dict[str, Any]:
    """Return the `fields` of such a file without what `site_fields` added.

    Raises UnreadableInputError if `date` and `date_known` disagree: a person changed
    one of them.
    """
    found = {name: value for name, value in fields.items() if name not in NAMES}
    if HEADLINE in fields and fields[HEADLINE] == fields.get("title"):
        found["title"] = None
    for kept, name in _NAME_OF.items():
        if kept not in fields:
            continue
        value = fields[kept]
        if name in fields and _first_day(value) != fields[name]:
            reason = f"has the {name} {fields[name]}, but the {kept} {value}"
            raise unreadable(source, 2, reason, "Delete the one that is wrong.")
        found[name] = value
    return found


def _first_day(date: object) -> str:
    """Return the first day of a date in EDTF, "" if it is none."""
    try:
        return kept_date(str(date)).first
    except InvalidDateError:
        return ""


def file_name(statement: Statement, ending: str) -> str:
    """Return the unique name of the file of a statement: date, headline and id.

    `2012-07-16-free-the-radio-3.md`, of at most 120 bytes with the ending `.md`. Marks
    of an uncertain date and characters that a system might refuse are left out.
    """
    date, number = _date(statement.date), str(statement.id)
    room = _MOST_BYTES - len(f"{date}--{number}{_ENDING}")
    words = _words(headline(statement), room)
    return "-".join(part for part in (date, words, number) if part) + ending


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


def _words(text: str, room: int) -> str:
    """Return the words of `text` that fit into `room` bytes, with `-` between them."""
    import regex  # noqa: PLC0415 - re knows no vowels of Khmer

    plain = unicodedata.normalize("NFC", _QUOTES.sub("", text).lower())
    kept = ""
    for word in regex.findall(r"[\p{L}\p{M}\p{N}]+", plain):
        longer = f"{kept}-{word}" if kept else word
        if not _fits(longer, room):
            return kept or _cut(word, room)
        kept = longer
    return kept


def _cut(word: str, room: int) -> str:
    """Return the beginning of a long `word` that fits, without cutting a syllable."""
    end = 0
    for _, place in graphemes(word):
        if not _fits(word[:place], room):
            break
        end = place
    return word[:end]


def _fits(words: str, room: int) -> bool:
    return len(words) <= _MOST_LETTERS and len(words.encode()) <= room
