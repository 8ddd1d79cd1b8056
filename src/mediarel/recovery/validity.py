"""Making a record or an entry that breaks a rule valid, at the cost of some fields."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec

from mediarel.errors import InvalidFieldError, shorten
from mediarel.history.change import FIELDS_OF_A_CHANGE
from mediarel.model.fields import BY_NAME
from mediarel.model.fingerprint import is_empty, is_same
from mediarel.model.parts import renewed
from mediarel.model.readers import IS_TIME
from mediarel.model.statement import read_statement
from mediarel.store.records import read_entry, read_fields
from mediarel.store.sound import is_entry, may_be_newer, split_fields
from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mediarel.recovery.statements import SalvagedObject
    from mediarel.store.protocol import Document

# Of an entry; without the others it is not known what it did.
_MAY_BE_EMPTY = {"undoes": None, "redoes": None}
_TIMES = {"created": "modified", "modified": "created"}


def trusted_fields(objects: Iterable[SalvagedObject]) -> set[str]:
    """Return the names of the fields of `objects` that are not a result of damage.

    One that is in a single object, and empty there, is rather another name that
    was damaged.
    """
    counted = Counter(
        name
        for each in objects
        for name, value in msgspec.json.decode(each.raw).items()
        for _ in range(1 if is_empty(value) else 2)
    )
    return {name for name, count in counted.items() if count > 1}


def make_entry_valid(
    number: int, entry: SalvagedObject, trusted: set[str], at: str
) -> tuple[bytes, list[str]]:
    """Return the raw JSON of an entry, and what had to be changed in it.

    Those that may be empty are so where they are missing: its digest is the same
    then. A field that is not known is kept where it is among the `trusted`, as a newer
    program may have added it. The time `at` takes the place of one that is none.

    Raises InvalidFieldError where no change can be read from it.
    """
    fields = read_fields(entry.raw)
    if not fields.keys() >= _MAY_BE_EMPTY.keys():
        entry = entry._replace(raw=encoded({**_MAY_BE_EMPTY, **fields}))
    change = read_entry(number, entry.raw, ignore_unknown=True)
    unknown = fields.keys() - FIELDS_OF_A_CHANGE
    is_newer = not entry.is_rewritten and is_entry(number, entry.raw)
    lost = []
    if unknown and not (is_newer and unknown <= trusted):
        lost = [f"{name!r} left out" for name in sorted(unknown)]
    if not IS_TIME.fullmatch(change.at):
        lost.append(f"its time {shorten(change.at)!r} is none: that before it stands")
        change = replace(change, at=at)
    if change.reverts is not None and not 0 < change.reverts < number:
        lost.append(f"it took back no change {change.reverts}")
        change = replace(change, undoes=None, redoes=None)
    return (encoded(change.document()) if lost else entry.raw), lost


def make_record_valid(
    number: int, record: SalvagedObject, now: str, trusted: set[str]
) -> tuple[bytes, list[str]]:
    """Return the raw JSON of a record that breaks no rule, and what was changed for it.

    A field that breaks a rule is emptied where it may be empty. An invalid uuid is
    replaced by a new one; an invalid time by the other time of the record, or by
    `now`. For a program that is lost stands "(unknown)", for a date the day it was
    recorded, as uncertain, provided that it says something. A field that is not known
    is kept where it is among the `trusted`, as a newer program may have added it.

    Raises InvalidFieldError where that is not enough.
    """
    fields = renewed(msgspec.json.decode(record.raw))
    kept, unknown = split_fields(fields)
    lost = []
    is_newer = not record.is_rewritten and may_be_newer(fields)
    if not (is_newer and unknown.keys() <= trusted):
        lost = [f"{name!r} left out" for name in unknown]
        unknown = {}
    while True:
        try:
            statement = read_statement(number, kept)
        except InvalidFieldError as error:
            name = error.field
            if name == "uuid":
                kept[name] = str(uuid4())
                lost.append("a new uuid")
            elif name in _TIMES:
                other = kept.get(_TIMES[name])
                kept[name] = other if _is_time(other) else now
                lost.append(f"{name} is not known")
            elif BY_NAME[name].required:
                instead = _in_the_place_of(name, kept, now)
                if not instead or instead == kept.get(name):
                    raise
                lost.append(f"{error.problem}: {instead!r} stands in its place")
                kept[name] = instead
            elif kept.get(name) is None:
                raise
            else:
                lost.append(f"{error.problem} and was left out")
                kept[name] = None
        else:
            repaired = {**statement.document(), **unknown}
            return (encoded(repaired) if lost else record.raw), lost


def _in_the_place_of(name: str, fields: Mapping[str, Any], now: str) -> str:
    """Return what stands for a required field that is lost, "" if nothing can."""
    if not (fields.get("text") or fields.get("title")):
        return ""
    if name != "date":
        return "(unknown)"
    created = fields.get("created")
    return f"{str(created if _is_time(created) else now)[:10]}?"


def completed(number: int, found: SalvagedObject, older: Document) -> bytes | None:
    """Return the record that was `found` broken, with what it lacks from `older`.

    None where that makes no record.
    """
    before = renewed(msgspec.json.decode(older))
    fields = {**before, **split_fields(renewed(msgspec.json.decode(found.raw)))[0]}
    while True:
        try:
            return encoded(read_statement(number, fields).document())
        except InvalidFieldError as error:
            name = error.field
            if fields.get(name) == before.get(name):
                return None
            fields[name] = before.get(name)


def differing_fields(one: Document, other: Document) -> str:
    """Return the names of the fields in which two records differ."""
    old, new = (renewed(msgspec.json.decode(each)) for each in (one, other))
    names = [*new, *(name for name in old if name not in new)]
    return ", ".join(n for n in names if not is_same(old.get(n), new.get(n)))


def modified(record: Document) -> str:
    """Return when a record says that it was modified."""
    return str(msgspec.json.decode(record).get("modified"))


def _is_time(value: object) -> bool:
    return isinstance(value, str) and IS_TIME.fullmatch(value) is not None
