"""Write values as canonical JSON (RFC 8785), so that equal values have equal hashes."""

import json
from hashlib import sha256

import msgspec

# The first bytes of characters above U+FFFF in UTF-8. Only these characters sort
# differently by UTF-16 code units.
_ABOVE = range(0xF0, 0xF5)


def canonical_json(value: object) -> bytes:
    """Return a value as canonical JSON in UTF-8: sorted keys, no spaces, few escapes.

    The value may contain objects, lists, text, whole numbers, booleans and null. Raises
    UnicodeEncodeError if a text has half a surrogate pair, which RFC 8785 forbids.
    """
    data = msgspec.json.encode(value, order="sorted")
    if any(map(data.__contains__, _ABOVE)):
        text = json.dumps(_sorted(value), ensure_ascii=False, separators=(",", ":"))
        return text.encode()
    return data


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
