"""Propose the fields of a new statement from a document that a user adds."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import PurePath
from typing import Any, NamedTuple, Self

from mediarel.dates.edtf import kept_date
from mediarel.dates.typed import DayOrder
from mediarel.documents.document_text import DocumentText, Problem
from mediarel.formats.name_tables import language_code, language_name
from mediarel.model.fields import FIELDS
from mediarel.model.readers import language_tag
from mediarel.model.statement import DEFAULT_TYPE, RECOGNISED, Draft, read_draft
from mediarel.release import document
from mediarel.text.damaged import cleaned
from mediarel.text.languages import UNDETERMINED, default_for, language_of
from mediarel.text.lines import spaced_once
from mediarel.text.tokens import is_unspaced

_LEAST_HALF = 0.25  # minimum share of all letters in each half
_FITTING = 0.95  # minimum share of letters that are in the right half
_LAST_OF_LATIN = "\u024f"
_PARTS = re.compile(r"[\s_.,()\[\]–—-]+")
_COUNTRIES = {"kh", "jp"}  # used like codes of languages in file names
# Fields that are the same in both languages, except names.
_SHARED = ("date", "program", "type", "dated", "tags")
_FROM_ORIGINAL = document.Origin("the other language", document.Sureness.LIKELY)
_LEAST_NAMES = 2

OPTION = document.Origin("an option")
_OF_FILE = document.Origin("the file's metadata", document.Sureness.LIKELY)
_ANSWER = document.Origin("your answer")
_USUAL = document.Origin("the archive's usual issuer", document.Sureness.OPEN)
_DEFAULT = document.Origin("a default", document.Sureness.OPEN)
_FEWEST_WORDS = 3  # in a title
_NEAR = dt.timedelta(days=31)  # maximum time from a release to its publication


class Usual(NamedTuple):
    """Default values for fields that neither an option nor the document has.

    `program` is the only program of the archive, or None if the archive has several.
    `language` is used if the language can't be detected.
    """

    type: str = DEFAULT_TYPE
    program: str | None = None
    language: str | None = None


class Proposal(NamedTuple):
    """A proposed statement.

    name      name of the file
    fields    JSON values of the fields; empty fields may be missing
    origins   where the value of each field comes from, except for the text
    problems  reasons why parts of the document could not be read
    miscount  number of signatories according to the text, and the actual number,
              if they differ
    pages     number of pages, if the document has pages
    """

    name: str
    fields: dict[str, Any]
    origins: dict[str, document.Origin]
    problems: tuple[Problem, ...] = ()
    miscount: tuple[int, int] | None = None
    pages: int | None = None

    def missing(self) -> list[str]:
        """Return the options for required fields that have no value: `--date`."""
        absent = [
            f.option for f in FIELDS if f.required and not self.fields.get(f.name)
        ]
        if not (self.fields.get("title") or self.fields.get("text")):
            absent.append("--title or --text")
        return absent

    def answered(self, values: Mapping[str, Any]) -> Self:
        """Add the values that the user has entered, and return the new proposal."""
        origins = {name: _ANSWER for name, value in values.items() if value}
        return self._replace(
            fields={**self.fields, **values}, origins={**self.origins, **origins}
        )

    def of_no_file(self) -> Self:
        """Return the proposal without the name of the file."""
        return self._replace(fields={**self.fields, "text_from": None})

    def draft(self) -> Draft:
        """Return the draft of the statement. Control characters are removed.

        Raises InvalidFieldError.
        """
        return read_draft(cleaned(self.fields))


def proposal(
    found: DocumentText,
    name: str,
    given: Mapping[str, Any],
    usual: Usual,
    *,
    order: DayOrder | None = None,
) -> Proposal:
    """Propose a statement from the text and the metadata of a document.

    `name` is the file name of the document. Values in `given` are preferred, then
    values from the text, then from the metadata, and then the defaults in `usual`.
    `order` is the order of day and month in numeric dates.
    """
    said = frozenset(given)
    values = {"text": found.text, **given}
    issuer = str(given.get("program") or usual.program or "")
    if found.title and "title" not in given and not _is_titled(found, issuer):
        values["title"] = found.title
        if "text" not in given:
            values["text"] = _below(found.title, found.text)
    read = document.read_document(values, said=said, order=order, issuer=issuer)
    fields = dict(read.fields)
    text = str(values["text"] or "")
    origins = document.origins_in_text(read, text)
    if fields.get("title") and "title" not in {*given, *read.read}:
        origins["title"] = _OF_FILE
    language = found.language and language_tag(found.language)
    own: dict[str, Any] = {"date": found.date, "language": language}
    own["sources"] = [found.source] if found.source else []
    text_date = document.date_of(text, order) if "date" not in given else ""
    if text_date and not _are_near(found.date, text_date):
        fields["date"] = text_date
        origins["date"] = origins.get(
            "dated", document.Origin("the text", document.Sureness.LIKELY)
        )
    for field, value in own.items():
        if value and not fields.get(field):
            fields[field], origins[field] = value, _OF_FILE
    if found.text and "text" not in given:
        is_read_off = bool(found.ocr_pages)
        fields["text_from"] = RECOGNISED if is_read_off else _named(name, found.pages)
    _fill(fields, origins, usual)
    origins.update((field, OPTION) for field, value in given.items() if value)
    return Proposal(name, fields, origins, found.problems, read.miscount, found.pages)


def _fill(
    fields: dict[str, Any], origins: dict[str, document.Origin], usual: Usual
) -> None:
    if not fields.get("program") and usual.program:
        fields["program"], origins["program"] = usual.program, _USUAL
    if not fields.get("type"):
        fields["type"], origins["type"] = usual.type, _DEFAULT
    if usual.language and fields.get("language", UNDETERMINED) == UNDETERMINED:
        written = str(fields.get("text") or fields.get("title") or "")
        fields["language"] = default_for(written, usual.language)
        if fields["language"] != UNDETERMINED:
            origins["language"] = _DEFAULT


def _named(name: str, pages: int | None) -> str:
    """Describe the source of a text, such as `joint.pdf, page 1–2`."""
    if pages is None:
        return name
    return f"{name}, page 1" if pages == 1 else f"{name}, page 1–{pages}"


def _is_titled(found: DocumentText, issuer: str) -> bool:
    """Return True if the title in the text is better than the title in the metadata.

    A short name in the text, as in a letterhead, is not better. A title in the text
    that starts with the title in the metadata is not better either.
    """
    if found.is_titled:
        return False
    read = document.read_document({"text": found.text}, issuer=issuer)
    own = str(read.fields.get("title") or "")
    is_name = len(own.split()) < _FEWEST_WORDS and not any(map(is_unspaced, own))
    own, title = (spaced_once(x).casefold() for x in (own, found.title or ""))
    return not is_name and not own.startswith(title)


def _below(title: str, text: str) -> str:
    """Return the text without its first line that is the title."""
    lines = text.split("\n")
    low = spaced_once(title).casefold()
    for number, line in enumerate(lines):
        if spaced_once(line).casefold() == low:
            below = "\n".join(lines[number + 1 :]).lstrip("\n")
            return "\n".join([*lines[:number], below]) if below else text
    return text


def _are_near(own: str | None, printed: str) -> bool:
    """Return True if the date in the metadata is at most a month after the other date.

    A later date is probably when the page was moved, or the mail was forwarded.
    """
    if own is None:
        return False
    days = [dt.date.fromisoformat(kept_date(each).first) for each in (own, printed)]
    return days[0] - days[1] <= _NEAR


def common_program(programs: Sequence[str]) -> str | None:
    """Return the program if there is exactly one, otherwise None."""
    return programs[0] if len(programs) == 1 else None


def halves(text: str) -> tuple[str, str] | None:
    """Split a text that is in two languages, such as English and Khmer.

    One half must be mostly in Latin letters, the other half mostly in other letters.
    Return None if the text can't be split.
    """
    paragraphs = text.split("\n\n")
    counts = [_letters(paragraph) for paragraph in paragraphs]
    # For each position of the split: the number of Latin and other letters above it.
    latin, others = (
        [*accumulate(side, initial=0)] for side in zip(*counts, strict=True)
    )
    total = latin[-1] + others[-1]
    latin_first = [a + others[-1] - b for a, b in zip(latin, others, strict=True)]
    fits, cut = max(
        (max(fit, total - fit), place) for place, fit in enumerate(latin_first)
    )
    first = "\n\n".join(paragraphs[:cut]).strip()
    second = "\n\n".join(paragraphs[cut:]).strip()
    above = latin[cut] + others[cut]
    if fits < _FITTING * total or min(above, total - above) < _LEAST_HALF * total:
        return None
    codes = {language_of(first), language_of(second)}
    return None if len(codes) == 1 or UNDETERMINED in codes else (first, second)


def _letters(paragraph: str) -> tuple[int, int]:
    """Count the Latin letters and the other letters in a paragraph."""
    letters = [letter for letter in paragraph if letter.isalpha()]
    latin = sum(letter <= _LAST_OF_LATIN for letter in letters)
    return latin, len(letters) - latin


def pairs(proposals: Sequence[Proposal]) -> Iterator[tuple[int, int]]:
    """Yield pairs of proposals that are the same release in two languages.

    A pair has the positions of two proposals. The file names of both must be the same
    except for the language, or the dates and the numbers of signatories must be the
    same.
    """
    left = list(range(len(proposals)))
    while left:
        one = left.pop(0)
        for other in left:
            if _are_one(proposals[one], proposals[other]):
                left.remove(other)
                yield one, other
                break


def _are_one(one: Proposal, other: Proposal) -> bool:
    languages = {one.fields.get("language"), other.fields.get("language")}
    if len(languages) == 1 or languages & {UNDETERMINED, None}:
        return False
    if _bare_name(one.name) == _bare_name(other.name):
        return True
    names = [len(each.fields.get("signatories") or ()) for each in (one, other)]
    date = one.fields.get("date")
    is_same_day = bool(date) and date == other.fields.get("date")
    return is_same_day and names[0] == names[1] >= _LEAST_NAMES


def _bare_name(name: str) -> tuple[str, ...]:
    """Return the words of a file name, without the extension and the language."""
    words = _PARTS.split(PurePath(name).stem.casefold())
    return tuple(w for w in words if w and not _is_language(w))


def _is_language(word: str) -> bool:
    """Return True if a word is the name or the code of a language, or a country."""
    is_name_or_code = language_code(word) != word or language_name(word) != word
    return is_name_or_code or word in _COUNTRIES


def paired(one: Proposal, other: Proposal, uuid: str) -> tuple[Proposal, Proposal]:
    """Link an original and its translation, and return both proposals.

    `uuid` becomes the uuid of the original. If one proposal lacks a field that both
    should share, the value is copied from the other proposal.
    """
    original = _filled(one, other)
    translation = _filled(other, one)
    return (
        original._replace(fields={**original.fields, "uuid": uuid}),
        translation._replace(fields={**translation.fields, "translation_of": uuid}),
    )


def _filled(one: Proposal, other: Proposal) -> Proposal:
    more = {
        name: other.fields[name]
        for name in _SHARED
        if other.fields.get(name) and not _is_said(one, name)
    }
    origins = dict.fromkeys(more, _FROM_ORIGINAL)
    return one._replace(
        fields={**one.fields, **more}, origins={**one.origins, **origins}
    )


def _is_said(proposal: Proposal, name: str) -> bool:
    """Return True if a field has a value, and the value is not a default."""
    origin = proposal.origins.get(name)
    is_open = origin is not None and origin.sureness is document.Sureness.OPEN
    return bool(proposal.fields.get(name)) and not is_open
