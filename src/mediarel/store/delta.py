"""What is another in a store than someone knows of it, by fingerprints."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from mediarel.store.about import about_of
from mediarel.store.protocol import Delta

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediarel.store.protocol import Document, Known, Snapshot


def quick_fingerprint(document: Document) -> int:
    """Return a fast fingerprint of a record or entry, to see that it has changed.

    A check against chance: what has another length has another fingerprint for
    certain, what has the same but for one in four thousand million. The checksums
    that a store keeps are made with more care.
    """
    return len(document) << 32 | crc32(document)


def delta(snapshot: Snapshot, known: Known) -> Delta:
    """Return what is another in `snapshot` than is `known`."""
    return Delta(
        snapshot.revision,
        _changed(snapshot.statements, known.statements),
        _changed(snapshot.history, known.history),
        len(snapshot.statements),
        about_of(snapshot.others),
    )


def _changed(
    documents: Mapping[str, Document], known: Mapping[int, int]
) -> dict[int, Document | None]:
    now = {int(key): document for key, document in documents.items()}
    changed: dict[int, Document | None] = {
        number: document
        for number, document in now.items()
        if known.get(number) != quick_fingerprint(document)
    }
    changed.update((number, None) for number in known.keys() - now.keys())
    return changed
