"""Detect altered history entries with a chain of digests.

Each entry has a digest of its content, its number, and the digest of the entry before.
The digest covers values, not their formatting, and ignores empty fields, as all
fingerprints do. Entries that are older than the chain have no digest. Their digests are
computed anyway, so the first stored digest covers all of these entries. The check of an
entry uses the stored digest of the previous entry. So if an entry was altered, only
that entry fails. If the digest of the entry was altered, the next entry fails too.
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
    """Return the digest after `entries`, oldest first; the chain continues from it."""
    before = ""
    for number, document in entries:
        before = _kept(document) or digest_of(number, document, before)
    return before


def misfits(entries: Iterable[tuple[int, Mapping[str, Any] | None]]) -> list[int]:
    """Return the numbers of the entries that fail their digest.

    `entries` are oldest first; None means an unreadable entry. After a failure, the
    checks resume at the next entry that follows an entry with a digest.
    """
    return list(breaks(entries))


def breaks(
    entries: Iterable[tuple[int, Mapping[str, Any] | None]],
    *,
    with_recorded: bool = False,
) -> dict[int, str]:
    """Return the expected digest of each entry with a wrong digest.

    The entries are oldest first. Breaks that a repair has recorded are omitted, unless
    `with_recorded` is set or the entry has changed since.
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
    """Return the notes by which a repair records the breaks in `found`."""
    return {f"break {number}": digest for number, digest in found.items()}


def recorded_breaks(kind: object, notes: object) -> dict[int, str]:
    """Return the breaks that an entry with this `kind` and `notes` records.

    Each failing change is mapped to its expected digest.
    """
    if kind != "repair" or not isinstance(notes, dict):
        return {}
    return {int(n[6:]): str(d) for n, d in notes.items() if _BREAK.fullmatch(n)}


def with_proven_digests(entries: Iterable[Entry]) -> dict[int, str]:
    """Return the digests of `entries` that only the next entry verifies.

    The digest of such an entry was damaged or lost. But the digest of the next entry
    verifies the entry's content.
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

    The statement is verified when somebody accepts it, or restores it from a file that
    verifies it. An undo of this makes the statement unverified again.
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
