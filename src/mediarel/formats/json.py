"""Read and write JSON (RFC 8259) and JSON Lines (jsonlines.org).

Each statement is an object. In files of other programs, keys are mapped to fields like
the columns of a table. For an object inside an object, the two keys are joined:
`title.rendered`. This name also works in `--map`. Numbers are read as text. A list
may also be written as one text, like a list in the cell of a table: `"land; water"`.

The file of a different archive, or a backup, is read too. It is not locked or migrated.
The statements get new IDs. Attachments are read from the folder `files` next to the
file.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from math import isfinite
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, BinaryIO

from mediarel import errors
from mediarel.formats import json_syntax
from mediarel.formats.cells import (
    DATES,
    FOREIGN,
    DateCell,
    complete,
    date_reader,
    with_dates,
)
from mediarel.formats.encoding import beginning, is_archive, text_of
from mediarel.formats.entries import Entry, EntryOrError, Reading, ReadOptions
from mediarel.formats.json_syntax import Item, check_syntax
from mediarel.formats.table import STANDARD_INPUT
from mediarel.formats.table_columns import Columns, columns_of, fits
from mediarel.model.digests import fits_checksum
from mediarel.model.fields import ALL_FIELDS, EARLIER_NAMES, GIVEN_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement


# Not JSON: a text that begins with "[Press Release]".
_IS_JSON = re.compile(r"\s*(?:\[(?!\s*[^\W\d_])|\{[^\S\n]*\n)")
_DEEPEST = 5  # levels of nested objects


def write(
    statements: Iterable[Statement], out: BinaryIO, _options: WriteOptions
) -> None:
    """Write `statements` to `out`. Only one statement is in memory at a time."""
    json_syntax.write_list((statement.to_json() for statement in statements), out)


def sniff(start: bytes) -> bool:
    """Return whether a file that begins with `start` may be JSON: a list or an object.

    An object on one line does not count, because it may be the first line of JSON
    Lines.
    """
    text = beginning(start)
    return _IS_JSON.match(text) is not None and not json_syntax.is_json_feed(text)


def read(data: bytes, source: str, options: ReadOptions) -> Reading:
    """Return the statements in `data`: a list, or an object with exactly one list.

    Raises UnreadableInputError.
    """
    value = json_syntax.check_syntax(text_of(data, options.encoding, source), source)
    statements = _statements_in(value, source)
    return read_objects(
        lambda: json_syntax.entries_of(statements, source), source, options
    )


def _statements_in(value: object, source: str) -> list[object]:
    """Return the list of statements in parsed JSON.

    Raises UnreadableInputError.
    """
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        reason = "is not a list of statements"
        hint = "Put the objects between [ and ], with commas between them."
        raise errors.UnreadableInputError(source, None, reason, hint)
    found = {} if fits([*value]) else dict(_lists_in(value))
    if len(found) > 1:
        shown = ", ".join(".".join(path) for path in found)
        raise errors.UnreadableInputError(
            source,
            None,
            f"has several lists of objects: {errors.shorten(shown)}",
            "Use a file with only the list of statements.",
        )
    return next(iter(found.values()), [value])


def _lists_in(
    value: object, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], list[object]]]:
    """Yield each list of objects in `value`, with the keys that lead to the list."""
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        yield path, value
    elif isinstance(value, dict) and len(path) < _DEEPEST:
        for key, inner in value.items():
            yield from _lists_in(inner, (*path, key))


def write_lines(
    statements: Iterable[Statement], out: BinaryIO, _options: WriteOptions
) -> None:
    """Write `statements` to `out`, one per line."""
    out.writelines(
        f"{json_syntax.encode(each.to_json())}\n".encode() for each in statements
    )


def sniff_lines(start: bytes) -> bool:
    """Return whether a file that begins with `start` can be JSON Lines."""
    text = beginning(start)
    is_object = text.lstrip().startswith("{")
    return is_object and not (sniff(start) or json_syntax.is_json_feed(text))


def read_lines(data: bytes, source: str, options: ReadOptions) -> Reading:
    """Return the statements in `data`. Blank lines are ignored.

    A line that is not valid JSON becomes a refused entry. Raises UnreadableInputError.
    """
    text = text_of(data, options.encoding, source)
    if _is_one_object(text):
        return read(data, source, options)
    return read_objects(lambda: _entries_on_lines(text, source), source, options)


def _is_one_object(text: str) -> bool:
    """Return True if `text` has one line, which is an object with a list of objects."""
    if "\n" in text.strip():
        return False
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and not fits([*value]) and any(_lists_in(value))


def _entries_on_lines(text: str, source: str) -> Iterator[EntryOrError]:
    # Only a line feed ends a line, because a string may contain other line ends.
    for number, line in enumerate(io.StringIO(text, newline="\n"), start=1):
        if line.strip():
            try:
                value = json_syntax.check_syntax(line.strip("\r\n"), source, number)
            except errors.UnreadableInputError as error:
                yield error
            else:
                yield json_syntax.entry_of(value, source, number)


def read_objects(
    found: Callable[[], Iterable[EntryOrError]],
    source: str,
    options: ReadOptions,
) -> Reading:
    """Convert the keys and values of objects to fields. Return the entries.

    `found` is a function that yields all objects. The function is called several times.
    Raises UnreadableInputError.
    """
    names: dict[str, None] = {}
    first_error = None
    for each in found():
        if isinstance(each, Entry):
            names.update(dict.fromkeys(_flat(each.fields)))
        else:
            first_error = first_error or each
    if not names:
        if first_error is not None:
            raise first_error
        return Reading(())
    columns = columns_of((None, list(names)), options.columns, source, word="key")
    fields = dict(zip(names, columns.fields, strict=True))

    dates = partial(_date_cells, found, fields)
    is_export = columns.is_ours and all(name == key for name, key in fields.items())
    read_date = date_reader(dates, source, options.order)

    def entry(each: EntryOrError) -> EntryOrError:
        if not isinstance(each, Entry) or (each.said and is_export):
            return each
        try:
            return each._replace(
                fields=_values(each.fields, columns, fields, read_date)
            )
        except errors.InvalidFieldError as error:
            reason, hint = error.problem, error.hint
            return errors.UnreadableInputError(source, each.line, reason, hint)

    entries = map(entry, found())
    return Reading(
        with_dates(entries, source, undated=options.undated),
        columns.pattern,
        notes=columns.notes,
    )


def _date_cells(
    found: Callable[[], Iterable[EntryOrError]],
    fields: Mapping[str, str | None],
) -> Iterator[DateCell]:
    """Yield the values of date fields in the objects."""
    for each in found():
        if isinstance(each, Entry):
            values = _flat(each.fields).items()
            cells = (_plain(value) for key, value in values if fields[key] in DATES)
            yield from (DateCell(c, each.line) for c in cells if isinstance(c, str))


def _values(
    given: Mapping[str, object],
    columns: Columns,
    fields: Mapping[str, str | None],
    read_date: Callable[[str, str], str],
) -> dict[str, object]:
    """Map the keys of an object to fields. Return the fields with their values."""
    said: dict[str, object] = {}
    # Some programs write an empty list for a missing value.
    empty: tuple[object, ...] = (None, "", *(() if columns.is_ours else ([], {})))
    for key, value in _flat(given).items():
        field = fields[key]
        if field in EARLIER_NAMES and isinstance(value, list):
            field = EARLIER_NAMES[field]
        if not field:
            continue
        if value in empty:
            said.setdefault(field, None)
            continue
        plain = _plain(value)
        if isinstance(plain, list):
            said[field] = [_plain(item) for item in plain]
        elif isinstance(plain, str) and field in DATES:
            said[field] = read_date(field, plain)
        elif isinstance(plain, str) and not columns.is_ours:
            said[field] = FOREIGN.get(field, str)(plain)
        else:
            said[field] = plain
    complete(said, is_ours=columns.is_ours, is_excerpt=columns.is_excerpt)
    return said


def _plain(value: object) -> object:
    """Return a number as text, and any other value unchanged."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    is_endless = isinstance(value, float) and not isfinite(value)
    return str(value) if is_number and not is_endless else value


