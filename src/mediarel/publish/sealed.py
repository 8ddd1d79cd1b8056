"""What is kept in the user's cache behind its digest, so that damage is seen."""

from __future__ import annotations

from hashlib import blake2b

_DIGEST = 16  # bytes


def digest_of(data: bytes) -> bytes:
    """Return what tells `data` from any other."""
    return blake2b(data, digest_size=_DIGEST).digest()


def sealed(data: bytes) -> bytes:
    """Return `data` behind its digest."""
    return digest_of(data) + data


def opened(said: bytes) -> bytes:
    """Return what was `sealed`.

    Raises ValueError where it is not as it was.
    """
    digest, data = said[:_DIGEST], said[_DIGEST:]
    if digest_of(data) != digest:
        raise ValueError("is not as it was written")
    return data
