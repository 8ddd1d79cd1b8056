"""RIS: references for collecting, with the attached files, as Zotero reads them.

A line for each value: a tag of two letters, two spaces, a hyphen, a space (the RIS
specification of 2012). No value holds a line break or two spaces side by side, so that
none is taken for a tag or for the end of a reference.

A statement is a report (`RPRT`) whose kind is `M3`, with its headline for a title where
it has none. A comma behind a name says that it is one name, and no person's. `PY` and
`DA` hold what is certain of the date; what is unsure of it, or lies between two, stands
in a note, and so do the signatories: `A2` would make editors of them. Attached files
are `L1`, pictures `L4`, where they go along. Zotero splits a tag at a semicolon, so
that a tag has ` / ` for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from mediarel.dates.edtf import Interval
from mediarel.formats.outward import FILES, IS_EXCERPT, USUAL, tell_lost
from mediarel.formats.references import is_unsure, known_figures, on_one_line, whole_tag
from mediarel.formats.utf8 import Utf8Writer
from mediarel.formats.writing import TOLD_FIELDS, once, told_of
from mediarel.release.headline import title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mediarel.dates.edtf import KeptDate
    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement

_HELD = (*USUAL, *TOLD_FIELDS, "place", "excerpt", "attachments")
_LINE_END = "\r\n"
_FILE_NAMES = "names of attached files"
_COMMAS = "issuers with a comma, which are taken for persons"
_UNSURE = "unsure dates"
_INTERVALS = "dates between two"


def write(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out`, with only one in memory at a time."""
    text = Utf8Writer(out)
    for statement in statements:
        lost = once(options.lost)
        _tell_lost(statement, lost)
        for tag, value in _lines(statement, options, lost):
            if line := on_one_line(value, lost):
                text.write(f"{tag}  - {line}{_LINE_END}")
        text.write(f"ER  - {_LINE_END}{_LINE_END}")


def _lines(
    statement: Statement, options: WriteOptions, lost: Callable[[str], object]
) -> Iterator[tuple[str, str]]:
    """Yield the tags of a reference and their values, but for the end."""
    yield "TY", "RPRT"
    yield "ID", statement.uuid
    yield "TI", title_of(statement)
    yield "AU", _one_name(statement.program, lost)
    yield from _dates(statement.date)
    yield "M3", statement.type
    yield "PB", statement.program
    yield "CY", statement.place or ""
    yield from (("KW", whole_tag(tag, ";", lost)) for tag in statement.tags)
    yield "LA", statement.language
    yield from (("UR", source) for source in statement.sources)
    yield from _files(statement, options, lost)
    yield from (("N1", note) for note in _notes(statement))
    yield "AB", statement.text or ""


def _one_name(name: str, lost: Callable[[str], object]) -> str:
    """Return `name` so that it is read as a whole, where that can be said."""
    name = on_one_line(name, lost)
    if "," not in name:
        return f"{name},"
    lost(_COMMAS)
    return name


def _dates(date: KeptDate) -> Iterator[tuple[str, str]]:
    """Yield the year, and what is certain of the date as YYYY/MM/DD/other."""
    known = known_figures(date)
    if known:
        year, *parts = (f"{figure:02}" for figure in known)
        month, day = [*parts, "", ""][:2]
        yield "PY", year.zfill(4)
        yield "DA", f"{year.zfill(4)}/{month}/{day}/"


def _files(
    statement: Statement, options: WriteOptions, lost: Callable[[str], object]
) -> Iterator[tuple[str, str]]:
    """Yield where the attached files lie that go along; tell `lost` of the others."""
    for attachment in statement.attachments:
        place = options.place_of(attachment)
        lost(_FILE_NAMES if place else FILES)
        if place:
            is_picture = attachment.media_type.startswith("image/")
            yield "L4" if is_picture else "L1", place


def _notes(statement: Statement) -> Iterator[str]:
    if is_unsure(statement.date) or isinstance(statement.date, Interval):
        yield f"Date: {statement.date.long()}"
    if statement.signatories:
        yield f"Signed by: {'; '.join(statement.signatories)}"
    if statement.excerpt:
        yield IS_EXCERPT
    yield from map(str, told_of(statement))


def _tell_lost(statement: Statement, lost: Callable[[str], object]) -> None:
    tell_lost(statement, _HELD, lost)
    if is_unsure(statement.date):
        lost(_UNSURE)
    if isinstance(statement.date, Interval):
        lost(_INTERVALS)
