"""Reading attached files whole: their SHA-256, and copies that are proved."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

_BLOCK = 1 << 20  # bytes: hashing such a block lets other threads go on


def blocks(file: BinaryIO, told: Callable[[int], None]) -> Iterator[memoryview]:
    """Yield the content of an open file, each block valid until the next.

    `told` is called with how many bytes each has.
    """
    block = bytearray(_BLOCK)
    view = memoryview(block)
    while length := file.readinto(block):  # type: ignore[attr-defined]
        told(length)
        yield view[:length]


def sha256_of(
    file: BinaryIO, told: Callable[[int], None] = lambda _: None
) -> tuple[str, int]:
    """Return the SHA-256 of an open file from where it is, and how many bytes it has.

    `told` is called now and then with how many bytes more were read.

    Raises OSError.
    """
    digest, size = sha256(), 0
    for block in blocks(file, told):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size
