"""The chain of digests over the history: they tell that an entry was changed.

Each entry keeps a digest of what it says, of its number, and of the digest of the
entry before. It covers values, not how they are written, and empty fields of the
entry count for nothing in it, as in all fingerprints.

Entries that were written before there was a chain have no digest. Theirs is
calculated all the same, so that the first entry with one covers all of them.

An entry is judged by the digest that the one before it keeps. So where one was
changed, it alone does not fit; where its digest was changed, it and the next.
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
    """Return the digest of entry `number`; `before` is that of the entry before it.

    Of the first entry, that is "".
    """
    said = {name: value for name, value in document.items() if name != "digest"}
    plain = msgspec.json.encode(without_empty(said), order="sorted")
    return short_hash(b"%b\n%d\n%b" % (before.encode(), number, plain))


def chained(change: Change, before: str) -> Change:
    """Return `change` with its digest; `before` is that of the entry before it."""
    return replace(change, digest=digest_of(change.number, change.document(), before))


def running_digest(entries: Iterable[Entry]) -> str:
    """Return the digest from which the entry after `entries`, oldest first, goes on."""
    before = ""
    for number, document in entries:
        before = _kept(document) or digest_of(number, document, before)
    return before


def misfits(entries: Iterable[tuple[int, Mapping[str, Any] | None]]) -> list[int]:
    """Return the numbers of those of `entries`, oldest first, that do not fit.

    None stands for an entry that can't be read. What comes after it is judged again
    from the next entry on that has the digest of the one before it.
    """
    return list(breaks(entries))


def breaks(
    entries: Iterable[tuple[int, Mapping[str, Any] | None]],
    *,
    with_recorded: bool = False,
) -> dict[int, str]:
    """Return the digest that each entry should have whose own digest is different.

    The entries come oldest first. A break that a repair has recorded is left out,
    unless `with_recorded`. It counts again if the entry has changed since.
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
        # No entry lacks its digest once the chain has begun.
        if has_begun and not (kept and kept == expected):
            found[number] = expected
        before = kept or (expected if before is not None else None)
    if with_recorded:
        return found
    return {n: digest for n, digest in found.items() if recorded.get(n) != digest}


def notes_on_breaks(found: Mapping[int, str]) -> dict[str, str]:
    """Return the notes with which a repair records the `breaks` that it leaves."""
    return {f"break {number}": digest for number, digest in found.items()}


def recorded_breaks(kind: object, notes: object) -> dict[int, str]:
    """Return the breaks that an entry with this `kind` and `notes` records.

    Each change that does not fit is mapped to the digest that it should have.
    """
    if kind != "repair" or not isinstance(notes, dict):
        return {}
    return {int(n[6:]): str(d) for n, d in notes.items() if _BREAK.fullmatch(n)}


def with_proven_digests(entries: Iterable[Entry]) -> dict[int, str]:
    """Return the digests of those of `entries` that only the next entry proves.

    The digest of such an entry was damaged or lost. What the entry says is proven, as
    the digest of the next entry covers it.
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
    """Return the digest that an entry keeps, "" where it has none."""
    digest = document.get("digest")
    return digest if isinstance(digest, str) else ""


def note_on_unproved(ids: Sequence[int]) -> dict[str, str]:
    """Return the note of a change that leaves the statements with `ids` unproved."""
    return {_UNPROVED: " ".join(map(str, ids))} if ids else {}


def note_on_proved(ids: Sequence[int]) -> dict[str, str]:
    """Return the note of a change that gave these statements a proved content."""
    return {_PROVED: " ".join(map(str, ids))} if ids else {}


def unproved_in(changes: Iterable[Change]) -> dict[int, int]:
    """Return the ids of unproved statements, each with the change that left it so.

    An unproved statement stays unproved until somebody accepts it, or restores it from
    a file that proves it. An undo of that makes it unproved again.
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
