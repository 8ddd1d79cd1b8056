"""The fingerprint of fields: a short text that changes when what they say does.

Empty fields do not count, so a field that a later mediarel adds leaves the
fingerprints of statements without it as they are.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

_DIGITS = 16
_NEVER_EMPTY = frozenset({int, float})


def fingerprint(fields: Mapping[str, Any]) -> str:
    """Return the fingerprint of `fields`, as JSON values, without the empty ones.

    It is the first 16 hexadecimal digits of the SHA-256 of their JSON in UTF-8,
    with the keys in order, without spaces and without escapes that JSON does not
    ask for.
    """
    return fingerprint_of_all(without_empty(fields))


def fingerprint_of_all(fields: Mapping[str, Any]) -> str:
    """Return the fingerprint of `fields` with the empty ones."""
    return short_hash(msgspec.json.encode(fields, order="sorted"))


def short_hash(data: bytes) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of `data`."""
    return sha256(data).hexdigest()[:_DIGITS]


def without_empty(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return `fields` without the empty ones."""
    return {
        name: value
        for name, value in fields.items()
        if value or type(value) in _NEVER_EMPTY
    }


def is_empty(value: object) -> bool:
    """Tell whether a JSON value is empty: null, false, "", [] or {}, but not 0."""
    return not value and type(value) not in _NEVER_EMPTY


def is_same(one: object, other: object) -> bool:
    """Tell whether two values of a field are the same; all empty ones are."""
    return one == other or (is_empty(one) and is_empty(other))
