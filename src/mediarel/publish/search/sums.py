"""Checksums of pieces: by them a later run knows that they are as they were written."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from mediarel.publish.search.script import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_BYTES = 16


def sum_of_piece(content: bytes) -> str:
    """Return the checksum of a piece."""
    return blake2b(content, digest_size=_BYTES).hexdigest()


def sum_of(sums: Mapping[str, str], held: Mapping[str, object]) -> str:
    """Return that of an index: of all its pieces, and of what the first one holds."""
    return sum_of_piece(quoted([sorted(sums.items()), held]).encode())


def sums_in(folder: Path, first: str, pieces: str, script: str) -> dict[str, str]:
    """Return those of the files in a `folder`, by their names, without the `first`."""
    paths = [folder / script, *sorted((folder / pieces).glob("*.js"))]
    names = {path: path.relative_to(folder).as_posix() for path in paths}
    return {
        name: sum_of_piece(path.read_bytes())
        for path, name in names.items()
        if name != first and path.is_file()
    }
