"""What a document would be as a statement: each field, where it is from, how sure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.dates.edtf import kept_date
from mediarel.model.fields import FIELDS
from mediarel.model.normalised import language_tag
from mediarel.model.statement import DEFAULT_TYPE, RECOGNISED, read_draft
from mediarel.release.document import date_of, read_document
from mediarel.release.origins import Origin, Sureness, origins_in_text
from mediarel.text.damaged import cleaned
from mediarel.text.languages import UNDETERMINED
from mediarel.text.lines import spaced_once
from mediarel.text.tokens import is_unspaced

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediarel.dates.typed import DayOrder
    from mediarel.documents.found import DocumentText, Problem
    from mediarel.model.statement import Draft

OPTION = Origin("an option")
_OF_FILE = Origin("the file's data", Sureness.LIKELY)
_ANSWER = Origin("your answer")
_USUAL = Origin("the archive's usual one", Sureness.OPEN)
_DEFAULT = Origin("a default", Sureness.OPEN)
_FEWEST_WORDS = 3  # of a title
_NEAR = dt.timedelta(days=31)  # from the day of a release to that of its publication


class Usual(NamedTuple):
    """What stands where neither an option nor the document says it.

    `program` is None where the archive has none, or several to choose from. `language`
    is for a text whose language can't be detected.
    """

    type: str = DEFAULT_TYPE
    program: str | None = None
    language: str | None = None


class Proposal(NamedTuple):
    """The statement that a document would be.

    name       of the file
    fields     as JSON values; those that are empty may be missing
    origins    of each field that has a value, but of the text
    problems   what of it could not be read
    miscount   how many signatories it announces and names, where these differ
    pages      how many it has, where it has pages
    """

    name: str
    fields: dict[str, Any]
    origins: dict[str, Origin]
    problems: tuple[Problem, ...] = ()
    miscount: tuple[int, int] | None = None
    pages: int | None = None

    def missing(self) -> list[str]:
        """Return the options that would give what is required and not there."""
        absent = [
            f.option for f in FIELDS if f.required and not self.fields.get(f.name)
        ]
        if not (self.fields.get("title") or self.fields.get("text")):
            absent.append("--title or --text")
        return absent

    def answered(self, values: Mapping[str, Any]) -> Proposal:
        """Return the proposal with the `values` that a person has given to it."""
        origins = {name: _ANSWER for name, value in values.items() if value}
        return self._replace(
            fields={**self.fields, **values}, origins={**self.origins, **origins}
        )

    def of_no_file(self) -> Proposal:
        """Return the proposal as one of which there is no file to keep."""
        return self._replace(fields={**self.fields, "text_from": None})

    def draft(self) -> Draft:
        """Return it as a draft, without control characters.

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
    """Return what the document `name`, with what was `found` in it, would be.

    The fields that are `given` count before all else; then comes what the text says,
    then what the file says of itself, then what is `usual`. `order` is that of day and
    month where a date is in figures.
    """
    said = frozenset(given)
    values = {"text": found.text, **given}
    issuer = str(given.get("program") or usual.program or "")
    if found.title and "title" not in given and not _is_titled(found, issuer):
        values["title"] = found.title
        if "text" not in given:
            values["text"] = _below(found.title, found.text)
    read = read_document(values, said=said, order=order, issuer=issuer)
    fields = dict(read.fields)
    text = str(values["text"] or "")
    origins = origins_in_text(read, text)
    if fields.get("title") and "title" not in {*given, *read.read}:
        origins["title"] = _OF_FILE
    language = found.language and language_tag(found.language)
    own: dict[str, Any] = {"date": found.date, "language": language}
    own["sources"] = [found.source] if found.source else []
    text_date = date_of(text, order) if "date" not in given else ""
    if text_date and not _are_near(found.date, text_date):
        fields["date"] = text_date
        origins["date"] = origins.get("dated", Origin("its text", Sureness.LIKELY))
    for field, value in own.items():
        if value and not fields.get(field):
            fields[field], origins[field] = value, _OF_FILE
    if found.text and "text" not in given:
        is_read_off = bool(found.ocr_pages)
        fields["text_from"] = RECOGNISED if is_read_off else _named(name, found.pages)
    _fill(fields, origins, usual)
    origins.update((field, OPTION) for field, value in given.items() if value)
    return Proposal(name, fields, origins, found.problems, read.miscount, found.pages)


def _fill(fields: dict[str, Any], origins: dict[str, Origin], usual: Usual) -> None:
    """Put the `usual` values into `fields` that nothing else has filled."""
    if not fields.get("program") and usual.program:
        fields["program"], origins["program"] = usual.program, _USUAL
    if not fields.get("type"):
        fields["type"], origins["type"] = usual.type, _DEFAULT
    if usual.language and fields.get("language", UNDETERMINED) == UNDETERMINED:
        fields["language"], origins["language"] = usual.language, _DEFAULT


def _named(name: str, pages: int | None) -> str:
    """Return in words what a text was read from: `joint.pdf, page 1–2`."""
    if pages is None:
        return name
    return f"{name}, page 1" if pages == 1 else f"{name}, page 1–{pages}"


def _is_titled(found: DocumentText, issuer: str) -> bool:
    """Return whether the text has a title that counts before that of the file.

    A name on a letterhead doesn't, nor does a title that begins with that of the file.
    """
    read = read_document({"text": found.text}, issuer=issuer)
    own = str(read.fields.get("title") or "")
    is_name = len(own.split()) < _FEWEST_WORDS and not any(map(is_unspaced, own))
    return not is_name and not _is_begun_by(own, found.title or "")


def _is_begun_by(text: str, title: str) -> bool:
    return spaced_once(text).casefold().startswith(spaced_once(title).casefold())


def _below(title: str, text: str) -> str:
    """Return `text` without `title`, where it begins with that."""
    first, _, rest = text.partition("\n\n")
    is_title = spaced_once(first).casefold() == spaced_once(title).casefold()
    return rest if is_title and rest else text


def _are_near(own: str | None, printed: str) -> bool:
    """Tell whether the date of a file is that on which its text was published.

    A page that was moved, or a mail that was sent on, has a date of much later.
    """
    if own is None:
        return False
    days = [dt.date.fromisoformat(kept_date(each).first) for each in (own, printed)]
    return abs(days[0] - days[1]) <= _NEAR


def common_program(programs: Sequence[str]) -> str | None:
    """Return the one program of an archive, None where it has none or several."""
    return programs[0] if len(programs) == 1 else None
