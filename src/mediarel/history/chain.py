"""Detect altered history entries with a chain of digests.

Each entry has a digest of its content, its number, and the digest of the previous
entry. The digest covers values, not their formatting, and ignores empty fields. Entries
of early versions have no digest. Their digests are computed, so that the first stored
digest covers all of these entries. The check of an entry uses the stored digest of the
previous entry. So if an entry was altered, only that entry fails. If its digest was
altered, the next entry fails too.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import msgspec

from mediarel.model.statement import short_hash, without_empty

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mediarel.history.change import Change

    Entry = tuple[int, Mapping[str, Any]]


CHANGED_OUTSIDE = "it had been changed outside mediarel"
_UNPROVED = "unproved"
_PROVED = "proved"
_ID = re.compile("[1-9][0-9]{0,17}")
_BREAK = re.compile("break [1-9][0-9]{0,17}")


def digest_of(number: int, document: Mapping[str, Any], before: str) -> str:
    """Return the digest of entry `number`; `before` is the previous digest.

    For the first entry, `before` is "".
    """
    said = {name: value for name, value in document.items() if name != "digest"}
    plain = msgspec.json.encode(without_empty(said), order="sorted")
    return short_hash(b"%b\n%d\n%b" % (before.encode(), number, plain))


def chained(change: Change, before: str) -> Change:
    """Return `change` with its digest; `before` is the digest of the previous entry."""
    return replace(change, digest=digest_of(change.number, change.document(), before))


def running_digest(entries: Iterable[Entry]) -> str:
    """Return the digest of the last of `entries` (oldest first)."""
    before = ""
    for number, document in entries:
        before = _kept(document) or digest_of(number, document, before)
    return before


def misfits(entries: Iterable[tuple[int, Mapping[str, Any] | None]]) -> list[int]:
    """Return the numbers of the entries that fail their digest.

    `entries` are oldest first; None means an unreadable entry. An entry after an
    unreadable entry can't be checked.
    """
    return list(breaks(entries))


def breaks(
    entries: Iterable[tuple[int, Mapping[str, Any] | None]],
    *,
    with_recorded: bool = False,
) -> dict[int, str]:
    """Return the expected digest of each entry with a wrong digest, keyed by number.

    The entries are oldest first. Wrong digests that a repair has recorded are omitted,
    unless `with_recorded` is set or the entry has changed since the repair.
    """
    found: dict[int, str] = {}
    recorded: dict[int, str] = {}
    before: str | None = ""
    has_begun = False
    for number, document in entries:
        if document is None:
            before = None
            continue
        recorded |= recorded_breaks(document.get("kind"), document.get("notes"))
        kept = _kept(document)
        has_begun = has_begun or bool(kept)
        expected = kept if before is None else digest_of(number, document, before)
        # After the first digest, all entries have one.
        if has_begun and not (kept and kept == expected):
            found[number] = expected
        before = kept or (expected if before is not None else None)
    if with_recorded:
        return found
    return {n: digest for n, digest in found.items() if recorded.get(n) != digest}


def notes_on_breaks(found: Mapping[int, str]) -> dict[str, str]:
    """Return the notes with which a repair records the wrong digests in `found`."""
    return {f"break {number}": digest for number, digest in found.items()}


def recorded_breaks(kind: object, notes: object) -> dict[int, str]:
    """Return the wrong digests that an entry with this `kind` and `notes` records.

    The result has the number of each failing change and its expected digest.
    """
    if kind != "repair" or not isinstance(notes, dict):
        return {}
    return {int(n[6:]): str(d) for n, d in notes.items() if _BREAK.fullmatch(n)}


def with_proven_digests(entries: Iterable[Entry]) -> dict[int, str]:
    """Return digests for `entries` with a damaged or lost digest, keyed by number.

    The digest of the next entry verifies the content of such an entry.
    """
    proven: dict[int, str] = {}
    before = ""
    has_begun = False
    for (number, document), (following, later) in pairwise(entries):
        expected = digest_of(number, document, before)
        kept = _kept(document)
        has_begun = has_begun or bool(kept)
        may_be = has_begun and kept != expected and following == number + 1
        if may_be and _kept(later) == digest_of(following, later, expected):
            proven[number] = kept = expected
        before = kept or expected
    return proven


def _kept(document: Mapping[str, Any]) -> str:
    """Return the digest in an entry, or ""."""
    digest = document.get("digest")
    return digest if isinstance(digest, str) else ""


def note_on_unproved(ids: Sequence[int]) -> dict[str, str]:
    """Return the note of a change that leaves the statements `ids` unverified."""
    return {_UNPROVED: " ".join(map(str, ids))} if ids else {}


def note_on_proved(ids: Sequence[int]) -> dict[str, str]:
    """Return the note of a change that verified the content of these statements."""
    return {_PROVED: " ".join(map(str, ids))} if ids else {}


def unproved_in(changes: Iterable[Change]) -> dict[int, int]:
    """Return the ids of unverified statements, each with the change that caused this.

    A statement becomes verified when a user accepts it, or restores it from a file with
    its checksum. An undo of this change makes the statement unverified again.
    """
    found: dict[int, int] = {}
    cleared: dict[int, dict[int, int]] = {}
    for change in sorted(changes, key=lambda each: each.number):
        found |= dict.fromkeys(_ids(change, _UNPROVED), change.number)
        proved = change.ids if change.kind == "accept" else _ids(change, _PROVED)
        cleared[change.number] = {n: found.pop(n) for n in proved if n in found}
        found |= cleared.get(change.undoes or 0, {})
    return found


def _ids(change: Change, name: str) -> list[int]:
    return list(map(int, _ID.findall(change.notes.get(name, ""))))