def _flat(fields: Mapping[str, object]) -> Mapping[str, object]:
    """Return `fields` with nested objects flattened.

    Keys are joined: `title.rendered`.
    """
    if not any(isinstance(value, dict) for value in fields.values()):
        return fields
    flat: dict[str, object] = {}
    for key, value in fields.items():
        _flatten(key, value, _DEEPEST, flat)
    return flat


def _flatten(key: str, value: object, depth: int, flat: dict[str, object]) -> None:
    if isinstance(value, dict) and value and depth:
        for name, inner in value.items():
            _flatten(f"{key}.{name}", inner, depth - 1, flat)
    else:
        flat[key] = value


# The newest format version of a store. A test compares this number with the store's.
FORM = 5

_STATEMENTS, _ABOUT, _CHECKSUMS = "statements", "archive", "checksums"
_KNOWN = frozenset((*ALL_FIELDS, *EARLIER_NAMES))
_ALL = frozenset(GIVEN_FIELDS)
_EMPTY = dict.fromkeys(GIVEN_FIELDS)
_LONGEST_ID = 20  # digits


def read_archive(data: bytes, source: str, options: ReadOptions) -> Reading:
    """Return the statements in the archive `data`. They keep their UUIDs.

    Raises UnreadableInputError if the archive is damaged. Raises NewerArchiveError if
    the format version is unknown.
    """
    tables = _parsed_archive(data, source, options)
    about = tables[_ABOUT].get("1")
    said = about if isinstance(about, dict) else {}
    _refuse_newer(said.get("form", 1), tables[_STATEMENTS], source)
    name = said.get("name")
    return Reading(
        _archive_entries(tables, source),
        pattern="the statements of an archive",
        site=name if isinstance(name, str) else None,
    )


def _parsed_archive(data: bytes, source: str, options: ReadOptions) -> dict[str, Any]:
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


def _archive_entries(tables: dict[str, Any], source: str) -> Iterator[EntryOrError]:
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


JSON_LINES = SimpleNamespace(write=write_lines, sniff=sniff_lines, read=read_lines)
ARCHIVE = SimpleNamespace(sniff=is_archive, read=read_archive)
