"""Compute the checksums and digests of statements, and the digests of changes.

Since format version 5, each of them is `5:` and the SHA-256 of canonical JSON (RFC
8785). Earlier versions used the first 16 hexadecimal digits of a SHA-256, without a
prefix. These are still verified, but no longer written. docs/file-format.md describes
all versions.
"""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

import msgspec

from mediarel.model.statement import as_before, renewed, without_empty
from mediarel.text.canonical import sha256_of

Fields = Mapping[str, Any]

PREFIX = "5:"
_DIGITS = 16  # of a digest without a prefix
# The fields of a statement in format version 1, with their empty values. All of them
# were required.
FIRST_FIELDS: dict[str, list[Any] | None] = {
    **dict.fromkeys(("uuid", "date", "program", "type", "title", "text", "dateline")),
    **dict.fromkeys(("place", "dated", "language", "source", "created", "modified")),
    "signatories": [],
    "tags": [],
    "attachments": [],
}


def checksum(fields: Fields) -> str:
    """Return the checksum of a statement. It covers all fields that are not empty.

    Raises UnicodeEncodeError if a text has half of a surrogate pair.
    """
    return f"{PREFIX}{sha256_of(without_empty(renewed(fields)))}"


def digest(fields: Fields) -> str:
    """Return the digest of an added statement. It doesn't cover `modified`."""
    return checksum({**fields, "modified": None})


def digest_of_change(number: int, entry: Fields, before: str) -> str:
    """Return the digest of an entry of the history.

    `before` is the digest of the previous entry, or "" for the first entry.
    """
    return f"{PREFIX}{sha256_of([before, number, _covered(entry)])}"


def fits_checksum(fields: Fields, kept: str) -> bool:
    """Return whether a checksum of any format version matches a statement."""
    if kept.startswith(PREFIX):
        return kept == checksum(fields)
    return kept in _earlier_checksums(fields)


def fits_digest(fields: Fields, kept: str) -> bool:
    """Return whether a digest of any format version matches an added statement."""
    if kept.startswith(PREFIX):
        return kept == digest(fields)
    return kept in _earlier_digests(fields)


def checksums_of(fields: Fields) -> Iterator[str]:
    """Yield the checksum of a statement in each format version, newest first."""
    yield checksum(fields)
    yield from _earlier_checksums(fields)


def digests_of(fields: Fields) -> Iterator[str]:
    """Yield the digest of a statement in each format version, newest first."""
    yield digest(fields)
    yield from _earlier_digests(fields)


def earlier_digest_of_change(number: int, entry: Fields, before: str) -> str:
    """Return the digest that format versions 1 to 4 computed for an entry."""
    plain = msgspec.json.encode(_covered(entry), order="sorted")
    return _short(b"%b\n%d\n%b" % (before.encode(), number, plain))


def _covered(entry: Fields) -> dict[str, Any]:
    """Return the fields of an entry that its digest covers."""
    return without_empty({n: value for n, value in entry.items() if n != "digest"})


def _earlier_checksums(fields: Fields) -> Iterator[str]:
    yield _short_of(without_empty(fields))
    yield _short_of(fields)
    before = as_before(renewed(fields))
    if before is not None:
        yield _short_of(without_empty(before))
        yield _short_of({**FIRST_FIELDS, **without_empty(before)})


def _earlier_digests(fields: Fields) -> Iterator[str]:
    today = renewed({**fields, "modified": None})
    yield _short_of(without_empty(today))
    before = as_before(today)
    if before is not None:
        yield _short_of(without_empty(before))
        # In format version 1, all fields were required and had a space after commas.
        first = {**FIRST_FIELDS, **without_empty(before)}
        del first["modified"]
        yield _short(json.dumps(first, ensure_ascii=False, sort_keys=True).encode())


def _short_of(fields: Fields) -> str:
    return _short(msgspec.json.encode(fields, order="sorted"))


def _short(data: bytes) -> str:
    return sha256(data).hexdigest()[:_DIGITS]
