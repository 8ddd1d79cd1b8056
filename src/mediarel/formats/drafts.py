"""Make drafts from the entries that a format has read."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from mediarel import errors
from mediarel.dates.typed import DayOrder
from mediarel.formats.entries import Entry, EntryOrError, Reading, with_headline
from mediarel.model.damage import Damage, taken_in
from mediarel.model.fields import GIVEN_FIELDS
from mediarel.model.readers import normalised
from mediarel.model.statement import DEFAULT_TYPE, Draft, read_draft, renewed
from mediarel.release.document import Document, read_document
from mediarel.release.kinds import kind_in_title

SAY_WHO = "Add --issuer NAME."


class Filling(NamedTuple):
    """Values for the fields that a source does not have, and options for making drafts.

    If `fix_text` is True, damaged characters are repaired when the repair is certain.
    `order` is the order of day and month in numeric dates in the texts.
    """

    program: str | None = None
    type: str = DEFAULT_TYPE
    fix_text: bool = False
    order: DayOrder | None = None
    language: str | None = None
    """The language of a text if the language can't be detected."""
    is_exact: bool = False
    """True if control characters in the data of an archive are kept."""
    issuer: str | None = None
    """An issuer for all entries. It replaces the issuer that was found on a page."""


_USUAL = Filling(is_exact=True)
_EVERY_FIELD = frozenset(GIVEN_FIELDS)


class Taken(NamedTuple):
    """A draft made from an entry.

    `said` are the fields that the source sets: an update changes only these fields.
    `line` is the position in the source. `is_untyped` is True if the source has no
    type.
    """

    draft: Draft
    said: frozenset[str]
    source: str
    line: int | None = None
    is_untyped: bool = False
    damage: tuple[Damage, ...] = ()
    """The damaged characters in the draft, including repaired characters."""
    miscount: tuple[int, int] | None = None
    """The announced and the actual number of signatories, if the numbers differ."""
    normalised: tuple[tuple[str, str, str], ...] = ()
    """The fields whose value was normalised: name, old value and new value."""
    captures: Mapping[str, Mapping[str, str]] = {}
    """Fields of different versions of the page, by time of capture."""


def all_drafts(reading: Reading, source: str) -> list[Draft]:
    """Return the drafts of all entries, oldest first.

    Raises UnreadableInputError if an entry was refused.
    """
    found = []
    for each in taken(reading, source):
        if isinstance(each, errors.UnreadableInputError):
            raise each
        found.append(each.draft)
    return sorted(found, key=lambda draft: draft.date.first)


def taken(
    reading: Reading, source: str, filling: Filling = _USUAL
) -> Iterator[Taken | errors.UnreadableInputError]:
    """Return an iterator over the drafts of the entries.

    It yields an error for each refused entry.
    """
    return (taken_from(entry, source, filling) for entry in reading.entries)


def taken_from(
    entry: EntryOrError, source: str, filling: Filling
) -> Taken | errors.UnreadableInputError:
    """Return the draft of an entry. Return an error if the entry is not valid."""
    if isinstance(entry, errors.UnreadableInputError):
        return entry
    said = renewed(entry.fields)
    is_exact = filling.is_exact and bool(entry.said)
    fields, damage = taken_in(said, fix_text=filling.fix_text, is_exact=is_exact)
    changed = tuple(normalised(fields))
    fields.update((name, value) for name, _, value in changed)
    # Only a statement from an archive can set a field to empty.
    given = tuple(n for n, value in fields.items() if value or n in entry.said)
    if filling.issuer or not fields.get("program"):
        fields["program"] = filling.issuer or filling.program
    try:
        document = _document(fields, entry, filling)
        draft = read_draft(
            document.fields,
            default_type=filling.type,
            default_language=None if entry.said else filling.language,
        )
    except errors.InvalidFieldError as error:
        problem = with_headline(error.problem, fields)
        hint = SAY_WHO if error.field == "program" else error.hint
        return errors.UnreadableInputError(source, entry.line, problem, hint)
    return Taken(
        draft,
        _as_set(given),
        source,
        entry.line,
        is_untyped=not document.fields.get("type"),
        damage=tuple(damage),
        miscount=document.miscount,
        normalised=changed,
    )


@lru_cache(maxsize=1024)
def _as_set(names: tuple[str, ...]) -> frozenset[str]:
    """Return `names` as a set. Equal sets are stored only once, to save memory."""
    return frozenset(names)


def _document(fields: dict[str, object], entry: Entry, filling: Filling) -> Document:
    """Fill in missing fields from the text or the title. Return the result."""
    if entry.reads_text and not entry.said >= _EVERY_FIELD:
        return read_document(fields, said=entry.said, order=filling.order)
    title = fields.get("title")
    if isinstance(title, str) and not fields.get("type") and "type" not in entry.said:
        fields["type"] = kind_in_title(title)
    return Document(fields)
