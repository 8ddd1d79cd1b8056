"""Read the statements of a different archive. The statements get new IDs.

The archive's file is parsed as JSON, and the archive is not locked or migrated. A
backup can be read too. Attachments are read from the folder `files` next to the file.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from mediarel import errors
from mediarel.formats.encoding import text_of
from mediarel.formats.entries import Entry, EntryOrError, Reading, ReadOptions
from mediarel.formats.json_syntax import Item, check_syntax
from mediarel.formats.recognising import is_archive
from mediarel.formats.table import STANDARD_INPUT
from mediarel.model.digests import fits_checksum
from mediarel.model.fields import ALL_FIELDS, EARLIER_NAMES, GIVEN_FIELDS

# The newest format version of a store. A test compares this number with the store's.
FORM = 5

_STATEMENTS, _ABOUT, _CHECKSUMS = "statements", "archive", "checksums"
_KNOWN = frozenset((*ALL_FIELDS, *EARLIER_NAMES))
_ALL = frozenset(GIVEN_FIELDS)
_EMPTY = dict.fromkeys(GIVEN_FIELDS)
_LONGEST_ID = 20  # digits


def sniff(start: bytes) -> bool:
    """Return whether a file that begins with `start` is an archive."""
    return is_archive(start)


def read(data: bytes, source: str, options: ReadOptions) -> Reading:
    """Return the statements in the archive `data`. They keep their UUIDs.

    Raises UnreadableInputError if the archive is damaged. Raises NewerArchiveError if
    the format version is unknown.
    """
    tables = _parsed(data, source, options)
    about = tables[_ABOUT].get("1")
    said = about if isinstance(about, dict) else {}
    _refuse_newer(said.get("form", 1), tables[_STATEMENTS], source)
    name = said.get("name")
    return Reading(
        _entries(tables, source),
        pattern="the statements of an archive",
        site=name if isinstance(name, str) else None,
    )


def _parsed(data: bytes, source: str, options: ReadOptions) -> dict[str, Any]:
    try:
        tables = check_syntax(text_of(data, options.encoding, source), source)
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
    return tables


def _entries(tables: dict[str, Any], source: str) -> Iterator[EntryOrError]:
    """Yield an entry for each statement in `tables`.

    The `line` of the entry is the ID of the statement.
    """
    sums: dict[str, str] = {}  # the checksums of all blocks, by ID
    for block in tables[_CHECKSUMS].values():
        sums.update(block if isinstance(block, dict) else {})
    for number, fields in tables[_STATEMENTS].items():
        is_id = number.isdecimal() and len(number) <= _LONGEST_ID
        place = Item(number) if is_id else None
        if not isinstance(fields, dict):
            name = errors.shorten(number, _LONGEST_ID)
            yield _damaged(source, None, f"statement {name} is not a record")
        elif not _fits(fields, sums.get(number)):
            hint = errors.Hint("Check the archive: ", _command("check", source))
            reason = "does not match its checksum"
            yield errors.UnreadableInputError(source, place, reason, hint)
        else:
            # A record leaves out fields that are empty.
            yield Entry({**_EMPTY, **fields}, place, said=_ALL)


def _fits(fields: Mapping[str, object], kept: str | None) -> bool:
    """Return True if a record matches its checksum, or has no checksum."""
    if kept is None:
        return True
    try:
        return fits_checksum(fields, kept)
    except UnicodeEncodeError:  # a lone surrogate
        return False


def _command(name: str, source: str) -> errors.Command:
    """Return the command `name` for the archive `source`: `NAME --archive SOURCE`."""
    file = "FILE" if source == STANDARD_INPUT else source
    return errors.Command(name, "--archive", file)


def _refuse_newer(form: object, statements: dict[str, Any], source: str) -> None:
    """Raise NewerArchiveError if the format version is newer or a field is unknown."""
    if type(form) is int and form > FORM:
        raise errors.NewerArchiveError(
            f"{source} was made by a newer mediarel (format version {form}; "
            f"this one supports {FORM})"
        )
    for number, record in statements.items():
        unknown = set(record) - _KNOWN if isinstance(record, dict) else set()
        if unknown:
            name = errors.shorten(number, _LONGEST_ID)
            raise errors.NewerArchiveError(
                f"{source}: statement {name} has the field "
                f"{errors.shorten(min(unknown))!r}, "
                "which only a newer mediarel supports"
            )


def _damaged(source: str, line: int | None, reason: str) -> errors.UnreadableInputError:
    return errors.UnreadableInputError(
        source,
        line,
        f"the archive is damaged: {reason}",
        errors.Hint("Repair the archive, then import it: ", _command("repair", source)),
    )
