"""Define the options for writing, the notes to readers, and statistics of an export.

Escape text for XML and HTML, and remove characters that XML or HTML can't hold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5

from mediarel.dates.edtf import KeptDate, PartialDate, kept_date
from mediarel.model.fields import GIVEN_FIELDS
from mediarel.model.parts import CORRECTION, DRAFT, WITHDRAWAL, WITHDRAWN
from mediarel.text import lines
from mediarel.text.lines import HARMFUL, NONCHARACTERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from mediarel.model.parts import Attachment, Note, Translation
    from mediarel.model.statement import Statement


# HTML text must not contain control characters or noncharacters, not even as
# references. Tabs and line feeds are allowed (HTML, 13.1.4).
NOT_IN_HTML = re.compile(f"[{lines.CONTROLS}{NONCHARACTERS}]")
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
CONTROLS = "control characters"  # name of the loss in reports
# Characters that XML does not allow (XML 1.0, 2.2), not even as references.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_NUMBERED = re.compile(f'[&<>"{HARMFUL}]')
_CHANGED = re.compile(f"{_NOT_IN_XML.pattern}|{_NUMBERED.pattern}")
Lost = Callable[[str], object]
"""A function that is called with the name of lost data, such as "tags"."""


class Elements:
    """Build the XML elements of a statement. Report lost characters to `lost`."""

    def __init__(self, lost: Lost) -> None:
        self._lost = lost

    def text(self, text: str) -> str:
        """Return `text` escaped for use in an element."""
        return xml_text(text, self._lost)

    def start(self, name: str, attributes: Mapping[str, str | None]) -> str:
        """Return the start tag of an element. Attributes that are None are left out."""
        given = (
            f' {key}="{attribute_text(value, self._lost)}"'
            for key, value in attributes.items()
            if value is not None
        )
        return f"<{name}{''.join(given)}>"

    def empty(self, name: str, attributes: Mapping[str, str | None]) -> str:
        """Return an element without content. Attributes that are None are left out."""
        return f"{self.start(name, attributes)[:-1]}/>"

    def of(
        self, name: str, text: str, attributes: Mapping[str, str | None] | None = None
    ) -> str:
        """Return an element with this name, text and attributes."""
        return f"{self.start(name, attributes or {})}{self.text(text)}</{name}>"


def xml_text(text: str, lost: Lost) -> str:
    """Return `text` escaped for use in an element or in a double-quoted attribute.

    Harmful invisible characters are replaced by references. Characters that XML can't
    hold are removed and reported to `lost`.
    """
    if not _CHANGED.search(text):
        return text
    kept = _NOT_IN_XML.sub("", text)
    if kept != text:
        lost(CONTROLS)
    return _NUMBERED.sub(_numbered, kept)


def attribute_text(text: str, lost: Lost) -> str:
    """Return `text` escaped for use in a double-quoted attribute.

    Tabs and line ends become references, because XML parsers would replace them with
    spaces (XML 1.0, 3.3.3).
    """
    return xml_text(text, lost).replace("\t", "&#x9;").replace("\n", "&#xA;")


def _numbered(found: re.Match[str]) -> str:
    return _MARKS.get(found[0]) or f"&#x{ord(found[0]):X};"


def html_text(text: str, lost: Lost) -> str:
    """Return `text` escaped for use in an element or in a double-quoted attribute.

    Harmful invisible characters are replaced by references. Characters that HTML can't
    hold are removed and reported to `lost`.
    """
    kept = NOT_IN_HTML.sub("", text)
    if kept != text:
        lost(CONTROLS)
    return xml_text(kept, lost)


USUAL = (
    *("date", "program", "type", "title", "text", "signatories", "tags", "language"),
    "sources",
)
"""The fields that every format for the public can write."""
IS_EXCERPT = "The text is an excerpt."
# Names of losses in reports.
PRIVATE = "private files"
FILES = "attachments"
ORIGINALS = "links from translations to originals"
# Names of lost fields in reports, if they differ from the names of the fields.
LOST_AS = {
    "place": "places",
    "dateline": "datelines",
    "dated": "dates of datelines",
    "archived": "copies in web archives",
    "gone": "marks of sources that are gone",
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
_NAMESPACE = UUID("5b0f2a57-6f2c-4c55-9f5e-0d6c7b1f3a48")  # for `identity_of`
NOTE_FIELDS = ("status", "notes")
"""The fields that `reader_notes` describes in sentences."""
READABLE = (
    *(*USUAL, *NOTE_FIELDS, "place", "dateline", "dated", "excerpt", "text_from"),
    *("translation_of", "replaces", "attachments", "merged"),
)
"""The fields of formats that people read, such as HTML."""
_WITHDRAWN = "This statement was withdrawn."
_DRAFT = "This is an unpublished draft."
_HEADS = {CORRECTION: "Corrected on", WITHDRAWAL: "Withdrawn on"}
USUAL_NAME = "Media Releases"  # title of an export if the archive has no name


class ReaderNote(NamedTuple):
    """A note to readers, which is shown above the text of a statement.

    `head` names the event and its date: "Corrected on 3 May 2012". `text` is the
    reason.
    """

    head: str
    text: str

    def __str__(self) -> str:
        """Return the note as one text."""
        return f"{self.head}: {self.text}" if self.text else self.head


class Series:
    """Statistics of the exported statements: number, years, issuers and languages."""

    def __init__(self) -> None:
        self.count = 0
        self.changed = ""
        self.programs: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self._first = ""
        self._last = ""

    def take(self, statement: Statement) -> None:
        """Add a statement to the statistics."""
        self.count += 1
        self.changed = max(self.changed, statement.modified)
        self.programs[statement.program] += 1
        self.languages[statement.language] += 1
        for year in (day[:4] for day in statement.date.days if day):
            self._first = min(self._first or year, year)
            self._last = max(self._last, year)

    @property
    def years(self) -> list[str]:
        """The first and the last year. If they are equal, only this year."""
        return list(dict.fromkeys(filter(None, (self._first, self._last))))


def ignore_loss(_what: str) -> None:
    """Do nothing.

    Use this function as `lost` if losses need not be reported.
    """


def unknown(_of: object) -> None:
    """Return None. This is the default of `place_of` and `page_of`."""


class WriteOptions(NamedTuple):
    """Options for writing a file. Each format uses only some of the options."""

    raw: bool = False
    """True to add no guards (`cell_writing.py`). A spreadsheet may then run cells."""
    bom: bool = True
    """True to begin with a byte order mark, so that Excel recognises UTF-8."""
    name: str = ""
    """The name of the archive, for formats that have a title."""
    identity: str = ""
    """The UUID of the output. Outputs of the same query have the same UUID."""
    changed: str = ""
    """The time of the last change to the archive, as RFC 3339 in UTC."""
    lost: Lost = ignore_loss
    """A function that is called with the name of lost data, such as "tags".

    A format calls this function once for each statement and each loss.
    """
    translations: Callable[[Statement], Sequence[Translation]] = lambda _statement: ()
    """A function that returns the known translations of a statement."""
    place_of: Callable[[Attachment], str | None] = unknown
    """A function that returns the path of an attached file, relative to the output.

    The path has `/` as separator. If the file is not exported, the function returns
    None.
    """
    page_of: Callable[[Statement], str | None] = unknown
    """A function that returns the URL of a statement's page, or None."""
    place: str = ""
    """The URL of the output, or "" if it is not published."""
    home: str = ""
    """The URL of the page that lists all exported statements, or "" if none."""


