"""The pieces of terms, made of the lines of all blocks by a worker process."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from mediarel.publish.search.blocks import kept, terms_of
from mediarel.publish.search.leaves import term_pieces
from mediarel.publish.staging import Shelf


def make(
    given: tuple[list[str], int, tuple[str, int]],
) -> tuple[list[str], list[tuple[str, int, tuple[bytes, int, int]]]] | None:
    """Write the pieces of all terms, from files that hold the lines of blocks.

    Returns the first terms of the leaves; and of each piece its name, the number of
    the file, what `New` has of it. None is where one can't be read or written.
    """
    places, width, shelf = given
    to = Shelf(*shelf)
    heads: list[str] = []
    made = []
    try:
        lines = [kept(Path(each).read_bytes(), n) for n, each in enumerate(places)]
        pieces = term_pieces(terms_of(lines), width, heads)
        for number, (name, content) in enumerate(pieces, start=to.first):
            status = to.write(number, content)
            new = sha256(content).digest(), status.st_size, status.st_mtime_ns
            made.append((name, number, new))
    except OSError:
        return None
    return heads, made
