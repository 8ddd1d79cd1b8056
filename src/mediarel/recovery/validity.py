"""A record that breaks a rule, made valid again, and what that cost it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec

from mediarel.errors import InvalidFieldError
from mediarel.history.change import FIELDS_OF_A_CHANGE
from mediarel.model.fields import BY_NAME
from mediarel.model.fingerprint import is_empty
from mediarel.model.readers import IS_TIME
from mediarel.model.statement import read_statement
from mediarel.store.records import fields_in, known_of_change
from mediarel.store.sound import is_change, known_and_unknown, may_be_newer
from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from mediarel.recovery.salvage import Record

_TIMES = {"created": "modified", "modified": "created"}


def believed(records: Iterable[Record]) -> set[str]:
    """Return those fields of `records` that someone meant to be there.

    What says nothing, and is in one record alone, is rather a name that was hurt.
    """
    counted = Counter(
        name
        for record in records
        for name, value in msgspec.json.decode(record.raw).items()
        for _ in range(1 if is_empty(value) else 2)
    )
    return {name for name, count in counted.items() if count > 1}


def all_in(names: Iterable[str], believed: Container[str]) -> bool:
    """Tell whether all `names` are `believed`."""
    return all(name in believed for name in names)


def valid_change(
    number: int, record: Record, believed: Container[str]
) -> tuple[bytes, list[str]]:
    """Return the JSON of a change that can be read, and what had to be left out.

    Raises InvalidFieldError.
    """
    change = known_of_change(number, record.raw)
    unknown = fields_in(record.raw).keys() - FIELDS_OF_A_CHANGE
    is_newer = not record.is_remade and is_change(number, record.raw)
    if not unknown or (is_newer and all_in(unknown, believed)):
        return record.raw, []
    return encoded(change.document()), [f"{name!r}" for name in sorted(unknown)]


def valid_statement(
    number: int, record: Record, now: str, believed: Container[str]
) -> tuple[bytes, list[str]]:
    """Return `record` as the JSON of a statement that breaks no rule, and what it took.

    Fields that can be empty are emptied where they break one. A uuid that is
    none becomes a new one; for a time stands the other of the two, or else `now`.

    What a newer program may have added stays as it is, if it is `believed` to have.

    Raises InvalidFieldError where that is not enough.
    """
    fields: dict[str, Any] = msgspec.json.decode(record.raw)
    kept, unknown = known_and_unknown(fields)
    lost = []
    if record.is_remade or not may_be_newer(fields) or not all_in(unknown, believed):
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
            elif BY_NAME[name].required or kept.get(name) is None:
                raise
            else:
                lost.append(f"{error.problem} and was left out")
                kept[name] = None
        else:
            repaired = {**statement.document(), **unknown}
            return (encoded(repaired) if lost else record.raw), lost


def _is_time(value: object) -> bool:
    return isinstance(value, str) and IS_TIME.fullmatch(value) is not None