def once(lost: Lost) -> Callable[[str], None]:
    """Return a function that calls `lost`, but only once for each kind of loss."""
    if lost is ignore_loss:
        return ignore_loss
    reported: set[str] = set()

    def notify(what: str) -> None:
        if what not in reported:
            reported.add(what)
            lost(what)

    return notify


def reader_notes(statement: Statement) -> Iterator[ReaderNote]:
    """Yield the notes to readers about a statement, in chronological order."""
    if statement.status == DRAFT:
        yield ReaderNote(_DRAFT, "")
    yield from map(reader_note, statement.notes)
    kinds = {each.kind for each in statement.notes}
    if statement.status == WITHDRAWN and WITHDRAWAL not in kinds:
        yield ReaderNote(_WITHDRAWN, "")


def reader_note(note: Note) -> ReaderNote:
    """Return a note as readers see it. Its day is written in words."""
    return ReaderNote(
        f"{_HEADS[note.kind]} {kept_date(note.at[:10]).long()}", note.text
    )


def identity_of(*said: str) -> str:
    """Return a UUID made from these strings.

    Equal strings give equal UUIDs (RFC 9562, 5.5).
    """
    # The words of a command may be invalid UTF-8.
    name = "\0".join(said).encode(errors="backslashreplace").decode()
    return str(uuid5(_NAMESPACE, name))


