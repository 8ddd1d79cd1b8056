"""Read the statements of a different archive, which get new IDs.

The file is read as JSON, so nothing in that archive is opened, locked or migrated. A
backup is an archive too. Attachments are read from the folder `files/` next to the
archive.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.errors import (
    Command,
    Hint,
    NewerArchiveError,
    Placeholder,
    UnreadableInputError,
    shorten,
)
from mediarel.formats.encoding import text_of
from mediarel.formats.entries import Entry, Reading
from mediarel.formats.json_syntax import check_syntax, members, read_object, start_of
from mediarel.formats.recognising import is_archive
from mediarel.formats.table import STANDARD_INPUT
from mediarel.model.archive_settings import organisations_in
from mediarel.model.fields import ALL_FIELDS, EARLIER_NAMES, GIVEN_FIELDS
from mediarel.model.statement import fingerprint, fingerprint_of_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mediarel.formats.entries import ReadOptions
    from mediarel.model.archive_settings import Organisations


# The newest format version of a store; a test compares it with the store.
FORM = 4

_STATEMENTS, _ABOUT, _CHECKSUMS = "statements", "archive", "checksums"
_KNOWN = frozenset((*ALL_FIELDS, *EARLIER_NAMES))
_ALL = frozenset(GIVEN_FIELDS)
_OBJECT = re.compile(r"\{")


class _Found(NamedTuple):
    """The content of an archive: its text and its parsed tables."""

    text: str
    tables: dict[str, Any]
    source: str


def sniff(start: bytes) -> bool:
    """Return whether data that begins with `start` has the tables of an archive."""
    return is_archive(start)


def read(data: bytes, source: str, options: ReadOptions) -> Reading:
    """Return the statements in the archive `data`; each keeps its UUID.

    Raises UnreadableInputError if the archive is damaged, NewerArchiveError if its
    format version is unknown.
    """
    found = _found(data, source, options)
    _refuse_newer(found)
    said = _about(found)
    name = said.get("name")
    return Reading(
        _entries(found),
        pattern="the statements of an archive",
        site=name if isinstance(name, str) else None,
        notes=tuple(_names_left(organisations_in(said.get("organisations")))),
    )


def _names_left(organisations: Organisations) -> Iterator[Hint]:
    """Yield a note on joined names of organisations, which are not imported.

    This archive may have joined them differently.
    """
    if organisations:
        number = len(organisations)
        word = "organisation" if number == 1 else "organisations"
        join = Command("signatories", "merge", *organisations[0])
        yield Hint(
            f"The merged names of {number:,} {word} are not imported. To merge the "
            "first: ",
            join,
        )


def _found(data: bytes, source: str, options: ReadOptions) -> _Found:
    try:
        text = text_of(data, options.encoding, source)
        tables = check_syntax(text, source)
    except UnreadableInputError as error:
        raise _damaged(source, error.line, error.reason) from error
    if not isinstance(tables, dict):
        raise UnreadableInputError(
            source, None, "is not an archive", "Use the archive's statements.json."
        )
    for name in (_STATEMENTS, _ABOUT, _CHECKSUMS):
        if not isinstance(tables.setdefault(name, {}), dict):
            raise _damaged(source, None, f"{name!r} is not a table")
    return _Found(text, tables, source)


def _entries(found: _Found) -> Iterator[Entry | UnreadableInputError]:
    """Yield an entry for each record of the table of statements, with its line."""
    if not found.tables[_STATEMENTS]:
        return
    sums = _checksums(found)
    line, counted = 1, 0
    for number, start in members(found.text, start_of(found.text, (_STATEMENTS,))):
        line += found.text.count("\n", counted, start)
        counted = start
        name = f"statement {shorten(number, 20)}: "
        if not _OBJECT.match(found.text, start):
            yield _damaged(found.source, line, f"{name}it is not a record")
            continue
        entry, _ = read_object(found.text, start, found.source, line, name)
        if isinstance(entry, UnreadableInputError):
            yield entry
        elif not _fits(entry.fields, sums.get(number)):
            yield UnreadableInputError(
                found.source,
                line,
                f"{name}the record does not match its checksum",
                Hint("Check the archive: ", _command("check", found.source)),
            )
        else:
            yield entry._replace(said=_ALL)


def _checksums(found: _Found) -> dict[str, str]:
    """Return the checksums of the records by ID; they are stored in blocks."""
    sums: dict[str, str] = {}
    for block in found.tables[_CHECKSUMS].values():
        if isinstance(block, dict):
            sums.update(block)
    return sums


def _fits(fields: Mapping[str, object], kept: str | None) -> bool:
    """Return whether a record matches its checksum."""
    if kept is None:
        return True
    try:
        return kept in {fingerprint(fields), fingerprint_of_all(fields)}
    except UnicodeEncodeError:  # half of a pair of surrogates
        return False


def _command(name: str, source: str) -> Command:
    """Return a command about the archive in the file `source`."""
    file = Placeholder("FILE") if source == STANDARD_INPUT else source
    return Command(name, "--archive", file)


def _about(found: _Found) -> dict[str, Any]:
    said = found.tables[_ABOUT].get("1")
    return said if isinstance(said, dict) else {}


def _refuse_newer(found: _Found) -> None:
    """Raise NewerArchiveError for a newer format version or an unknown field."""
    form = _about(found).get("form", 1)
    if type(form) is int and form > FORM:
        raise NewerArchiveError(
            f"{found.source} was made by a newer mediarel (form {form}; this one knows "
            f"{FORM})"
        )
    for number, record in found.tables[_STATEMENTS].items():
        unknown = set(record) - _KNOWN if isinstance(record, dict) else set()
        if unknown:
            raise NewerArchiveError(
                f"{found.source}: statement {shorten(number, 20)} has the field "
                f"{shorten(min(unknown))!r}, which only a newer mediarel knows"
            )


def _damaged(source: str, line: int | None, reason: str) -> UnreadableInputError:
    return UnreadableInputError(
        source,
        line,
        f"the archive is damaged: {reason}",
        Hint("Repair it, then import it: ", _command("repair", source)),
    )
