"""Detect altered history entries with a chain of digests.

Each entry of the history has a digest. It is computed from the content and the number
of the entry, and from the digest of the previous entry. Empty fields are ignored.
`model/digests.py` computes the digests of each format version.

The first versions of mediarel stored no digests. Their entries are covered by the first
stored digest. An entry is checked with the stored digest of the previous entry. So if
the content of an entry was altered, only this entry fails the check. If its digest was
altered, the next entry fails too. The settings of the archive have the number and the
digest of the last change, so that the last entry is checked too.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from mediarel.model.digests import PREFIX, digest_of_change, earlier_digest_of_change

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mediarel.history.change import Change

    Entry = tuple[int, Mapping[str, Any]]


CHANGED_OUTSIDE = "it had been changed outside mediarel"
_UNPROVED = "unproved"
_PROVED = "proved"
_ID = re.compile("[1-9][0-9]{0,17}")
_BREAK = re.compile("break [1-9][0-9]{0,17}")


def chained(change: Change, before: str) -> Change:
    """Add the digest to a change; `before` is the digest of the previous entry."""
    made = digest_of_change(change.number, change.document(), before)
    return replace(change, digest=made)


def running_digest(entries: Iterable[Entry]) -> str:
    """Return the digest of the last entry. The entries are oldest first."""
    before = ""
    for number, document in entries:
        before = _kept(document) or _expected(number, document, before)
    return before


def misfits(entries: Iterable[tuple[int, Mapping[str, Any] | None]]) -> list[int]:
    """Return the numbers of the entries whose digest is wrong.

    The entries are oldest first. An unreadable entry is None. The entry after an
    unreadable entry can't be checked.
    """
    return list(breaks(entries))


def breaks(
    entries: Iterable[tuple[int, Mapping[str, Any] | None]],
    *,
    with_recorded: bool = False,
) -> dict[int, str]:
    """Find the entries whose digest is wrong. Return their numbers and right digests.

    The entries are oldest first. A repair records the wrong digests that it finds. An
    entry with a recorded digest is left out unless it was changed after the repair. If
    `with_recorded` is True, no entry is left out.
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
        expected = kept if before is None else _expected(number, document, before)
        # After the first digest, all entries have one.
        if has_begun and not (kept and kept == expected):
            found[number] = expected
        before = kept or (expected if before is not None else None)
    if with_recorded:
        return found
    return {n: digest for n, digest in found.items() if recorded.get(n) != digest}


def notes_on_breaks(found: Mapping[int, str]) -> dict[str, str]:
    """Return notes about wrong digests, for the history entry of a repair.

    `found` is the result of `breaks`.
    """
    return {f"break {number}": digest for number, digest in found.items()}


def recorded_breaks(kind: object, notes: object) -> dict[int, str]:
    """Return the numbers and right digests that a repair has recorded.

    The numbers are the keys of the result. `kind` and `notes` are values of a history
    entry. If the kind is not `repair`, the result is empty.
    """
    if kind != "repair" or not isinstance(notes, dict):
        return {}
    return {int(n[6:]): str(d) for n, d in notes.items() if _BREAK.fullmatch(n)}


def with_proven_digests(entries: Iterable[Entry]) -> dict[int, str]:
    """Find entries with a damaged digest. Return their numbers and right digests.

    An entry is returned only if the digest of the next entry verifies its content.
    """
    proven: dict[int, str] = {}
    before = ""
    has_begun = False
    for (number, document), (following, later) in pairwise(entries):
        expected = _expected(number, document, before)
        kept = _kept(document)
        has_begun = has_begun or bool(kept)
        may_be = has_begun and kept != expected and following == number + 1
        for digest in (expected, digest_of_change(number, document, before)):
            if may_be and _kept(later) == _expected(following, later, digest):
                proven[number] = kept = digest
        before = kept or expected
    return proven


def _expected(number: int, document: Mapping[str, Any], before: str) -> str:
    """Return the right digest of an entry, in the format version of the entry.

    After the first digest with a prefix, all digests have one. If the digest of this
    first entry is lost, its version is unknown, and the result is of version 4.
    """
    is_prefixed = PREFIX in {before[:2], _kept(document)[:2]}
    compute = digest_of_change if is_prefixed else earlier_digest_of_change
    return compute(number, document, before)


def _kept(document: Mapping[str, Any]) -> str:
    digest = document.get("digest")
    return digest if isinstance(digest, str) else ""


def note_on_unproved(ids: Sequence[int]) -> dict[str, str]:
    """Return a note for the history: the change could not verify these statements."""
    return {_UNPROVED: " ".join(map(str, ids))} if ids else {}


def note_on_proved(ids: Sequence[int]) -> dict[str, str]:
    """Return a note for the history: the change has verified these statements."""
    return {_PROVED: " ".join(map(str, ids))} if ids else {}


def unproved_in(changes: Iterable[Change]) -> dict[int, int]:
    """Return the ids of unverified statements.

    Each id maps to the number of the change that could not verify the statement. If a
    user accepts the statement, or restores it from a file with checksums, the statement
    is verified again. If this is undone, the statement is unverified again.
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