def published(date: KeptDate) -> str | None:
    """Return the time of publication for a date: noon of that day in UTC, as RFC 3339.

    Midnight would be the day before in the Americas. Returns None if the date is not a
    whole, certain day.
    """
    if isinstance(date, PartialDate) and date.day and not date.qualifier:
        return f"{date}T12:00:00Z"
    return None


def urn(uuid: str) -> str:
    """Return a statement's UUID as a URN (RFC 9562, 4)."""
    return f"{URN}{uuid}"


def public_files(statement: Statement, lost: Lost) -> list[Attachment]:
    """Return the attachments that are not private.

    Report private attachments to `lost`.
    """
    public = [each for each in statement.attachments if not each.private]
    if len(public) < len(statement.attachments):
        lost(PRIVATE)
    return public


def unknown_original(
    statement: Statement, translations: Sequence[Translation]
) -> str | None:
    """Return the UUID of the original if the archive does not have the original.

    The archive has the original if it is in `translations`, or if it was merged into a
    statement in `translations`. In this case, return None.
    """
    original = statement.translation_of
    known = {uuid for each in translations for uuid in (each.uuid, *each.merged)}
    return None if original in known else original


def dateline_apart(statement: Statement) -> str | None:
    """Return the dateline, or None if the text contains the dateline."""
    dateline = statement.dateline
    return None if dateline is None or dateline in (statement.text or "") else dateline


def dated_apart(statement: Statement) -> str | None:
    """Return the dateline's date (EDTF), or None if it is the statement's date."""
    dated = statement.dated
    return None if dated is None or dated == statement.date else str(dated)


def losses(
    statement: Statement, held: Collection[str], options: WriteOptions
) -> Callable[[str], None]:
    """Report each field that has a value but is not in `held`.

    Return a function that reports another loss of the statement, but only once.

    A dateline is not lost if the text contains it. The date of the dateline is not lost
    if it equals the statement's date, or if the dateline contains digits. Fields that
    an archive sets, such as times, are not reported.
    """
    lost = once(options.lost)
    for name in () if lost is ignore_loss else GIVEN_FIELDS:
        if name not in held and _said_nowhere(statement, name, held):
            lost(LOST_AS.get(name, name))
    return lost


def _said_nowhere(statement: Statement, name: str, held: Collection[str]) -> object:
    """Return the value that is lost if the field `name` is not in the output.

    Return None if the field is empty, or if a field of the output shows the value.
    `held` has the names of the fields in the output.
    """
    if name == "dateline":
        return dateline_apart(statement)
    if name == "dated":
        is_held = "dateline" in held or dateline_apart(statement) is None
        printed = statement.dateline if is_held else None
        return None if _FIGURE.search(printed or "") else dated_apart(statement)
    return getattr(statement, name)
