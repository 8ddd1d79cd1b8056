"""Checksums of pieces: by them a later run knows that they are as they were written."""

from __future__ import annotations

from hashlib import blake2b, sha256
from typing import TYPE_CHECKING

from mediarel.publish.search.script import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

_BYTES = 16


def sum_of_piece(content: bytes) -> str:
    """Return the checksum of a piece: its SHA-256, which the manifest has, too."""
    return sha256(content).hexdigest()


def sum_of(sums: Mapping[str, str], held: Mapping[str, object]) -> str:
    """Return that of an index: of all its pieces, and of what the first one holds."""
    said = quoted([sorted(sums.items()), held]).encode()
    return blake2b(said, digest_size=_BYTES).hexdigest()
