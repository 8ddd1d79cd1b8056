"""Read the statements of a different archive; they get new IDs.

The file is read as JSON, so nothing in that archive is opened, locked or migrated. A
backup is an archive too. Attachments are read from the folder `files/` next to the
archive.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mediarel import errors
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


def sniff(start: bytes) -> bool:
    """Return whether data that begins with `start` has the tables of an archive."""
    return is_archive(start)


def read(data: bytes, source: str, options: ReadOptions) -> Reading:
    """Return the statements in the archive `data`; each keeps its UUID.

    Raises UnreadableInputError if the archive is damaged, NewerArchiveError if its
    format version is unknown.
    """
    text, tables = _parsed(data, source, options)
    about = tables[_ABOUT].get("1")
    said = about if isinstance(about, dict) else {}
    _refuse_newer(said.get("form", 1), tables[_STATEMENTS], source)
    name = said.get("name")
    return Reading(
        _entries(text, tables, source),
        pattern="the statements of an archive",
        site=name if isinstance(name, str) else None,
        notes=tuple(_names_left(organisations_in(said.get("organisations")))),
    )


def _names_left(organisations: Organisations) -> Iterator[errors.Hint]:
    """Yield a note that the merged names of organisations are not imported.

    The importing archive may have merged the names differently.
    """
    if organisations:
        number = len(organisations)
        word = "organisation" if number == 1 else "organisations"
        join = errors.Command("signatories", "merge", *organisations[0])
        yield errors.Hint(
            f"The merged names of {number:,} {word} are not imported. To merge the "
            "names of the first: ",
            join,
        )


def _parsed(
    data: bytes, source: str, options: ReadOptions
) -> tuple[str, dict[str, Any]]:
    """Return the text of an archive, and its parsed tables."""
    try:
        text = text_of(data, options.encoding, source)
        tables = check_syntax(text, source)
    except errors.UnreadableInputError as error:
        raise _damaged(source, error.line, error.reason) from error
    if not isinstance(tables, dict):
        raise errors.UnreadableInputError(
            source,
            None,
            "is not an archive",
            "Use the file statements.json of an archive.",
        )
    for name in (_STATEMENTS, _ABOUT, _CHECKSUMS):
        if not isinstance(tables.setdefault(name, {}), dict):
            raise _damaged(source, None, f"{name!r} is not a table")
    return text, tables


def _entries(
    text: str, tables: dict[str, Any], source: str
) -> Iterator[Entry | errors.UnreadableInputError]:
    """Yield an entry for each record of the table of statements, with its line."""
    if not tables[_STATEMENTS]:
        return
    sums: dict[str, str] = {}  # by ID; they are stored in blocks
    for block in tables[_CHECKSUMS].values():
        sums.update(block if isinstance(block, dict) else {})
    line, counted = 1, 0
    for number, start in members(text, start_of(text, (_STATEMENTS,))):
        line += text.count("\n", counted, start)
        counted = start
        name = f"statement {errors.shorten(number, 20)}"
        if not _OBJECT.match(text, start):
            yield _damaged(source, line, f"{name} is not a record")
            continue
        entry, _ = read_object(text, start, source, line, f"{name}: ")
        if isinstance(entry, errors.UnreadableInputError):
            yield entry
        elif not _fits(entry.fields, sums.get(number)):
            reason = f"{name} does not match its checksum"
            hint = errors.Hint("Check the archive: ", _command("check", source))
            yield errors.UnreadableInputError(source, line, reason, hint)
        else:
            yield entry._replace(said=_ALL)


def _fits(fields: Mapping[str, object], kept: str | None) -> bool:
    """Return whether a record matches its checksum."""
    if kept is None:
        return True
    try:
        return kept in {fingerprint(fields), fingerprint_of_all(fields)}
    except UnicodeEncodeError:  # half of a pair of surrogates
        return False


def _command(name: str, source: str) -> errors.Command:
    """Return a command about the archive in the file `source`."""
    file = errors.Placeholder("FILE") if source == STANDARD_INPUT else source
    return errors.Command(name, "--archive", file)


def _refuse_newer(form: object, statements: dict[str, Any], source: str) -> None:
    """Raise NewerArchiveError for a newer format version or an unknown field."""
    if type(form) is int and form > FORM:
        raise errors.NewerArchiveError(
            f"{source} was made by a newer mediarel (format version {form}; "
            f"this one supports {FORM})"
        )
    for number, record in statements.items():
        unknown = set(record) - _KNOWN if isinstance(record, dict) else set()
        if unknown:
            raise errors.NewerArchiveError(
                f"{source}: statement {errors.shorten(number, 20)} has the field "
                f"{errors.shorten(min(unknown))!r}, "
                "which only a newer mediarel supports"
            )


def _damaged(source: str, line: int | None, reason: str) -> errors.UnreadableInputError:
    return errors.UnreadableInputError(
        source,
        line,
        f"the archive is damaged: {reason}",
        errors.Hint("Repair it, then import it: ", _command("repair", source)),
    )
