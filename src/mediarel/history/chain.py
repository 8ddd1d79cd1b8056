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

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from mediarel.model.fingerprint import short_hash, without_empty

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mediarel.history.change import Change

    # The number of an entry, and the entry as JSON values.
    Entry = tuple[int, Mapping[str, Any]]


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
    unfit = []
    before: str | None = ""
    has_begun = False
    for number, document in entries:
        if document is None:
            before = None
            continue
        kept = _kept(document)
        has_begun = has_begun or bool(kept)
        expected = kept if before is None else digest_of(number, document, before)
        # No entry lacks its digest once the chain has begun.
        if has_begun and not (kept and kept == expected):
            unfit.append(number)
        before = kept or (expected if before is not None else None)
    return unfit


def rechained(entries: Iterable[Entry]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield `entries`, oldest first, each with the digest that it should have.

    Those from before the first that has one stay without it.
    """
    before = ""
    has_begun = False
    for number, document in entries:
        has_begun = has_begun or bool(_kept(document))
        before = digest_of(number, document, before)
        yield number, {**document, "digest": before} if has_begun else {**document}


def _kept(document: Mapping[str, Any]) -> str:
    """Return the digest that an entry keeps, "" where it has none."""
    digest = document.get("digest")
    return digest if isinstance(digest, str) else ""
