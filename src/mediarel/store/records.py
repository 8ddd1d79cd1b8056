"""Parse the raw JSON of a store as statements, changes and settings.

Sessions, the index, check and recovery all use this module. `sound.py` checks whether a
record is valid, or was written by a newer program. The settings of the archive are in
document 1 of the table `archive`, next to the format version. Other programs may add
fields to this document.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from itertools import starmap
from typing import Any, NamedTuple

import msgspec

from mediarel import errors
from mediarel.dates.edtf import kept_date
from mediarel.history.chain import running_digest
from mediarel.history.change import FIELDS_OF_A_CHANGE, Change, read_change
from mediarel.model.archive_settings import cleared_in, organisations_in, rules_in
from mediarel.model.readers import read_field
from mediarel.model.statement import Statement, read_statement
from mediarel.store import FORM
from mediarel.store.protocol import About, Document
from mediarel.text.lines import spaced_once

Tables = Mapping[str, Mapping[str, Document]]


NAME = "name"
ORGANISATIONS = "organisations"
WITHHELD = "withheld"
CLEARED = "cleared"
USUAL = "usual"
SITE = "site"
LAST_CHANGE = "last_change"
USUAL_FIELDS = ("program", "type", "language")
# The names of the settings in messages.
CALLED = {
    ORGANISATIONS: "names of organisations",
    WITHHELD: "rules for withheld texts",
    CLEARED: "cleared files",
    USUAL: "default values",
    SITE: "site settings",
}
_TABLE, _KEY = "archive", "1"


class LastChange(NamedTuple):
    """The number and the digest of the last change of an archive."""

    number: int
    digest: str


class Period(NamedTuple):
    """The days that a date can mean, for sorting and searching.

    `first` is the day for sorting, `last` is the last possible day, and `year` is the
    year of `first`. If the date is an interval, `earliest` is the first possible day,
    or "" if that day is unknown. Otherwise `earliest` is None.
    """

    first: str
    last: str
    year: int
    earliest: str | None


def read_record(number: int, raw: Document) -> Statement:
    """Parse the raw JSON of a record, and return the statement.

    Raises InvalidFieldError.
    """
    return read_statement(number, read_fields(bytes(raw)))


def read_fields(raw: bytes) -> dict[str, Any]:
    """Parse the raw JSON of a record or an entry, and return the fields.

    Raises InvalidFieldError if `raw` is not a JSON object, or has a duplicate key.
    """
    try:
        fields = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        # Half a surrogate pair is only found here, when the record is first parsed.
        raise _not_a_record(f"is not JSON: {error}") from None
    if not isinstance(fields, dict):
        raise _not_a_record("is not an object")
    # Encoding the fields again removes duplicate keys. Equal JSON has no such keys.
    if msgspec.json.encode(fields) != msgspec.json.format(raw, indent=-1):
        _refuse_doubled_keys(raw)
    return fields


def read_entry(number: int, raw: Document, *, ignore_unknown: bool = False) -> Change:
    """Parse the raw JSON of an entry of the history, and return the change.

    Raises InvalidFieldError. If the only problem is an unknown field, raises
    UnknownFieldError, unless `ignore_unknown` is True.
    """
    fields = read_fields(bytes(raw))
    try:
        change = read_change(number, fields)
    except KeyError as error:
        raise _no_change(f"the field {error.args[0]} is missing") from error
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        raise _no_change("a field has an invalid value") from error
    for name in fields:
        if name not in FIELDS_OF_A_CHANGE and not ignore_unknown:
            raise errors.UnknownFieldError(
                "field",
                name,
                "is not a field of a change",
                "Remove the field from the file.",
            )
    return change


def _no_change(what: str) -> errors.InvalidFieldError:
    return errors.InvalidFieldError(
        "entry", None, f"is not a change: {what}", "Restore a backup."
    )


class Identity(msgspec.Struct):
    """The uuid and the text, which identify a record. Damage may have removed both."""

    uuid: Any = None
    text: Any = None


identity_of = msgspec.json.Decoder(Identity).decode


def read_statements(records: Iterable[tuple[int, Document]]) -> Iterator[Statement]:
    """Return an iterator of the statements in these records.

    Raises InvalidFieldError during iteration.
    """
    return starmap(read_record, records)


@cache
def period(date: str) -> Period | None:
    """Return the days that a date can mean. Return None if the date is not valid."""
    try:
        kept = kept_date(date)
    except errors.InvalidDateError:
        return None
    earliest = (kept.days[0] or "") if "/" in date else None
    return Period(kept.first, kept.last, kept.year, earliest)


def _not_a_record(reason: str) -> errors.InvalidFieldError:
    return errors.InvalidFieldError("record", None, reason, "Restore a backup.")


def _refuse_doubled_keys(raw: bytes) -> None:
    """Raise InvalidFieldError if an object in raw JSON has a duplicate key."""

    def refuse(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
        seen: dict[str, object] = {}
        for name, value in pairs:
            if name in seen:
                raise errors.InvalidFieldError(
                    "key", name, "occurs twice", "Remove one of them."
                )
            seen[name] = value
        return seen

    json.loads(raw, object_pairs_hook=refuse)


def about(tables: Tables) -> dict[str, Any]:
    """Return the settings of an archive as JSON values."""
    raw = tables.get(_TABLE, {}).get(_KEY)
    if raw is None:
        return {}
    try:
        return read_fields(bytes(raw))
    except errors.InvalidFieldError:  # reported when the format version is read
        return {}


def is_of_first_form(tables: Tables) -> bool:
    """Return whether the tables have format version 1.

    Tables of this version may lack checksums.
    """
    return bool(about(tables).get("form", 1) == 1)


def last_change_in(tables: Tables) -> LastChange | None:
    """Return the last change that the settings record.

    Return None if they record no change, as before format version 5, or a value is not
    valid.
    """
    match about(tables).get(LAST_CHANGE):
        case {"number": int(number), "digest": str(digest)}:
            return LastChange(number, digest)
    return None


def last_change_of(history: Mapping[str, Document]) -> LastChange | None:
    """Return the last change in a history. Return None if the history is empty."""
    numbers = sorted(map(int, history))
    if not numbers:
        return None
    last = read_fields(bytes(history[str(numbers[-1])])).get("digest")
    if not last:
        entries = ((n, read_fields(bytes(history[str(n)]))) for n in numbers)
        last = running_digest(entries)
    return LastChange(numbers[-1], str(last))


def about_of(tables: Tables) -> About:
    """Return the settings of an archive. Invalid settings are ignored."""
    said = about(tables)
    name, site = said.get(NAME), said.get(SITE)
    return About(
        spaced_once(name) if isinstance(name, str) else "",
        organisations_in(said.get(ORGANISATIONS)),
        rules_in(said.get(WITHHELD)),
        cleared_in(said.get(CLEARED)),
        _usual_in(said.get(USUAL)),
        site if isinstance(site, dict) else {},
    )


def _usual_in(kept: object) -> tuple[tuple[str, str], ...]:
    """Return the valid default values, as pairs of field and value."""
    given = kept if isinstance(kept, dict) else {}
    found = []
    for name in USUAL_FIELDS:
        with suppress(errors.InvalidFieldError):
            if value := read_field(name, given.get(name)):
                found.append((name, value))
    return tuple(found)


def about_after(tables: Tables, change: Change) -> dict[str, Any]:
    """Return the settings of an archive after a change, in the current form."""
    said = {name: later for name, (_, later) in change.archive.items()}
    last = LastChange(change.number, change.digest or "")._asdict()
    return with_about(tables, {"form": FORM, **said, LAST_CHANGE: last})


def with_about(tables: Tables, changes: Mapping[str, object]) -> dict[str, Any]:
    """Return the settings of an archive, updated with the changes.

    The value None removes a setting.
    """
    fields = {**about(tables), **changes}
    return {name: value for name, value in fields.items() if value is not None}
