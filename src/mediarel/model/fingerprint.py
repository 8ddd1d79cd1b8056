"""A short text that tells what a statement says from all else that one could say.

Fields that are empty count for nothing: a field that a later mediarel adds, and
that an earlier statement has not, changes the fingerprint of none.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

_DIGITS = 16


def fingerprint(fields: Mapping[str, Any]) -> str:
    """Return the fingerprint of `fields`, as JSON values, without the empty ones.

    It is the first 16 hexadecimal digits of the SHA-256 of their JSON in UTF-8,
    with the keys in order, without spaces and without escapes that JSON does not
    ask for.
    """
    return fingerprint_of_all(without_empty(fields))


def fingerprint_of_all(fields: Mapping[str, Any]) -> str:
    """Return the fingerprint of `fields` in which the empty ones count as well."""
    return short_hash(msgspec.json.encode(fields, order="sorted"))


def short_hash(said: bytes) -> str:
    """Return the first digits of the SHA-256 of what is `said`."""
    return sha256(said).hexdigest()[:_DIGITS]


def without_empty(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of `fields` that say something."""
    return {name: value for name, value in fields.items() if not is_empty(value)}


def is_empty(value: object) -> bool:
    """Tell whether a JSON value says nothing: null, false, "", [] or {}; 0 does."""
    return not value and type(value) not in {int, float}
