"""Write values as canonical JSON (RFC 8785), so that equal values have equal hashes."""

from __future__ import annotations

import json
import re
from hashlib import sha256

import msgspec

# The first bytes, in UTF-8, of characters from U+E000. Below U+E000, code points and
# UTF-16 code units have the same order.
_HIGH = re.compile(b"[\xee-\xf4]")


def canonical_json(value: object) -> bytes:
    """Return a value as canonical JSON in UTF-8: sorted keys, no spaces, few escapes.

    The value may contain objects, lists, text, whole numbers, booleans and null. Raises
    UnicodeEncodeError if a text has half a surrogate pair, which RFC 8785 forbids.
    """
    data = msgspec.json.encode(value, order="sorted")
    if data.isascii() or not _HIGH.search(data):
        return data
    text = json.dumps(_sorted(value), ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def sha256_of(value: object) -> str:
    """Return the SHA-256 of a value's canonical JSON, in lower-case hexadecimal."""
    return sha256(canonical_json(value)).hexdigest()


def _sorted(value: object) -> object:
    """Sort the keys of all objects by their UTF-16 code units (RFC 8785, 3.2.3)."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return {key: _sorted(value[key]) for key in keys}
    if isinstance(value, list | tuple):
        return [_sorted(each) for each in value]
    return value
